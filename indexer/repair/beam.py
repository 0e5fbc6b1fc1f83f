# ruff: noqa: ANN001, ANN201 - compiled functions: numba infers their types
"""The search over run orders: which pieces, read from the end of the line to its start, make the likeliest text.

The beam walks from the end of the line to its start: all hypotheses at one cut point have read the same characters, so they
can be compared as they are. What is not read yet is estimated by `completion`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from indexer.repair.completion import completions
from indexer.repair.language_model import BITS, CONTEXT, _slot, character_log_probability
from indexer.repair.scoring import (
    HEAD,
    advance_words,
    head_scores,
    history_after,
    line_tables,
    piece_score,
    word_score,
)


@njit(cache=True, nogil=True)
def search(m, chars, gap, classes, candidates, price, history0, previous0, tail, width, alike, junction, slack):  # type: ignore[no-untyped-def]
    """The best orders of one line.

    candidates: cut points, ascending, from 0 to n. price[i]: log odds of a cut at candidate i. history0, previous0: the
    context before the line. tail: symbols of the line that follows (may be empty). alike: how many
    hypotheses with one and the same future are kept. slack: a hypothesis this much worse (nats) than the best, both
    with the estimate of what they have not read yet, is dropped. Returns (scores, pieces) best first: pieces[k] is a row of
    (start, end, spaced) triples in reading order, -1 after the last.
    """
    layers = candidates.shape[0]
    line = line_tables(m, chars, gap, classes)
    prefix = line.prefix
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
    rest = completions(m, line, candidates, price, junction)
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
