# ruff: noqa: ANN001, ANN201 - compiled functions: numba infers their types
"""Texts that grow piece by piece: what the search for blocks adds at each step.

A state is a row of six numbers: history, previous word, open word, its length, last character's place (-1: none), spaced.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from indexer.repair.language_model import DIGIT, NO_WORD, OTHER, _slot
from indexer.repair.scoring import advance_words, head_scores, history_after, piece_score, word_score


@njit(cache=True)
def append(m, line, keys, rows, used, junction, state, start, end, out):  # type: ignore[no-untyped-def]
    """Adds a piece to a text, with or without a space, whichever is likelier. Returns the score added.

    state and out: history, previous word, open word, its length, last character's place (-1: none), spaced.
    """
    from_start = state[4] < 0
    # The choice counts the open word as if it ended here: otherwise running words together would look cheap.
    best = -np.inf
    chosen = -np.inf
    for spaced in (1, 0):
        if spaced == 0:
            if from_start:
                break
            last = line.classes[state[4]]
            first = line.classes[start]
            if (last == DIGIT and first != OTHER) or (first == DIGIT and last != OTHER):
                break
        key = ((state[0] << 14) | (start << 1) | spaced) + 1
        at = _slot(keys, key)
        if keys[at] == 0:
            if used[0] * 2 > keys.shape[0]:
                keys[:] = 0
                used[0] = 0
                at = _slot(keys, key)
            keys[at] = key
            used[0] += 1
            head_scores(m, line.chars, line.gap, state[0], start, spaced, rows[at])
        value = piece_score(rows[at], line.prefix, start, end)
        value += -rows[at][0] if from_start else junction[spaced]
        if value <= best:
            continue
        more, previous, partial, length = advance_words(m, line, state[1], state[2], state[3], start, end, spaced)
        value += more
        closed = value + (word_score(m, previous, partial, length) if length > 0 else 0.0)
        if closed > best:
            best = closed
            chosen = value
            out[0] = history_after(line.chars, line.gap, state[0], start, end, spaced)
            out[1] = previous
            out[2] = partial
            out[3] = length
            out[4] = end - 1
            out[5] = spaced
    return chosen


@njit(cache=True)
def read_back(m, line, keys, rows, used, junction, candidates, price, passed, split, scores, states):  # type: ignore[no-untyped-def]
    """How the stretch between candidates x and a is best read from its end to its start, without context.

    split[x, a] is the end of the last piece read, [x, split): walking it upwards from x gives all pieces. scores[a, e] and
    states[a, e] are what the reading from a downwards has reached at e.
    """
    count = candidates.shape[0]
    out = np.zeros(6, np.int64)
    best = np.zeros(count)
    for a in range(count - 1, 0, -1):
        best[:] = -np.inf
        best[a] = 0.0
        scores[a, a] = 0.0
        states[a, a, :] = 0
        states[a, a, 1] = NO_WORD
        states[a, a, 4] = -1
        for e in range(a, 0, -1):
            if best[e] == -np.inf:
                continue
            for s in range(e - 1, -1, -1):
                if passed[e] - passed[s + 1] > 0:
                    break
                value = best[e] + append(m, line, keys, rows, used, junction, states[a, e], candidates[s], candidates[e], out)
                if s > 0:
                    value += price[s]
                if value > best[s]:
                    best[s] = value
                    scores[a, s] = value
                    states[a, s] = out
                    split[s, a] = e


@njit(cache=True)
def append_back(m, line, keys, rows, used, junction, candidates, price, split, scores, states, state, x, a, out, pieces, count):  # type: ignore[no-untyped-def]
    """Adds the stretch [x, a) read backwards; its pieces go to `pieces` from `count` on. Returns (score, new count).

    The price of the cut at x is not in the score. As soon as the state is the one that the reading without context had
    there, the rest is known.
    """
    n = 0
    at = x
    while at < a:
        n += 1
        at = split[at, a]
    last = count + n - 1
    k = last
    at = x
    while at < a:
        pieces[k, 0] = candidates[at]
        at = split[at, a]
        pieces[k, 1] = candidates[at]
        k -= 1
    # The walk above ran from the last piece read to the first; the spaces are those of the reading without context until
    # known better.
    k = last
    at = x
    while at < a:
        pieces[k, 2] = states[a, at, 5]
        pieces[k, 3] = at
        at = split[at, a]
        k -= 1
    score = 0.0
    out[:] = state
    here = np.empty(6, np.int64)
    for k in range(count, last + 1):
        here[:] = out
        score += append(m, line, keys, rows, used, junction, here, pieces[k, 0], pieces[k, 1], out)
        pieces[k, 2] = out[5]
        e = pieces[k, 3]
        if k < last:
            score += price[e]
            known = states[a, e]
            if out[0] == known[0] and out[1] == known[1] and out[2] == known[2] and out[3] == known[3] and out[4] == known[4]:
                score += scores[a, x] - scores[a, e] - (price[x] if x > 0 else 0.0)
                out[:] = states[a, x]
                break
    return score, last + 1
