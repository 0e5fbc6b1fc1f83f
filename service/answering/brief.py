"""Items cut to their most telling phrase, so that all of a list fits into one answer.

How telling a word is, is learned from the document (inverse document frequency) and from the list itself: what other items
or the lead also say tells less. Of each item the run of words is kept that has most weight above a price for each letter
(the heaviest run, Bentley, "Programming pearls", 1984); the price is set so that all runs together fill the room.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from indexer.tokens import words

Weigh = Callable[[str], float]
Split = Sequence[Sequence[str]]
"""The words of every item."""
Weights = Sequence[Sequence[float]]
Run = tuple[int, int]
"""The first word of a phrase and the one after its last."""
REPEATED = 0.4
"""What is left of the weight of a word that the lead has said."""
HEAD = 0.3
"""What the first word of an item weighs more, as a share of the item's heaviest: a phrase is best read from its beginning."""
SHARED = 0.7
"""Weights of an item are divided by their sum to this power: 0 gives the room to the heaviest items, 1 to all alike."""
LEAST = 9
"""Characters of the shortest phrase that is worth reading."""
STEPS = 18
_HEADED = re.compile(r"(?P<head>[^:؛.]{8,70}):\s+(?=.{40})")
"""An item that names a thing and then explains it."""


def brief(items: Sequence[str], room: int, weigh: Weigh, said: Collection[str] = ()) -> list[str]:
    """The items in at most `room` characters together, cut to telling phrases and, where even those are too many, fewer.

    `weigh` gives the weight of a stem, `said` holds the stems of the lead.
    """
    if sum(map(len, items)) <= room:
        return list(items)
    headed = [_HEADED.match(item) for item in items]
    if all(headed):
        return brief([f"{m['head']}…" for m in headed if m], room, weigh, said)
    split = [item.split() for item in items]
    weights = _weights(split, weigh, said)
    dearest = max((max(w, default=0.0) for w in weights), default=0.0) + 1e-6
    shortest = [_cut(s, _run(s, w, dearest)) for s, w in zip(split, weights, strict=True)]
    if sum(map(len, shortest)) > room and len(items) > 1:
        dropped = min(range(len(items)), key=lambda n: max(weights[n], default=0.0))
        return brief([item for n, item in enumerate(items) if n != dropped], room, weigh, said)
    return [_cut(s, r) for s, r in zip(split, _priced(split, weights, dearest, room), strict=True)]


def _priced(split: Split, weights: Weights, dearest: float, room: int) -> list[Run]:
    """The runs at the lowest price of a letter at which all of them fit, and what room is left given to them in turn."""
    low, high = 0.0, dearest
    best = [_run(s, w, high) for s, w in zip(split, weights, strict=True)]
    for _ in range(STEPS):
        price = (low + high) / 2
        runs = [_run(s, w, price) for s, w in zip(split, weights, strict=True)]
        if sum(len(_cut(s, r)) for s, r in zip(split, runs, strict=True)) <= room:
            best, high = runs, price
        else:
            low = price
    return _grown(split, weights, best, room)


def _weights(split: Split, weigh: Weigh, said: Collection[str]) -> list[list[float]]:
    """The weight of every word of every item."""
    stems = [[words(w) for w in item] for item in split]
    holding = Counter(stem for item in stems for stem in {s for word in item for s in word})
    made = []
    for item in stems:
        seen: set[str] = set()
        mine = []
        for word in item:
            new = [s for s in word if s not in seen]
            seen.update(word)
            mine.append(sum(weigh(s) / holding[s] * (REPEATED if s in said else 1.0) for s in new))
        if mine:
            mine[0] += HEAD * max(mine)
        scale = sum(mine) ** SHARED or 1.0
        made.append([m / scale for m in mine])
    return made


def _run(item: Sequence[str], weights: Sequence[float], price: float) -> Run:
    """The run of words with most weight above `price` for each letter and its space, no shorter than LEAST where it can be."""
    best, (start, end) = float("-inf"), (0, 1)
    total, begun = 0.0, 0
    for at, (word, weight) in enumerate(zip(item, weights, strict=True)):
        if total <= 0:
            total, begun = 0.0, at
        total += weight - price * (len(word) + 1)
        if total > best:
            best, (start, end) = total, (begun, at + 1)
    while len(" ".join(item[start:end])) < LEAST and (start > 0 or end < len(item)):
        after = next((n + 1 for n in range(end, len(item)) if weights[n] > 0), None)
        if after:
            end = after
        elif start:
            start = next((n for n in range(start - 1, -1, -1) if weights[n] > 0), 0)
        else:
            end = len(item)
    return start, end


def _grown(split: Split, weights: Weights, runs: Sequence[Run], room: int) -> list[Run]:
    """What room is left goes, in turn, to each run up to the next word that tells something."""
    made = list(runs)
    free = room - sum(len(_cut(s, r)) for s, r in zip(split, made, strict=True))
    growing = True
    while growing:
        growing = False
        for at, (item, weight, (start, end)) in enumerate(zip(split, weights, made, strict=True)):
            to = next((n + 1 for n in range(end, len(item)) if weight[n] > 0), len(item))
            more = len(_cut(item, (start, to))) - len(_cut(item, (start, end)))
            if to > end and more <= free:
                made[at] = (start, to)
                free -= more
                growing = True
    return made


def _cut(item: Sequence[str], run: Run) -> str:
    start, end = run
    text = " ".join(item[start:end])
    return text if end == len(item) else text.rstrip("،؛:.") + "…"
