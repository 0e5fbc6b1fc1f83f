"""Letters that stand for a kashida: the stretched join inside a word, extracted as one or two letters of its own.

A font may map the glyph of its kashida to a letter; `شووهرکها` is شهرکها with the join after ش drawn long. A kashida stands only
after a letter that joins the next one, so every such unit can be taken out again; which unit a line uses shows by how many of its
unknown words become known without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from indexer.repair.general_words import DUAL_JOINING, ZWNJ
from indexer.repair.letters import LETTERS
from indexer.repair.lexicon import Lexicon
from indexer.repair.traced import Traced, take

# A kashida is as wide as the join it fills: one or two of the letter it is mapped to.
_UNITS = ("وو", "هه", "یی", "لل", "و", "ه")
_ALONE = ("وو",)
"""Units that a single word can prove: no Persian word of length has two و after a joining letter and before another letter."""
_WORD = re.compile(f"(?<![{LETTERS}{ZWNJ}])[{LETTERS}{ZWNJ}]{{1,60}}(?![{LETTERS}{ZWNJ}])")
# A line has kashida when so many of its words show it: of a doubled letter, of a single one.
_ENOUGH_DOUBLED, _ENOUGH_SINGLE = 2, 3
_STRONG = 2.5
"""Zipf value of a word that a removal may make."""
_RARER = 2.0
"""How much rarer (Zipf) than what a removal makes of it a listed word is when it is listed by mistake or chance: کووه."""


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


def _value(word: str, lexicon: Lexicon) -> float:
    """Zipf value of a word, or of the rarer of two common words run together."""
    value = lexicon.frequency(word) if len(word) > 1 else 0.0
    if value or len(word) < 7:
        return value
    halves = (min(lexicon.frequency(word[:k]), lexicon.frequency(word[k:])) for k in range(2, len(word) - 2))
    best = max(halves)
    return best - 1 if best > 4 else 0.0


def _removal(word: str, unit: str, lexicon: Lexicon) -> tuple[float, list[int]]:
    """The Zipf value of the best known word that is left, and where the unit is taken out; (0, []) when there is none."""
    best: tuple[float, list[int]] = (0.0, [])
    for cuts in _choices(word, unit):
        value = _value(_without(word, unit, cuts), lexicon)
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
            if not places(word, unit):
                continue
            value, _ = _removal(word, unit, lexicon)
            if value >= _STRONG and value > stands + (_RARER if stands else 0):
                proofs[unit] += 1
            elif stands:
                against[unit] += len(word) > 3
    most = max(proofs.values(), default=0)
    for unit in _UNITS:
        enough = _ENOUGH_DOUBLED if len(unit) > 1 else _ENOUGH_SINGLE
        if proofs[unit] >= max(enough, most / 2) and proofs[unit] > against[unit]:
            return unit
    return None


def _cuts(word: str, unit: str, everywhere: bool, lexicon: Lexicon) -> list[int]:
    """Where to take the unit out of a word; `everywhere`: the line is known to use it."""
    stands = lexicon.frequency(word)
    value, cuts = _removal(word, unit, lexicon)
    if cuts and value > stands + (_RARER if stands else 0) and value >= (1.0 if everywhere else _STRONG):
        return cuts
    if stands or not everywhere or len(unit) == 1:
        return []
    # A fragment of a word: the unit may be the last thing before a cut.
    cuts = places(word, unit)
    end = len(word) - len(unit)
    if end > 0 and word.endswith(unit) and word[end - 1] in DUAL_JOINING and (not cuts or cuts[-1] <= end - len(unit)):
        cuts.append(end)
    return cuts


def strip(traced: Traced, lexicon: Lexicon) -> Traced:
    """Takes out kashida letters.

    On a line that shows them often a doubled letter goes even where the word is cut in pieces; elsewhere, and always for a single
    letter, a removal is taken only where it makes a known word of an unknown one.
    """
    unit = unit_of(traced.text, lexicon)
    dropped: set[int] = set()
    for match in _WORD.finditer(traced.text):
        for candidate in (unit,) if unit else _ALONE:
            for at in _cuts(match.group(), candidate, unit is not None, lexicon):
                dropped.update(range(match.start() + at, match.start() + at + len(candidate)))
    if not dropped:
        return traced
    return take(traced, (i for i in range(len(traced.text)) if i not in dropped))
