"""Cuts of a line, and the spaces around its marks, digits and Latin letters."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.repair.general_words import ZWNJ
from indexer.repair.traced import ADDED, Traced

GAPS = " \t\u00a0" + ZWNJ
_OPENING, _CLOSING, _BULLETS = "([«", ")]»،؛:.!؟", "✓❖•➢▪●■□"
_NUMBER = re.compile(r"\d{1,2}(?:\s*-\s*\d{1,2})*\s*-(?=\s*\D)")
"""A section number at the head of a line."""
_DROPPED = 3
"""Characters that earlier repairs may have taken out between two neighbours."""

Edits = dict[int, tuple[int, str]]
"""Gaps to write: start of the gap -> (its end, what it shall be)."""


def is_cut(traced: Traced, left: int, right: int) -> bool:
    """Whether the characters at these places, with nothing but gaps between, did not follow each other in the raw line."""
    a, b = traced.origin[left], traced.origin[right]
    if a == ADDED or b == ADDED:
        return False
    # A short step ahead is a kashida or a space that was dropped.
    return not right - left <= b - a <= right - left + _DROPPED


def has_cuts(traced: Traced) -> bool:
    shown = [i for i, char in enumerate(traced.text) if char not in GAPS]
    return any(is_cut(traced, a, b) for a, b in pairwise(shown))


def edit(traced: Traced, gaps: Edits) -> Traced:
    """Writes the gaps; their characters keep their origins as far as there are as many."""
    text: list[str] = []
    origin: list[int] = []
    at = 0
    while at <= len(traced.text):
        if at in gaps:
            end, gap = gaps[at]
            text.extend(gap)
            origin.extend(traced.origin[at + k] if at + k < end else ADDED for k in range(len(gap)))
            at = end
        if at < len(traced.text):
            text.append(traced.text[at])
            origin.append(traced.origin[at])
        at += 1
    return Traced("".join(text), tuple(origin))


def mark_gaps(traced: Traced) -> Edits:
    """The gaps around marks, digits and Latin letters of a line with cuts."""
    text = traced.text
    number = _NUMBER.match(text)
    head = number.end() if number else 0
    gaps: Edits = {}
    shown = [i for i, char in enumerate(text) if char not in GAPS]
    for left, right in pairwise(shown):
        a, b = text[left], text[right]
        kept = text[left + 1 : right]
        if a.isalpha() and b.isalpha() and a.isascii() == b.isascii():
            continue
        gap = _mark_gap(a, b, kept, is_cut(traced, left, right), right < head, text[:left].rstrip()[-1:])
        if gap != kept:
            gaps[left + 1] = (right, gap)
    return gaps


def _mark_gap(a: str, b: str, kept: str, cut: bool, numbered: bool, before: str) -> str:
    """The gap between two neighbours of which one is no letter; `numbered`: in a section number; `before`: what precedes `a`."""
    if (b in _CLOSING and not a == b == ".") or a in _OPENING or "/" in (a, b) or (numbered and "-" in (a, b)):
        return ""
    if a.isdigit() and b.isdigit():
        return kept[:1]
    if a in _BULLETS or b in _OPENING or (a in ")]»،؛:!؟" and b.isalnum()):
        return " "
    if b.isalpha() and not b.isascii() and (a == "." or (a == "-" and before.isdigit())):
        return " "
    if b == "-" and a.isdigit() and cut:
        return ""
    if cut and a.isalnum() and b.isalnum():
        return " "
    return " " if len(kept) > 1 else kept
