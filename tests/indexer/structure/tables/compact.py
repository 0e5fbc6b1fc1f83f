"""Tables of several kinds of organizations in a compact form, and what should be read from them.

`== id | caption | document's year`, then `@ name | role | unit | year | measure` for each column (`printed -> name` where a
unit is taken off the name; year `-`: none), `> …` for header rows, `* …` for total rows, `? row column` for each slip.
A cell `<` belongs to the one before it, `^` to the one above it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indexer.corpus import Line, Section, Table
from indexer.reading.document import Document, Merged, SourceLine, SourceTable
from indexer.structure.tables.typed import type_tables


@dataclass
class Sample:
    id: str
    caption: str
    year: int
    columns: list[tuple[str, str, str | None, int | None, str | None]] = field(default_factory=list)
    head: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    slips: set[tuple[int, int]] = field(default_factory=set)


def _cells(text: str) -> list[str]:
    return [c.strip() for c in text.split("|")]


def read_samples(text: str) -> list[Sample]:
    found: list[Sample] = []
    for line in filter(None, text.splitlines()):
        if line.startswith("=="):
            ident, caption, year = _cells(line[2:])
            found.append(Sample(ident, caption, int(year)))
        elif line.startswith("@"):
            name, role, unit, year, measure = (*_cells(line[1:]), "", "", "")[:5]
            name = name.split("->")[-1].strip()
            found[-1].columns.append((name, role, unit or None, int(year) if year.isdigit() else None, measure or None))
        elif line.startswith(">"):
            found[-1].head.append(_cells(line[1:]))
        elif line.startswith("?"):
            row, column = line[1:].split()
            found[-1].slips.add((int(row), int(column)))
        else:
            if line.startswith("*"):
                found[-1].totals.append(len(found[-1].rows))
            found[-1].rows.append(_cells(line.removeprefix("*")))
    return found


SAMPLES = read_samples((Path(__file__).parent / "tables.txt").read_text(encoding="utf-8"))


def filled(sample: Sample, merge: bool) -> tuple[list[list[str]], list[Merged]]:
    """The grid of a sample; without `merge` a merged header cell is written once and its other places are empty."""
    rows = [list(r) for r in (*sample.head, *sample.rows)]
    merged = []
    for r, row in enumerate(rows):
        for k, cell in enumerate(row):
            if cell in ("<", "^"):
                source = rows[r][k - 1] if cell == "<" else rows[r - 1][k]
                row[k] = source if merge or r >= len(sample.head) else ""
    if not merge:
        return rows, []
    marks = [*sample.head, *sample.rows]
    for r, row in enumerate(marks):
        for k, cell in enumerate(row):
            wide = next((n for n, c in enumerate(row[k + 1 :]) if c != "<"), len(row) - k - 1) + 1
            high = next((n for n, other in enumerate(marks[r + 1 :]) if other[k] != "^"), len(marks) - r - 1) + 1
            if cell not in ("<", "^") and (wide > 1 or high > 1):
                merged.append(Merged(r, k, high, wide))
    return rows, merged


def document_of(grids: list[tuple[str, SourceTable]], lines: list[str]) -> tuple[Document, list[Line]]:
    source = tuple(SourceLine(t) for t in lines)
    made = Document("d", "d.docx", "docx", "", source, tuple(t for _, t in grids))
    return made, [Line(n, t, t, "paragraph") for n, t in enumerate(lines, 1)]


def typed(sample: Sample, form: str) -> Table:
    """The sample's table read as a format gives it: `marked` knows its header, `sheet` does not, `pipes` has one header row and
    no merged cells."""
    rows, merged = filled(sample, form != "pipes")
    lines = [sample.caption, *("\t".join(r) for r in rows)]
    head = {"marked": len(sample.head), "sheet": None, "pipes": 1}[form]
    spans = tuple((n + 2, n + 2) for n in range(len(rows)))
    source = SourceTable(tuple(map(tuple, rows)), spans, head, tuple(merged), caption=1)
    document, read = document_of([("", source)], lines)
    tables = type_tables(document, read, [Section("s1", None, "بخش", (), (1, len(lines)))], sample.year)
    assert len(tables) == 1
    return tables[0]
