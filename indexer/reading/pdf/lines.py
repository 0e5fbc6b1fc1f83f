"""Printed lines: glyphs of one baseline from right to left, with the spaces between them, and columns read one after another."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.reading.document import Box
from indexer.reading.pdf.glyphs import ZWNJ, Glyph, PageGlyphs
from indexer.reading.pdf.order import Before, reading_order

SURE_GAP = 0.12
"""Em: a gap this wide is a space where the file, too, has one there."""
LONE_GAP = 0.22
"""Em: a gap this wide is a space whatever the file has, where the file does not tell the advance of the glyph."""
KNOWN_GAP = 0.14
"""The same where the advance is known."""
BREAK = 1.2
"""Em: a gap this wide may part columns; where none is found the line stays whole."""


@dataclass(slots=True)
class PrintedLine:
    """Glyphs of one baseline from right to left, with their bounds in points; `text` once it was read."""

    glyphs: list[Glyph]
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    text: str = ""
    bold: bool = False
    first_word: float = 0.0
    """Width of the first word in points."""
    depth: int = 0
    """For the first line of a list item how deep it lies, from 1."""

    @property
    def box(self) -> Box:
        return (round(self.left, 2), round(self.top, 2), round(self.right, 2), round(self.bottom, 2))


def line_of(glyphs: Sequence[Glyph]) -> PrintedLine:
    ordered = sorted(glyphs, key=lambda glyph: (-round(glyph.origin, 1), -glyph.middle))
    sizes = sorted(glyph.size for glyph in ordered)
    size = sizes[len(sizes) // 2]
    baselines = sorted(glyph.baseline for glyph in ordered)
    return PrintedLine(
        ordered,
        min(g.left for g in ordered), min(g.top for g in ordered), max(g.right for g in ordered), max(g.bottom for g in ordered),
        baselines[len(baselines) // 2], size,
    )  # fmt: skip


def baseline_groups(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, top to bottom; raised and lowered small ones go with the line that they stand in."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if groups and abs(glyph.baseline - groups[-1][-1].baseline) < 0.14 * max(glyph.size, groups[-1][-1].size, 4.0):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    merged: list[list[Glyph]] = []
    for group in groups:
        if merged and _belongs(merged[-1], group):
            merged[-1].extend(group)
        else:
            merged.append(group)
    return merged


def _belongs(upper: list[Glyph], lower: list[Glyph]) -> bool:
    """Whether two neighbouring baselines are one line: close, and the glyphs of the fewer stand beside those of the other."""
    few, many = sorted((upper, lower), key=len)
    size = sum(glyph.size for glyph in many) / len(many)
    if abs(upper[0].baseline - lower[0].baseline) > 0.55 * size:
        return False
    clash = 0
    for glyph in few:
        clash += any(other.left < glyph.middle < other.right and _tall_overlap(glyph, other) for other in many)
    return clash <= len(few) / 3


def _tall_overlap(one: Glyph, other: Glyph) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0.5 * min(one.right - one.left, other.right - other.left)


def segments(group: Sequence[Glyph], wide: float = BREAK) -> list[PrintedLine]:
    """The parts of a baseline between wide gaps, from right to left."""
    whole = line_of(group)
    parts: list[list[Glyph]] = [[whole.glyphs[0]]]
    edge = whole.glyphs[0].left
    for glyph in whole.glyphs[1:]:
        if edge - glyph.right > wide * whole.size:
            parts.append([])
        parts[-1].append(glyph)
        edge = min(edge, glyph.left) if len(parts[-1]) > 1 else glyph.left
    return [line_of(part) for part in parts]


class Spacing:
    """Where the spaces and joiners of a page stand."""

    def __init__(self, page: PageGlyphs) -> None:
        self.spaces = sorted(page.spaces)
        self.joiners = sorted(page.joiners)
        self.gaps = page.gaps

    def between(self, right: Glyph, left: Glyph) -> str:
        """What stands between two neighbours of a line: a space, a joiner or nothing."""
        size = max(left.size, right.size) or 1.0
        gap = min(right.origin, right.left) - left.end
        if gap < -0.3 * size and gap < 0.3 * (left.left - left.right):
            return ""
        low, high = left.middle, right.middle
        joiner = _any(self.joiners, low, high, right.baseline, size)
        if _any(self.spaces, low, high, right.baseline, size) and (gap > SURE_GAP * size or not joiner) and gap > 0.04 * size:
            return " "
        if joiner and gap < LONE_GAP * size:
            return ZWNJ
        if abs(right.index - left.index) <= 3 and gap > SURE_GAP * size and (max(left.index, right.index) in self.gaps):
            return " "
        known = left.end > left.right + 0.01 * size and right.origin < right.left
        return " " if gap > (KNOWN_GAP if known else LONE_GAP) * size else ""


def _any(places: list[tuple[float, float]], low: float, high: float, baseline: float, size: float) -> bool:
    start = bisect.bisect_left(places, (low, -1e9))
    for x, y in places[start:]:
        if x > high:
            return False
        if abs(y - baseline) < 0.5 * size:
            return True
    return False


def read_line(line: PrintedLine, spacing: Spacing, before: Before = "start") -> Before:
    """Sets the line's text; returns what the next line of its paragraph has before it."""
    printed: list[str] = []
    previous: Glyph | None = None
    for glyph in line.glyphs:
        if previous is not None:
            apart = spacing.between(previous, glyph)
            if apart:
                printed.append(apart)
        if glyph.text:
            printed.append(glyph.text)
        previous = glyph
    line.text, after = reading_order(printed, before)
    line.first_word = first_word(line)
    return after


def first_word(line: PrintedLine) -> float:
    """The width in points of the line's first word."""
    edge = line.glyphs[0].left
    for previous, glyph in zip(line.glyphs, line.glyphs[1:], strict=False):
        if previous.left - glyph.right > 0.15 * line.size:
            break
        edge = min(edge, glyph.left)
    return line.right - edge


def read_block(lines: Sequence[PrintedLine], spacing: Spacing) -> None:
    """Reads lines of one column, top to bottom. A line whose first word had no room at the end of the one above continues it."""
    if not lines:
        return
    margin = sorted(line.left for line in lines)[len(lines) // 10]
    before: Before = "start"
    above: PrintedLine | None = None
    for line in lines:
        continues = (
            above is not None
            and above.left - margin < first_word(line) + 0.3 * line.size
            and abs(above.size - line.size) < 0.1 * line.size
            and line.baseline - above.baseline < 2.4 * line.size
            and line.right <= above.right + 0.3 * line.size
            and above.text[-1:] not in ".:؟!"
        )
        before = read_line(line, spacing, before if continues else "start")
        above = line


def columns(parts: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """Blocks of lines in reading order, from the segments of each baseline: columns where a gutter runs down the page."""
    blocks: list[list[PrintedLine]] = []
    row = 0
    hint = _middle_gutter(parts)
    while row < len(parts):
        gutter, end = _gutter(parts, row, hint)
        if gutter is None:
            if not blocks or (row and end < 0):
                blocks.append([])
            blocks[-1].append(_joined(parts[row]))
            row += 1
            continue
        for side in (True, False):
            chosen = [[part for part in parts[i] if (part.left >= gutter) == side] for i in range(row, end)]
            blocks.append([_joined(line) for line in chosen if line])
        blocks.append([])
        row = end
    return [block for block in blocks if block]


def _middle_gutter(parts: Sequence[Sequence[PrintedLine]]) -> float | None:
    """An x near the middle that hardly a line crosses, with many lines on both sides: columns whose baselines differ."""
    lines = [part for row in parts for part in row]
    if len(lines) < 16:
        return None
    left, right = min(part.left for part in lines), max(part.right for part in lines)
    for step in (0, 1, -1, 2, -2, 3, -3, 4, -4):
        x = (left + right) / 2 + step * 0.01 * (right - left)
        crossing = sum(part.left < x + 4.5 and part.right > x - 4.5 for part in lines)
        sides = sum(part.right <= x - 4.5 for part in lines), sum(part.left >= x + 4.5 for part in lines)
        if crossing <= 0.08 * len(lines) and min(sides) >= 0.3 * len(lines):
            return x
    return None


def _gutter(parts: Sequence[Sequence[PrintedLine]], start: int, hint: float | None) -> tuple[float | None, int]:
    """The x of a gutter that begins at row `start` and the row where it ends; (None, 0) where there is none."""
    first = parts[start]
    if hint is not None:
        low, high = hint - 4.5, hint + 4.5
    elif len(first) < 2:
        return None, 0
    else:
        low, high = max(((b.right, a.left) for a, b in pairwise(first)), key=lambda gap: gap[1] - gap[0])
    row, both = start, 0
    wide, lines = [0.0, 0.0], [0, 0]
    while row < len(parts):
        right = [part for part in parts[row] if part.left > (low + high) / 2]
        left = [part for part in parts[row] if part.right < (low + high) / 2]
        if len(right) + len(left) != len(parts[row]):
            break
        inner_low = max([low, *(part.right for part in left)])
        inner_high = min([high, *(part.left for part in right)])
        if inner_high - inner_low < 8:
            break
        low, high = inner_low, inner_high
        both += bool(right) and bool(left)
        for i, side in enumerate((right, left)):
            wide[i] += sum(part.right - part.left for part in side)
            lines[i] += bool(side)
        row += 1
    rows = row - start
    apart = both < 0.6 * rows and hint is None
    if min(lines) < 4 or apart or min(w / max(1, n) for w, n in zip(wide, lines, strict=True)) < 110:
        return None, 0
    return (low + high) / 2, row


def _joined(parts: Sequence[PrintedLine]) -> PrintedLine:
    return parts[0] if len(parts) == 1 else line_of([glyph for part in parts for glyph in part.glyphs])
