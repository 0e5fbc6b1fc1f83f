"""Tables without a full grid of rules: parts of lines that stand below each other, with gaps that run down between them.

Rules and shaded bands that cross the whole table part its rows where there are any.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from indexer.reading.pdf.aligned_rows import group_heads, head_lines, is_number, label_spans, row_groups
from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.lines import PrintedLine, baseline_groups, line_of, segments
from indexer.reading.pdf.ruling import Edge, Grid, RuledCell

GAP = 1.0
"""Em between the cells of a row at least."""
TIGHT = 0.45
"""Em between two cells where the rows around them show that a column ends there."""
LEAST_ROWS = 3
ROW_STEP = 5.0
"""Em between the baselines of neighbouring rows at most."""
LONGEST_LONE = 0.45
"""Of the width of a table: a line of one part that is wider is prose."""
WITHIN = 1.3
"""Em: a line nearer than this to the next one is set beside its cells, not above them."""
ACROSS = 0.7
"""Of the width of a table: what a stroke or band must cover to part its rows."""
FEW = 0.6
"""Of the parts of the fullest line: lines with no more than this do not make a column."""
NUMERIC = 0.6
"""Of the cells of one column of a table with but two."""

Row = list[PrintedLine]


def aligned_grids(glyphs: Sequence[Glyph], strokes: Sequence[Edge] = ()) -> list[Grid]:
    """Tables told by alignment, top to bottom; `strokes` are the horizontal lines of the page and the edges of its bands."""
    rows = [segments(group, GAP) for group in baseline_groups(glyphs)]
    found = [_grid(run, strokes) for run in _runs(rows)]
    return [grid for grid in found if grid]


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Stretches of rows with several parts, and of single short parts between those."""
    runs: list[list[Row]] = []
    run: list[Row] = []
    for row in rows:
        apart = bool(run) and row[0].baseline - run[-1][0].baseline > ROW_STEP * max(row[0].size, run[-1][0].size)
        if apart or (len(row) == 1 and (_opens_table(row[0]) or (bool(run) and _is_wide(row[0], run)))):
            runs.append(run)
            run = []
            if not apart:
                continue
        run.append(row)
    runs.append(run)
    return [trimmed for trimmed in map(_trimmed, runs) if sum(len(row) >= 2 for row in trimmed) >= LEAST_ROWS]


def _is_wide(part: PrintedLine, rows: Sequence[Row]) -> bool:
    width = max(p.right for row in rows for p in row) - min(p.left for row in rows for p in row)
    return part.right - part.left > LONGEST_LONE * (width or 1.0)


def _opens_table(part: PrintedLine) -> bool:
    """Whether a lone line is a caption."""
    return "".join(glyph.text for glyph in part.glyphs[:6]).startswith("جدول")


def _trimmed(run: list[Row]) -> list[Row]:
    """Without single parts at the start (a caption, a heading) and those at the end that are no wrapped cell."""
    start, end = 0, len(run)
    while start < end and len(run[start]) == 1:
        start += 1
    while start and start < end and run[start][0].baseline - run[start - 1][0].baseline < WITHIN * run[start][0].size:
        start -= 1
    while end > start and len(run[end - 1]) == 1:
        end -= 1
    while start < end < len(run) and _wraps(run[end - 1], run[end][0]):
        end += 1
    return run[start:end]


def _wraps(row: Row, part: PrintedLine) -> bool:
    """Whether a lone part goes on below a part of the row above: set close below it and to the same edge or middle."""
    over = [p for p in row if min(p.right, part.right) > max(p.left, part.left)]
    if len(over) != 1 or part.baseline - row[0].baseline > 1.8 * part.size:
        return False
    above = over[0]
    return min(abs(above.right - part.right), abs(above.left + above.right - part.left - part.right) / 2) < 2.0


def _grid(run: list[Row], strokes: Sequence[Edge]) -> Grid | None:
    columns = _columns(run)
    rows = [_parted(row, columns) for row in run]
    held = [[_covers(part, columns) for part in row] for row in rows]
    across = _across(run, strokes)
    if not _is_table(rows, held, len(columns), across):
        return None
    head = head_lines(rows, across)
    held = [group_heads(rows, held, i, head, columns) if i + 1 < head else spans for i, spans in enumerate(held)]
    if not any(last > first for spans in held[: max(0, head - 1)] for first, last in spans):
        head = min(head, 1)
    groups = row_groups(rows, held, len(columns), head, across)
    if len(groups) < 2:
        return None
    spans = [_merged_spans([span for i in group for span in held[i]], len(columns)) for group in groups]
    cells = [
        RuledCell(row, len(columns) - 1 - last, 1, last - first + 1) for row, group in enumerate(spans) for first, last in group
    ]
    if head > 1:
        cells = _two_levels(cells, [held[i] for i in range(head)], groups, len(columns))
    cells = _with_labels(cells, label_spans(rows, held, groups, len(columns) - 1, 2 if head > 1 else 1))
    xs = _boundaries(columns, min(p.left for row in rows for p in row), max(p.right for row in rows for p in row))
    tops = [min(p.top for i in group for p in rows[i]) for group in groups]
    bottoms = [max(p.bottom for i in group for p in rows[i]) for group in groups]
    inner = ((above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=False))
    ys = (tops[0] - 1.0, *inner, bottoms[-1] + 1.0)
    return Grid(tuple(xs), ys, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _columns(run: Sequence[Row]) -> list[tuple[float, float]]:
    """The x ranges of columns, left to right: those of the rows with most parts, widened and added to by the others."""
    ranges: list[tuple[float, float]] = []
    for row in sorted(run, key=len, reverse=True):
        for part in row:
            over = [i for i, (low, high) in enumerate(ranges) if min(part.right, high) - max(part.left, low) > 0]
            if not over:
                ranges.append((part.left, part.right))
            elif len(over) == 1:
                low, high = ranges[over[0]]
                ranges[over[0]] = (min(low, part.left), max(high, part.right))
        ranges.sort()
    ranges = [span for span in ranges if not _is_between(span, run)]
    place = 0
    while place + 1 < len(ranges):
        (low, end), (start, high) = ranges[place], ranges[place + 1]
        crossing = sum(part.left < end - 1 and part.right > start + 1 for row in run for part in row)
        parted = sum(any(p.right <= end + 1 and p.left >= low - 1 for p in row)
                     and any(p.left >= start - 1 and p.right <= high + 1 for p in row) for row in run)  # fmt: skip
        if crossing > parted:
            ranges[place : place + 2] = [(low, high)]
        else:
            place += 1
    return ranges


def _is_between(span: tuple[float, float], run: Sequence[Row]) -> bool:
    """Whether a range holds no column but a head or two that are centred over a gap: lines of few parts alone stand in it."""
    most = max(len(row) for row in run)
    inside = [row for row in run for part in row if span[0] - 0.5 <= part.left and part.right <= span[1] + 0.5]
    return len(inside) <= 2 and all(len(row) <= FEW * most for row in inside)


def _parted(row: Row, columns: Sequence[tuple[float, float]]) -> Row:
    """The row with parts cut where a column ends and they have a gap that is wider than a space."""
    out: Row = []
    for part in row:
        pieces: list[list[Glyph]] = [[part.glyphs[0]]]
        edge = part.glyphs[0].left
        for glyph in part.glyphs[1:]:
            between = any(a[1] < edge + 1 and b[0] > glyph.right - 1 and a[1] > glyph.right - 6 * part.size
                          and b[0] < edge + 6 * part.size for a, b in itertools.pairwise(columns))  # fmt: skip
            if edge - glyph.right > TIGHT * part.size and between:
                pieces.append([])
                edge = glyph.left
            pieces[-1].append(glyph)
            edge = min(edge, glyph.left)
        out.extend([part] if len(pieces) == 1 else [line_of(piece) for piece in pieces])
    return out


def _across(run: Sequence[Row], strokes: Sequence[Edge]) -> list[float]:
    """The heights inside a run at which strokes cross most of it."""
    left, right = min(p.left for row in run for p in row), max(p.right for row in run for p in row)
    top, bottom = min(p.baseline for p in run[0]), max(p.baseline for p in run[-1])
    inside = sorted((s for s in strokes if top - 1 < s.at < bottom + 1), key=lambda stroke: stroke.at)
    found: list[float] = []
    for _, near in itertools.groupby(inside, key=lambda stroke: round(stroke.at / 2)):
        pieces = list(near)
        covered, reach = 0.0, left
        for stroke in sorted(pieces, key=lambda stroke: stroke.low):
            covered += max(0.0, min(stroke.high, right) - max(stroke.low, reach))
            reach = max(reach, stroke.high)
        if covered >= ACROSS * (right - left) and (not found or pieces[0].at - found[-1] > 3):
            found.append(pieces[0].at)
    return found


def _is_table(rows: Sequence[Row], held: Sequence[list[tuple[int, int]]], columns: int, across: Sequence[float]) -> bool:
    """Whether rows stand in enough columns: three and more, or two with rules across or a column of numbers."""
    if any(last < first for row in held for first, last in row) or columns < 2:
        return False
    filled = [{c for first, last in row for c in range(first, last + 1)} for row in held]
    if columns >= 3:
        least = max(2, 0.6 * columns)
        return sum(len(row) >= least and len(parts) >= 3 for row, parts in zip(filled, rows, strict=True)) >= LEAST_ROWS
    both = [row for row in rows if len(row) == 2]
    if all(len(row[0].glyphs) <= 3 for row in both):  # marks of a list
        return False
    numbers = max(sum(is_number(row[side]) for row in both) for side in (0, 1)) if both else 0
    return len(both) >= LEAST_ROWS and len(both) >= 0.5 * len(rows) and (len(across) >= 2 or numbers >= NUMERIC * len(both))


def _covers(part: PrintedLine, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that a part stands in; the nearest one where it is between two."""
    over = [i for i, (low, high) in enumerate(columns) if min(part.right, high) - max(part.left, low) > 0.5]
    if over:
        return over[0], over[-1]
    middle = (part.left + part.right) / 2
    nearest = min(range(len(columns)), key=lambda i: min(abs(columns[i][0] - middle), abs(columns[i][1] - middle)))
    return nearest, nearest


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


def _two_levels(
    cells: Sequence[RuledCell], head: Sequence[Sequence[tuple[int, int]]], groups: Sequence[Sequence[int]], columns: int
) -> list[RuledCell]:
    """In a head of two rows, a column that no wider head stands over has one cell down both."""
    grouped = {c for row in head for first, last in row if last > first for c in range(first, last + 1)}
    alone = {columns - 1 - c for c in range(columns) if c not in grouped}
    kept = [cell for cell in cells if cell.row > 1 or not (cell.columns == 1 and cell.column in alone)]
    return [*kept, *(RuledCell(0, column, 2, 1) for column in alone)] if len(groups) > 2 else list(cells)


def _with_labels(cells: Sequence[RuledCell], labels: Sequence[tuple[int, int]]) -> list[RuledCell]:
    """The cells with labels of the rightmost column over their rows: first row and number of rows of each."""
    under = {row for first, count in labels for row in range(first, first + count)}
    kept = [cell for cell in cells if cell.column > 0 or cell.row not in under or cell.columns > 1]
    return [*kept, *(RuledCell(first, 0, count, 1) for first, count in labels)]
