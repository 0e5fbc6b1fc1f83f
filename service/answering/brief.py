"""Items cut to their most telling words, so that all of a list fits into one answer.

How telling a word is, is learned from the document (inverse document frequency) and from the list itself: what other items,
the question or the lead also say tells less, and so does what only explains («جهت …»، «به منظور …») or stands in brackets. Of
each item those words are kept, in their order, that have most weight above a price for each letter and for each gap; the
price is set so that all items together fill the room (Lagrangian relaxation of the knapsack, Everett, Operations Research
11(3), 1963; the words of one item by dynamic programming).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache

from indexer.tokens import fold, stop_words, words
from service.patterns import patterns

Weigh = Callable[[str], float]
Split = Sequence[Sequence[str]]
"""The words of every item."""
Weights = Sequence[Sequence[float]]
Kept = tuple[int, ...]
"""The places of the words that stay."""
REPEATED = 0.2
"""What is left of the weight of a word that the question or the lead has said."""
EXPLAINING = 0.6
BRACKETED = 0.6
HEAD = 0.15
"""What the first word of an item weighs more, as a share of the item's heaviest: a phrase is best read from its beginning."""
RARE = 1.2
"""The power to which the weight of a stem is raised."""
ELSEWHERE = 0.6
"""Weights are divided by the number of items that hold the stem to this power."""
SHARED = 0.7
"""Weights of an item are divided by their sum to this power: 0 gives the room to the heaviest items, 1 to all alike."""
GAP = 0.4
"""What it costs to leave out words between two that are kept, as a share of the item's heaviest word."""
DENIED = 0.5
"""What it costs to drop «عدم» before a word that is kept."""
LEAST = 9
"""Characters of the shortest phrase that is worth reading."""
STEPS = 14
_HEADED = re.compile(r"(?P<head>[^:؛.]{8,70}):\s+(?=.{40})")
"""An item that names a thing and then explains it."""
_MARKS = '()[]«»"،؛.:'


def brief(items: Sequence[str], room: int, weigh: Weigh, said: Collection[str] = ()) -> list[str]:
    """The items in at most `room` characters together, cut to telling words and, where even those are too many, fewer.

    `weigh` gives the weight of a stem, `said` holds the stems of the question and of the lead.
    """
    items = [item for item in items if item.split()]
    if sum(map(len, items)) <= room:
        return items
    headed = [_HEADED.match(item) for item in items]
    if all(headed):
        return brief([m["head"] for m in headed if m], room, weigh, said)
    split = [item.split() for item in items]
    weights = _weights(split, weigh, said)
    dearest = max((max(w, default=0.0) for w in weights), default=0.0) + 1e-6
    shortest = _priced(split, weights, dearest)
    kept = sorted(range(len(items)), key=lambda n: -max(weights[n], default=0.0))
    while sum(len(shortest[n]) for n in kept) > room and len(kept) > 1:
        kept.pop()
    if len(kept) == 1:
        return [shortest[kept[0]][:room]]
    if len(kept) < len(items):
        return brief([items[n] for n in sorted(kept)], room, weigh, said)
    low, high, best = 0.0, dearest, shortest
    for _ in range(STEPS):
        price = (low + high) / 2
        cut = _priced(split, weights, price)
        if sum(map(len, cut)) <= room:
            best, high = cut, price
        else:
            low = price
    return best


def _priced(split: Split, weights: Weights, price: float) -> list[str]:
    """Every item at a price of a letter, no shorter than LEAST where it can be."""
    made = []
    for item, weight in zip(split, weights, strict=True):
        kept = _telling(item, weight, price)
        while len(_text(item, kept)) < LEAST and len(kept) < len(item):
            kept = _grown(item, weight, kept)
        made.append(_text(item, kept))
    return made


def _grown(item: Sequence[str], weights: Sequence[float], kept: Kept) -> Kept:
    """The words kept and those up to the next that tells something, or the one that tells most for its letters elsewhere."""
    telling = [n for n, w in enumerate(weights) if w > 0 and n not in kept]
    if not telling:
        return tuple(range(len(item)))
    gap = GAP * max(weights)
    runs: list[tuple[Kept, float]] = [((n,), weights[n] - gap) for n in telling]
    after, before = [n for n in telling if n > kept[-1]], [n for n in telling if n < kept[0]]
    runs += [(tuple(range(kept[-1] + 1, after[0] + 1)), weights[after[0]])] if after else []
    runs += [(tuple(range(before[-1], kept[0])), weights[before[-1]])] if before else []
    best, _ = max(runs, key=lambda x: x[1] / (1 + sum(len(item[n]) for n in x[0])))
    return tuple(sorted((*kept, *best)))


def _weights(split: Split, weigh: Weigh, said: Collection[str]) -> list[list[float]]:
    """The weight of every word of every item."""
    stems = [[_stems(w) for w in item] for item in split]
    holding = Counter(stem for item in stems for stem in {s for word in item for s in word})
    made = []
    for item, raw in zip(stems, split, strict=True):
        seen: set[str] = set()
        mine: list[float] = []
        share, bracketed = 1.0, False
        for word, printed in zip(item, raw, strict=True):
            if mine and printed.strip(_MARKS) in patterns()["explaining"]:
                share = EXPLAINING
            bracketed = bracketed or printed.startswith("(")
            new = [s for s in word if s not in seen]
            seen.update(word)
            weight = sum(weigh(s) ** RARE / holding[s] ** ELSEWHERE * (REPEATED if s in said else 1.0) for s in new)
            mine.append(weight * share * (BRACKETED if bracketed else 1.0))
            bracketed = bracketed and not printed.rstrip("،؛.").endswith(")")
        if mine:
            mine[0] += HEAD * max(mine)
        scale = sum(mine) ** SHARED or 1.0
        made.append([m / scale for m in mine])
    return made


@lru_cache(maxsize=65536)
def _stems(word: str) -> tuple[str, ...]:
    """The stems of a word that tell something; none of a function word."""
    return () if fold(word.strip(_MARKS)) in _untold() else tuple(words(word))


@cache
def _untold() -> frozenset[str]:
    return stop_words() | {fold(w) for w in patterns()["small"]}


def _telling(item: Sequence[str], weights: Sequence[float], price: float) -> Kept:
    """The words with most weight above `price` for each letter and its space, less the cost of the gaps between them.

    The heaviest word where none is worth its price.
    """
    gap = GAP * max(weights, default=0.0) + price
    none = (float("-inf"), ())
    inside: tuple[float, Kept] = none
    """The best where the last word is kept, and where it is left out after others were kept."""
    outside: tuple[float, Kept] = none
    for at, (word, weight) in enumerate(zip(item, weights, strict=True)):
        denied = DENIED if at and item[at - 1].strip(_MARKS) in patterns()["denying"] else 0.0
        begun = (-denied, ())
        again = (outside[0] - gap - denied, outside[1])
        before = max((begun, inside, again), key=lambda x: x[0])
        outside = max((inside, outside), key=lambda x: x[0])
        inside = (before[0] + weight - price * (len(word) + 1), (*before[1], at))
    most, kept = max((inside, outside), key=lambda x: x[0])
    return kept if most > 0 else (max(range(len(item)), key=lambda n: weights[n]),)


def _text(item: Sequence[str], kept: Kept) -> str:
    """The words that stay, commas for those that went between them."""
    text = ""
    for n, at in enumerate(kept):
        if n == 0:
            text = item[at]
        elif at == kept[n - 1] + 1:
            text += f" {item[at]}"
        else:
            text = f"{text.rstrip('،؛:.')}، {item[at]}"
    text = text.strip("،؛:. ")
    return text if text.count("(") == text.count(")") else text.replace("(", "").replace(")", "")
