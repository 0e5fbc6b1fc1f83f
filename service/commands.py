"""What each subcommand of `porsesh` does; heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from service.problems import ProblemError
from service.schemas import MOST_TURNS, AskRequest, AskResponse, Turn
from service.settings import Settings

if TYPE_CHECKING:
    from indexer.summary import Summary
    from indexer.sync import Plan

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
    """A bar on a terminal's stderr, gone when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not (drawn and sys.stderr.isatty()))


@contextmanager
def _told_progress(*, as_json: bool = False) -> Iterator[Callable[[str, float], None]]:
    """What a build is told to report its progress to: bars on stderr, or JSON lines on stdout for a program that waits."""
    if as_json:
        yield lambda stage, done: print(json.dumps({"stage": stage, "done": round(done, 3)}, ensure_ascii=False), flush=True)
        return
    with _progress_bar() as bar:
        tasks: dict[str, TaskID] = {}

        def progress(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=1.0)
            bar.update(tasks[stage], completed=done)

        yield progress


def _waiting() -> None:
    print("کار دیگری روی سندها در جریان است؛ در انتظار پایان آن …", file=sys.stderr)


def build(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh build`: the corpus becomes what the folder of seeds is."""
    from indexer import sync
    from indexer.worker import Options

    corrections = not getattr(args, "no_corrections", False)
    if getattr(args, "dry_run", False):
        return _show_plan(sync.plan(args.seeds, args.corpus, Options(corrections, settings.model)))
    with _told_progress() as progress:
        summary = sync.build(
            args.seeds, args.corpus, corrections=corrections, model_name=settings.model, progress=progress, waiting=_waiting
        )
    _show_summary(summary, "ساخت به پایان رسید")


def _show_plan(plan: Plan) -> None:
    """What a build would do, one document a line."""
    for name, ids in (
        ("تازه", [s.id for s in plan.new]),
        ("عوض‌شده", [s.id for s in plan.changed]),
        ("رفته", plan.gone),
        ("بیرون گذاشته", plan.kept_out),
        ("بی‌تغییر", [s.id for s in plan.unchanged]),
    ):
        for id in ids:
            print(f"{name}\t{id}")
    for note in plan.notes:
        print(f"! {note}", file=sys.stderr)


def _show_summary(summary: Summary, title: str) -> None:
    console = Console(stderr=True)
    grid = Grid(title=title, show_header=False)
    for name, value in (
        ("سندها", summary.documents),
        ("سندهای خوانده‌شده", len(summary.worked)),
        ("سندهای رفته", len(summary.gone)),
        ("سطرها", summary.lines),
        *((f"بازسازی: {_REPAIR_NAMES.get(kind, kind)}", n) for kind, n in summary.repairs.items()),
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
        console.print(f"! {note}", markup=False)


def add(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh add`: files become documents; the others are not touched."""
    from indexer import sync

    with _told_progress(as_json=args.json) as progress:
        summary = sync.add(args.files, args.corpus, model_name=settings.model, progress=progress, waiting=_waiting)
    if args.json:
        done = {"worked": summary.worked, "notes": summary.notes, "seconds": round(summary.seconds, 2)}
        print(json.dumps(done, ensure_ascii=False), flush=True)
    else:
        _show_summary(summary, "افزوده شد" if summary.worked else "چیزی تازه نبود")


def remove(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh remove`: documents out, or with --undo in again."""
    from indexer.store import removal

    (removal.restore if args.undo else removal.remove)(args.ids, args.corpus)
    for id in args.ids:
        said = "بازگردانده شد" if args.undo else "کنار گذاشته شد؛ تا ساخت بعدی برمی‌گردد با: porsesh remove --undo"
        print(f"{id}: {said}", file=sys.stderr)


_STATES = {"ready": "آماده", "failed": "خوانده نشد", "removed": "کنار گذاشته"}


def documents(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh documents`: what is there, in which state."""
    from indexer.store.manifest import read_manifest
    from service.documents import described

    records = read_manifest(args.corpus).records
    if args.json:
        print(json.dumps([described(r).model_dump() for r in records], ensure_ascii=False, indent=1))
        return
    grid = Grid(title="سندها")
    for name in ("شناسه", "عنوان", "سال", "قالب", "سطر", "جدول", "وضع", "افزوده"):
        grid.add_column(name)
    for r in records:
        counts = (str(r.counts.get(name, "")) for name in ("lines", "tables"))
        grid.add_row(r.id, r.title, str(r.year or ""), r.format, *counts, _STATES[r.state], r.added[:10])
    console = Console()
    console.print(grid)
    for r in records:
        for note in r.notes:
            console.print(f"{r.id}: {note}", markup=False)


def serve(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh serve`; builds first where there is no index."""
    import uvicorn

    from indexer.store.manifest import has_index
    from service.app import create_app

    if not has_index(args.corpus):
        build(args, settings)
    app = create_app(settings.model_copy(update={"corpus": args.corpus, "seeds": args.seeds}))
    print(f"http://{args.host}:{args.port}", file=sys.stderr)
    uvicorn.run(app, host=args.host, port=args.port, log_level="warning")


def ask(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh ask`: one question, or with --interactive a conversation, a line a question."""
    from service.ask import ask as answer_question
    from service.collection import load_collection

    if args.question is None and not args.interactive:
        raise ProblemError(422, "پرسش را بنویسید، یا --interactive را برای گفت‌وگو.")
    if args.question is not None:
        _request(args.question, args.top_k)  # what is wrong with it is told before the index is read
    collection = load_collection(args.corpus, settings.model)
    history: list[Turn] = []
    for question in chain([] if args.question is None else [args.question], _lines() if args.interactive else []):
        try:
            request = _request(question, args.top_k, history)
        except ProblemError as error:
            print(error.detail, file=sys.stderr)
            continue
        reply = answer_question(collection, request)
        if args.json:
            print(reply.model_dump_json(indent=None if args.interactive else 1), flush=True)
        else:
            _show(reply)
        history = [*history, Turn(question=question.strip(), answer=reply.answer.text)][-MOST_TURNS:]


def _request(question: str, top_k: int, history: list[Turn] | None = None) -> AskRequest:
    try:
        return AskRequest(question=question, top_k=top_k, history=history or None)
    except ValidationError as error:
        raise ProblemError(422, _first_error(error)) from error


def _lines() -> Iterator[str]:
    """The lines that are typed, until a blank one or the end."""
    while True:
        try:
            line = input("› " if sys.stdin.isatty() else "")
        except EOFError:
            return
        if not line.strip():
            return
        yield line


def _first_error(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["loc"][:1] == ("top_k",):
        return "‎--top-k‎ باید میان ۱ و ۵۰ باشد."
    return str(first.get("ctx", {}).get("error", "پرسش درست نیست"))


def _show(reply: AskResponse) -> None:
    console = Console()
    if reply.leaned:
        console.print(f"منظورتان: {reply.interpreted}", style="dim", markup=False)
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
    from indexer.reading.text import text_lines
    from indexer.repair import repaired

    lines = text_lines(Path(args.file))
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Beside text on the same terminal a bar would be in the way.
    with out, _progress_bar(drawn=not sys.stdout.isatty()) as bar:
        task = bar.add_task("بازسازی", total=1.0)
        for line in repaired(lines, progress=lambda done, stage: bar.update(task, completed=done, description=stage)):
            if args.json:
                fields = asdict(line)
                for name in ("engine", "doubt", "page", "box", "level"):
                    del fields[name]
                out.write(json.dumps(fields, ensure_ascii=False) + "\n")
            else:
                out.write(line.text + "\n")


def tables(args: argparse.Namespace, settings: Settings) -> None:
    """`porsesh tables`: every table with the state of its checks."""
    from indexer.store.index import read_index

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
