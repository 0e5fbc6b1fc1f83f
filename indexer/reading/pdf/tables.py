"""Tables of a page and of a document: cells read from their glyphs, rows joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.reading.document import Box, Merged
from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.lines import PrintedLine, Spacing, baseline_groups, line_of, read_line
from indexer.reading.pdf.order import Before
from indexer.reading.pdf.ruling import Grid, RuledCell

NUMBER = re.compile(r"-?[\d٫٬.,/]+")
SIGNED_BEHIND = re.compile(r"([\d٫٬.,/]*\d)([-−])")


class Marking(Protocol):
    """What the page says of a line beyond its letters."""

    def bold(self, line: PrintedLine) -> bool: ...

    def header_cell(self, line: PrintedLine) -> bool: ...


@dataclass
class PageTable:
    """A table (part) on one page: texts by row, first column rightmost; `edges` are its column edges from left to right."""

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: list[list[str]]
    boxes: list[Box]
    merged: list[Merged] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    """For each row, whether all its texts are bold."""
    headed: list[bool] = field(default_factory=list)
    """For each row, whether the tags call all its cells header cells."""
    ruled: bool = True
    continues: PageTable | None = None
    """The part on the page before that this one goes on from."""
    repeated: int = 0
    """Leading rows that are left out: they repeat the head of that part, or end its last row."""
    head_again: int = 0
    """How many of those repeat the head."""
    carried: list[tuple[Merged, Merged]] = field(default_factory=list)
    """Merged cells that the page break cut: the part above it and the part below, each counted in its own page's rows."""

    @property
    def columns(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def read_table(
    page: int, grid: Grid, glyphs: Sequence[Glyph], spacing: Spacing, marking: Marking, ruled: bool = True
) -> PageTable | None:
    """The table of a grid; None where it holds too little to be one (a frame around text, a drawing)."""
    places = {(row, column): cell for cell in grid.cells for row, column in _slots(cell)}
    inside: dict[RuledCell, list[Glyph]] = {}
    for glyph in glyphs:
        cell = places.get(grid.slot(glyph.middle, glyph.baseline - 0.3 * glyph.size))
        if cell is not None:
            inside.setdefault(cell, []).append(glyph)
    if len(inside) < 3 or len({cell.column for cell in inside}) < 2:
        return None
    texts: dict[RuledCell, str] = {}
    heavy: dict[RuledCell, bool] = {}
    header: dict[RuledCell, bool] = {}
    for cell, held in _own(inside).items():
        lines = [line_of(group) for group in baseline_groups(held)]
        before: Before = "start"
        for line in lines:
            before = read_line(line, spacing, before)
        texts[cell] = _joined(lines, grid.xs[grid.columns - cell.column] - grid.xs[grid.columns - cell.column - cell.columns])
        heavy[cell] = all(marking.bold(line) for line in lines[:2])
        header[cell] = marking.header_cell(lines[0])
    rows, columns = _kept(grid, texts)
    if len(rows) < 1 or len(columns) < 2:
        return None
    full = [[texts.get(places[row, column], "") for column in columns] for row in rows]
    table = PageTable(
        page, (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]), grid.xs, full,
        [(round(grid.xs[0], 2), round(grid.ys[row], 2), round(grid.xs[-1], 2), round(grid.ys[row + 1], 2)) for row in rows],
        [merged for merged in (_merged(cell, rows, columns) for cell in grid.cells) if merged],
        [_all([heavy[places[row, column]] for column in columns if texts.get(places[row, column])]) for row in rows],
        [_all([header[places[row, column]] for column in columns if texts.get(places[row, column])]) for row in rows],
        ruled,
    )  # fmt: skip
    _signs(table)
    return table


def _own(inside: dict[RuledCell, list[Glyph]]) -> dict[RuledCell, list[Glyph]]:
    """The glyphs of each cell without those of a cell above that has too little room and is printed over this one.

    Those were drawn right after the glyphs of that cell, and stand among later ones of this cell.
    """
    drawn = {glyph.index: cell for cell, held in inside.items() for glyph in held}
    own: dict[RuledCell, list[Glyph]] = {}
    for cell, held in inside.items():
        ordered = sorted(held, key=lambda glyph: glyph.index)
        cut = max(range(1, len(ordered)), key=lambda i: ordered[i].index - ordered[i - 1].index, default=0)
        early, late = ordered[:cut], ordered[cut:]
        before = next((drawn[i] for i in range(ordered[0].index - 1, ordered[0].index - 5, -1) if i in drawn), None)
        over = (
            early and late[0].index - early[-1].index > 8
            and before is not None and before.row < cell.row and before.column == cell.column
            and min(max(g.right for g in early), max(g.right for g in late))
            > max(min(g.left for g in early), min(g.left for g in late))
            and abs(early[0].baseline - late[0].baseline) < 0.5 * late[0].size
        )  # fmt: skip
        own[cell] = late if over else held
    return own


def _joined(lines: Sequence[PrintedLine], width: float) -> str:
    """The lines of a cell with spaces between; a number that the cell is too narrow for goes on in the next line."""
    text = ""
    for above, line in zip((None, *lines), lines, strict=False):
        broken = (
            above is not None
            and NUMBER.fullmatch(above.text) is not None
            and NUMBER.fullmatch(line.text) is not None
            and len(line.text) <= len(above.text)
            and above.right - above.left + 2.0 * above.size > width
        )
        text += line.text if broken or not text else f" {line.text}" if line.text else ""
    return text


def _all(told: list[bool]) -> bool:
    return bool(told) and all(told)


def _slots(cell: RuledCell) -> list[tuple[int, int]]:
    return [(cell.row + i, cell.column + j) for i in range(cell.rows) for j in range(cell.columns)]


def _kept(grid: Grid, texts: dict[RuledCell, str]) -> tuple[list[int], list[int]]:
    """Rows and columns that are more than the space between double lines: those that a cell starts in, or that are wide."""
    used_rows = {cell.row for cell in texts if texts[cell]}
    used_columns = {cell.column for cell in texts if texts[cell]}
    rows = [row for row in range(grid.rows) if row in used_rows or grid.ys[row + 1] - grid.ys[row] > 7]
    count = grid.columns
    columns = [c for c in range(count) if c in used_columns or grid.xs[count - c] - grid.xs[count - c - 1] > 9]
    return rows, columns


def _merged(cell: RuledCell, rows: list[int], columns: list[int]) -> Merged | None:
    over_rows = [i for i, row in enumerate(rows) if cell.row <= row < cell.row + cell.rows]
    over_columns = [i for i, column in enumerate(columns) if cell.column <= column < cell.column + cell.columns]
    if len(over_rows) * len(over_columns) < 2:
        return None
    return Merged(over_rows[0], over_columns[0], len(over_rows), len(over_columns))


def _signs(table: PageTable) -> None:
    """A number with its minus printed at the left stands in a cell set left to right; a column of `۱-` are list numbers."""
    for column in range(table.columns):
        cells = [row[column] for row in table.rows]
        behind = [cell for cell in cells if SIGNED_BEHIND.fullmatch(cell)]
        numbers = sum(bool(NUMBER.search(cell)) for cell in cells)
        if (behind and len(behind) < 0.8 * numbers) or any(len(cell) > 4 for cell in behind):
            for row in table.rows:
                match = SIGNED_BEHIND.fullmatch(row[column])
                if match:
                    row[column] = match[2] + match[1]


def join_parts(upper: PageTable, lower: PageTable) -> bool:
    """Whether the lower table, first on its page, goes on from the upper one, last on the page before; then tells it so."""
    if not _same_columns(upper, lower):
        return False
    first = upper
    while first.continues is not None:
        first = first.continues
    repeated = 0
    while repeated < min(len(first.rows), len(lower.rows)) and _same(first.rows[repeated], lower.rows[repeated]):
        repeated += 1
    head = head_rows(lower)
    if not repeated and head and lower.rows[0] != first.rows[0]:
        return False
    lower.continues, lower.repeated, lower.head_again = upper, repeated, repeated
    if repeated < len(lower.rows) and _rest_of_row(upper.rows[-1], lower.rows[repeated]):
        for column, text in enumerate(lower.rows[repeated]):
            if text and upper.rows[-1][column] != text:
                upper.rows[-1][column] = f"{upper.rows[-1][column]} {text}".strip()
        lower.repeated += 1
    _carry_down(upper, lower)
    return True


def _same_columns(upper: PageTable, lower: PageTable) -> bool:
    """Whether two parts stand in the same columns; without rules edges are where the texts of a page leave room."""
    if upper.columns != lower.columns or len(upper.edges) != len(lower.edges):
        return False
    pairs = list(zip(upper.edges, lower.edges, strict=True))
    if upper.ruled and lower.ruled:
        return all(abs(a - b) <= 4 for a, b in pairs)
    room = [min(above[i + 1] - above[i] for above in (upper.edges, lower.edges)) for i in range(upper.columns)]
    return all(abs(a - b) <= 0.6 * min(room[max(0, i - 1) : i + 1]) for i, (a, b) in enumerate(pairs))


def _carry_down(upper: PageTable, lower: PageTable) -> None:
    """A label over several rows that the page break cut stands in the rows below the break too."""
    last, row = len(upper.rows) - 1, lower.repeated
    if row >= len(lower.rows):
        return
    for column, text in enumerate(lower.rows[row]):
        label = upper.rows[last][column]
        above = _covering(upper.merged, last, column) or Merged(last, column, 1, 1)
        below = _covering(lower.merged, row, column) or Merged(row, column, 1, 1)
        cut = max(above.rows, below.rows) > 1 and above.columns == below.columns
        if text or not label or not cut or NUMBER.fullmatch(label):
            continue
        for covered in range(row, min(row + below.rows, len(lower.rows))):
            lower.rows[covered][column] = label
        if column == above.column:
            lower.carried.append((above, below))


def _covering(merged: Sequence[Merged], row: int, column: int) -> Merged | None:
    over = (m for m in merged if m.row <= row < m.row + m.rows and m.column <= column < m.column + m.columns)
    return next(over, None)


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a row repeats another; of a long head the repetition may hold but the beginning."""
    pairs = [(a.replace(" ", ""), b.replace(" ", "")) for a, b in zip(one, other, strict=True)]
    equal = sum(a == b for a, b in pairs)
    return any(one) and 2 * equal > len(pairs) and all(a == b or (len(b) > 3 and a.startswith(b)) for a, b in pairs)


def _rest_of_row(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row is what a page break cut off the row above: words alone, in few places, where that row has words."""
    filled = [i for i, cell in enumerate(row) if cell]
    if not filled or len(filled) > len(row) / 2 or len(row) < 3:
        return False
    return all(above[i] and not NUMBER.fullmatch(row[i]) for i in filled)


def head_rows(table: PageTable) -> int | None:
    """The number of header rows where the page shows it: tagged as such, bold above others, merged cells over parted ones."""
    if table.headed and table.headed[0] and not all(table.headed):
        return _with_spans(table, table.headed.index(False))
    count = 0
    while count < len(table.bold) and table.bold[count]:
        count += 1
    if 0 < count < len(table.rows) and count <= 4 and not all(table.bold):
        return _with_spans(table, count)
    spans = [merged for merged in table.merged if merged.row == 0 and merged.columns > 1 and merged.columns < table.columns]
    return _with_spans(table, 1) + (1 if _with_spans(table, 1) == 1 else 0) if spans and len(table.rows) > 2 else None


def _with_spans(table: PageTable, count: int) -> int:
    """`count`, or more where a cell that begins in those rows reaches down further."""
    return max([count, *(merged.row + merged.rows for merged in table.merged if merged.row < count and merged.rows <= 4)])
