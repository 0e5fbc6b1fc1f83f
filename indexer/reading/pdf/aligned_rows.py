"""Which printed lines of a table without rules are one row: its head, wrapped cells, cells set between two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.reading.pdf.lines import PrintedLine

FULL = 0.6
"""A line with this share of the columns filled is a row of its own."""
CLOSE = 0.85
"""Of the least step between two full lines: lines nearer than this are of one row."""
YEAR = re.compile(r"[1۱][34۳۴][0-9۰-۹]{2}")
DASHES = ("-", "–", "—", "ـ")
MOST_HEAD_LINES = 8
STACKED = 2.5
"""Points: parts with the same middle or edge are lines of one head."""
OVER = 1.0
"""Em between the middle of a head and that of the columns that it stands over."""
NEARER = 0.87
"""A line this much nearer to one neighbour than to the other goes with that one."""

Row = Sequence[PrintedLine]
Spans = Sequence[tuple[int, int]]


def is_number(part: PrintedLine) -> bool:
    """Whether a part is a figure or a dash, and no year."""
    text = "".join(reversed([glyph.text for glyph in part.glyphs]))
    told = any(char.isdigit() for char in text) or text in DASHES
    return told and not any(char.isalpha() for char in text) and not YEAR.fullmatch(text)


def head_lines(rows: Sequence[Row], across: Sequence[float]) -> int:
    """How many printed lines stand above the first row of figures, or above the first stroke; 0 where neither tells."""
    end = next((i for i, row in enumerate(rows) if _is_body(row)), 0)
    below = next((i for i, row in enumerate(rows) if across and row[0].baseline > across[0]), 0)
    end = below if 0 < below <= MOST_HEAD_LINES and not (0 < end < below) else end
    return end if end <= MOST_HEAD_LINES else 0


def group_heads(
    rows: Sequence[Row], held: Sequence[Spans], line: int, head: int, columns: Sequence[tuple[float, float]]
) -> list[tuple[int, int]]:
    """The columns that the parts of a line of the head stand over: several where a part is centred over them or begins with them.

    Those columns have heads of their own below, and no other part of this line stands over them.
    """
    below = {c for i in range(line + 1, head) for first, last in held[i] for c in range(first, last + 1)}
    found: list[tuple[int, int]] = []
    for part, (first, last) in zip(rows[line], held[line], strict=True):
        others = {c for span in held[line] if span != (first, last) for c in range(span[0], span[1] + 1)}
        own = columns[first]
        beneath = [p for i in range(line + 1, head) for p, span in zip(rows[i], held[i], strict=True) if span == (first, first)]
        stacked = any(_aligned(part, p.left, p.right) < STACKED for p in beneath)
        best, apart = (first, last), min(_aligned(part, *own), 1e3) if last == first and not beneath else 1e3
        for low in range(max(0, first - 6), first + 1):
            for high in range(max(last, low + 1), min(len(columns), low + 8)):
                run = set(range(low, high + 1))
                if run & others or not run <= below:
                    continue
                distance = _aligned(part, columns[low][0], columns[high][1])
                if distance < min(apart, OVER * part.size):
                    best, apart = (low, high), distance
        found.append((first, last) if stacked and first == last else best)
    return found


def _aligned(part: PrintedLine, left: float, right: float) -> float:
    """How far the middle of a part is from that of a range, or its right edge from the range's, in points."""
    return min(abs(part.left + part.right - left - right) / 2, abs(part.right - right))


def label_spans(
    rows: Sequence[Row], held: Sequence[Spans], groups: Sequence[Sequence[int]], column: int, head: int
) -> list[tuple[int, int]]:
    """Labels of a column that stand for several rows: first row and number of rows of each; none where that is not clear.

    A label is set at the middle of its rows, or beside the first of them.
    """
    body = range(head, len(groups))
    middles = {g: _middle([max((rows[i] for i in groups[g]), key=len)]) for g in body}
    with_label = {g for g in body for i in groups[g] for span in held[i] if span == (column, column)}
    labels: list[list[PrintedLine]] = []
    for g in body:
        for i in groups[g]:
            for part, span in zip(rows[i], held[i], strict=True):
                if span != (column, column):
                    continue
                if is_number(part):
                    return []
                if labels and part.baseline - labels[-1][-1].baseline < 1.5 * part.size and len(rows[i]) == 1:
                    labels[-1].append(part)
                else:
                    labels.append([part])
    if len(body) < 3 or len(labels) > 0.75 * len(body) or not labels:
        return []
    return _centred(labels, middles, body) or _beside_first(with_label, body)


def _centred(labels: Sequence[Sequence[PrintedLine]], middles: dict[int, float], body: range) -> list[tuple[int, int]]:
    """The rows of labels that each stand at the middle of theirs; none where they do not share out all rows."""
    pitch = (middles[body[-1]] - middles[body[0]]) / max(1, len(body) - 1)
    spans: list[tuple[int, int]] = []
    start = body[0]
    for label in labels:
        if start > body[-1]:
            return []
        at = (label[0].baseline + label[-1].baseline) / 2
        end = min(range(start, body[-1] + 1), key=lambda g: abs((middles[start] + middles[g]) / 2 - at))
        if abs((middles[start] + middles[end]) / 2 - at) > 0.3 * pitch:
            return []
        spans.append((start, end - start + 1))
        start = end + 1
    return spans if start == body[-1] + 1 else []


def _beside_first(with_label: set[int], body: range) -> list[tuple[int, int]]:
    starts = sorted(with_label)
    if not starts or starts[0] != body[0]:
        return []
    return [(a, b - a) for a, b in pairwise([*starts, body[-1] + 1])]


def _middle(lines: Sequence[Row]) -> float:
    parts = [part.baseline for row in lines for part in row]
    return sum(parts) / len(parts)


def _is_body(row: Row) -> bool:
    return 3 * sum(map(is_number, row)) >= len(row)


def row_groups(rows: Sequence[Row], held: Sequence[Spans], columns: int, head: int, across: Sequence[float]) -> list[list[int]]:
    """The printed lines of each table row, top to bottom."""
    groups = _head_groups(rows, held, head) if head > 1 else []
    start = head if groups else 0
    body: list[list[int]] = []
    band = start
    for i in range(start + 1, len(rows) + 1):
        parted = i < len(rows) and any(rows[i - 1][0].baseline < at < rows[i][0].baseline for at in across)
        if i == len(rows) or parted:
            body.extend(_band_groups(rows, held, columns, list(range(band, i)), len(across) >= 4))
            band = i
    return [*groups, *body]


def _head_groups(rows: Sequence[Row], held: Sequence[Spans], head: int) -> list[list[int]]:
    """A head's lines in two levels: down to the last one with a part over several columns, and those below."""
    last = max(i for i in range(head) if any(b > a for a, b in held[i]))
    if last + 1 >= head:
        return []
    return [list(range(last + 1)), list(range(last + 1, head))]


def _band_groups(rows: Sequence[Row], held: Sequence[Spans], columns: int, band: list[int], banded: bool) -> list[list[int]]:
    """The rows between two strokes. `banded`: strokes part all rows, so that a band with one full line is one row."""
    filled = {i: len({c for first, last in held[i] for c in range(first, last + 1)}) for i in band}
    full = [i for i in band if filled[i] >= FULL * columns]
    if len(full) <= 1 and (banded or not full):
        return [band]
    steps = [rows[b][0].baseline - rows[a][0].baseline for a, b in pairwise(band)]
    least = min((step for step, (a, b) in zip(steps, pairwise(band), strict=True) if a in full and b in full), default=0.0)
    groups: list[list[int]] = [[band[0]]]
    for place, i in enumerate(band[1:]):
        above, step = groups[-1], steps[place]
        if i in full and any(j in full for j in above):
            groups.append([i])
            continue
        before = steps[place - 1] if place else float("inf")
        after = steps[place + 1] if place + 1 < len(steps) else float("inf")
        loose = after if i not in full else before
        close = step < CLOSE * least or step < NEARER * loose < float("inf")
        parted = i not in full and after < NEARER * step
        if close or (not parted and _continues(rows, held, i, above, full)):
            above.append(i)
        else:
            groups.append([i])
    return groups


def _continues(rows: Sequence[Row], held: Sequence[Spans], i: int, above: Sequence[int], full: Sequence[int]) -> bool:
    """Whether a line holds but words that go on below words of the row above, close to it."""
    if i in full or any(is_number(part) for part in rows[i]):
        return False
    over = {c for j in above for first, last in held[j] for c in range(first, last + 1)}
    near = rows[i][0].baseline - rows[above[-1]][0].baseline <= 2.0 * rows[i][0].size
    return near and all(first in over and first == last for first, last in held[i])
