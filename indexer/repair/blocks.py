# ruff: noqa: ANN001, ANN201, ANN202 - compiled functions: numba infers their types
"""Lines that were emitted in several blocks.

The extraction reads a line block by block; inside a block the pieces come last to first, and where blocks meet every
ascending run of pieces is turned round. With blocks 0-4 | 5 | 6-7 | 8-10 the pieces come out as 4 3 2 1 (7 5 0) (10 6) 9 8.
One block is plain reversal.

Let F, M, L be the first, the middle and the last piece of a block of two or more and G the one-piece blocks after it. The
raw line is then [L1 M1] [L2 G1 F1] [M2] [L3 G2 F2] ... with M and G read backwards, and the text is F1 M1 L1 G1 F2 M2 L2 G2
... So the search goes through the raw line from left to right, one block at a step, and each step adds F, M, the L seen in
the step before, and G to the text.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from indexer.repair.block_pieces import append, append_back, read_back
from indexer.repair.language_model import BITS, CONTEXT, character_log_probability
from indexer.repair.scoring import HEAD, line_tables, word_score

LONGEST_EDGE = 12
"""Cut points a first or last piece may pass over."""
GAPS_BETWEEN = 3
"""Double spaces that may lie in what stands between two blocks."""


@njit(cache=True, nogil=True)
def search_blocks(  # type: ignore[no-untyped-def]
    m, chars, gap, classes, candidates, price, certain, history0, previous0, tail, width, junction, step_price, slack
):
    """The best readings of a line with at least two blocks: (scores, pieces) as from `beam.search`.

    certain[i]: whether candidate i is a cut beyond doubt (no piece passes over it; its price is 0). step_price: log odds of
    one more block.
    """
    line = line_tables(m, chars, gap, classes)
    count = candidates.shape[0]
    top = count - 1
    keys = np.zeros(1 << 15, np.int64)
    rows = np.zeros((1 << 15, HEAD + 1))
    used = np.zeros(1, np.int64)
    split = np.zeros((count, count), np.int64)
    passed = np.zeros(count + 1, np.int64)
    for i in range(count):
        passed[i + 1] = passed[i] + (1 if certain[i] else 0)
    back_scores = np.zeros((count, count))
    back_states = np.zeros((count, count, 6), np.int64)
    read_back(m, line, keys, rows, used, junction, candidates, price, passed, split, back_scores, back_states)
    score = np.full((count, width), -np.inf)
    key = np.full((count, width), -np.inf)
    states = np.zeros((count, width, 6), np.int64)
    pending = np.zeros((count, width, 2), np.int64)
    filled = np.zeros(count, np.int64)
    longest = 2 * count + 2
    read = np.zeros((count, width, longest, 4), np.int64)
    reads = np.zeros((count, width), np.int64)
    start = np.zeros(6, np.int64)
    start[0] = history0
    start[1] = previous0
    start[4] = -1
    score[0, 0] = 0.0
    key[0, 0] = 0.0
    states[0, 0] = start
    filled[0] = 1
    finals = np.full(width, -np.inf)
    final_pieces = np.full((width, longest * 3), -1, np.int64)
    s1 = np.zeros(6, np.int64)
    s2 = np.zeros(6, np.int64)
    s3 = np.zeros(6, np.int64)
    s4 = np.zeros(6, np.int64)
    p = np.zeros((longest, 4), np.int64)
    whole = line.prefix[chars.shape[0]] + line.word_prefix[chars.shape[0]]
    best = -np.inf
    for x in range(top):
        for slot in range(filled[x]):
            base = score[x, slot]
            if key[x, slot] < best - slack:
                break
            first = x == 0
            l0 = pending[x, slot, 0]
            l1 = pending[x, slot, 1]
            done = reads[x, slot]
            if first:
                # One-piece blocks before the first longer one: the line begins with [L1 G0].
                for b in range(1, min(top, LONGEST_EDGE + 1)):
                    if passed[b] - passed[1] > 0:
                        break
                    for y in range(b + 1, min(top, b + LONGEST_EDGE + 1)):
                        if passed[y] - passed[b + 1] > GAPS_BETWEEN - 1:
                            break
                        value, n = append_back(
                            m,
                            line,
                            keys,
                            rows,
                            used,
                            junction,
                            candidates,
                            price,
                            split,
                            back_scores,
                            back_states,
                            states[0, 0],
                            b,
                            y,
                            s1,
                            p,
                            0,
                        )
                        value += price[b] + price[y] + step_price
                        best = _keep(
                            score,
                            key,
                            states,
                            pending,
                            filled,
                            read,
                            reads,
                            y,
                            value,
                            s1,
                            0,
                            b,
                            p,
                            n,
                            line,
                            candidates,
                            whole,
                            best,
                            slack,
                        )
            for y in range(x + 1, top + 1):
                final = y == top
                for f in range(y - 1, max(x, y - LONGEST_EDGE) - 1, -1):
                    if passed[y] - passed[f + 1] > 0:
                        break
                    if first and f == 0:
                        continue
                    value1 = base + append(m, line, keys, rows, used, junction, states[x, slot], candidates[f], candidates[y], s1)
                    if not final:
                        value1 += price[y] + step_price
                    if f > x:
                        value1 += price[f]
                    # Scores only fall, so a layer's worst hypothesis bounds what is worth going on with.
                    rest = whole - line.prefix[candidates[y]] - line.word_prefix[candidates[y]]
                    if final:
                        if value1 <= finals.min():
                            continue
                    elif value1 + rest < best - slack or (filled[y] == width and value1 + rest <= key[y, width - 1]):
                        continue
                    for k in range(done):
                        p[k] = read[x, slot, k]
                    p[done, 0] = candidates[f]
                    p[done, 1] = candidates[y]
                    p[done, 2] = s1[5]
                    for a in range(f, x - 1, -1):
                        if passed[f] - passed[a + 1 if a < f else f] > GAPS_BETWEEN:
                            break
                        if first and a == 0:
                            break
                        if not final and a == f:
                            continue
                        n = done + 1
                        value2 = value1
                        if a > x:
                            more, n = append_back(
                                m,
                                line,
                                keys,
                                rows,
                                used,
                                junction,
                                candidates,
                                price,
                                split,
                                back_scores,
                                back_states,
                                s1,
                                x,
                                a,
                                s2,
                                p,
                                n,
                            )
                            value2 += more + (price[a] if a < f else 0.0)
                        else:
                            s2[:] = s1
                        if not first:
                            value2 += append(m, line, keys, rows, used, junction, s2, candidates[l0], candidates[l1], s3)
                            p[n, 0] = candidates[l0]
                            p[n, 1] = candidates[l1]
                            p[n, 2] = s3[5]
                            n += 1
                        else:
                            s3[:] = s2
                        if not final and (
                            value2 + rest < best - slack or (filled[y] == width and value2 + rest <= key[y, width - 1])
                        ):
                            continue
                        if final:
                            if first:
                                continue
                            value3 = value2
                            if a < f:
                                more, n = append_back(
                                    m,
                                    line,
                                    keys,
                                    rows,
                                    used,
                                    junction,
                                    candidates,
                                    price,
                                    split,
                                    back_scores,
                                    back_states,
                                    s3,
                                    a,
                                    f,
                                    s4,
                                    p,
                                    n,
                                )
                                value3 += more
                            else:
                                s4[:] = s3
                            if s4[3] > 0:
                                value3 += word_score(m, s4[1], s4[2], s4[3])
                            context = s4[0]
                            for j in range(tail.shape[0]):
                                value3 += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, context, tail[j])
                                context = ((context << BITS) | tail[j]) & CONTEXT
                            worst = np.argmin(finals)
                            if value3 > finals[worst]:
                                finals[worst] = value3
                                final_pieces[worst, :] = -1
                                for k in range(n):
                                    for c in range(3):
                                        final_pieces[worst, k * 3 + c] = p[k, c]
                            continue
                        for b in range(a + 1, min(f, a + LONGEST_EDGE) + 1):
                            if passed[b] - passed[a + 1] > 0:
                                break
                            n3 = n
                            value3 = value2
                            if b < f:
                                more, n3 = append_back(
                                    m,
                                    line,
                                    keys,
                                    rows,
                                    used,
                                    junction,
                                    candidates,
                                    price,
                                    split,
                                    back_scores,
                                    back_states,
                                    s3,
                                    b,
                                    f,
                                    s4,
                                    p,
                                    n,
                                )
                                value3 += more + price[b]
                            else:
                                s4[:] = s3
                            best = _keep(
                                score,
                                key,
                                states,
                                pending,
                                filled,
                                read,
                                reads,
                                y,
                                value3,
                                s4,
                                a,
                                b,
                                p,
                                n3,
                                line,
                                candidates,
                                whole,
                                best,
                                slack,
                            )
    order = np.argsort(-finals)
    return finals[order], final_pieces[order]


@njit(cache=True)
def _keep(score, key, states, pending, filled, read, reads, y, value, state, a, b, p, n, line, candidates, whole, best, slack):  # type: ignore[no-untyped-def]
    """Puts a hypothesis among the best at cut point y. Returns the best completed estimate so far."""
    # What is not in the text yet: the rest of the line and the piece that waits for its block.
    at = candidates[y]
    open_score = (
        line.prefix[candidates[b]]
        - line.prefix[candidates[a]]
        + line.word_prefix[candidates[b]]
        - line.word_prefix[candidates[a]]
    )
    estimate = value + open_score + whole - line.prefix[at] - line.word_prefix[at]
    if estimate < best - slack:
        return best
    width = score.shape[1]
    place = -1
    for k in range(filled[y]):
        if pending[y, k, 0] == a and pending[y, k, 1] == b and states[y, k, 0] == state[0] and states[y, k, 2] == state[2]:
            if score[y, k] >= value:
                return best
            place = k
            break
    if place < 0:
        if filled[y] == width:
            if key[y, width - 1] >= estimate:
                return best
            place = width - 1
        else:
            place = filled[y]
            filled[y] += 1
    while place > 0 and key[y, place - 1] < estimate:
        score[y, place] = score[y, place - 1]
        key[y, place] = key[y, place - 1]
        states[y, place] = states[y, place - 1]
        pending[y, place] = pending[y, place - 1]
        reads[y, place] = reads[y, place - 1]
        read[y, place] = read[y, place - 1]
        place -= 1
    score[y, place] = value
    key[y, place] = estimate
    states[y, place] = state
    pending[y, place, 0] = a
    pending[y, place, 1] = b
    reads[y, place] = n
    read[y, place, :n] = p[:n]
    return max(best, estimate)
