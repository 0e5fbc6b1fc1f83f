"""The words of names of columns, tables and rows, which every question is held against anew."""

from __future__ import annotations

from functools import lru_cache

from indexer.tokens import words


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of a text, as `indexer.tokens.words` gives them."""
    return frozenset(words(text))
