"""Where the characters of a text that a person wrote stood in a raw line whose runs are in another order."""

from __future__ import annotations

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
    while True:
        length, at_raw, at_text = _longest(a, b, used, origin)
        if length == 0:
            break
        origin[at_text : at_text + length] = range(at_raw, at_raw + length)
        used[at_raw : at_raw + length] = [True] * length
    _match_brackets(a, b, used, origin)
    return Traced(text, tuple(origin))


def _longest(a: str, b: str, used: list[bool], origin: list[int]) -> tuple[int, int, int]:
    """Length, place in a, place in b of the longest common stretch of unused characters that holds a letter or digit."""
    best = (0, 0, 0)
    free: dict[str, list[int]] = {}
    for j, y in enumerate(b):
        if origin[j] == ADDED:
            free.setdefault(y, []).append(j)
    # Length of the common stretch that ends at each place of b, for the character of a before and for this one.
    previous: dict[int, int] = {}
    for i, x in enumerate(a):
        row: dict[int, int] = {}
        if not used[i]:
            for j in free.get(x, ()):
                row[j] = n = previous.get(j - 1, 0) + 1
                if n > best[0] and not a[i - n + 1 : i + 1].isspace():
                    best = (n, i - n + 1, j - n + 1)
        previous = row
    return best


def _match_brackets(a: str, b: str, used: list[bool], origin: list[int]) -> None:
    mirrored = a.translate(_MIRRORED)
    for j, y in enumerate(b):
        if origin[j] == ADDED and not y.isspace():
            i = next((i for i, x in enumerate(mirrored) if x == y and not used[i]), None)
            if i is not None:
                origin[j], used[i] = i, True
