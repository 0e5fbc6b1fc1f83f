"""How sure a repaired line is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.repair.language_model import split_words
from indexer.repair.lexicon import Lexicon
from indexer.repair.runs import Reading
from indexer.repair.traced import Traced


@dataclass(frozen=True)
class Evidence:
    """margin: nats between the best and the next order; unknown: share of letters in words nobody knows."""

    margin: float
    letters: int
    unknown: float
    blocks: bool

    @staticmethod
    def of(text: Traced, options: Sequence[Reading], lexicon: Lexicon) -> Evidence:
        words = [w for w in split_words(text.text) if w]
        letters = sum(map(len, words))
        unknown = sum(len(w) for w in words if lexicon.frequency(w) < 2.0)
        margin = options[0].score - options[1].score if len(options) > 1 else 20.0
        return Evidence(margin, letters, unknown / max(1, letters), bool(options) and options[0].story == "blocks")


def confidence(evidence: Evidence) -> float:
    """Probability that all letters of the line stand in order."""
    z = -0.5 + 0.35 * min(evidence.margin, 12.0) - 0.01 * evidence.letters - 8.0 * evidence.unknown - 1.0 * evidence.blocks
    return 1.0 / (1.0 + math.exp(-z))
