"""create_app(): the routes of the service and nothing else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from sse_starlette import EventSourceResponse
from starlette.concurrency import iterate_in_threadpool

from service import feedback as feedback_store
from service import problems, tables
from service.ask import ask, check_documents, search
from service.chat import ChatRequest, chunks, completion, question_of
from service.collection import Collection
from service.document_views import file_of, page_picture, section_tree
from service.documents import document_routes, upload_limit
from service.jobs import Queue
from service.limits import RateLimit
from service.metrics import CONTENT_TYPE_LATEST, Metrics
from service.problems import BodyLimit, ProblemError
from service.reply import search_hit
from service.schemas import AskRequest, AskResponse, Feedback, QuestionText, SearchResponse, SourceLine, SourceResponse
from service.settings import Settings
from service.streaming import ask_events
from service.takeover import watch
from service.widget import widget_script

WEB = Path(__file__).parent / "web"
MOST_SOURCE_LINES = 200


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; the index and the model are loaded when it starts, never at import."""
    settings = settings or Settings()
    metrics = Metrics()
    limit = RateLimit(settings.questions_per_minute)

    queue = Queue(settings.corpus, settings.model)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # Beside the service, so that /healthz and /readyz answer meanwhile.
        tasks = [
            asyncio.create_task(watch(settings.corpus, settings.model, lambda: app.state.collection, take)),
            asyncio.create_task(queue.work()),
        ]
        yield
        queue.stop()
        for task in tasks:
            task.cancel()
        metrics.ready.set(0)
        app.state.collection = None

    def take(loaded: Collection | None, problem: str) -> None:
        app.state.collection = loaded
        app.state.problem = problem
        metrics.ready.set(loaded is not None)

    app = FastAPI(title="پرسش", summary="پاسخ مستند به پرسش‌های فارسی از گزارش‌های سازمان", version="1", lifespan=lifespan)
    app.state.collection = None
    app.state.problem = "نمایه هنوز بار نشده است."
    problems.install(app)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes, streamed=upload_limit(settings))
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allow_origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["Retry-After"],
    )

    def collection() -> Collection:
        loaded: Collection | None = app.state.collection
        if loaded is None:
            raise ProblemError(503, app.state.problem, {"Retry-After": "5"})
        return loaded

    @app.middleware("http")
    async def measure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        start = time.perf_counter()
        response = await call_next(request)
        route = getattr(request.scope.get("route"), "path", "other")
        metrics.requests.labels(route, request.method, str(response.status_code)).inc()
        metrics.seconds.labels(route).observe(time.perf_counter() - start)
        return response

    def within_limit(request: Request) -> None:
        if wait := limit.allow(request.client.host if request.client else ""):
            raise ProblemError(
                429, f"پرسش‌ها پشت سر هم بیش از اندازه بود؛ {wait} ثانیهٔ دیگر دوباره بپرسید.", {"Retry-After": str(wait)}
            )

    app.include_router(document_routes(settings, queue))

    @app.post("/v1/ask", dependencies=[Depends(within_limit)])
    def post_ask(request: AskRequest) -> AskResponse:
        return ask(collection(), request, metrics.count)

    @app.post("/v1/ask/stream", dependencies=[Depends(within_limit)])
    async def post_ask_stream(request: AskRequest) -> EventSourceResponse:
        loaded = collection()
        check_documents(loaded, request.documents)
        return EventSourceResponse(ask_events(loaded, request, metrics.count), ping=int(settings.heartbeat_seconds))

    @app.post("/v1/chat/completions", dependencies=[Depends(within_limit)])
    def post_chat(request: ChatRequest) -> Any:
        question_of(request)
        loaded = collection()
        if request.stream:
            return EventSourceResponse(iterate_in_threadpool(chunks(loaded, request, metrics.count)))
        return completion(loaded, request, metrics.count)

    @app.get("/v1/search")
    def get_search(
        q: Annotated[QuestionText, Query()],
        top_k: Annotated[int, Query(ge=1, le=50)] = 10,
        kind: Literal["passage", "row"] | None = None,
    ) -> SearchResponse:
        loaded = collection()
        evidence = search(loaded, AskRequest(question=q, top_k=top_k))
        found = {"passage": evidence.passages, "row": evidence.rows, None: evidence.together}[kind]
        return SearchResponse(hits=[search_hit(loaded, h) for h in found[:top_k]])

    @app.get("/v1/tables")
    def get_tables() -> dict[str, list[dict[str, Any]]]:
        return {"tables": [tables.overview(document, table) for (document, _), table in collection().tables.items()]}

    @app.get("/v1/tables/{table_id}")
    def get_table(table_id: str, format: Literal["json", "csv"] = "json", document: str | None = None) -> Any:
        matching = [(d, t) for (d, i), t in collection().tables.items() if i == table_id and document in (None, d)]
        if not matching:
            raise ProblemError(404, f"جدولی با شناسهٔ «{table_id}» وجود ندارد.")
        name, table = matching[0]
        if format == "json":
            return tables.whole(name, table)
        headers = {"Content-Disposition": f'attachment; filename="{table.id}.csv"'}
        return Response(tables.as_csv(table), media_type="text/csv; charset=utf-8", headers=headers)

    @app.get("/v1/source/{document}")
    def get_source(
        document: str,
        first: Annotated[int, Query(alias="from", ge=1)] = 1,
        last: Annotated[int | None, Query(alias="to", ge=1)] = None,
    ) -> SourceResponse:
        loaded = collection()
        check_documents(loaded, [document])
        size = len(loaded.corpora[document].lines)
        end = min(last or first + MOST_SOURCE_LINES - 1, size)
        if first > end:
            raise ProblemError(422, f"بازهٔ سطرها درست نیست؛ سند {size} سطر دارد.")
        if end - first >= MOST_SOURCE_LINES:
            raise ProblemError(422, f"در هر درخواست دست‌بالا {MOST_SOURCE_LINES} سطر داده می‌شود.")
        lines = loaded.lines(document, (first, end))
        return SourceResponse(
            document=document,
            lines=[
                SourceLine(
                    line=line.line,
                    raw=line.raw,
                    text=line.text,
                    kind=line.kind,
                    repairs=list(line.repairs),
                    confidence=line.confidence,
                    corrected=line.corrected,
                    doubt=line.doubt,
                )
                for line in lines
            ],
        )

    @app.get("/v1/documents/{document}/sections")
    def get_sections(document: str) -> dict[str, Any]:
        check_documents(collection(), [document])
        return {"document": document, "sections": section_tree(collection().corpora[document])}

    @app.get("/v1/documents/{document}/pages/{page}.png", response_class=Response)
    def get_page(document: str, page: int, lines: Annotated[str | None, Query(pattern=r"^\d{1,7}-\d{1,7}$")] = None) -> Response:
        check_documents(collection(), [document])
        first, last = (int(n) for n in lines.split("-")) if lines else (0, -1)
        path = file_of(settings.corpus, settings.seeds, document)
        picture = page_picture(path, collection().corpora[document].lines, page, (first, last))
        return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    @app.post("/v1/feedback", status_code=204)
    def post_feedback(feedback: Feedback) -> None:
        feedback_store.keep(feedback, settings.corpus)
        metrics.feedback.labels(str(feedback.helpful).lower()).inc()

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> dict[str, Any]:
        return {"status": "ready", "documents": list(collection().corpora)}

    @app.get("/metrics")
    def get_metrics() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(WEB / "index.html")

    @app.get("/widget.js", include_in_schema=False)
    def widget() -> Response:
        return Response(widget_script(), media_type="text/javascript")

    app.mount("/static", StaticFiles(directory=WEB), name="static")
    return app
