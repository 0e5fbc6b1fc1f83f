"""Tables by their tags: rows, spans and head as the file says, columns and edges by where the cells are printed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.ruling import Grid, RuledCell
from indexer.reading.pdf.tags import TaggedCell


@dataclass
class _Cell:
    """A cell with what is printed in it: `left` to `right` and `top` to `bottom` in points; `column` counts from the right."""

    row: int
    tagged: TaggedCell
    left: float
    top: float
    right: float
    bottom: float
    column: int = -1


def tagged_grid(rows: Sequence[Sequence[TaggedCell]], glyphs: Sequence[Glyph], mark_of: Callable[[Glyph], int]) -> Grid | None:
    """The grid of one tagged table; None where its cells are not printed in rows and columns (a table used for layout)."""
    wanted = {mark for row in rows for cell in row for mark in cell.marks}
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        mark = mark_of(glyph)
        if mark in wanted:
            held.setdefault(mark, []).append(glyph)
    printed = [[cell for cell in (_printed(i, cell, held) for cell in row) if cell] for i, row in enumerate(rows)]
    printed = [row for row in printed if row]
    for i, row in enumerate(printed):
        for cell in row:
            cell.row = i
    columns = _columns(printed)
    if columns is None or len(columns) < 2 or not _in_rows(printed):
        return None
    _place(printed, columns)
    cells = _ruled(printed, len(columns))
    return Grid(_xs(columns, printed), _ys(printed), cells) if cells else None


def _printed(row: int, cell: TaggedCell, held: dict[int, list[Glyph]]) -> _Cell | None:
    glyphs = [glyph for mark in cell.marks for glyph in held.get(mark, [])]
    if not glyphs:
        return None
    return _Cell(
        row, cell, min(g.left for g in glyphs), min(g.top for g in glyphs), max(g.right for g in glyphs),
        max(g.bottom for g in glyphs),
    )  # fmt: skip


def _columns(rows: Sequence[Sequence[_Cell]]) -> list[tuple[float, float]] | None:
    """The x ranges of the columns from right to left, by the cells over one column; None where those overlap."""
    ranges: list[tuple[float, float]] = []
    for cell in sorted((c for row in rows for c in row if c.tagged.columns == 1), key=lambda c: -c.right):
        if ranges and cell.right > ranges[-1][0] + 0.5:
            ranges[-1] = (min(ranges[-1][0], cell.left), ranges[-1][1])
        else:
            ranges.append((cell.left, cell.right))
    crowded = any(
        min(a.right, b.right) - max(a.left, b.left) > 1
        for row in rows
        for a, b in itertools.combinations([c for c in row if c.tagged.columns == 1], 2)
    )
    whole = max((sum(cell.tagged.columns for cell in row) for row in rows), default=0)
    return None if crowded or whole > len(ranges) + 1 else ranges


def _place(rows: Sequence[list[_Cell]], columns: Sequence[tuple[float, float]]) -> None:
    """Sets the columns of the cells: one after the other where a row is whole, else by where they are printed."""
    turned = sum(row[0].left < row[-1].left for row in rows) > len(rows) / 2
    covered: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        ordered = row[::-1] if turned else row
        free = [column for column in range(len(columns)) if column not in covered.get(number, set())]
        whole = sum(cell.tagged.columns for cell in row) == len(free)
        for cell in ordered:
            cell.column = free[0] if whole else _first_column(cell, columns)
            free = free[cell.tagged.columns :] if whole else free
            over = set(range(cell.column, cell.column + cell.tagged.columns))
            for below in range(number + 1, number + cell.tagged.rows):
                covered.setdefault(below, set()).update(over)


def _first_column(cell: _Cell, columns: Sequence[tuple[float, float]]) -> int:
    """The rightmost column of a cell: the one that it overlaps most, or for a wider one the run of columns it is centred over."""
    count = min(cell.tagged.columns, len(columns))
    middle = (cell.left + cell.right) / 2

    def apart(first: int) -> float:
        left, right = columns[first + count - 1][0], columns[first][1]
        outside = max(0.0, left - cell.left) + max(0.0, cell.right - right)
        return outside * 4 + abs((left + right) / 2 - middle)

    if count == 1:
        return max(range(len(columns)), key=lambda i: min(columns[i][1], cell.right) - max(columns[i][0], cell.left))
    return min(range(len(columns) - count + 1), key=apart)


def _in_rows(rows: Sequence[Sequence[_Cell]]) -> bool:
    """Whether each row is printed below the one before."""
    middles = [min((c.top + c.bottom) / 2 for c in row) for row in rows]
    return all(a < b + 1 for a, b in itertools.pairwise(middles))


def _ruled(rows: Sequence[Sequence[_Cell]], columns: int) -> tuple[RuledCell, ...] | None:
    """The cells with their spans and an empty one at every place that is left; None where two claim one place."""
    taken: set[tuple[int, int]] = set()
    cells: list[RuledCell] = []
    for cell in itertools.chain.from_iterable(rows):
        high, wide = min(cell.tagged.rows, len(rows) - cell.row), min(cell.tagged.columns, columns - cell.column)
        slots = {(cell.row + i, cell.column + j) for i in range(high) for j in range(wide)}
        if slots & taken:
            return None
        taken |= slots
        cells.append(RuledCell(cell.row, cell.column, high, wide))
    empty = [(i, j) for i in range(len(rows)) for j in range(columns) if (i, j) not in taken]
    cells += [RuledCell(i, j, 1, 1) for i, j in empty]
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _xs(columns: Sequence[tuple[float, float]], rows: Sequence[Sequence[_Cell]]) -> tuple[float, ...]:
    """Column edges from left to right."""
    cells = list(itertools.chain.from_iterable(rows))
    inner = [(left[1] + right[0]) / 2 for right, left in itertools.pairwise(columns)]
    return (min(c.left for c in cells) - 1, *reversed(inner), max(c.right for c in cells) + 1)


def _ys(rows: Sequence[Sequence[_Cell]]) -> tuple[float, ...]:
    """Row edges from top to bottom, by the cells over one row."""
    single = [[c for c in row if c.tagged.rows == 1] or list(row) for row in rows]
    tops, bottoms = [min(c.top for c in row) for row in single], [max(c.bottom for c in row) for row in single]
    everything = list(itertools.chain.from_iterable(rows))
    inner = [(above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=False)]
    return (min(c.top for c in everything) - 1, *inner, max(c.bottom for c in everything) + 1)
