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
NEARER = 0.87
"""A line this much nearer to one neighbour than to the other goes with that one."""

Row = Sequence[PrintedLine]
Spans = Sequence[tuple[int, int]]


def is_number(part: PrintedLine) -> bool:
    """Whether a part is a figure or a dash, and no year."""
    text = "".join(reversed([glyph.text for glyph in part.glyphs]))
    told = any(char.isdigit() for char in text) or text in DASHES
    return told and not any(char.isalpha() for char in text) and not YEAR.fullmatch(text)


def head_size(rows: Sequence[Row], held: Sequence[Spans], across: Sequence[float]) -> int:
    """How many printed lines at the top make up a head of two levels: a wider part over several columns; else 0 or 1."""
    end = next((i for i, row in enumerate(rows) if _is_body(row)), 0)
    below = next((i for i, row in enumerate(rows) if across and row[0].baseline > across[0]), 0)
    end = below if 0 < below <= MOST_HEAD_LINES and not (0 < end < below) else end
    wider = any(last > first for spans in held[: max(0, end - 1)] for first, last in spans)
    return end if 2 <= end <= MOST_HEAD_LINES and wider else min(end, 1)


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
