"""Tables of plain text whose cells stand in columns, parted by tabs or by two and more spaces.

Only for text whose letters are in order: damaged lines have wide spaces everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from indexer.reading.captions import is_caption, with_captions
from indexer.reading.cell_grid import starts_last
from indexer.reading.characters import clean, is_persian
from indexer.reading.document import Document, SourceLine, SourceTable
from indexer.reading.spaced_rows import spaced_tables

_CELL = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"[-+−(]?[\d۰-۹٠-٩][\d۰-۹٠-٩.,/:٫٬%٪()−-]*|[-–—]")
_LEADER = re.compile(r"[.…·_]{4,}|(?:\. ){4,}")
_RULE = re.compile(r"[\s\-=_+|─━]+")
_CODE_END = re.compile(r"[;{}]\s*$|^\s*(?:#include|def |class |import |return\b|//|/\*)")
_HASH = re.compile(r"(?=.*[a-f])(?=.*\d)[0-9a-f]{7,40}")
_LEAST_ROWS = 3
_LEAST_ROWS_OF_TWO_COLUMNS = 4
"""Two columns line up by chance more easily."""
_SAME_COLUMN = 1
"""Characters by which cells of a column may stand apart at their common edge."""
_ALIGNED = 0.8
"""Least share of a column's cells that share an edge or the middle, and of rows that have all columns."""
_NUMBERS = 0.6
"""Least share of figures in some column: words in columns are an address list, a program or verse."""
_LONGEST_LINE = 2000
_LONGEST_CELL = 40
"""Most characters of the middle cell by length."""


@dataclass(frozen=True)
class _Cell:
    start: int
    end: int
    text: str


def with_aligned_tables(document: Document) -> Document:
    """The document with the tables of its text, aligned or spaced, their rows marked as such and shown with tabs between."""
    found = aligned_tables(document.lines)
    taken = {n for table in (*document.tables, *found) for a, b in table.lines for n in range(a, b + 1)}
    found = (*found, *spaced_tables(document.lines, taken))
    if not found:
        return document
    lines = list(document.lines)
    for table in found:
        for row, (n, _) in zip(table.cells, table.lines, strict=True):
            lines[n - 1] = replace(lines[n - 1], kind="table_row", shown="\t".join(row))
    tables = sorted((*document.tables, *found), key=lambda table: table.lines[0])
    marked, captioned = with_captions(lines, tables)
    return replace(document, lines=marked, tables=captioned)


def aligned_tables(lines: Sequence[SourceLine]) -> tuple[SourceTable, ...]:
    """Runs of lines whose cells line up in columns, at least one of them of figures. A row is one line.

    The columns stand as seen from left to right, so in Persian the last is taken first, unless the first holds the counter or
    the labels.
    """
    found: list[SourceTable] = []
    run: list[tuple[int, list[_Cell]]] = []
    by_tab = False
    for n, line in enumerate((*lines, SourceLine("", kind="heading")), 1):
        cells, tabbed = _cells(line)
        if len(cells) >= 2 and (not run or tabbed == by_tab):
            run.append((n, cells))
            by_tab = tabbed
            continue
        if run and line.kind is None and (_RULE.fullmatch(line.text) or (not line.text.strip() and run[-1][0] == n - 1)):
            continue
        found.extend(_tables(run, by_tab))
        run, by_tab = ([(n, cells)], tabbed) if len(cells) >= 2 else ([], False)
    return tuple(found)


def _cells(line: SourceLine) -> tuple[list[_Cell], bool]:
    """The cells of a line and whether tabs part them; one or none where the line cannot be a row."""
    if len(line.text) > _LONGEST_LINE or line.kind not in (None, "blank") or is_caption(line.seen):
        return [], False
    if _LEADER.search(line.text) or _CODE_END.search(line.text):
        return [], False
    if "\t" in line.text.strip("\r "):
        texts = [" ".join(clean(text).split()) for text in line.text.strip("\r").split("\t")]
        return ([_Cell(k, k, text) for k, text in enumerate(texts)] if sum(map(bool, texts)) > 1 else []), True
    found = []
    for cell in _CELL.finditer(line.text):  # a mark of direction between two spaces holds a cell together, and has no width
        start, text = len(clean(line.text[: cell.start()])), clean(cell[0])
        if text:
            found.append(_Cell(start, start + len(text), " ".join(text.split())))
    return found, False


def _tables(run: list[tuple[int, list[_Cell]]], by_tab: bool) -> list[SourceTable]:
    if len(run) < _LEAST_ROWS:
        return []
    grid = _tabbed(run) if by_tab else _spaced(run)
    if grid is None or not _is_table(grid):
        return []
    if is_persian(" ".join(text for row in grid for text in row)) and not by_tab:
        turned = [row[::-1] for row in grid]
        grid = grid if starts_last(turned) else turned
    return [SourceTable(tuple(tuple(row) for row in grid), tuple((n, n) for n, _ in run))]


def _tabbed(run: list[tuple[int, list[_Cell]]]) -> list[list[str]] | None:
    widths = Counter(len(cells) for _, cells in run)
    if len(widths) > 1:
        return None
    return [[cell.text for cell in cells] for _, cells in run]


def _spaced(run: list[tuple[int, list[_Cell]]]) -> list[list[str]] | None:
    """The grid where the rows with most cells line up and every other row fits their columns."""
    width, rows = Counter(len(cells) for _, cells in run).most_common(1)[0]
    if width < 2 or rows < _ALIGNED * len(run) or rows < (_LEAST_ROWS if width > 2 else _LEAST_ROWS_OF_TWO_COLUMNS):
        return None
    full = [cells for _, cells in run if len(cells) == width]
    columns = [[cells[c] for cells in full] for c in range(width)]
    if not all(_lines_up(column) for column in columns):
        return None
    bounds = [(min(cell.start for cell in column), max(cell.end for cell in column)) for column in columns]
    if any(before[1] > after[0] for before, after in pairwise(bounds)):
        return None
    grid = []
    for _, cells in run:
        row = [""] * width
        for cell in cells:
            at = [c for c, (start, end) in enumerate(bounds) if cell.start < end and cell.end > start]
            if len(at) != 1 or row[at[0]]:
                return None
            row[at[0]] = cell.text
        grid.append(row)
    return grid


def _lines_up(column: Sequence[_Cell]) -> bool:
    edges = ([2 * cell.start for cell in column], [2 * cell.end for cell in column], [cell.start + cell.end for cell in column])
    return any(
        sum(abs(place - median(places)) <= 2 * _SAME_COLUMN for place in places) >= _ALIGNED * len(places) for places in edges
    )


def _is_table(grid: Sequence[Sequence[str]]) -> bool:
    columns = [[text for text in column if text] for column in zip(*grid[1:], strict=True)]
    lengths = [len(text) for row in grid for text in row if text]
    figures = max((_share(_NUMBER, column) for column in columns), default=0)
    hashes = any(_share(_HASH, column) > 0.5 for column in columns)
    return figures >= _NUMBERS and median(lengths) <= _LONGEST_CELL and max(lengths) <= 3 * _LONGEST_CELL and not hashes


def _share(pattern: re.Pattern[str], column: Sequence[str]) -> float:
    return sum(pattern.fullmatch(text) is not None for text in column) / max(len(column), 1)
