"""How deep each heading of a document lies, from what its format says, its font, and its numbering.

No level is fixed: which of «بخش» and «فصل» is the outer one is learned from where each first stands within the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.structure.heading_marks import Mark, outer_rank
from indexer.structure.numbered import step_cost


@dataclass(frozen=True)
class Head:
    """A heading before its level is known. `level` is what the format says; `size` the rank of its font, 0 the largest."""

    line: int
    mark: Mark | None
    level: int | None = None
    size: int = 0


@dataclass
class _Open:
    head: Head
    number: str | None
    key: tuple[int, ...]


def levels(heads: Sequence[Head]) -> dict[int, int]:
    """Level of each heading, by its line: one more than that of the heading it stands under."""
    order = _order_of_words(heads)
    plain = _plain_depths(heads)
    reverse = reversed_numbers(heads)
    stack: list[_Open] = []
    found: dict[int, int] = {}
    for head in heads:
        number = turned(head.mark.number, reverse) if head.mark else None
        key = _key(head, order, plain)
        above = _numbered_above(stack, head, number)
        while stack and (stack[-1].key >= key if above is None else len(stack) > above + 1):
            stack.pop()
        stack.append(_Open(head, number, key))
        found[head.line] = len(stack)
    return found


def turned(number: str | None, reverse: bool) -> str | None:
    """The number with its most significant part first, where the document prints it last."""
    return "-".join(reversed(number.split("-"))) if number and reverse else number


def reversed_numbers(heads: Sequence[Head]) -> bool:
    """Whether the document prints the most significant part last (۱-۲, ۲-۲, ۳-۲): only if the numbers then run on better."""
    bare = [h.mark.number for h in heads if h.mark and not h.mark.word and h.mark.number]
    numbers = [tuple(int(p) for p in n.split("-")) for n in bare if all(p.isdigit() for p in n.split("-"))]
    if sum(len(n) > 1 for n in numbers) < 3:
        return False
    costs = []
    for run in (numbers, [n[::-1] for n in numbers]):
        costs.append(sum(step_cost(a, b) for a, b in zip([(), *run], run, strict=False)))
    return costs[1] < 0.5 * costs[0] and costs[0] > 1.0


def _key(head: Head, order: dict[str, int], plain: dict[tuple[int, int], int]) -> tuple[int, ...]:
    """Compares as the headings nest: outer ones are smaller."""
    if head.level is not None:
        return (head.level, 0, 0)
    outer = 90 if head.size < 0 else head.size
    if head.mark is None:
        return (outer, 0, plain.get((outer, 0), 0))
    if head.mark.word:
        return (outer, 0, order[head.mark.word])
    return (outer, 0, 100 + head.mark.depth)


def _plain_depths(heads: Sequence[Head]) -> dict[tuple[int, int], int]:
    """The place of headings without a number beside the numbered ones of the same font: with the outermost of them."""
    order = _order_of_words(heads)
    found: dict[tuple[int, int], int] = {}
    for head in heads:
        if head.level is None and head.mark is not None:
            rank = order[head.mark.word] if head.mark.word else 100 + head.mark.depth
            place = (head.size, 0)
            found[place] = min(found.get(place, rank), rank)
    return found


def _order_of_words(heads: Sequence[Head]) -> dict[str, int]:
    """The words before numbers from the outermost in, as they first come up one within the other."""
    words = list(dict.fromkeys(h.mark.word for h in heads if h.mark and h.mark.word))
    ranked = sorted(words, key=lambda w: (outer_rank(w), words.index(w)))
    # Articles stand within everything else that has a name or a number.
    return {w: n + (200 if outer_rank(w) > 0 else 0) for n, w in enumerate(ranked)}


def _numbered_above(stack: Sequence[_Open], head: Head, number: str | None) -> int | None:
    """The place in the stack of the heading whose number this one's number goes on from, «۲» or «فصل دوم» for 2-1."""
    if head.level is not None or head.mark is None or head.mark.word or not number or "-" not in number:
        return None
    parts = number.split("-")
    for at in range(len(stack) - 1, -1, -1):
        above = stack[at]
        own = above.number.split("-") if above.number else []
        if own and len(own) < len(parts) and parts[: len(own)] == own and above.head.size <= head.size:
            return at
    return None
