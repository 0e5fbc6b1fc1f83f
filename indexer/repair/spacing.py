"""Spaces between words and ZWNJ inside them.

The extraction keeps the spaces inside a run and loses or invents them where it cut: whether two neighbouring characters were
neighbours in the raw line too tells which gaps can be trusted. The rest is a Viterbi search over word boundaries with the
probabilities of words and of pairs of words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.repair.general_words import ZWNJ, affixes, bare
from indexer.repair.letters import LETTERS
from indexer.repair.lexicon import Lexicon
from indexer.repair.marks import GAPS, Edits, edit, has_cuts, is_cut, mark_gaps
from indexer.repair.traced import Traced

_STRETCH = re.compile(f"[{LETTERS}](?:[{LETTERS}{GAPS}]*[{LETTERS}])?")
# Costs are negative decimal logarithms. Inside a run: no gap is no boundary in 99 % of cases, a single space is one in 99.9 %.
_SPLIT, _JOIN = 3.5, 6.0
# At a cut: a boundary in 4 of 10 cases, and in 6 of 10 where two spaces stand.
_AT_CUT = {False: (0.22, 0.40), True: (0.40, 0.22)}
_UNKNOWN, _UNKNOWN_LETTER = 5.0, 1.1
_COMMON = 3.5
"""Zipf value of a word that may be found run together with another."""
_LONGEST = 8
"""Pieces that one word may be joined of."""
_STUCK = frozenset(["و", "به", "در", "از", "با", "بر", "که", "این", "برای", "تا", "یا"])
"""Words that are found stuck to the next one."""
_NO_STEMS = _STUCK | {"آن", "هر", "می", "نمی", "ها", "های", "هایی", "است", "شد", "شده", "بود", "بوده", "باشد"}
"""Words that take no endings."""
_PREFIXES, _KNOWN = frozenset(["بی", "غیر", "هم", "نیمه"]), 2.0
"""Parts written before a word with ZWNJ, and the Zipf value of a word that takes them."""


@dataclass(frozen=True)
class _Unit:
    """Letters that stay together: text[start:end], and what stands before them."""

    start: int
    end: int
    text: str
    gap: str = ""
    """Space, ZWNJ or nothing; of a wider gap, all of it."""
    cut: bool = False
    followed: bool = False
    """By a cut."""

    @property
    def spaced(self) -> bool:
        return self.gap not in ("", ZWNJ)


def word_cost(word: str, before: str, lexicon: Lexicon) -> float:
    """Negative log10 probability of a word after another."""
    zipf = lexicon.frequency(word)
    if not zipf:
        return _UNKNOWN + _UNKNOWN_LETTER * len(word)
    probability: float = 10 ** (zipf - 9)
    seen = lexicon.counts.get(before, 0)
    if seen:
        # One time less: the line at hand may be the one that was counted.
        probability = 0.7 * probability + 0.3 * max(lexicon.pairs.get((before, word), 0) - 1, 0) / (seen + 5)
    return -math.log10(probability)


def _units(traced: Traced, start: int, end: int) -> list[_Unit]:
    """Splits text[start:end] at its gaps and cuts."""
    units: list[_Unit] = []
    text = traced.text
    at, gap, cut = start, "", False
    place = start + 1
    while place <= end:
        ahead = place
        while ahead < end and text[ahead] in GAPS:
            ahead += 1
        here = place < end and is_cut(traced, place - 1, ahead)
        if place == end or ahead > place or here:
            units.append(_Unit(at, place, text[at:place], gap, cut, here))
            at, gap, cut = ahead, text[place:ahead], here
            place = ahead
        place += 1
    return units


def _parts(unit: _Unit, lexicon: Lexicon) -> Iterator[_Unit]:
    """An unknown unit, split wherever it can be words run together, or the rest of a cut word and the next one."""
    word = unit.text
    at = 0
    if len(word) > 3 and not lexicon.frequency(word):
        for k in range(1, len(word)):
            head, rest = word[:k], word[k:]
            common = lexicon.frequency(head) > _COMMON, lexicon.frequency(rest) > _COMMON
            stuck = head in _STUCK and (unit.followed or (k + 2 < len(word) and common[1]))
            both = 2 < k < len(word) - 2 and all(common)
            after = unit.cut and k < len(word) - 3 and common[1]
            ahead = unit.followed and k > 3 and common[0]
            if stuck or both or after or ahead:
                first = (unit.gap, unit.cut) if not at else ("", False)
                yield _Unit(unit.start + at, unit.start + k, word[at:k], *first)
                at = k
    first = (unit.gap, unit.cut) if not at else ("", False)
    yield _Unit(unit.start + at, unit.end, word[at:], *first, unit.followed)


def _boundary(unit: _Unit) -> tuple[float, float]:
    """Costs of no boundary and of a boundary before the unit."""
    if unit.cut:
        return _AT_CUT[len(unit.gap) > 1]
    return (_JOIN, 0.0) if unit.spaced else (0.0, _SPLIT)


def _joinable(units: Sequence[_Unit], lexicon: Lexicon) -> bool:
    """Whether a trusted space may be inside the word: only where it makes a word of pieces that are none."""
    if all(unit.cut or not unit.spaced for unit in units[1:]):
        return True
    whole = "".join(unit.text for unit in units)
    return len(whole) > 3 and lexicon.frequency(whole) > _COMMON and any(not lexicon.frequency(unit.text) for unit in units)


def _words(units: Sequence[_Unit], lexicon: Lexicon) -> list[int]:
    """Viterbi: the number of units in each word, first word first."""
    best: list[tuple[float, int, str]] = [(0.0, 0, "")]
    for end in range(1, len(units) + 1):
        found: list[tuple[float, int, str]] = []
        word, joins = "", 0.0
        for start in range(end - 1, max(end - 1 - _LONGEST, -1), -1):
            word = units[start].text + word
            none, space = _boundary(units[start])
            cost, _, before = best[start]
            if _joinable(units[start:end], lexicon):
                found.append((cost + space + joins + word_cost(word, before, lexicon), start, bare(word)))
            joins += none
        best.append(min(found))
    lengths, end = [], len(units)
    while end:
        start = best[end][1]
        lengths.append(end - start)
        end = start
    return lengths[::-1]


def _takes_joiner(before: str, word: str, lexicon: Lexicon) -> bool:
    """Whether a space between these two is written as ZWNJ: می‌شود، شهرک‌های، بهره‌برداری."""
    known = affixes()
    if before in ("می", "نمی"):
        return lexicon.entries.get(before + word, 0.0) > 0 and before + ZWNJ in lexicon.spelling(before + word)
    if before in _NO_STEMS or len(before) < 2 or not lexicon.frequency(before):
        return False
    if word in known.attached:
        return before[-1] in "هاوی" if word in known.after_vowels else True
    return word in known.joined and f"{before}{ZWNJ}{word}" == lexicon.spelling(before + word)


def joins(before: str, word: str, lexicon: Lexicon) -> bool:
    """Whether two bare words make one with a ZWNJ between them: known as such, or by an affix."""
    if before in _PREFIXES and len(word) > 1 and lexicon.frequency(word) > _KNOWN:
        return True
    return _takes_joiner(before, word, lexicon) or len(before) in _joints(before + word, lexicon)


def _joints(word: str, lexicon: Lexicon) -> frozenset[int]:
    """Offsets in the word at which it is written with ZWNJ; none when it has one already."""
    found: set[int] = set()
    if ZWNJ not in word:
        offset = 0
        for part in lexicon.spelling(word).split(ZWNJ)[:-1]:
            offset += len(part)
            found.add(offset)
    return frozenset(found)


def _unbroken(word: str) -> frozenset[int]:
    """Offsets where a word that the raw line has whole may be given a ZWNJ: its plural ending, and می."""
    at = word.rfind("ها")
    return frozenset([at] if at > 1 else []) | frozenset(len(p) for p in ("می", "نمی") if word.startswith(p))


def _word_gaps(traced: Traced, lexicon: Lexicon, cuts: bool, joiners: bool) -> Edits:
    """The gaps between and inside the words; without cuts only those that affixes ask for."""
    gaps: Edits = {}
    for stretch in _STRETCH.finditer(traced.text):
        units = _units(traced, *stretch.span())
        if cuts:
            units = [part for unit in units for part in _parts(unit, lexicon)]
        at, before = 0, ""
        for length in _words(units, lexicon) if cuts else [1] * len(units):
            group = units[at : at + length]
            word = "".join(u.text for u in group)
            if at:
                kept = group[0].gap
                gap = " " if cuts and kept != ZWNJ else kept
                if joiners and gap != ZWNJ and len(kept) < 2 + cuts and _takes_joiner(bare(before), bare(word), lexicon):
                    gap = ZWNJ
                gaps[units[at - 1].end] = (group[0].start, gap)
            spelled = _joints(word, lexicon) if joiners else frozenset()
            offset = 0
            for left, right in pairwise(group):
                offset += len(left.text)
                joined = right.gap == ZWNJ or (offset in spelled and (right.cut or right.spaced))
                gaps[left.end] = (right.start, ZWNJ if joined else "")
            if length == 1:
                gaps |= {group[0].start + offset: (group[0].start + offset, ZWNJ) for offset in spelled & _unbroken(word)}
            before = word
            at += length
    return gaps


def respace(traced: Traced, lexicon: Lexicon, joiners: bool = True) -> Traced:
    """Puts every boundary where the words want it.

    Gaps that the extraction kept are trusted; on a line without cuts all of them are, and their widths stay (columns of a table).
    `joiners` writes affixes with ZWNJ where the line has them after a space or run together.
    """
    cuts = has_cuts(traced)
    gaps = _word_gaps(traced, lexicon, cuts, joiners)
    if cuts:
        gaps |= mark_gaps(traced)
    traced = edit(traced, gaps)
    if not cuts:
        return traced
    shown = [i for i, char in enumerate(traced.text) if not char.isspace()]
    return Traced(traced.text[shown[0] : shown[-1] + 1], traced.origin[shown[0] : shown[-1] + 1])
