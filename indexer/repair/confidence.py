"""How sure a repaired line is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.repair.language_model import split_words
from indexer.repair.lexicon import Lexicon
from indexer.repair.runs import Reading
from indexer.repair.traced import Traced

MARGIN, LETTERS, UNKNOWN, BLOCKS, SCORE, BIAS = 0.13, -0.0098, -0.35, -0.43, 0.71, 1.78
"""Logistic regression on hand-read lines (156 of the development sample, cross-validated log loss 0.59 against 0.69 of the
base rate)."""
WIDEST = 12.0
ORDINARY = -1.5
"""Nats for each letter, for a line that was not searched."""


@dataclass(frozen=True)
class Evidence:
    """margin: nats between the best and the next order; unknown: share of letters in words nobody knows; score: nats for
    each letter."""

    margin: float
    letters: int
    unknown: float
    blocks: bool
    score: float

    @staticmethod
    def of(text: Traced, options: Sequence[Reading], lexicon: Lexicon) -> Evidence:
        words = [w for w in split_words(text.text) if w]
        letters = sum(map(len, words))
        unknown = sum(len(w) for w in words if lexicon.frequency(w) < 2.0)
        margin = options[0].score - options[1].score if len(options) > 1 else 20.0
        score = options[0].score / max(1, letters) if options else ORDINARY
        return Evidence(margin, letters, unknown / max(1, letters), bool(options) and options[0].story == "blocks", score)


def confidence(evidence: Evidence) -> float:
    """Probability that all letters of the line stand in order."""
    z = BIAS + MARGIN * min(evidence.margin, WIDEST) + LETTERS * evidence.letters + UNKNOWN * evidence.unknown
    z += BLOCKS * evidence.blocks + SCORE * evidence.score
    return 1.0 / (1.0 + math.exp(-z))
