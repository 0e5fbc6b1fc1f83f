# ruff: noqa: ANN001, ANN201, ANN202 - compiled functions: numba infers their types
"""Phrases that a document says more than once: a reading that repeats one is likelier to be right.

Stretches of `LENGTHS` characters without spaces are counted over the whole document in hash tables; a line's own stretches are
taken out again when it asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from indexer.repair.language_model import WORD_BASE, Alphabet, Ints, _slot, plain

LENGTHS = (8, 14)
"""Characters of a stretch: a word with its neighbour's start; two or three words."""
MOST_CHARACTERS = 1_000_000
Counts = tuple[Ints, NDArray[np.int32]]


@njit(cache=True)
def stretches(symbols, length):  # type: ignore[no-untyped-def]
    """Rolling hashes of all stretches of a length."""
    count = symbols.shape[0] - length + 1
    if count <= 0:
        return np.zeros(0, np.int64)
    out = np.zeros(count, np.int64)
    power = 1
    for _ in range(length):
        power = power * WORD_BASE
    value = 0
    for i in range(symbols.shape[0]):
        value = value * WORD_BASE + symbols[i]
        if i >= length:
            value -= power * symbols[i - length]
        if i >= length - 1:
            out[i - length + 1] = value * 31 + length
    return out


@njit(cache=True)
def _count(keys, values, hashes):  # type: ignore[no-untyped-def]
    for h in hashes:
        at = _slot(keys, h)
        keys[at] = h
        values[at] += 1


@njit(cache=True)
def _covered(keys, values, own_keys, own_values, hashes, length):  # type: ignore[no-untyped-def]
    """Characters inside stretches that stand elsewhere too."""
    total = 0
    end = 0
    for i in range(hashes.shape[0]):
        at = _slot(keys, hashes[i])
        if keys[at] == 0:
            continue
        found = values[at]
        own = _slot(own_keys, hashes[i])
        if own_keys[own] != 0:
            found -= own_values[own]
        if found > 0:
            total += i + length - max(end, i)
            end = i + length
    return total


def _table(size: int) -> Counts:
    bits = max(4, int(np.ceil(np.log2(size * 1.7 + 2))))
    return np.zeros(1 << bits, np.int64), np.zeros(1 << bits, np.int32)


@dataclass(frozen=True)
class Phrases:
    """Counts of stretches, a table for each of LENGTHS."""

    alphabet: Alphabet
    tables: tuple[Counts, ...]

    def own(self, texts: Sequence[str]) -> tuple[Counts, ...]:
        """What these texts put into the tables."""
        return _counted([letters(self.alphabet, t) for t in texts])

    def covered(self, symbols: Ints, own: Sequence[Counts]) -> list[int]:
        """Characters that repeat what stands elsewhere, for each of LENGTHS."""
        return [
            int(_covered(*table, *mine, stretches(symbols, length), length))
            for table, mine, length in zip(self.tables, own, LENGTHS, strict=True)
        ]


def letters(alphabet: Alphabet, text: str) -> Ints:
    """A text as symbols, without spaces."""
    return np.array(alphabet.encode(plain(text).replace(" ", "")), np.int64)


def _counted(rows: Sequence[Ints]) -> tuple[Counts, ...]:
    found = []
    for length in LENGTHS:
        keys, values = _table(sum(max(0, len(r) - length + 1) for r in rows))
        for row in rows:
            _count(keys, values, stretches(row, length))
        found.append((keys, values))
    return tuple(found)


def learn_phrases(alphabet: Alphabet, texts: Sequence[str]) -> Phrases:
    """Counts the texts, of a long document every n-th."""
    step = max(1, -(-sum(map(len, texts)) // MOST_CHARACTERS))
    return Phrases(alphabet, _counted([letters(alphabet, t) for t in texts[::step]]))
