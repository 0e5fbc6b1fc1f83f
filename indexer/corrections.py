"""A reader's corrections: one reviewed YAML file beside the corpus, applied by the build and never by the engine.

Each entry of the list is one of
    {line: 27, text: "...", by: "...", reason: "...", raw: "1f0c9a3e"}          a line's text
    {line: 27, doubt: "..."}                                                   what cannot be known, kept as it is
    {table: "t13", row: "t13-r8", column: 3, value: "143", by: "...", reason: "...", was: "..."}   a cell
    {table: "t13", column: 3, name: "...", role: value, unit: "...", year: 1401, measure: actual, was: "..."}   a column
    {table: "t13", caption: "...", was: "..."}                                 a table's caption
`cause` says what was wrong (order, spaces, lost_glyphs, kashida, digits); `reason` why letters or digits differ from the raw.
`raw` is the start of the SHA-256 of the raw line that was corrected, `was` that of the raw lines of a cell's row or of a
table's caption and header, with the number of columns: where they have changed since, the entry is reported and not applied.
Of a column `role`, `unit`, `year` and `measure` stay as extracted where the entry does not name them; `null` says none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import yaml

from indexer.alignment import align
from indexer.corpus import Column, Line, Reading, Role, Row, Table
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
    was: str | None = None


class Kept(Enum):
    """Stands for what an entry does not name: it stays as extracted."""

    AS_EXTRACTED = 0


@dataclass(frozen=True)
class ColumnCorrection:
    table: str
    column: int
    name: str
    role: Role | Kept = Kept.AS_EXTRACTED
    unit: str | Kept | None = Kept.AS_EXTRACTED
    year: int | Kept | None = Kept.AS_EXTRACTED
    measure: str | Kept | None = Kept.AS_EXTRACTED
    by: str | None = None
    reason: str | None = None
    was: str | None = None


@dataclass(frozen=True)
class CaptionCorrection:
    table: str
    caption: str
    by: str | None = None
    reason: str | None = None
    was: str | None = None


TableCorrection = CellCorrection | ColumnCorrection | CaptionCorrection
Correction = LineCorrection | TableCorrection


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


def table_mark(table: Table, lines: Sequence[Line]) -> str:
    """Changes when the raw lines of a table's caption and header do, or its number of columns."""
    first = min((row.lines[0] for row in table.rows), default=table.lines[1] + 1)
    return _region_mark(range(table.lines[0], first), table, lines)


def row_mark(table: Table, row: Row, lines: Sequence[Line]) -> str:
    """Changes when the raw lines of a row do, or its table's number of columns."""
    return _region_mark(range(row.lines[0], row.lines[1] + 1), table, lines)


def apply_to_tables(
    tables: Sequence[Table], lines: Sequence[Line], corrections: Sequence[Correction]
) -> tuple[tuple[Table, ...], list[str]]:
    """The tables with corrected captions, columns and cells, and a Persian note for each entry that could not be applied."""
    notes: list[str] = []
    result = {table.id: table for table in tables}
    for entry in corrections:
        if isinstance(entry, LineCorrection):
            continue
        table = result.get(entry.table)
        objection = table_objection(entry, table, lines)
        if table is None or objection is not None:
            notes.append(objection or "")
        elif isinstance(entry, CellCorrection):
            rows = tuple(_mended(r, entry) if r.id == entry.row else r for r in table.rows)
            result[entry.table] = replace(table, rows=rows)
        elif isinstance(entry, ColumnCorrection):
            result[entry.table] = _with_column(table, entry)
        else:
            result[entry.table] = replace(table, caption=entry.caption)
    return tuple(result.values()), notes


def table_objection(entry: TableCorrection, table: Table | None, lines: Sequence[Line]) -> str | None:
    """Why an entry does not fit the table it names, in Persian; None where it does."""
    place = place_of(entry)
    if table is None:
        return f"{place} پیدا نشد"
    mark = table_mark(table, lines)
    if isinstance(entry, CellCorrection):
        row = next((r for r in table.rows if r.id == entry.row), None)
        if row is None or not 0 <= entry.column < len(row.cells):
            return f"{place} پیدا نشد"
        mark = row_mark(table, row, lines)
    elif isinstance(entry, ColumnCorrection) and not 0 <= entry.column < len(table.columns):
        return f"{place} پیدا نشد"
    if entry.was is not None and entry.was != mark:
        return f"{place} از زمان اصلاح عوض شده است؛ اصلاح به کار نرفت"
    return None


def place_of(entry: TableCorrection) -> str:
    """The cell, column or caption that an entry is about, in Persian."""
    if isinstance(entry, CellCorrection):
        return f"خانهٔ {entry.table} / {entry.row} / ستون {entry.column}"
    return f"ستون {entry.column} جدول {entry.table}" if isinstance(entry, ColumnCorrection) else f"عنوان جدول {entry.table}"


def _region_mark(numbers: range, table: Table, lines: Sequence[Line]) -> str:
    region = [lines[n - 1].raw for n in numbers if 1 <= n <= len(lines)]
    return raw_mark("\n".join([*region, str(len(table.columns))]))


def _with_column(table: Table, entry: ColumnCorrection) -> Table:
    columns = tuple(_renamed(c, entry) if i == entry.column else c for i, c in enumerate(table.columns))
    if columns[entry.column].role not in ("text", "entity"):
        return replace(table, columns=columns)
    # What names a row is no figure, even where it is written in digits: years, numbers of projects.
    rows = tuple(replace(r, values=tuple(None if i == entry.column else v for i, v in enumerate(r.values))) for r in table.rows)
    return replace(table, columns=columns, rows=rows)


def _renamed(column: Column, entry: ColumnCorrection) -> Column:
    return Column(
        entry.name,
        column.role if isinstance(entry.role, Kept) else entry.role,
        column.unit if isinstance(entry.unit, Kept) else entry.unit,
        column.year if isinstance(entry.year, Kept) else entry.year,
        column.measure if isinstance(entry.measure, Kept) else entry.measure,
    )


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
        kind: type[Correction] = (
            LineCorrection
            if "table" not in entry
            else CellCorrection
            if "row" in entry
            else CaptionCorrection
            if "caption" in entry
            else ColumnCorrection
        )
        made = kind(**entry)
    except TypeError:
        made = None
    if made is None or not _sound(made):
        raise CorrectionError(f"مدخل {number} در {path.name} درست نیست")
    return made


def _sound(entry: Correction) -> bool:
    """Whether the fields of an entry are of their types: YAML may hold anything."""
    if isinstance(entry, LineCorrection):
        said = isinstance(entry.text, str) or isinstance(entry.doubt, str)
        return isinstance(entry.line, int) and said and "\n" not in (entry.text or "")
    marked = isinstance(entry.table, str) and isinstance(entry.was, str | None)
    if isinstance(entry, CellCorrection):
        return marked and isinstance(entry.column, int) and isinstance(entry.value, str)
    if isinstance(entry, CaptionCorrection):
        return marked and isinstance(entry.caption, str)
    return (
        marked
        and isinstance(entry.column, int)
        and isinstance(entry.name, str)
        and (entry.role in get_args(Role) or entry.role is Kept.AS_EXTRACTED)
        and isinstance(entry.unit, str | None | Kept)
        and isinstance(entry.year, int | None | Kept)
        and isinstance(entry.measure, str | None | Kept)
    )
