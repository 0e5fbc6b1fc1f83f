# ruff: noqa: ANN001, ANN201 - compiled functions: numba infers their types
"""The search over run orders: which pieces, read from the end of the line to its start, make the likeliest text.

A line is a row of characters without spaces; `gap[i]` says how many spaces stood before character i. A piece is a stretch
between two cut points. The beam walks from the end of the line to its start: all hypotheses at one cut point have read the
same characters, so they can be compared as they are. Inside a piece the gaps of the raw line stand; between pieces the model
decides whether there is a space.
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
    _slot,
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


@njit(cache=True, nogil=True)
def search(m, chars, gap, classes, candidates, price, history0, previous0, tail, width, alike, junction, slack):  # type: ignore[no-untyped-def]
    """The best orders of one line.

    candidates: cut points, ascending, from 0 to n. price[i]: log odds of a cut at candidate i. history0, previous0: the
    context before the line. tail: symbols of the line that follows (may be empty). alike: how many
    hypotheses with one and the same future are kept. slack: a hypothesis this much worse (nats) than the best, both
    completed with the rest of the line in raw order, is dropped. Returns (scores, pieces) best first: pieces[k] is a row of
    (start, end, spaced) triples in reading order, -1 after the last.
    """
    layers = candidates.shape[0]
    line = line_tables(m, chars, gap, classes)
    prefix = line.prefix
    word_prefix = line.word_prefix
    score = np.full((layers, width), -np.inf)
    history = np.zeros((layers, width), np.int64)
    previous = np.zeros((layers, width), np.int64)
    partial = np.zeros((layers, width), np.int64)
    length = np.zeros((layers, width), np.int64)
    back_layer = np.full((layers, width), -1, np.int64)
    back_slot = np.zeros((layers, width), np.int64)
    joined = np.zeros((layers, width), np.int64)
    filled = np.zeros(layers, np.int64)
    top = layers - 1
    score[top, 0] = 0.0
    history[top, 0] = history0
    previous[top, 0] = previous0
    filled[top] = 1
    memo_bits = 12
    memo_keys = np.zeros(1 << memo_bits, np.int64)
    memo_rows = np.zeros((1 << memo_bits, HEAD + 1))
    memo_used = 0
    # What is not read yet, in raw order, with every cut in it that pays.
    rest = np.zeros(layers)
    gain = 0.0
    for target in range(layers):
        rest[target] = prefix[candidates[target]] + word_prefix[candidates[target]] + gain
        if target > 0:
            gain += max(0.0, price[target])
    best = -np.inf
    for layer in range(top, 0, -1):
        end = candidates[layer]
        for slot in range(filled[layer]):
            base = score[layer, slot]
            if base + rest[layer] < best - slack:
                break
            context = history[layer, slot]
            for target in range(layer - 1, -1, -1):
                start = candidates[target]
                for spaced in range(2):
                    if layer == top and spaced == 0:
                        continue
                    if layer != top and spaced == 0:
                        # Two numbers, or a number and a word, are never one token.
                        last = candidates[back_layer[layer, slot]] - 1
                        if (
                            classes[last] != classes[start]
                            and (classes[last] == 1 or classes[start] == 1)
                            and (classes[last] == 0 or classes[start] == 0)
                        ):
                            continue
                        if classes[last] == 1 and classes[start] == 1:
                            continue
                    key = ((context << 14) | (start << 1) | spaced) + 1
                    at = _slot(memo_keys, key)
                    if memo_keys[at] == 0:
                        if memo_used * 2 > memo_keys.shape[0]:
                            memo_keys[:] = 0
                            memo_used = 0
                            at = _slot(memo_keys, key)
                        memo_keys[at] = key
                        memo_used += 1
                        head_scores(m, chars, gap, context, start, spaced, memo_rows[at])
                    row = memo_rows[at]
                    # At the very start the space before the line is given.
                    value = base + piece_score(row, prefix, start, end) + (price[target] if target > 0 else 0.0)
                    if layer == top:
                        value -= row[0]
                    else:
                        value += junction[spaced]
                    if value + rest[target] < best - slack:
                        continue
                    full = filled[target] == width
                    if full and value < score[target, width - 1]:
                        # Word scores are never positive.
                        continue
                    more, new_previous, new_partial, new_length = advance_words(
                        m,
                        line,
                        previous[layer, slot],
                        partial[layer, slot],
                        length[layer, slot],
                        start,
                        end,
                        spaced,
                    )
                    value += more
                    best = max(best, value + rest[target])
                    if full and value <= score[target, width - 1]:
                        continue
                    new_history = history_after(chars, gap, context, start, end, spaced)
                    # Of hypotheses with the same future only the best few stay: the others tell how sure the best is.
                    same = 0
                    worst = -1
                    double = False
                    for k in range(filled[target]):
                        if (
                            history[target, k] == new_history
                            and partial[target, k] == new_partial
                            and previous[target, k] == new_previous
                            and length[target, k] == new_length
                        ):
                            same += 1
                            worst = k
                            double = double or abs(score[target, k] - value) < 1e-9
                    if double:
                        continue
                    if same >= (alike if target > 0 else width):
                        if score[target, worst] >= value:
                            continue
                        place = worst
                    elif full:
                        place = width - 1
                    else:
                        place = filled[target]
                        filled[target] += 1
                    while place > 0 and score[target, place - 1] < value:
                        score[target, place] = score[target, place - 1]
                        history[target, place] = history[target, place - 1]
                        previous[target, place] = previous[target, place - 1]
                        partial[target, place] = partial[target, place - 1]
                        length[target, place] = length[target, place - 1]
                        back_layer[target, place] = back_layer[target, place - 1]
                        back_slot[target, place] = back_slot[target, place - 1]
                        joined[target, place] = joined[target, place - 1]
                        place -= 1
                    score[target, place] = value
                    history[target, place] = new_history
                    previous[target, place] = new_previous
                    partial[target, place] = new_partial
                    length[target, place] = new_length
                    back_layer[target, place] = layer
                    back_slot[target, place] = slot
                    joined[target, place] = spaced
    found = filled[0]
    final = np.zeros(found)
    pieces = np.full((found, layers * 3), -1, np.int64)
    for k in range(found):
        value = score[0, k]
        if length[0, k] > 0:
            value += word_score(m, previous[0, k], partial[0, k], length[0, k])
        context = history[0, k]
        for j in range(tail.shape[0]):
            value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, context, tail[j])
            context = ((context << BITS) | tail[j]) & CONTEXT
        final[k] = value
        layer, slot, count = 0, k, 0
        while layer != top:
            count += 1
            step = back_layer[layer, slot]
            slot = back_slot[layer, slot]
            layer = step
        layer, slot = 0, k
        while layer != top:
            count -= 1
            step = back_layer[layer, slot]
            pieces[k, count * 3] = candidates[layer]
            pieces[k, count * 3 + 1] = candidates[step]
            pieces[k, count * 3 + 2] = joined[layer, slot]
            slot = back_slot[layer, slot]
            layer = step
    order = np.argsort(-final)
    return final[order], pieces[order]


@njit(cache=True)
def raw_score(m, chars, gap, classes, history, previous, tail):  # type: ignore[no-untyped-def]
    """Score of the line as it stands, in its context."""
    line = line_tables(m, chars, gap, classes)
    n = chars.shape[0]
    row = np.zeros(HEAD + 1)
    head_scores(m, chars, gap, history, 0, 1, row)
    value = piece_score(row, line.prefix, 0, n) - row[0]
    more, previous, partial, length = advance_words(m, line, previous, 0, 0, 0, n, 1)
    value += more
    if length > 0:
        value += word_score(m, previous, partial, length)
    context = history_after(chars, gap, history, 0, n, 1)
    for j in range(tail.shape[0]):
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, context, tail[j])
        context = ((context << BITS) | tail[j]) & CONTEXT
    return value
