# ruff: noqa: ANN001, ANN201 - compiled functions: numba infers their types
"""How well the rest of a line can be read: the estimate that keeps the beam from dropping what pays later.

Read last to first, the text of the first t cut points is a piece [s, t) and then the text of the first s. So the best texts
follow from one another, from the shortest on (Viterbi with one text kept for each cut point): an estimate, not a bound, for
the kept text is chosen without what stands before it.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from indexer.repair.language_model import (
    BITS,
    CONTEXT,
    DIGIT,
    LETTER,
    NO_WORD,
    OTHER,
    SPACE,
    character_log_probability,
)
from indexer.repair.scoring import HEAD, advance_words, head_scores, history_after, piece_score, word_score

LEAD = HEAD
"""Symbols at the start of a text that hang on what stands before it."""


@njit(cache=True)
def lead_score(m, symbols, count, history):  # type: ignore[no-untyped-def]
    value = 0.0
    for k in range(count):
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, symbols[k])
        history = ((history << BITS) | symbols[k]) & CONTEXT
    return value


@njit(cache=True)
def fill_lead(line, start, end, spaced, after, after_count, out):  # type: ignore[no-untyped-def]
    """The first LEAD symbols of piece [start, end) and the text after it. Returns their number."""
    count = 0
    for i in range(start, end):
        if count >= LEAD:
            return count
        if i > start and line.gap[i] > 0:
            out[count] = SPACE
            count += 1
            if count >= LEAD:
                return count
        out[count] = line.chars[i]
        count += 1
    if spaced and count < LEAD:
        out[count] = SPACE
        count += 1
    for k in range(after_count):
        if count >= LEAD:
            break
        out[count] = after[k]
        count += 1
    return count


@njit(cache=True)
def completions(m, line, candidates, price, junction):  # type: ignore[no-untyped-def]
    """value[t]: score of the best text of the first t cut points, without context, with the prices of its cuts."""
    count = candidates.shape[0]
    value = np.full(count, -np.inf)
    value[0] = 0.0
    lead = np.zeros((count, LEAD), np.int64)
    leads = np.zeros(count, np.int64)
    free = np.zeros(count)
    # The word that the text begins with, its length (0: none) and what it counts for after nothing.
    word = np.zeros(count, np.int64)
    word_length = np.zeros(count, np.int64)
    word_value = np.zeros(count)
    first = np.zeros(count, np.int64)
    row = np.zeros(HEAD + 1)
    for t in range(1, count):
        end = candidates[t]
        chosen = -1
        chosen_spaced = 0
        for s in range(t - 1, -1, -1):
            start = candidates[s]
            head_scores(m, line.chars, line.gap, 0, start, 0, row)
            score = piece_score(row, line.prefix, start, end)
            more, previous, partial, length = advance_words(m, line, NO_WORD, 0, 0, start, end, 1)
            score += more
            closed = word_score(m, previous, partial, length) if length > 0 else 0.0
            if s == 0:
                if score + closed > value[t]:
                    value[t] = score + closed
                    chosen = 0
                    chosen_spaced = 1
                continue
            score += price[s] + value[s] - free[s]
            if score - word_value[s] < value[t]:
                continue
            history = history_after(line.chars, line.gap, 0, start, end, 1)
            last = line.classes[end - 1]
            opening = line.classes[first[s]]
            for spaced in range(2):
                total = score + junction[spaced]
                if spaced:
                    total += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, SPACE)
                    total += lead_score(m, lead[s], leads[s], ((history << BITS) | SPACE) & CONTEXT) + closed
                    if length > 0 and word_length[s] > 0:
                        total += word_score(m, partial, word[s], word_length[s]) - word_value[s]
                else:
                    if (last == DIGIT and opening != OTHER) or (opening == DIGIT and last != OTHER):
                        continue
                    total += lead_score(m, lead[s], leads[s], history)
                    if length > 0 and word_length[s] > 0:
                        joined = partial * line.powers[word_length[s]] + word[s]
                        total += word_score(m, previous, joined, length + word_length[s]) - word_value[s]
                    else:
                        total += closed
                if total > value[t]:
                    value[t] = total
                    chosen = s
                    chosen_spaced = spaced
        s = chosen
        start = candidates[s]
        first[t] = start
        if s == 0:
            leads[t] = fill_lead(line, start, end, 0, lead[0], 0, lead[t])
        else:
            leads[t] = fill_lead(line, start, end, chosen_spaced, lead[s], leads[s], lead[t])
        free[t] = lead_score(m, lead[t], leads[t], 0)
        if line.classes[start] == LETTER:
            stop = min(line.run_end[start], end)
            word[t] = line.hashes[stop] - line.hashes[start] * line.powers[stop - start]
            word_length[t] = stop - start
            if stop == end and s > 0 and not chosen_spaced and word_length[s] > 0:
                word[t] = word[t] * line.powers[word_length[s]] + word[s]
                word_length[t] += word_length[s]
            word_value[t] = word_score(m, NO_WORD, word[t], word_length[t])
    return value
