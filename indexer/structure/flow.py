"""How running text runs over lines: what opens an item, what closes a sentence, where a line was broken for want of room."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from indexer.corpus import Kind, Line, Section, Table

PROSE: frozenset[Kind] = frozenset({"heading", "paragraph", "bullet", "caption"})
UNSEEN: frozenset[Kind] = frozenset({"blank", "page_header"})
"""What stands between two lines of one paragraph where it runs over a page."""
MARK = re.compile(
    r"^[\s\u200c]*(?:(?P<sign>[•❖➢✓▪●○◆■*]|o(?=\s|$))|(?P<dash>[-–](?=\s))|(?P<number>\d{1,2})\s*[-–—ـ.)](?!\d)"
    r"|[-–]\s*(?P<after>\d{1,2})(?!\d)|(?P<letter>الف|[بپتثجچحخدذرزژسشهو])(?:\)|\s*[-ـ]\s|\s[–—]\s|[–—]\s))\s*"
)
"""What stands before a list item."""
SIGNS = "•❖➢✓▪●○◆■*"
WRAPPED = 0.7
"""A line shorter than this share of the page's width was not broken for want of room: what follows is something new."""
CLOSED = re.compile(r"[.؛:؟!;]\s*$")
_WHOLE = 0.6
_FEWEST = 5
_DOUBLE_SPACED = 0.5


def text_width(lines: Sequence[Line]) -> float:
    """The width of the text column in characters."""
    lengths = [len(line.text) for line in lines if line.kind in ("paragraph", "bullet")]
    return float(np.percentile(lengths, 90)) if lengths else 0.0


def broken_width(lines: Sequence[Line]) -> float:
    """The width at which paragraphs are broken into lines; infinite where every line is a whole paragraph.

    Lines broken for want of room end anywhere in a sentence; paragraphs end where a sentence does.
    """
    width = text_width(lines)
    full = [line for line in lines if line.kind in ("paragraph", "bullet") and len(line.text) >= WRAPPED * width]
    closed = sum(bool(CLOSED.search(line.text)) for line in full)
    return float("inf") if len(full) >= _FEWEST and closed >= _WHOLE * len(full) else width


def running_text(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line]:
    """The lines of prose, those of tables left out."""
    tabled = {n for table in tables for row in table.rows for n in range(row.lines[0], row.lines[1] + 1)}
    return [line for line in lines if line.kind in PROSE and line.text.strip() and line.line not in tabled]


def by_section(prose: Sequence[Line], sections: Sequence[Section]) -> Iterator[tuple[Section | None, list[Line]]]:
    """The lines of each section, in order; first those before all sections."""
    starts = [s.lines[0] for s in sections]
    groups: dict[int, list[Line]] = {}
    for line in prose:
        groups.setdefault(bisect_right(starts, line.line) - 1, []).append(line)
    for at, members in sorted(groups.items()):
        yield (sections[at] if at >= 0 else None), members


def blank_parts(prose: Sequence[Line]) -> bool:
    """Whether a blank line parts paragraphs: not where most lines have one below them."""
    gaps = sum(b.line - a.line > 1 for a, b in pairwise(prose))
    return gaps < _DOUBLE_SPACED * max(1, len(prose) - 1)
