"""`porsesh mcp`: the service as tools of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from typing import Any

from mcp.server import MCPServer

from service import tables
from service.ask import ask, check_documents
from service.ask import search as searched
from service.collection import Collection
from service.problems import ProblemError
from service.reply import search_hit
from service.schemas import AskRequest, Turn

INSTRUCTIONS = (
    "پاسخ به پرسش‌های فارسی از گزارش‌های سازمان، با ارجاع به سطرهای سند. "
    "پرسشی را که به پرسش‌های پیش تکیه دارد با history (پرسش‌ها و پاسخ‌های پیش، کهنه‌ترین نخست) بفرستید. "
    "عددی را که در پاسخ ابزارها نیست نسازید؛ اگر answered نادرست است، گزارش پاسخی ندارد."
)


def make_server(collection: Collection) -> MCPServer:
    """Tools that search, answer and show tables and source lines of a loaded collection."""
    server = MCPServer("porsesh", instructions=INSTRUCTIONS)

    @server.tool(name="ask", description="به یک پرسش فارسی با ارجاع پاسخ می‌دهد، یا می‌گوید که گزارش پاسخی ندارد")
    def ask_question(question: str, top_k: int = 5, history: list[Turn] | None = None) -> dict[str, Any]:
        return ask(collection, AskRequest(question=question, top_k=top_k, history=history)).model_dump(mode="json")

    @server.tool(description="گذرها و ردیف‌های جدول را می‌جوید")
    def search(query: str, top_k: int = 10) -> list[dict[str, Any]]:
        evidence = searched(collection, AskRequest(question=query, top_k=top_k))
        return [search_hit(collection, h) for h in evidence.together[:top_k]]

    @server.tool(description="فهرست جدول‌ها با وضع آزمون‌هایشان")
    def list_tables() -> list[dict[str, Any]]:
        return [tables.overview(document, table) for (document, _), table in collection.tables.items()]

    @server.tool(description="یک جدول با همهٔ ردیف‌ها و آزمون‌ها")
    def get_table(table_id: str) -> dict[str, Any]:
        for (document, name), table in collection.tables.items():
            if name == table_id:
                return tables.whole(document, table)
        raise ProblemError(404, f"جدولی با شناسهٔ «{table_id}» وجود ندارد.")

    @server.tool(description="سطرهای خام و بازسازی‌شدهٔ سند، برای وارسی یک ارجاع")
    def source(document: str, first: int, last: int) -> list[dict[str, Any]]:
        check_documents(collection, [document])
        lines = collection.lines(document, (max(1, first), min(last, first + 199)))
        return [{"line": line.line, "raw": line.raw, "text": line.text, "confidence": line.confidence} for line in lines]

    return server
