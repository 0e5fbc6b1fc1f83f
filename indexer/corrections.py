"""A reader's corrections: one reviewed YAML file beside the corpus, applied by the build and never by the engine.

Each entry of the list is one of
    {line: 27, text: "...", by: "...", reason: "...", raw: "1f0c9a3e"}          a line's text
    {line: 27, doubt: "..."}                                                   what cannot be known, kept as it is
    {table: "t13", row: "t13-r8", column: 3, value: "143", by: "...", reason: "..."}   a cell
`cause` says what was wrong (order, spaces, lost_glyphs, kashida, digits); `reason` why letters or digits differ from the raw.
`raw` is the start of the SHA-256 of the raw line that was corrected: where the line has changed since, the entry is
reported and not applied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from indexer.alignment import align
from indexer.corpus import Line, Reading, Row, Table
from indexer.errors import CorrectionError
from indexer.repair.kinds import is_running_text, kind_of
from indexer.repair.traced import offset_map


@dataclass(frozen=True)
class LineCorrection:
    line: int
    text: str | None = None
    doubt: str | None = None
    by: str | None = None
    cause: str | None = None
    reason: str | None = None
    raw: str | None = None


@dataclass(frozen=True)
class CellCorrection:
    table: str
    row: str
    column: int
    value: str
    by: str | None = None
    reason: str | None = None


Correction = LineCorrection | CellCorrection


def raw_mark(raw: str) -> str:
    """Eight hexadecimal digits that change when a raw line does."""
    return hashlib.sha256(raw.encode()).hexdigest()[:8]


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The entries of the file, none where there is no file. Raises CorrectionError naming the entry that is wrong."""
    if not path.exists():
        return ()
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorrectionError(f"پروندهٔ اصلاح‌ها خوانده نشد: {path.name} ({' '.join(str(error).split())})") from error
    if not isinstance(entries, list):
        raise CorrectionError(f"پروندهٔ اصلاح‌ها باید یک فهرست باشد: {path.name}")
    return tuple(_entry(n, e, path) for n, e in enumerate(entries, 1))


def apply_to_lines(lines: Sequence[Line], corrections: Sequence[Correction]) -> tuple[tuple[Line, ...], list[str]]:
    """The lines with their corrections, and a Persian note for each entry that could not be applied."""
    notes: list[str] = []
    result = list(lines)
    for entry in corrections:
        if not isinstance(entry, LineCorrection):
            continue
        if not 1 <= entry.line <= len(lines):
            notes.append(f"سطر {entry.line} در سند نیست")
            continue
        line = result[entry.line - 1]
        if entry.raw is not None and entry.raw != raw_mark(line.raw):
            notes.append(f"سطر {entry.line} از زمان اصلاح عوض شده است؛ اصلاح به کار نرفت")
            continue
        if entry.text is not None and entry.text != line.text:
            line = _corrected(line, entry.text)
        result[entry.line - 1] = replace(line, doubt=entry.doubt or line.doubt)
    return tuple(result), notes


def apply_to_tables(tables: Sequence[Table], corrections: Sequence[Correction]) -> tuple[tuple[Table, ...], list[str]]:
    """The tables with corrected cells, and a Persian note for each entry that names no cell."""
    notes: list[str] = []
    result = {table.id: table for table in tables}
    for entry in corrections:
        if not isinstance(entry, CellCorrection):
            continue
        table = result.get(entry.table)
        row = next((r for r in table.rows if r.id == entry.row), None) if table else None
        if table is None or row is None or not 0 <= entry.column < len(row.cells):
            notes.append(f"خانهٔ {entry.table} / {entry.row} / ستون {entry.column} پیدا نشد")
            continue
        mended = _mended(row, entry)
        result[entry.table] = replace(table, rows=tuple(mended if r.id == row.id else r for r in table.rows))
    return tuple(result.values()), notes


def _corrected(line: Line, text: str) -> Line:
    repairs = tuple(dict.fromkeys((*line.repairs, "manual")))
    engine = line.engine or reading_of(line)
    return replace(
        line,
        text=text,
        kind=kind_of(text, is_running_text(text)),
        repairs=repairs,
        confidence=1.0,
        corrected=True,
        map=offset_map(align(line.raw, text)),
        engine=engine,
    )


def reading_of(line: Line) -> Reading:
    """What is kept of a line as the engine left it."""
    return Reading(line.text, line.kind, line.repairs, line.confidence, line.map)


def as_repaired(line: Line) -> Line:
    """The line as the engine left it, before corrections and before its kind was settled."""
    r = line.engine or reading_of(line)
    return Line(line.line, line.raw, r.text, r.kind, r.repairs, r.confidence, map=r.map)


def _mended(row: Row, entry: CellCorrection) -> Row:
    try:
        number: float | None = float(entry.value)
    except ValueError:
        number = None
    cells = tuple(entry.value if i == entry.column else c for i, c in enumerate(row.cells))
    values = tuple(number if i == entry.column else v for i, v in enumerate(row.values))
    return replace(row, cells=cells, values=values, repaired=tuple(sorted({*row.repaired, entry.column})))


def _entry(number: int, entry: Any, path: Path) -> Correction:
    try:
        made: Correction = CellCorrection(**entry) if "table" in entry else LineCorrection(**entry)
        sound = (
            isinstance(made.column, int) and isinstance(made.value, str)
            if isinstance(made, CellCorrection)
            else isinstance(made.line, int)
            and (isinstance(made.text, str) or isinstance(made.doubt, str))
            and "\n" not in (made.text or "")
        )
    except TypeError:
        sound = False
    if not sound:
        raise CorrectionError(f"مدخل {number} در {path.name} درست نیست")
    return made
