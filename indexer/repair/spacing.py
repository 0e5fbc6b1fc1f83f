"""Spaces between words and ZWNJ inside them.

The extraction keeps the spaces inside a run and loses or invents them where it cut: whether two neighbouring characters were neighbours
in the raw line too tells which gaps can be trusted. The rest is a Viterbi search over word boundaries with the probabilities of words
and of pairs of words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from indexer.repair.letters import LETTERS
from indexer.repair.lexicon import ZWNJ, Lexicon, affixes, bare
from indexer.repair.traced import ADDED, Traced

_GAPS = " \t\u00a0" + ZWNJ
_STRETCH = re.compile(f"[{LETTERS}](?:[{LETTERS}{_GAPS}]*[{LETTERS}])?")
# Costs are negative decimal logarithms. Inside a run: no gap is no boundary in 99 % of cases, a single space is one in 99.9 %.
_SPLIT_INSIDE, _JOIN_INSIDE = 3.5, 5.0
# At a cut: a boundary in 4 of 10 cases, and in 6 of 10 where two spaces stand.
_AT_CUT = {False: (0.22, 0.40), True: (0.40, 0.22)}
_UNKNOWN, _UNKNOWN_LETTER = 5.0, 1.1
_LONGEST = 8
"""Pieces that one word may be joined of."""
_DROPPED = 3
"""Characters that earlier repairs may have taken out between two neighbours."""
_PREPOSITIONS = frozenset(["و", "به", "در", "از", "با", "بر", "که", "این", "برای", "تا", "یا"])
"""Words that are found stuck to the next one."""


class Gap(IntEnum):
    """What stands between two letters."""

    NONE = 0
    JOINER = 1
    SPACE = 2


@dataclass(frozen=True)
class _Unit:
    """Letters that stay together, with the gap before them."""

    start: int
    end: int
    text: str
    gap: Gap
    cut: bool
    wide: bool
    followed: bool
    """By a cut."""


def word_cost(word: str, before: str, lexicon: Lexicon) -> float:
    """Negative log10 probability of a word after another."""
    zipf = lexicon.frequency(word)
    if not zipf:
        return _UNKNOWN + _UNKNOWN_LETTER * len(word)
    probability: float = 10 ** (zipf - 9)
    seen = lexicon.counts.get(before, 0)
    if seen:
        probability = 0.7 * probability + 0.3 * lexicon.pairs.get((before, word), 0) / (seen + 5)
    return -math.log10(probability)


def is_cut(traced: Traced, left: int, right: int) -> bool:
    """Whether the characters at these places, with nothing but gaps between, did not follow each other in the raw line."""
    a, b = traced.origin[left], traced.origin[right]
    if a == ADDED or b == ADDED:
        return False
    # A short step ahead is a kashida or a space that was dropped.
    return not right - left <= b - a <= right - left + _DROPPED


def has_cuts(traced: Traced) -> bool:
    shown = [i for i, char in enumerate(traced.text) if not char.isspace()]
    return any(is_cut(traced, a, b) for a, b in pairwise(shown))


def _units(traced: Traced, start: int, end: int, lexicon: Lexicon) -> list[_Unit]:
    """Splits text[start:end] at its gaps and cuts, and between any two letters of an unknown word."""
    units: list[_Unit] = []
    text = traced.text
    at, gap, cut, wide = start, Gap.SPACE, False, False
    place = start + 1
    while place <= end:
        ahead = place
        while ahead < end and text[ahead] in _GAPS:
            ahead += 1
        if place == end or ahead > place or is_cut(traced, place - 1, place):
            units.append(_Unit(at, place, text[at:place], gap, cut, wide, ahead < end and is_cut(traced, place - 1, ahead)))
            if place == end:
                break
            between = text[place:ahead]
            gap = Gap.NONE if not between else Gap.JOINER if between == ZWNJ else Gap.SPACE
            cut, wide = is_cut(traced, place - 1, ahead), len(between) > 1
            at, place = ahead, ahead
        place += 1
    return [piece for unit in units for piece in _halves(unit, lexicon)]


def _halves(unit: _Unit, lexicon: Lexicon) -> Iterator[_Unit]:
    """An unknown unit may be known words run together: it may be split where both sides can be words."""
    word = unit.text
    at = 0
    if len(word) > 3 and not lexicon.frequency(word):
        # After a cut the head is the rest of a word, before one the tail is the beginning of a word.
        for k in range(1, len(word) - 1):
            head, rest = word[at:k], word[k:]
            stuck = head in _PREPOSITIONS and (at > 0 or not unit.cut) and len(rest) > 2
            cut = (unit.cut and not at and len(rest) > 3) and lexicon.frequency(rest) > 4.5
            cut = cut or (unit.followed and len(head) > 3 and lexicon.frequency(head) > 4.5)
            if stuck or cut or (min(k - at, len(rest)) > 2 and lexicon.frequency(head) > 3.5 and lexicon.frequency(rest) > 3.5):
                yield _Unit(
                    unit.start + at,
                    unit.start + k,
                    head,
                    *((unit.gap, unit.cut, unit.wide) if at == 0 else _INSIDE),
                    unit.followed,
                )
                at = k
    yield _Unit(unit.start + at, unit.end, word[at:], *((unit.gap, unit.cut, unit.wide) if at == 0 else _INSIDE), unit.followed)


_INSIDE = (Gap.NONE, False, False)


def _boundary(unit: _Unit) -> tuple[float, float]:
    """Costs of no boundary and of a boundary before the unit."""
    if unit.cut:
        none, space = _AT_CUT[unit.wide]
        return none, space
    if unit.gap == Gap.SPACE:
        return _JOIN_INSIDE, 0.0
    if unit.gap == Gap.JOINER:
        return 0.0, _JOIN_INSIDE
    return 0.0, _SPLIT_INSIDE


def _words(units: list[_Unit], lexicon: Lexicon) -> list[int]:
    """Viterbi: the number of units in each word, first word first."""
    best: list[tuple[float, int, str]] = [(0.0, 0, "")]
    for end in range(1, len(units) + 1):
        found: list[tuple[float, int, str]] = []
        word, joins = "", 0.0
        for start in range(end - 1, max(end - 1 - _LONGEST, -1), -1):
            word = units[start].text + word
            none, space = _boundary(units[start])
            cost, _, before = best[start]
            found.append((cost + space + joins + word_cost(word, before, lexicon), start, bare(word)))
            joins += none
            # Trusted spaces are not joined over where the pieces are words.
            if units[start].gap == Gap.SPACE and not units[start].cut and end - start > 3:
                break
        best.append(min(found))
    lengths, end = [], len(units)
    while end:
        start = best[end][1]
        lengths.append(end - start)
        end = start
    return lengths[::-1]


def _joiner(before: str, word: str, lexicon: Lexicon) -> bool:
    """Whether a space between these two is written as ZWNJ: می‌شود، شهرک‌های، بهره‌برداری."""
    known = affixes()
    if before in ("می", "نمی"):
        return lexicon.entries.get(before + word, 0.0) > 0 and before + ZWNJ in lexicon.spelling(before + word)
    if not lexicon.frequency(before) or len(before) < 2:
        return False
    if word in known.attached:
        return before[-1] in "هاوی" if word in ("ای", "اند", "ام", "ایم", "اید", "اش") else True
    return len(word) > 2 and f"{before}{ZWNJ}{word}" == lexicon.spellings.get(before + word)


def _edit(traced: Traced, gaps: dict[int, tuple[int, str]]) -> Traced:
    """Replaces the gap text[at:end] before the character at `end` by the given one, for each entry at -> (end, gap)."""
    text: list[str] = []
    origin: list[int] = []
    at = 0
    while at <= len(traced.text):
        if at in gaps:
            end, gap = gaps[at]
            for k, char in enumerate(gap):
                text.append(char)
                origin.append(traced.origin[at + k] if at + k < end else ADDED)
            at = end
        if at < len(traced.text):
            text.append(traced.text[at])
            origin.append(traced.origin[at])
        at += 1
    return Traced("".join(text), tuple(origin))


def _word_gaps(traced: Traced, lexicon: Lexicon, joiners: bool) -> dict[int, tuple[int, str]]:
    gaps: dict[int, tuple[int, str]] = {}
    for stretch in _STRETCH.finditer(traced.text):
        units = _units(traced, *stretch.span(), lexicon)
        at = 0
        before = ""
        for length in _words(units, lexicon):
            group = units[at : at + length]
            word = "".join(u.text for u in group)
            if at:
                gap = " "
                kept = traced.text[units[at - 1].end : group[0].start]
                if joiners and _joiner(bare(before), bare(word), lexicon):
                    gap = ZWNJ
                if gap != kept:
                    gaps[units[at - 1].end] = (group[0].start, gap)
            spelled = _joints(word, lexicon) if joiners else frozenset()
            offset = 0
            for left, right in pairwise(group):
                offset += len(left.text)
                kept = traced.text[left.end : right.start]
                gap = (
                    ZWNJ
                    if kept == ZWNJ
                    or (offset in spelled and right != _Unit(right.start, right.end, right.text, *_INSIDE, right.followed))
                    else ""
                )
                if gap != kept:
                    gaps[left.end] = (right.start, gap)
            if len(group) == 1 and joiners:
                for offset in spelled & _plural(word):
                    gaps[group[0].start + offset] = (group[0].start + offset, ZWNJ)
            before = word
            at += length
    return gaps


def _joints(word: str, lexicon: Lexicon) -> frozenset[int]:
    """Offsets in the word at which it is written with ZWNJ; none when it has one already."""
    found: set[int] = set()
    if ZWNJ not in word:
        offset = 0
        for part in lexicon.spelling(word).split(ZWNJ)[:-1]:
            offset += len(part)
            found.add(offset)
    return frozenset(found)


def _plural(word: str) -> frozenset[int]:
    """Offsets of plural endings, and of می: where an unbroken word is written with ZWNJ."""
    at = word.rfind("ها")
    return frozenset([at] if at > 1 else []) | frozenset(len(p) for p in ("می", "نمی") if word.startswith(p))


_OPENING, _CLOSING, _BULLETS = "([«", ")]»،؛:.!؟", "✓❖•➢▪●■□"
_NUMBER = re.compile(r"\d{1,2}(?:\s*-\s*\d{1,2})*\s*-(?=\s*\D)")
"""A section number at the head of a line."""


def _mark_gaps(traced: Traced) -> dict[int, tuple[int, str]]:
    """The gaps around marks, digits and Latin letters."""
    text = traced.text
    number = _NUMBER.match(text)
    gaps: dict[int, tuple[int, str]] = {}
    shown = [i for i, char in enumerate(text) if char not in _GAPS]
    for left, right in pairwise(shown):
        a, b = text[left], text[right]
        kept = text[left + 1 : right]
        if a.isalpha() and b.isalpha() and a.isascii() == b.isascii():
            continue
        cut = is_cut(traced, left, right)
        gap: str | None = " " if len(kept) > 1 else None
        if (b in _CLOSING and not a == b == ".") or a in _OPENING or "/" in (a, b):
            gap = ""
        elif number and right < number.end() and "-" in (a, b):
            gap = ""
        elif a.isdigit() and b.isdigit():
            pass
        elif a in _BULLETS or b in _OPENING or (a in ")]»،؛:!؟" and (b.isalnum() or b in _OPENING)):
            gap = " "
        elif a in ".-" and b.isalpha() and not b.isascii() and (a == "." or text[:left].rstrip()[-1:].isdigit()):
            gap = " "
        elif b == "-" and a.isdigit() and cut:
            gap = ""
        elif cut and a.isalnum() and b.isalnum():
            gap = " "
        if gap is not None and gap != kept:
            gaps[left + 1] = (right, gap)
    return gaps


def respace(traced: Traced, lexicon: Lexicon, joiners: bool = True) -> Traced:
    """Puts every boundary where the words want it.

    Gaps that the extraction kept are trusted; on a line without cuts marks keep the spaces they have. `joiners` writes affixes with ZWNJ.
    """
    gaps = _word_gaps(traced, lexicon, joiners)
    if has_cuts(traced):
        gaps |= _mark_gaps(traced)
    traced = _edit(traced, gaps)
    shown = [i for i, char in enumerate(traced.text) if not char.isspace()]
    if not shown:
        return traced
    return Traced(traced.text[shown[0] : shown[-1] + 1], traced.origin[shown[0] : shown[-1] + 1])
