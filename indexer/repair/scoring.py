# ruff: noqa: ANN001, ANN201 - compiled functions: numba infers their types
"""Scores of pieces of a line, compiled: what the searches over run orders add up.

A line is a row of characters without spaces; `gap[i]` says how many spaces stood before character i. A piece is a stretch
between two cut points. Inside a piece the gaps of the raw line stand; between pieces the model decides whether there is a
space.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from indexer.repair.language_model import (
    BITS,
    CONTEXT,
    LETTER,
    NO_WORD,
    ORDER,
    SPACE,
    WORD_BASE,
    Floats,
    Ints,
    LanguageModel,
    Own,
    character_log_probability,
    word_log_probability,
)

Floats32 = NDArray[np.float32]


class Scorer(NamedTuple):
    """The tables of a language model and of a line's own counts, as compiled code takes them."""

    ck: Ints
    cv: Floats32
    ok: Ints
    ov: Floats32
    size: int
    wk: Ints
    wv: Floats32
    owk: Ints
    owv: Floats32
    lk: Ints
    lv: Floats32
    total: float
    per_letter: float
    word_weight: float


class Row(NamedTuple):
    """A line as the search reads it: see `line_tables`."""

    chars: Ints
    gap: Ints
    classes: Ints
    prefix: Floats
    hashes: Ints
    powers: Ints
    run_end: Ints
    run_start: Ints
    word_prefix: Floats


def scorer(model: LanguageModel, own: Own, per_letter: float, word_weight: float) -> Scorer:
    return Scorer(
        model.characters.keys,
        model.characters.values,
        own.characters.keys,
        own.characters.values,
        model.size,
        model.words.keys,
        model.words.values,
        own.words.keys,
        own.words.values,
        model.lexicon.keys,
        model.lexicon.values,
        model.word_total,
        per_letter,
        word_weight,
    )


HEAD = ORDER - 1
"""Symbols at the start of a piece whose context still reaches into the piece before it."""


@njit(cache=True)
def word_score(m, previous, word, length):  # type: ignore[no-untyped-def]
    return m.word_weight * word_log_probability(
        m.wk, m.wv, m.owk, m.owv, m.lk, m.lv, m.total, m.per_letter, previous, word, length
    )


@njit(cache=True)
def line_tables(m, chars, gap, classes):  # type: ignore[no-untyped-def]
    """Sums over the raw line: prefix[i] the score of characters 0..i-1 in raw order; word tables for `advance_words`."""
    n = chars.shape[0]
    prefix = np.zeros(n + 1)
    history = 0
    for i in range(n):
        value = 0.0
        if gap[i] > 0:
            value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, SPACE)
            history = ((history << BITS) | SPACE) & CONTEXT
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, chars[i])
        history = ((history << BITS) | chars[i]) & CONTEXT
        prefix[i + 1] = prefix[i] + value
    hashes = np.zeros(n + 1, np.int64)
    powers = np.ones(n + 1, np.int64)
    for i in range(n):
        hashes[i + 1] = hashes[i] * WORD_BASE + chars[i]
        powers[i + 1] = powers[i] * WORD_BASE
    # run_end[i]: end of the letters that stand together from i on; run_start likewise backwards.
    run_end = np.zeros(n, np.int64)
    run_start = np.zeros(n, np.int64)
    for i in range(n - 1, -1, -1):
        if classes[i] != LETTER:
            run_end[i] = i + 1
        elif i + 1 < n and classes[i + 1] == LETTER and gap[i + 1] == 0:
            run_end[i] = run_end[i + 1]
        else:
            run_end[i] = i + 1
    for i in range(n):
        if i > 0 and classes[i] == LETTER and classes[i - 1] == LETTER and gap[i] == 0:
            run_start[i] = run_start[i - 1]
        else:
            run_start[i] = i
    # word_prefix[i]: score of all whole words that end at or before i, each after the word before it in the raw line.
    word_prefix = np.zeros(n + 1)
    previous = NO_WORD
    i = 0
    while i < n:
        end = run_end[i]
        value = 0.0
        if classes[i] == LETTER:
            word = hashes[end] - hashes[i] * powers[end - i]
            value = word_score(m, previous, word, end - i)
            previous = word
        else:
            previous = NO_WORD
        for j in range(i, end):
            word_prefix[j + 1] = word_prefix[i]
        word_prefix[end] = word_prefix[i] + value
        i = end
    return Row(chars, gap, classes, prefix, hashes, powers, run_end, run_start, word_prefix)


@njit(cache=True)
def advance_words(m, row, previous, partial, length, start, end, spaced):  # type: ignore[no-untyped-def]
    """Adds piece [start, end) to an open word. Returns (score, previous word, open word, its length)."""
    score = 0.0
    if (spaced or row.classes[start] != LETTER) and length > 0:
        score += word_score(m, previous, partial, length)
        previous = partial
        length = 0
        partial = 0
    if row.classes[start] == LETTER:
        head = min(row.run_end[start], end)
        part = row.hashes[head] - row.hashes[start] * row.powers[head - start]
        partial = partial * row.powers[head - start] + part if length > 0 else part
        length += head - start
    else:
        head = start + 1
        previous = NO_WORD
        length = 0
        partial = 0
    if head == end:
        return score, previous, partial, length
    if length > 0:
        score += word_score(m, previous, partial, length)
        previous = partial
    # The first word after the head has a new neighbour; the others stand as in the raw line.
    at = head
    tail = row.run_start[end - 1] if row.classes[end - 1] == LETTER else end
    if at < tail:
        if row.classes[at] == LETTER:
            stop = row.run_end[at]
            word = row.hashes[stop] - row.hashes[at] * row.powers[stop - at]
            score += word_score(m, previous, word, stop - at)
        else:
            stop = at + 1
        score += row.word_prefix[tail] - row.word_prefix[stop]
        if row.classes[tail - 1] == LETTER:
            first = row.run_start[tail - 1]
            previous = row.hashes[tail] - row.hashes[first] * row.powers[tail - first]
        else:
            previous = NO_WORD
    if tail == end:
        return score, NO_WORD, 0, 0
    return score, previous, row.hashes[end] - row.hashes[tail] * row.powers[end - tail], end - tail


@njit(cache=True)
def head_scores(m, chars, gap, history, start, spaced, row):  # type: ignore[no-untyped-def]
    """row[k]: score of the first k characters from `start` after `history`, for k up to HEAD; row[0] holds the joining
    space's."""
    n = chars.shape[0]
    value = 0.0
    if spaced:
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, SPACE)
        history = ((history << BITS) | SPACE) & CONTEXT
    row[0] = value
    symbols = 0
    for k in range(HEAD):
        i = start + k
        if i >= n:
            break
        if symbols >= HEAD:
            row[k + 1] = np.inf
            continue
        if k > 0 and gap[i] > 0:
            value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, SPACE)
            history = ((history << BITS) | SPACE) & CONTEXT
            symbols += 1
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, chars[i])
        history = ((history << BITS) | chars[i]) & CONTEXT
        symbols += 1
        row[k + 1] = value


@njit(cache=True)
def history_after(chars, gap, history, start, end, spaced):  # type: ignore[no-untyped-def]
    if spaced:
        history = ((history << BITS) | SPACE) & CONTEXT
    first = max(start, end - HEAD)
    for i in range(first, end):
        if i > start and gap[i] > 0:
            history = ((history << BITS) | SPACE) & CONTEXT
        history = ((history << BITS) | chars[i]) & CONTEXT
    return history


@njit(cache=True)
def piece_score(row, prefix, start, end):  # type: ignore[no-untyped-def]
    """Character score of piece [start, end) from its head scores and the raw line's sums."""
    k = min(HEAD, end - start)
    while np.isinf(row[k]):
        k -= 1
    return row[k] + prefix[end] - prefix[start + k]
