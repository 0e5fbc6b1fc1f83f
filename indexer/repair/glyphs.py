"""Letters that a font lost: a space, or nothing, stands where the glyph was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.repair.lexicon import Lexicon
from indexer.repair.traced import Traced


@dataclass(frozen=True)
class Losses:
    rates: Mapping[tuple[str, str], float]


def learn(lines: Sequence[str], lexicon: Lexicon) -> Losses:
    return Losses({})


def restore(traced: Traced, lexicon: Lexicon, losses: Losses) -> Traced:
    return traced
