"""`porsesh review`: the least sure lines, each with its neighbours; what the reader types is checked and kept."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from indexer.corpus import Line, read_corpus
from indexer.corrections import LineCorrection, raw_mark, read_corrections
from indexer.errors import CorrectionError
from indexer.pipeline import CORRECTIONS
from indexer.review import append_correction, doubtful, letter_change, objections
from service.settings import Settings

NEIGHBOURS = 2


def review(args: argparse.Namespace, settings: Settings) -> None:
    """With --check the whole file of each document is checked; otherwise lines are shown and corrections taken."""
    folders = [p.parent for p in sorted(args.corpus.glob("*/lines.jsonl"))]
    if not folders:
        raise CorrectionError("پیکره‌ای برای بازخوانی نیست؛ نخست: porsesh build")
    console = Console()
    if args.check:
        found = [f"{folder.name}: {remark}" for folder in folders for remark in _remarks(folder)]
        for remark in found:
            console.print(remark, markup=False)
        if found:
            raise CorrectionError(f"{len(found)} اصلاح نیاز به بازبینی دارد")
        console.print("همهٔ اصلاح‌ها درست‌اند.")
        return
    for folder in folders:
        _read_through(folder, console, args.by)


def _remarks(folder: Path) -> list[str]:
    corpus = read_corpus(folder)
    return list(objections(corpus.lines, corpus.tables, read_corrections(folder / CORRECTIONS)))


def _read_through(folder: Path, console: Console, by: str) -> None:
    corpus = read_corpus(folder)
    for line in doubtful(corpus.lines):
        console.rule(f"{folder.name}، سطر {line.line}، اطمینان {line.confidence:.2f}")
        for near in _neighbours(corpus.lines, line.line):
            console.print(f"{'»' if near.line == line.line else ' '} {near.text}", markup=False)
        console.print(f"خام: {line.raw.strip()}", markup=False, style="dim")
        typed = console.input("متن درست (Enter: همین درست است یا بعداً؛ ? یادداشت تردید؛ q پایان): ").strip()
        if typed == "q":
            return
        if typed.startswith("?"):
            append_correction(
                folder / CORRECTIONS, LineCorrection(line.line, doubt=typed[1:].strip(), by=by, raw=raw_mark(line.raw))
            )
        elif typed and typed != line.text:
            _keep(folder, console, line, typed, by)


def _keep(folder: Path, console: Console, line: Line, typed: str, by: str) -> None:
    change = letter_change(line.raw, typed)
    reason = None
    if change.added or change.dropped:
        console.print(f"حرف‌های افزوده: «{change.added}»، کاسته: «{change.dropped}»", markup=False)
    if not change.explained:
        reason = console.input("این تغییر حرف یا رقم دلیل می‌خواهد (Enter: کنار گذاشته شود): ").strip()
        if not reason:
            return
    append_correction(folder / CORRECTIONS, LineCorrection(line.line, typed, by=by, reason=reason, raw=raw_mark(line.raw)))


def _neighbours(lines: tuple[Line, ...], number: int) -> list[Line]:
    filled = [x for x in lines if x.text.strip()]
    at = next(i for i, x in enumerate(filled) if x.line == number)
    return filled[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
