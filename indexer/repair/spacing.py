"""Spaces between words and ZWNJ inside them."""

from __future__ import annotations

from indexer.repair.lexicon import Lexicon
from indexer.repair.traced import Traced


def respace(traced: Traced, lexicon: Lexicon) -> Traced:
    return traced
