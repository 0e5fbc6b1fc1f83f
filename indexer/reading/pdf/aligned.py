"""Tables without rules: rows whose parts stand in the same columns, with gaps that run down over several rows."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.lines import PrintedLine, baseline_groups, segments
from indexer.reading.pdf.ruling import Grid, RuledCell

GAP = 1.0
"""Em between the cells of a row at least."""
LEAST_ROWS = 3
LEAST_COLUMNS = 3
ROW_STEP = 5.0
"""Em between the baselines of neighbouring rows at most."""
PART = 0.6
"""A row with fewer of the columns filled is a piece of the row next to it, where that is close."""

Row = list[PrintedLine]


def aligned_grids(glyphs: Sequence[Glyph]) -> list[Grid]:
    """Tables told by alignment alone, top to bottom: at least three rows with parts in the same three or more columns."""
    rows = [segments(group, GAP) for group in baseline_groups(glyphs)]
    found = [_grid(run) for run in _runs(rows)]
    return [grid for grid in found if grid]


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Stretches of rows with several parts, and of single short parts between those."""
    runs: list[list[Row]] = []
    run: list[Row] = []
    for row in rows:
        apart = bool(run) and row[0].baseline - run[-1][0].baseline > ROW_STEP * max(row[0].size, run[-1][0].size)
        if apart or (len(row) == 1 and row[0].right - row[0].left > 0.45 * _width(run or [row])):
            runs.append(run)
            run = []
            if not apart:
                continue
        run.append(row)
    runs.append(run)
    return [trimmed for trimmed in map(_trimmed, runs) if sum(len(row) >= LEAST_COLUMNS for row in trimmed) >= LEAST_ROWS]


def _trimmed(run: list[Row]) -> list[Row]:
    """Without single parts at either end: a caption, a paragraph's last line."""
    start, end = 0, len(run)
    while start < end and len(run[start]) == 1:
        start += 1
    while end > start and len(run[end - 1]) == 1:
        end -= 1
    return run[start:end]


def _width(rows: Sequence[Row]) -> float:
    return max(part.right for row in rows for part in row) - min(part.left for row in rows for part in row) or 1.0


def _grid(run: list[Row]) -> Grid | None:
    counts = Counter(len(row) for row in run if len(row) >= LEAST_COLUMNS)
    wanted, often = max(counts.items(), key=lambda item: (item[1], item[0]))
    if often < LEAST_ROWS:
        return None
    columns = _columns([part for row in run if len(row) == wanted for part in row])
    if len(columns) != wanted:
        return None
    held = [[_covers(part, columns) for part in row] for row in run]
    if any(last < first for row in held for first, last in row):
        return None
    groups = _row_groups(run, [len({c for first, last in row for c in range(first, last + 1)}) for row in held], len(columns))
    if len(groups) < LEAST_ROWS:
        return None
    xs = _boundaries(columns, min(p.left for row in run for p in row), max(p.right for row in run for p in row))
    tops = [min(p.top for i in group for p in run[i]) for group in groups]
    bottoms = [max(p.bottom for i in group for p in run[i]) for group in groups]
    ys = [tops[0] - 1.0, *((above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=False)), bottoms[-1] + 1.0]
    cells: list[RuledCell] = []
    for row, group in enumerate(groups):
        spans = _merged_spans([span for i in group for span in held[i]], len(columns))
        cells.extend(RuledCell(row, len(columns) - 1 - last, 1, last - first + 1) for first, last in spans)
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _columns(parts: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """The x ranges that parts cover together, left to right."""
    ranges: list[tuple[float, float]] = []
    for part in sorted(parts, key=lambda part: part.left):
        if ranges and part.left < ranges[-1][1] + 0.3 * part.size:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], part.right))
        else:
            ranges.append((part.left, part.right))
    return ranges


def _covers(part: PrintedLine, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that a part stands in; the nearest one where it is between two."""
    over = [i for i, (low, high) in enumerate(columns) if min(part.right, high) - max(part.left, low) > 0.5]
    if over:
        return over[0], over[-1]
    middle = (part.left + part.right) / 2
    nearest = min(range(len(columns)), key=lambda i: min(abs(columns[i][0] - middle), abs(columns[i][1] - middle)))
    return nearest, nearest


def _row_groups(run: Sequence[Row], filled: Sequence[int], columns: int) -> list[list[int]]:
    """Printed rows that are one table row: rows with few columns filled go with the nearest full one close by."""
    full = [i for i in range(len(run)) if filled[i] >= PART * columns]
    groups = {i: [i] for i in full}
    alone: dict[int, list[int]] = {}
    for i in range(len(run)):
        if i in groups:
            continue
        nearest = min(full, key=lambda j: abs(run[j][0].baseline - run[i][0].baseline))
        if abs(run[nearest][0].baseline - run[i][0].baseline) <= 1.7 * run[i][0].size:
            groups[nearest].append(i)
        else:
            alone[i] = [i]
    return [sorted(group) for _, group in sorted((groups | alone).items())]


def _boundaries(columns: Sequence[tuple[float, float]], left: float, right: float) -> list[float]:
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    return [min(left, columns[0][0]) - 1.0, *inner, max(right, columns[-1][1]) + 1.0]


def _merged_spans(spans: list[tuple[int, int]], columns: int) -> list[tuple[int, int]]:
    """Spans of one row that overlap become one; columns that none covers are cells of their own."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans + [(i, i) for i in range(columns)]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
