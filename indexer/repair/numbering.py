"""Section numbers at the head of ordered lines, settled over the whole document.

Which of `2-11-4-` and `4-11-2-` a line meant cannot be told from the line: its parts came out in pieces, last to first, and
where the pieces lay is not seen. The numbers of a document follow one another, so the readings of all its numbered lines are
chosen together (Viterbi).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from indexer.repair.traced import ADDED, Traced

Number = tuple[int, ...]

_HEAD = re.compile(r"\s*((?:\d{1,2} ?- ?){2,6})(?!\d)")
_PART = re.compile(r"(\d{1,2}) ?- ?")
NEXT, LATER, BACK, JUMP = 6.0, 2.0, -1.0, -3.0
"""Worth of a number that is the next one; that comes later under the same first part; that goes back under it; that has
another first part than this one or the next."""
REVERSED = 1.0
"""Worth of all parts being pieces of their own, the commonest case."""
REACH = 3
"""Steps within which a number is still "later": sections without a numbered line are few."""


@dataclass(frozen=True)
class Heading:
    """Line `at` with the ways its number may be read: orders of its parts, and what each order says."""

    at: int
    parts: tuple[tuple[int, int], ...]
    orders: tuple[tuple[int, ...], ...]
    numbers: tuple[Number, ...]


def follows(before: Number, after: Number) -> float:
    """How well one section number goes on from another."""
    for depth in range(len(before) + 1):
        if after[:depth] != before[:depth] or len(after) != depth + 1:
            continue
        step = after[depth] - (before[depth] if depth < len(before) else 0)
        if step == 1:
            return NEXT
        if 1 < step <= REACH:
            return LATER
    if after[0] == before[0] + 1:
        return NEXT if after[1:] == (1,) else 0.0
    if after[0] != before[0]:
        return JUMP
    return LATER if after > before else BACK


def _orders(count: int) -> list[tuple[int, ...]]:
    """What pieces of a row of `count` parts give when read last to first, single parts before longer pieces."""
    found: list[tuple[int, ...]] = []
    for cuts in range(count - 1, -1, -1):
        for places in combinations(range(1, count), cuts):
            bounds = [0, *places, count]
            pieces = [tuple(range(a, b)) for a, b in pairwise(bounds)]
            found.append(tuple(i for piece in reversed(pieces) for i in piece))
    return found


def _heading(at: int, line: Traced) -> Heading | None:
    match = _HEAD.match(line.text)
    if match is None:
        return None
    parts = [m.span() for m in _PART.finditer(line.text, match.start(1), match.end(1))]
    origins = [line.origin[start] for start, _ in parts]
    rest = [o for c, o in zip(line.text[match.end() :], line.origin[match.end() :], strict=True) if o != ADDED and c.isalnum()]
    if ADDED in origins or not rest:
        return None
    value = [int(m.group(1)) for m in _PART.finditer(line.text, match.start(1), match.end(1))]
    if max(origins) < min(rest):
        # Nothing was moved: the number is read as it stands, and tells about the others.
        orders: list[tuple[int, ...]] = [tuple(range(len(parts)))]
    else:
        raw = sorted(range(len(parts)), key=lambda k: origins[k])
        orders = [tuple(raw[i] for i in order) for order in _orders(len(parts))]
    return Heading(at, tuple(parts), tuple(orders), tuple(tuple(value[i] for i in order) for order in orders))


def choose(headings: Sequence[Heading]) -> list[int]:
    """The order to read each number in, as an index of its `orders`: the best chain."""
    if not headings:
        return []
    score = [_prior(headings[0], k) for k in range(len(headings[0].orders))]
    back: list[list[int]] = []
    for before, heading in pairwise(headings):
        links: list[int] = []
        following: list[float] = []
        for k, number in enumerate(heading.numbers):
            ways = [s + follows(n, number) for s, n in zip(score, before.numbers, strict=True)]
            best = max(range(len(ways)), key=ways.__getitem__)
            links.append(best)
            following.append(ways[best] + _prior(heading, k))
        back.append(links)
        score = following
    chosen = [max(range(len(score)), key=score.__getitem__)]
    for links in reversed(back):
        chosen.append(links[chosen[-1]])
    return chosen[::-1]


def _prior(heading: Heading, order: int) -> float:
    return REVERSED if order == 0 else 0.0


def settle(lines: Sequence[Traced | None]) -> dict[int, Traced]:
    """The lines whose section number is to be read in another order, by their place. lines: None where nothing was ordered."""
    headings = [h for at, line in enumerate(lines) if line is not None and (h := _heading(at, line)) is not None]
    changed: dict[int, Traced] = {}
    for heading, choice in zip(headings, choose(headings), strict=True):
        order = heading.orders[choice]
        line = lines[heading.at]
        if line is not None and order != tuple(range(len(order))):
            changed[heading.at] = _reordered(line, heading.parts, order)
    return changed


def _reordered(line: Traced, parts: Sequence[tuple[int, int]], order: Sequence[int]) -> Traced:
    start, end = parts[0][0], parts[-1][1]
    places = [i for k in order for i in range(*parts[k])]
    text = line.text[:start] + "".join(line.text[i] for i in places) + line.text[end:]
    origin = (*line.origin[:start], *(line.origin[i] for i in places), *line.origin[end:])
    return _tidied(Traced(text, origin), start, end)


def _tidied(line: Traced, start: int, end: int) -> Traced:
    """Spaces between the parts go; one stays after the number."""
    keep = [i for i in range(len(line.text)) if not (start <= i < end and line.text[i].isspace())]
    at = sum(1 for i in keep if i < end)
    text, origin = "".join(line.text[i] for i in keep), tuple(line.origin[i] for i in keep)
    if text[at : at + 1].strip():
        text, origin = text[:at] + " " + text[at:], (*origin[:at], ADDED, *origin[at:])
    return Traced(text, origin)
