"""What each subcommand of `porsesh` does; heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from service.problems import ProblemError
from service.schemas import AskRequest, AskResponse
from service.settings import Settings

_REPAIR_NAMES = {
    "run_order": "ترتیب قطعه‌ها",
    "spaces": "فاصله‌ها",
    "lost_glyphs": "حرف‌های افتاده",
    "kashida": "کشیده",
    "digits": "رقم‌ها",
    "letters": "شکل حرف‌ها",
    "manual": "اصلاح خواننده",
}


def _progress_bar(*, drawn: bool = True) -> Progress:
    """A bar on stderr."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not drawn)


def build(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh build`."""
    from indexer import pipeline

    with _progress_bar() as bar:
        tasks = {}

        def progress(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=1.0)
            bar.update(tasks[stage], completed=done)

        summary = pipeline.build(
            args.seeds,
            args.corpus,
            corrections=not getattr(args, "no_corrections", False),
            model_name=settings.model,
            progress=progress,
        )
    console = Console(stderr=True)
    grid = Grid(title="ساخت به پایان رسید", show_header=False)
    for name, value in (
        ("سندها", summary.documents),
        ("سطرها", summary.lines),
        *((f"بازسازی: {_REPAIR_NAMES[kind]}", n) for kind, n in summary.repairs.items()),
        ("سطرهای اصلاح‌شده به دست خواننده", summary.corrected),
        ("جدول‌ها", summary.tables),
        ("جدول‌هایی که همهٔ آزمون‌هایشان درست است", summary.tables_verified),
        ("آزمون‌های نادرست", summary.checks_failed),
        ("گذرها", summary.passages),
        ("بردارهای تازه", summary.embedded),
        ("ثانیه", f"{summary.seconds:.1f}"),
    ):
        grid.add_row(name, str(value))
    console.print(grid)
    for note in summary.notes:
        console.print(f"! {note}")


def serve(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh serve`; builds first where there is no index."""
    import uvicorn

    from indexer.index import has_index
    from service.app import create_app

    if not has_index(args.corpus):
        build(args, settings)
    app = create_app(settings.model_copy(update={"corpus": args.corpus, "seeds": args.seeds}))
    print(f"http://{args.host}:{args.port}", file=sys.stderr)
    uvicorn.run(app, host=args.host, port=args.port, log_level="warning")


def ask(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh ask`."""
    from service.ask import ask as answer_question
    from service.collection import load_collection

    try:
        request = AskRequest(question=args.question, top_k=args.top_k)
    except ValidationError as error:
        raise ProblemError(422, _first_error(error)) from error
    reply = answer_question(load_collection(args.corpus, settings.model), request)
    if args.json:
        print(reply.model_dump_json(indent=1))
    else:
        _show(reply)


def _first_error(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["loc"][:1] == ("top_k",):
        return "‎--top-k‎ باید میان ۱ و ۵۰ باشد."
    return str(first.get("ctx", {}).get("error", "پرسش درست نیست"))


def _show(reply: AskResponse) -> None:
    console = Console()
    console.print(reply.answer.text, style="bold", markup=False)
    for note in reply.answer.notes:
        console.print(note, style="italic", markup=False)
    by_id = {r.id: (f"جدول {r.table.number or ''}: {' | '.join(r.cells)}", r.source) for r in reply.rows}
    by_id |= {p.id: (p.text.replace("\n", " "), p.source) for p in reply.passages}
    for cited in reply.answer.citations or list(by_id)[:3]:
        text, source = by_id[cited]
        page = f"، صفحهٔ {source.page or source.sheet}" if source.page or source.sheet else ""
        place = f"{source.title or source.document}، سطرهای {source.lines[0]}-{source.lines[1]}{page}"
        console.print(f"[{cited}] {place}", style="dim", markup=False)
        console.print(f"    {text}", markup=False)


def repair(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh repair`: repaired lines on stdout, one for each line of the file, as they are done; no corrections."""
    from indexer.repair import repaired
    from indexer.source import read_document

    document = read_document(Path(args.file))
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Beside text on the same terminal a bar would be in the way.
    with out, _progress_bar(drawn=sys.stderr.isatty() and not sys.stdout.isatty()) as bar:
        task = bar.add_task("بازسازی", total=1.0)
        for line in repaired(document.lines, progress=lambda done, stage: bar.update(task, completed=done, description=stage)):
            if args.json:
                fields = asdict(line)
                del fields["engine"], fields["doubt"]
                out.write(json.dumps(fields, ensure_ascii=False) + "\n")
            else:
                out.write(line.text + "\n")


def tables(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh tables`: every table with the state of its checks."""
    from indexer.index import read_index

    grid = Grid(title="جدول‌ها")
    for name in ("شناسه", "شماره", "عنوان", "ردیف", "درست", "نادرست", "سطرها"):
        grid.add_column(name)
    remarks: list[str] = []
    for corpus in read_index(args.corpus).corpora:
        for table in corpus.tables:
            states = [check.state for check in table.checks]
            counts = (len(table.rows), states.count("verified"), states.count("failed"))
            span = f"{table.lines[0]}-{table.lines[1]}"
            grid.add_row(table.id, table.number or "", table.caption, *map(str, counts), span)
            remarks.extend(f"{table.id}: {issue}" for issue in table.issues)
    console = Console()
    console.print(grid)
    for remark in remarks:
        console.print(remark, markup=False)


def mcp(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh mcp`: tools for other programs over standard input and output."""
    from service.collection import load_collection
    from service.mcp_server import make_server

    make_server(load_collection(args.corpus, settings.model)).run("stdio")


def review(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh review`."""
    from service.review import review as read_through

    read_through(args, settings)
