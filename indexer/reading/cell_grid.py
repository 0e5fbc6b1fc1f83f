"""From placed cells, some of them merged, to a full grid in reading order and one source line a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.reading.characters import is_persian
from indexer.reading.document import Merged, SourceLine, SourceTable

_NUMBER = re.compile(r"[-+−(]?[\d۰-۹٠-٩][\d۰-۹٠-٩.,/٫٬%٪\s()−-]*")
LARGEST_GRID = 2_000_000
"""Places of the largest grid: beyond it spans were made up, and a full grid would fill the memory."""


@dataclass(frozen=True)
class Placed:
    """A cell in the order of the file: its row and column from 0, what it covers, its text on one line."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def table_of(
    placed: Sequence[Placed], first_line: int, head: int | None, right_to_left: bool | None
) -> tuple[tuple[SourceLine, ...], SourceTable] | None:
    """The rows as source lines from `first_line` on, and the table; None where no text is in it.

    Empty rows and columns are left out. A merged cell stands once in the source lines, at its first place, and everywhere it
    covers in the table's cells. `right_to_left`: the file says that its first column is shown rightmost; where it does not say
    so, `starts_last` decides.
    """
    width = max((p.column + p.columns for p in placed), default=0)
    height = max((p.row + p.rows for p in placed), default=0)
    if width * height > LARGEST_GRID:
        raise ValueError("grid too large")
    full = [[""] * width for _ in range(height)]
    once = [[""] * width for _ in range(height)]
    for p in placed:
        once[p.row][p.column] = p.text
        for r in range(p.row, p.row + p.rows):
            for c in range(p.column, p.column + p.columns):
                full[r][c] = p.text
    rows = [r for r in range(height) if any(once[r])]
    columns = [c for c in range(width) if any(full[r][c] for r in rows)]
    if not rows or not columns:
        return None
    if not right_to_left and starts_last([[full[r][c] for c in columns] for r in rows]):
        columns.reverse()
    turned = columns[0] > columns[-1]
    cells = tuple(tuple(full[r][c] for c in columns) for r in rows)
    merged = []
    for p in (p for p in placed if p.rows * p.columns > 1):
        over_rows = [k for k, r in enumerate(rows) if p.row <= r < p.row + p.rows]
        over = [k for k, c in enumerate(columns) if p.column <= c < p.column + p.columns]
        if over_rows and over and len(over_rows) * len(over) > 1:
            merged.append(Merged(over_rows[0], over[0], len(over_rows), len(over)))
            if turned:  # the text stands at the first place in reading order
                once[p.row][p.column] = ""
                once[p.row][columns[over[0]]] = p.text
    kept = len([r for r in rows if head is not None and r < head]) if head is not None else None
    lines = tuple(
        SourceLine("\t".join(once[r][c] for c in columns), kind="table_header" if kept and k < kept else "table_row")
        for k, r in enumerate(rows)
    )
    spans = tuple((n, n) for n in range(first_line, first_line + len(rows)))
    return lines, SourceTable(cells, spans, kept or None, tuple(sorted(merged, key=lambda m: (m.row, m.column))))


def starts_last(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the last column is where a Persian table is read from, though the file has it leftmost first.

    A table is read from its counter or its labels. They stand in the last column where that counts the rows, or holds words
    while the first column holds numbers; then the file keeps the columns as seen from left to right.
    """
    if not cells or len(cells[0]) < 2 or not is_persian(" ".join(text for row in cells for text in row)):
        return False
    first, last = ([row[c] for row in cells if row[c]] for c in (0, -1))
    if _counts(first) or not last or not first:
        return False
    if _counts(last):
        return True
    return _share_of_numbers(last) < 0.3 and _share_of_numbers(first) > 0.6


def _counts(column: Sequence[str]) -> bool:
    numbers = [int(text) for text in column if text.isdecimal() and len(text) < 6]
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _share_of_numbers(column: Sequence[str]) -> float:
    return sum(_NUMBER.fullmatch(text) is not None for text in column) / len(column)
