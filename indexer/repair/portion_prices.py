"""What a place between two atoms of a raw line is likely to be, for each producer: the rules of `producer` in numbers.

A place is named by what stands before it, the gap, and what stands behind it (`Place`). Where the rules leave no doubt the
probabilities are fixed; elsewhere the document's own readings correct them, each prior standing for so many places of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from indexer.repair.language_model import Floats
from indexer.repair.producer import Producer

Place = tuple[str, str, str]
"""What stands before it, the gap, and behind it: see `SORTS` and `portions.lay_out`."""
PERSIAN, LATIN, PERSIAN_NUMBER, ASCII_NUMBER = "A", "L", "D", "N"
_ONE_DIRECTION = frozenset("A.،؛:!؟")
_STRONG = frozenset("LDN")
STRETCHED, JOINER, JOINED_PAIR, PAIR, PART, SPACE_OF_PARTS, SPACE = "k", "z", "zp", " p", " e", " o", " "
"""Gaps: a kashida; a ZWNJ; a ZWNJ or a space between two that make one word; a space beside the part of a word that is parted
from the rest; any other space of a line with such a part; a space."""
FIXED = 1e9
TEMPER = 3.0
"""A model of characters and words takes what hangs together for independent: its log probabilities are too far apart by about as
much. Prices are multiplied by it instead."""
PARTED = 0.1
LONE_PART = -5.0
"""Log odds that a part of a word stands without the rest."""
NO_WORD_JOINED = -6.0
"""Log odds that two that make no word are joined by a ZWNJ."""


@dataclass(frozen=True)
class Prior:
    """kept, cut, block: probabilities of the three; spaced: of a space where pieces meet because of a cut, and of a block;
    weight: the number of places that it counts for."""

    kept: float
    cut: float
    block: float
    spaced: tuple[float, float] = (0.5, 0.5)
    weight: float = 10.0


def prior(producer: Producer, place: Place) -> Prior:
    before, gap, after = place
    if gap == STRETCHED:
        return Prior(0.02, 0.96, 0.02, (0.06, 0.5), 30)
    if before in _ONE_DIRECTION and after in _ONE_DIRECTION:
        return _inside_text(producer, gap)
    if before == after and before in _STRONG:
        return (
            Prior(0.97, 0.02, 0.01, (0.9, 0.9), FIXED) if producer == "chromium" else Prior(0.97, 0.001, 0.029, (0.9, 0.9), FIXED)
        )
    strong = {before, after} & _STRONG
    beside_letters = bool(strong) and PERSIAN in (before, after)
    both = before in _STRONG and after in _STRONG
    if producer == "chromium":
        if both:
            return Prior(0.8, 0.1995, 0.0005, (0.7, 0.5))
        if beside_letters:
            return Prior(0.0005, 0.999, 0.0005, (0.7, 0.5), FIXED)
        loose = {before, after} & {LATIN, ASCII_NUMBER} and not {before, after} & _ONE_DIRECTION
        return Prior(0.2, 0.7997, 0.0003) if loose else Prior(0.003, 0.9967, 0.0003, weight=FIXED)
    if both:
        return Prior(0.45, 0.05, 0.5, (0.9, 0.9))
    if beside_letters:
        return Prior(0.0005, 0.002, 0.9975, (0.7, 0.8), FIXED)
    if strong & {PERSIAN_NUMBER, ASCII_NUMBER}:
        return Prior(0.02, 0.02, 0.96, (0.5, 0.3), FIXED)
    if strong:
        return Prior(0.4, 0.1, 0.5)
    if gap == JOINER:
        return _inside_text(producer, gap)
    if {before, after} & set("«»"):
        return Prior(0.003, 0.9967, 0.0003, weight=FIXED)
    if {before, after} & set("()"):
        return Prior(0.85, 0.148, 0.002, weight=20)
    return Prior(0.4, 0.598, 0.002) if gap else Prior(0.9, 0.098, 0.002, weight=20)


def is_parted(producer: Producer, place: Place) -> bool:
    """Whether what stands on the two sides of a place surely belongs to two pieces."""
    return prior(producer, place).kept < PARTED


def _inside_text(producer: Producer, gap: str) -> Prior:
    """Between letters and the marks that go with them."""
    if producer == "chromium":
        if gap == "  ":
            return Prior(0.5, 0.4997, 0.0003, (0.3, 0.5))
        return Prior(0.9997, 0.0002, 0.0001, weight=FIXED)
    if not gap:
        return Prior(0.9985, 0.001, 0.0005, (0.1, 0.5), FIXED)
    if producer == "libreoffice_joined":
        if gap == JOINER:
            return Prior(0.01, 0.9895, 0.0005, (0.995, 0.97), FIXED)
        return Prior(0.93, 0.0695, 0.0005, (0.98, 0.97), 20) if gap == JOINED_PAIR else Prior(0.3, 0.6, 0.1, (0.9, 0.9), 20)
    spaced = (0.001, 0.5)
    known = {
        PAIR: Prior(0.7, 0.2995, 0.0005, spaced, 20),
        PART: Prior(0.3, 0.6995, 0.0005, spaced, 20),
        SPACE_OF_PARTS: Prior(0.7995, 0.2, 0.0005, spaced, FIXED),
        SPACE: Prior(0.9985, 0.001, 0.0005, spaced, FIXED),
    }
    return known.get(gap, Prior(0.2, 0.79, 0.01, spaced, FIXED))


@dataclass
class Tally:
    """What the places of a document were read as. places: kept, cut, block; joins: rows cut and block, columns without and with
    a space."""

    places: dict[Place, Floats] = field(default_factory=dict)
    joins: dict[Place, Floats] = field(default_factory=dict)

    def add(self, place: Place, relation: int, spaced: int | None = None) -> None:
        self.places.setdefault(place, np.zeros(3))[relation] += 1
        if spaced is not None:
            self.joins.setdefault(place, np.zeros((3, 2)))[relation, spaced] += 1


_NOTHING: Mapping[Place, Floats] = {}


def prices(producer: Producer, place: Place, tally: Tally | None = None) -> tuple[Floats, Floats]:
    """Log probabilities, tempered, of the three relations, and by relation of no space and a space (3 x 2)."""
    given = prior(producer, place)
    shares = np.array([given.kept, given.cut, given.block])
    spaced = np.array([[0.5, 0.5], *([1 - s, s] for s in given.spaced)])
    seen = (tally.places if tally else _NOTHING).get(place)
    if seen is not None:
        shares = (seen + given.weight * shares) / (seen.sum() + given.weight)
    joined = (tally.joins if tally else _NOTHING).get(place)
    if joined is not None:
        spaced = (joined + given.weight * spaced) / (joined.sum(1, keepdims=True) + given.weight)
    return TEMPER * np.log(shares), TEMPER * np.log(spaced)
