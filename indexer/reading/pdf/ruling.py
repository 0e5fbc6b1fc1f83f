"""Ruled tables of a page: the lines and thin boxes drawn on it, and the grids that they make, merged cells included."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from indexer.reading.pdf.glyphs import Placing

THIN = 3.5
"""Points: a filled box no thicker than this is a line."""
NEAR = 2.5
"""Points: edges this near to each other are one."""
OPEN = 6.0
"""Points that uprights must reach past the last line for a row to be open."""
MOST_PATHS = 40_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A horizontal (`y` = at) or vertical (`x` = at) stroke from `low` to `high`, in points from the upper left."""

    at: float
    low: float
    high: float


@dataclass(frozen=True)
class RuledCell:
    """A cell over rows `row` to `row + rows` and columns `column` to `column + columns`; columns count from the right."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Grid:
    """A ruled table: `xs` left to right and `ys` top to bottom are its edges, `cells` its cells with their spans."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def contains(self, x: float, y: float) -> bool:
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def slot(self, x: float, y: float) -> tuple[int, int]:
        """Row and column (from the right) of a point inside."""
        row = sum(y > edge for edge in self.ys[1:-1])
        column = sum(x < edge for edge in self.xs[1:-1])
        return row, column


def page_edges(page: ctypes.c_void_p, frame: Placing) -> tuple[list[Edge], list[Edge], list[Edge]]:
    """Horizontal and vertical strokes drawn on the page, and the upper and lower edges of its filled boxes."""
    bands: list[Edge] = []
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for left, bottom, right, top, filled in _strokes(page):
        box_left, box_top, box_right, box_bottom = frame.box(left, bottom, right, top)
        wide, tall = box_right - box_left, box_bottom - box_top
        if tall <= THIN and wide > tall:
            horizontal.append(Edge((box_top + box_bottom) / 2, box_left, box_right))
        elif wide <= THIN and tall > wide:
            vertical.append(Edge((box_left + box_right) / 2, box_top, box_bottom))
        elif not filled:
            horizontal += [Edge(box_top, box_left, box_right), Edge(box_bottom, box_left, box_right)]
            vertical += [Edge(box_left, box_top, box_bottom), Edge(box_right, box_top, box_bottom)]
        else:
            bands += [Edge(box_top, box_left, box_right), Edge(box_bottom, box_left, box_right)]
    return horizontal, vertical, bands


def _strokes(page: ctypes.c_void_p) -> Iterator[tuple[float, float, float, float, bool]]:
    """Boxes (left, bottom, right, top, filled) of straight strokes and boxes; each straight piece of a stroked path is one."""
    edges = [ctypes.c_float() for _ in range(4)]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_PATHS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            continue
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments > 400:
            continue
        if fill.value and not stroke.value and segments <= 6:
            pdfium.FPDFPageObj_GetBounds(item, *edges)
            yield (*(edge.value for edge in edges), True)  # type: ignore[misc]
        else:
            yield from _pieces(item, segments, not stroke.value)


def _pieces(item: ctypes.c_void_p, segments: int, filled: bool) -> Iterator[tuple[float, float, float, float, bool]]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []

    def flush(closed: bool) -> Iterator[tuple[float, float, float, float, bool]]:
        if filled:
            if len(points) >= 3:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                yield min(xs), min(ys), max(xs), max(ys), True
            return
        ring = [*points, points[0]] if closed and points else points
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if abs(ax - bx) < 0.6 or abs(ay - by) < 0.6:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), False

    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from flush(False)
            points = []
        points.append((matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from flush(True)
            points = []
    yield from flush(False)


def grids(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> list[Grid]:
    """The tables that strokes make: connected strokes with at least two rows and two columns, top to bottom."""
    across, down = _collinear(horizontal), _collinear(vertical)
    found = [_grid(*group) for group in _connected(across, down)]
    return sorted((grid for grid in found if grid), key=lambda grid: grid.ys[0])


def _collinear(edges: Sequence[Edge]) -> list[Edge]:
    """Strokes on one line that touch are one stroke."""
    rows: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if rows and edge.at - rows[-1][-1].at <= 1.2 and edge.at - rows[-1][0].at <= NEAR:
            rows[-1].append(edge)
        else:
            rows.append([edge])
    merged: list[Edge] = []
    for row in rows:
        at = sum(edge.at for edge in row) / len(row)
        low = high = None
        for edge in sorted(row, key=lambda edge: edge.low):
            if low is None or high is None or edge.low > high + NEAR:
                if low is not None and high is not None:
                    merged.append(Edge(at, low, high))
                low, high = edge.low, edge.high
            else:
                high = max(high, edge.high)
        if low is not None and high is not None:
            merged.append(Edge(at, low, high))
    return merged


def _connected(across: Sequence[Edge], down: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of strokes that cross or touch."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, flat in enumerate(across):
        for j, upright in enumerate(down):
            if flat.low - NEAR <= upright.at <= flat.high + NEAR and upright.low - NEAR <= flat.at <= upright.high + NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, flat in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _positions(edges: Sequence[Edge]) -> list[float]:
    places: list[list[float]] = []
    for at in sorted(edge.at for edge in edges):
        if places and at - places[-1][-1] <= NEAR:
            places[-1].append(at)
        else:
            places.append([at])
    return [sum(group) / len(group) for group in places]


def _grid(across: list[Edge], down: list[Edge]) -> Grid | None:
    xs, ys = _positions(down), _positions(across)
    # A page break may leave a table open at its edge: the uprights go on without a line that closes them.
    for end, beyond in ((min(edge.low for edge in down), ys[0] - OPEN), (max(edge.high for edge in down), ys[-1] + OPEN)):
        ends = sum(abs((edge.low if end < ys[0] else edge.high) - end) <= NEAR for edge in down)
        if (end < beyond if end < ys[0] else end > beyond) and ends >= max(2, 0.6 * len(xs)):
            across = [*across, Edge(end, xs[0], xs[-1])]
            ys = _positions(across)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows * columns < 3 or rows * columns > 40_000:
        return None
    slots = [(row, column) for row in range(rows) for column in range(columns)]
    owner = {slot: slot for slot in slots}

    def root(slot: tuple[int, int]) -> tuple[int, int]:
        while owner[slot] != slot:
            slot = owner[slot]
        return slot

    def covered(edges: Sequence[Edge], at: float, middle: float) -> bool:
        return any(abs(edge.at - at) <= NEAR and edge.low <= middle <= edge.high for edge in edges)

    for row, column in slots:
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column + 1 < columns and not covered(down, xs[column + 1], y):
            owner[root((row, column + 1))] = root((row, column))
        if row + 1 < rows and not covered(across, ys[row + 1], x):
            owner[root((row + 1, column))] = root((row, column))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for slot in slots:
        members.setdefault(root(slot), []).append(slot)
    cells: list[RuledCell] = []
    for group in members.values():
        top, bottom = min(r for r, _ in group), max(r for r, _ in group)
        first, last = min(c for _, c in group), max(c for _, c in group)
        if (bottom - top + 1) * (last - first + 1) == len(group):
            cells.append(RuledCell(top, columns - 1 - last, bottom - top + 1, last - first + 1))
        else:
            cells.extend(RuledCell(row, columns - 1 - column, 1, 1) for row, column in group)
    if len(cells) < 3:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
