"""Where the characters of a text that a person wrote stood in a raw line whose runs are in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush

from indexer.repair.traced import ADDED, Traced

_FORMS = str.maketrans("يىكةۀأإٱ٪“”", 'ییکههااا%""')
_MIRRORED = str.maketrans("()[]{}«»", ")(][}{»«")


def align(raw: str, text: str) -> Traced:
    """`text` with the place in `raw` of every character that is kept.

    Greedy: the longest stretch that both still have unused is matched first (Heckel's block moves, CACM 21(4), 1978, in
    spirit), letter forms counting as equal; single characters last, brackets also mirrored. What is left over is ADDED.
    Cost grows with the square of the line's length.
    """
    a, b = raw.translate(_FORMS), text.translate(_FORMS)
    origin = [ADDED] * len(b)
    used = [False] * len(a)
    waiting = [(-length, i, j) for length, i, j in _runs(a, b)]
    heapify(waiting)
    while waiting:
        length, i, j = heappop(waiting)
        free = _free_parts(-length, i, j, used, origin)
        if free == [(-length, i, j)]:
            origin[j + length + 1 : j + 1] = range(i + length + 1, i + 1)
            used[i + length + 1 : i + 1] = [True] * -length
            continue
        for size, i, j in free:
            if not a[i - size + 1 : i + 1].isspace():
                heappush(waiting, (-size, i, j))
    _match_brackets(a, b, used, origin)
    return Traced(text, tuple(origin))


def _runs(a: str, b: str) -> Iterator[tuple[int, int, int]]:
    """Length and last places in a and b of every common stretch that cannot be made longer, those of spaces alone left out."""
    places: dict[str, list[int]] = {}
    for j, y in enumerate(b):
        places.setdefault(y, []).append(j)
    # Length of the common stretch that ends at each place of b, for the character of a before and for this one.
    previous: dict[int, int] = {}
    for i, x in enumerate(a):
        row = {j: previous.pop(j - 1, 0) + 1 for j in places.get(x, ())}
        yield from ((n, i - 1, j) for j, n in previous.items() if not a[i - n : i].isspace())
        previous = row
    yield from ((n, len(a) - 1, j) for j, n in previous.items() if not a[len(a) - n :].isspace())


def _free_parts(length: int, i: int, j: int, used: Sequence[bool], origin: Sequence[int]) -> list[tuple[int, int, int]]:
    """The parts of a common stretch (its length and last places) that nothing has taken yet."""
    parts, size = [], 0
    for back in range(length - 1, -1, -1):
        if used[i - back] or origin[j - back] != ADDED:
            if size:
                parts.append((size, i - back - 1, j - back - 1))
            size = 0
        else:
            size += 1
    return [*parts, (size, i, j)] if size else parts


def _match_brackets(a: str, b: str, used: list[bool], origin: list[int]) -> None:
    mirrored = a.translate(_MIRRORED)
    for j, y in enumerate(b):
        if origin[j] == ADDED and not y.isspace():
            i = next((i for i, x in enumerate(mirrored) if x == y and not used[i]), None)
            if i is not None:
                origin[j], used[i] = i, True
