"""Letters that stand for a kashida: the stretched join inside a word, extracted as one or two letters of its own.

A font may map the glyph of its kashida to a letter; `شووهرکها` is شهرکها with the join after ش drawn long. A kashida stands only
after a letter that joins the next one, so every such unit can be taken out again; which unit a line uses shows by how many of its
unknown words become known without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from indexer.repair.letters import LETTERS
from indexer.repair.lexicon import DUAL_JOINING, ZWNJ, Lexicon
from indexer.repair.traced import Traced, take

# A kashida is as wide as the join it fills: one or two of the letter it is mapped to.
_UNITS = tuple(letter * times for times in (2, 1) for letter in "وهیلا")
_WORD = re.compile(f"[{LETTERS}{ZWNJ}]+")
# A line has kashida when so many of its words show it, or when one word shows it that can be nothing else.
_ENOUGH = 3
_STRONG = 2.5
"""Zipf value of a word that proves a removal by itself."""


def places(word: str, unit: str) -> list[int]:
    """Where the unit stands as a kashida could: after a joining letter and before another letter."""
    found, at = [], 1
    while (at := word.find(unit, at)) > 0:
        if word[at - 1] in DUAL_JOINING and at + len(unit) < len(word):
            found.append(at)
            at += len(unit)
        else:
            at += 1
    return found


def _without(word: str, unit: str, cuts: list[int]) -> str:
    for at in reversed(cuts):
        word = word[:at] + word[at + len(unit) :]
    return word


def _choices(word: str, unit: str) -> Iterator[list[int]]:
    """All places of the unit, then, for a short word, each subset: one of the letters may be the word's own."""
    every = places(word, unit)
    if not every:
        return
    yield every
    if 1 < len(every) < 5:
        for kept in range(1, 2 ** len(every) - 1):
            yield [at for bit, at in enumerate(every) if not kept >> bit & 1]


def _removal(word: str, unit: str, lexicon: Lexicon) -> tuple[float, list[int]]:
    """The best known word that is left, its Zipf value, and where the unit is taken out; (0, []) when there is none."""
    best: tuple[float, list[int]] = (0.0, [])
    for cuts in _choices(word, unit):
        rest = _without(word, unit, cuts)
        value = lexicon.frequency(rest) if len(rest) > 1 else 0.0
        if value > best[0]:
            best = (value, cuts)
    return best


def unit_of(text: str, lexicon: Lexicon) -> str | None:
    """The letters that serve as kashida on this line, or None."""
    proofs: Counter[str] = Counter()
    against: Counter[str] = Counter()
    for match in _WORD.finditer(text):
        word = match.group()
        stands = lexicon.frequency(word)
        for unit in _UNITS:
            if unit not in word or not places(word, unit):
                continue
            value, _ = _removal(word, unit, lexicon)
            if stands > 0:
                against[unit] += len(word) > 3
            elif value >= _STRONG:
                proofs[unit] += 1
    for unit in sorted(proofs, key=lambda u: (-proofs[u], -len(u))):
        # A doubled letter after a joining one is rare in any word; a single one is not, and asks for more.
        if proofs[unit] >= (_ENOUGH - 1 if len(unit) > 1 else _ENOUGH) and proofs[unit] > against[unit]:
            return unit
    return None


def strip(traced: Traced, lexicon: Lexicon) -> Traced:
    """Takes out kashida letters.

    On a line that shows them often a doubled letter goes even where the word is cut in pieces; elsewhere, and always for a single
    letter, a removal is taken only where it makes a known word of an unknown one.
    """
    unit = unit_of(traced.text, lexicon)
    dropped: set[int] = set()
    for match in _WORD.finditer(traced.text):
        word, start = match.group(), match.start()
        if lexicon.frequency(word) > 0:
            continue
        for candidate in (unit,) if unit else tuple(u for u in _UNITS if len(u) > 1):
            if candidate is None or candidate not in word:
                continue
            value, cuts = _removal(word, candidate, lexicon)
            if not cuts and unit and len(unit) > 1:
                cuts = places(word, candidate)
            elif value < (1.0 if unit else _STRONG):
                cuts = []
            dropped |= {start + at + k for at in cuts for k in range(len(candidate))}
            if cuts:
                break
    if not dropped:
        return traced
    return take(traced, (i for i in range(len(traced.text)) if i not in dropped))
