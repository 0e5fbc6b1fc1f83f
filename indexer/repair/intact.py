"""Which lines of a garbled document were never cut, as far as their look tells.

A cut leaves bits of words and double spaces. How often both stand in cut lines and in whole ones differs from document to
document, so a mixture of two kinds of lines is fitted to each (expectation maximisation; Dempster, Laird and Rubin 1977): within
a kind every word is a fragment and every gap a double space with a probability of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.repair.language_model import Floats, split_words

SEEN = 1.5
"""Zipf value of a word that is no fragment."""
_DOUBLE = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_GAP = re.compile(r"(?<=\S)\s+(?=\S)")
_TURNED = re.compile(r"(?<![\d\-./])\d{1,3}-(?![\d\-])")
_GLUED = re.compile(r"[^\W\d_A-Za-z]\d|\d[^\W\d_A-Za-z]")
TURNED, GLUED = 3.0, 3.0
"""Log odds against an unbroken line of a number whose dash is turned round; of a number that touches a word."""
WEIGHT = 4.0
"""How much surer of itself a language model of one document is than right: its nats are worth so many times less."""
BY_CHANCE = 15.0
"""Nats that the best of all orders of an unbroken line gains by chance."""
SIGN, GLUED_NATS = 3.0, 8.0
"""Nats that a line loses as it stands for each sign of a cut; for a number that touches a word."""
_ROUNDS = 30
_TRUST = 60.0
"""Words (and gaps) of each kind that the rates to start from count for."""
_FEW = 20.0
"""Words that the torn rate to start from counts for."""
_CLEAN_SHARE, _CLEAN_TORN = 0.95, 0.12
"""Share of unbroken lines above which, and rate of fragments in the others below which, a document is clean."""
_LINES = 1.0
"""Lines that the share to start from counts for."""
_MOST = (0.08, 0.02)
"""Highest rates of fragments and of double spaces in unbroken lines: above them the fit has found another two kinds of lines."""
_MOST_DOUBLES = 3
"""Double spaces that a line's proof rests on: a line that came out word by word has as many as words."""


@dataclass(frozen=True)
class Signs:
    """What a line shows: fragments among its words, double spaces among its gaps, turned numbers, numbers that touch a word."""

    words: int
    fragments: int
    gaps: int
    doubles: int
    turned: int
    glued: bool

    @property
    def cut(self) -> bool:
        return self.doubles > 0 or self.turned > 0 or self.glued


@dataclass(frozen=True)
class Rates:
    """share: of unbroken lines in the document; the others (in unbroken lines, in cut ones); torn: what the lines that look cut
    have of fragments, where `fragments` is kept within what sets cut lines apart."""

    share: float = 0.15
    fragments: tuple[float, float] = (0.03, 0.25)
    doubles: tuple[float, float] = (0.005, 0.13)
    torn: float = 0.25

    @property
    def clean(self) -> bool:
        """Whether nothing in the document was cut: few lines look it, or those that do (a table's, a poem's double spaces) hold
        whole words."""
        return self.share > _CLEAN_SHARE or self.torn < _CLEAN_TORN


def signs_of(text: str, frequency: Callable[[str], float]) -> Signs:
    """The signs of a raw line. frequency: Zipf value of a word, 0 for what nobody knows."""
    words = [w for w in split_words(text) if w]
    return Signs(
        len(words),
        sum(frequency(w) < SEEN for w in words),
        len(_GAP.findall(text)),
        len(_DOUBLE.findall(text)),
        len(_TURNED.findall(text)),
        _GLUED.search(text) is not None,
    )


def fit(lines: Sequence[Signs]) -> Rates:
    """The rates of a document."""
    rates = start = Rates()
    if not lines:
        return rates
    counts = np.array([_counts(s) for s in lines], float)
    turned = np.array([TURNED * s.turned + GLUED * s.glued for s in lines])
    for _ in range(_ROUNDS):
        odds = _odds(counts, rates) - turned
        whole = 1.0 / (1.0 + np.exp(-np.clip(odds, -50, 50)))
        rates = Rates(
            (whole.sum() + _LINES * start.share) / (len(lines) + _LINES),
            _pair(counts[:, 1], counts[:, 0], whole, start.fragments, _MOST[0]),
            _pair(counts[:, 3], counts[:, 2], whole, start.doubles, _MOST[1]),
            _rate(counts[:, 1], counts[:, 0], 1.0 - whole, start.torn, _FEW),
        )
    return rates


def _counts(signs: Signs) -> tuple[int, int, int, int]:
    return signs.words, signs.fragments, signs.gaps, min(signs.doubles, _MOST_DOUBLES)


def _pair(hits: Floats, of: Floats, whole: Floats, start: tuple[float, float], most: float) -> tuple[float, float]:
    return min(_rate(hits, of, whole, start[0]), most), max(_rate(hits, of, 1.0 - whole, start[1]), 2 * most)


def _rate(hits: Floats, of: Floats, weights: Floats, start: float, trust: float = _TRUST) -> float:
    return float((hits @ weights + trust * start) / (of @ weights + trust))


def _odds(counts: Floats, rates: Rates) -> Floats:
    (a, b), (c, d) = rates.fragments, rates.doubles
    each = np.array([math.log((1 - a) / (1 - b)), _logit(a) - _logit(b), math.log((1 - c) / (1 - d)), _logit(c) - _logit(d)])
    return np.asarray(counts @ each + _logit(rates.share), float)


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))


def log_odds(signs: Signs, rates: Rates) -> float:
    """Log odds (nats) that a line was never cut."""
    counts = np.array(_counts(signs), float)
    return float(_odds(counts, rates)) - TURNED * signs.turned - GLUED * signs.glued


def prior(signs: Signs, rates: Rates) -> float:
    """Nats that an unbroken line gains against its best other order."""
    gain = WEIGHT * log_odds(signs, rates) + BY_CHANCE
    # Where a cut shows no number of whole words makes the line whole.
    return min(gain, -SIGN * (signs.doubles + 3 * signs.turned) - GLUED_NATS * signs.glued) if signs.cut else gain
