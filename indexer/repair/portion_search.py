# ruff: noqa: ANN001, ANN201 - compiled functions: numba infers their types
"""The search over the orders in which an extractor may have emitted a line, compiled.

A producer draws a line portion by portion and an extractor emits each portion's pieces last to first (`portions` says why). So
a reading is a partition of the raw line into blocks, in raw order, each of which is read piece by piece from its end to its
start. Hypotheses that have read equally many atoms are compared, with the raw order as the estimate of what is left.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from indexer.repair.language_model import BITS, CONTEXT, DIGIT, LETTER, NO_WORD, OTHER, character_log_probability
from indexer.repair.scoring import HEAD, advance_words, head_scores, history_after, line_tables, piece_score, word_score

KEEP, CUT, BLOCK = range(3)
"""What a place between two atoms of the raw line is: inside a piece; between two pieces of a block; between two blocks."""


FRAGMENT = -3.5
"""Nats of the word that a fragment is part of, as far as they are that fragment's."""


@njit(cache=True, nogil=True)
def outlook(m, line, points):  # type: ignore[no-untyped-def]
    """sums[k]: the most that atoms 0..k-1 can add, each behind whichever atom it goes best with."""
    atoms = points.shape[0] - 1
    n = line.chars.shape[0]
    row = np.zeros(HEAD + 1)
    ends = np.zeros(atoms, np.int64)
    for b in range(atoms):
        ends[b] = history_after(line.chars, line.gap, 0, points[b], points[b + 1], 0)
    sums = np.zeros(atoms + 1)
    for a in range(atoms):
        start, end = points[a], points[a + 1]
        best = -np.inf
        for b in range(atoms):
            if b == a and atoms > 1:
                continue
            for spaced in range(2):
                head_scores(m, line.chars, line.gap, ends[b], start, spaced, row)
                best = max(best, piece_score(row, line.prefix, start, end))
        if line.classes[start] == LETTER:
            left = start > 0 and line.gap[start] == 0 and line.classes[start - 1] == LETTER
            right = end < n and line.gap[end] == 0 and line.classes[end] == LETTER
            if left or right:
                best += m.word_weight * FRAGMENT
            else:
                word = line.hashes[end] - line.hashes[start] * line.powers[end - start]
                follows = word_score(m, NO_WORD, word, end - start)
                for b in range(atoms):
                    first, last = points[b], points[b + 1]
                    if b != a and line.classes[first] == LETTER:
                        before = line.hashes[last] - line.hashes[first] * line.powers[last - first]
                        follows = max(follows, word_score(m, before, word, end - start))
                best += follows
        sums[a + 1] = sums[a] + best
    return sums


@njit(cache=True)
def lead(m, head, history):  # type: ignore[no-untyped-def]
    """Nats by which the symbols `head` are likelier behind `history` than at the start of a line."""
    value = 0.0
    alone = 0
    for k in range(head.shape[0]):
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, head[k])
        value -= character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, alone, head[k])
        history = ((history << BITS) | head[k]) & CONTEXT
        alone = ((alone << BITS) | head[k]) & CONTEXT
    return value


@njit(cache=True, nogil=True)
def search(m, chars, gap, classes, points, prices, spaces, joints, joined_by, starts, ends, width):  # type: ignore[no-untyped-def]
    """The best readings of one line.

    points: borders of the atoms in the line's characters, ascending, from 0 to n. prices[k, r]: log probability that the place
    points[k] is KEEP, CUT or BLOCK; spaces[k, r, s]: that a join made because of it has (s = 1) or has no space.
    width: hypotheses kept for each count of atoms.
    Returns the scores (nats; minus infinity behind the last) of the best readings, no two alike in their first atom and their
    end, and their pieces: rows of (first atom, atom after the last, spaced, KEEP | CUT | BLOCK before it) in reading order, -1
    behind.
    """
    atoms = points.shape[0] - 1
    line = line_tables(m, chars, gap, classes)
    kept = np.zeros(atoms + 1)
    for k in range(1, atoms):
        kept[k + 1] = kept[k] + prices[k, KEEP]
    least = np.zeros(atoms + 1)
    for k in range(1, atoms):
        least[k + 1] = least[k] + prices[k].max()
    shape = (atoms + 1, width)
    score = np.full(shape, -np.inf)
    rank = np.full(shape, -np.inf)
    # first, left, last: the open block is atoms [first, last), of which [first, left) are not read yet.
    first, left, last = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    history, previous = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    partial, length = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    back_layer, back_slot = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    opening = np.zeros(shape, np.int64)
    begin, finish = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    joined, relation = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    filled = np.zeros(atoms + 1, np.int64)
    score[0, 0] = rank[0, 0] = 0.0
    previous[0, 0] = NO_WORD
    filled[0] = 1
    row = np.zeros(HEAD + 1)
    hope = outlook(m, line, points)
    for layer in range(atoms):
        for slot in range(filled[layer]):
            base = score[layer, slot]
            context = history[layer, slot]
            i, p, j = first[layer, slot], left[layer, slot], last[layer, slot]
            opens = p == i
            # Pieces [s, e): e is the end of what is left of the block, or, of a new block, any end.
            low = j if opens else i
            high = atoms if opens else p
            why = BLOCK if opens else CUT
            at = j if opens else p
            for s in range(low, high):
                for spaced in range(2):
                    if layer == 0:
                        if spaced == 0:
                            continue
                    elif spaced == 0:
                        # A number and a letter, or two numbers, are never one token.
                        a, b = classes[points[finish[layer, slot]] - 1], classes[points[s]]
                        if (a == DIGIT and b != OTHER) or (b == DIGIT and a != OTHER):
                            continue
                    head_scores(m, chars, gap, context, points[s], spaced, row)
                    joint = 0.0 if layer == 0 else prices[at, why] + spaces[at, why, spaced]
                    if spaced == 1:
                        joint += starts[s] + (ends[finish[layer, slot] - 1] if layer > 0 else 0.0)
                    elif joined_by[at] == 0:
                        joint += joints[finish[layer, slot] - 1, s]
                    first_end = s + 1 if opens else high
                    for e in range(first_end, high + 1):
                        target = layer + e - s
                        value = base + piece_score(row, line.prefix, points[s], points[e])
                        if layer == 0:
                            value -= row[0]
                        value += joint + kept[e] - kept[s + 1]
                        # What is left is estimated by what goes best together.
                        ni, np_, nj = (j, s, e) if opens else (i, s, j)
                        rest = hope[atoms] - hope[nj] + hope[np_] - hope[ni]
                        if np_ > ni:
                            rest += prices[np_, CUT] + least[np_] - least[ni + 1]
                        if nj < atoms:
                            rest += prices[nj, BLOCK] + least[atoms] - least[nj + 1]
                        full = filled[target] == width
                        if full and value + rest <= rank[target, width - 1]:
                            continue
                        more, new_previous, new_partial, new_length = advance_words(
                            m,
                            line,
                            previous[layer, slot],
                            partial[layer, slot],
                            length[layer, slot],
                            points[s],
                            points[e],
                            spaced,
                        )
                        value += more
                        key = value + rest
                        if full and key <= rank[target, width - 1]:
                            continue
                        new_history = history_after(chars, gap, context, points[s], points[e], spaced)
                        opened = s if layer == 0 else opening[layer, slot]
                        place = -1
                        for k in range(filled[target]):
                            if (
                                opening[target, k] == opened
                                and first[target, k] == ni
                                and left[target, k] == np_
                                and last[target, k] == nj
                                and history[target, k] == new_history
                                and partial[target, k] == new_partial
                                and previous[target, k] == new_previous
                            ):
                                place = k
                                break
                        if place >= 0:
                            if rank[target, place] >= key:
                                continue
                        elif full:
                            place = width - 1
                        else:
                            place = filled[target]
                            filled[target] += 1
                        while place > 0 and rank[target, place - 1] < key:
                            score[target, place] = score[target, place - 1]
                            rank[target, place] = rank[target, place - 1]
                            first[target, place] = first[target, place - 1]
                            left[target, place] = left[target, place - 1]
                            last[target, place] = last[target, place - 1]
                            history[target, place] = history[target, place - 1]
                            previous[target, place] = previous[target, place - 1]
                            partial[target, place] = partial[target, place - 1]
                            length[target, place] = length[target, place - 1]
                            back_layer[target, place] = back_layer[target, place - 1]
                            back_slot[target, place] = back_slot[target, place - 1]
                            opening[target, place] = opening[target, place - 1]
                            begin[target, place] = begin[target, place - 1]
                            finish[target, place] = finish[target, place - 1]
                            joined[target, place] = joined[target, place - 1]
                            relation[target, place] = relation[target, place - 1]
                            place -= 1
                        score[target, place], rank[target, place] = value, key
                        first[target, place], left[target, place], last[target, place] = ni, np_, nj
                        history[target, place], previous[target, place] = new_history, new_previous
                        partial[target, place], length[target, place] = new_partial, new_length
                        back_layer[target, place], back_slot[target, place] = layer, slot
                        opening[target, place], begin[target, place], finish[target, place] = opened, s, e
                        joined[target, place], relation[target, place] = spaced, why
    complete = np.full(width, -np.inf)
    for slot in range(filled[atoms]):
        if left[atoms, slot] != first[atoms, slot]:
            continue
        value = score[atoms, slot] + ends[finish[atoms, slot] - 1]
        if length[atoms, slot] > 0:
            value += word_score(m, previous[atoms, slot], partial[atoms, slot], length[atoms, slot])
        complete[slot] = value
    order = np.argsort(-complete)
    pieces = np.full((width, atoms, 4), -1, np.int64)
    for number in range(width):
        count, layer, slot = 0, atoms, order[number]
        if complete[slot] == -np.inf:
            break
        while layer > 0:
            count += 1
            layer, slot = back_layer[layer, slot], back_slot[layer, slot]
        layer, slot = atoms, order[number]
        while layer > 0:
            count -= 1
            pieces[number, count, 0] = begin[layer, slot]
            pieces[number, count, 1] = finish[layer, slot]
            pieces[number, count, 2] = joined[layer, slot]
            pieces[number, count, 3] = relation[layer, slot] if back_layer[layer, slot] > 0 else KEEP
            layer, slot = back_layer[layer, slot], back_slot[layer, slot]
    return complete[order], pieces
