"""A header of several levels laid over the columns of its table by least cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from indexer.structure.tables.damaged.names import Name, named_parts

Laid = list[tuple[str, ...]]
Proof = Callable[[Laid], float]
"""Price of names that the figures under them speak against."""


_Link = tuple["_Link", tuple[str, ...]] | None
"""The names laid over columns so far: those before the last column, and the last one's."""
_State = tuple[float, _Link]


def _lay(names: Sequence[Name], kinds: str) -> tuple[float, Laid]:
    """Names over columns by least cost: a name may go on the one before it, a column may stay without, a name may be left
    out."""
    cost, link = _laid(tuple(names), kinds)
    laid: Laid = []
    while link is not None:
        link, parts = link
        laid.append(parts)
    return cost, laid[::-1]


@lru_cache(maxsize=4096)
def _laid(names: tuple[Name, ...], kinds: str) -> _State:
    width, count = len(kinds), len(names)
    best: list[list[_State | None]] = [[None] * (width + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, None)
    for i in range(count):
        name, known = names[i], len(names[i].kinds) == 1
        fits = _fits(name, kinds)
        row, below = best[i], best[i + 1]
        for k in range(width + 1):
            state = row[k]
            if state is None:
                continue
            cost, link = state
            if k < width:
                _offer(below, k + 1, cost + fits[k], (link, (name.text,)))
            if link is not None and link[1]:
                before, last = link
                whole = named_parts((*last, name.text))
                price = _price(name, known, last, whole, kinds[k - 1])
                _offer(below, k, cost + price, (before, (whole.text,) if whole else (*last, name.text)))
            _offer(below, k, cost + 2.2, link)
            if k < width:
                _offer(row, k + 1, cost + (0.2 if kinds[k] == "A" else 1.6), (link, ()))
    for k in range(width):
        if (state := best[count][k]) is not None:
            _offer(best[count], k + 1, state[0] + (0.2 if kinds[k] == "A" else 1.6), (state[1], ()))
    return best[count][width] or (1e9, None)


def _offer(row: list[_State | None], k: int, cost: float, link: _Link) -> None:
    state = row[k]
    if state is None or cost < state[0]:
        row[k] = (cost, link)


@lru_cache(maxsize=16384)
def _fits(name: Name, kinds: str) -> tuple[float, ...]:
    """Price of a name over each of the columns."""
    known = len(name.kinds) == 1
    return tuple(_fit(name, known, kind, kinds) + (0.0 if name.opens or known else 0.7) for kind in kinds)


def _fit(name: Name, known: bool, kind: str, kinds: str) -> float:
    if not known and ("درصد" in name.text) != (kind == "P") and "P" in kinds:
        return 1.8
    return (0.0 if known else 0.4) if kind.replace("A", "T") in name.kinds else 2.5


def _price(name: Name, known: bool, last: tuple[str, ...], whole: Name | None, kind: str) -> float:
    """Price of a name that goes on the one before it over the same column; `whole`: the usual name that both are."""
    if whole is not None and kind in whole.kinds:
        return -0.3
    if name.opens or (len(last) == 1 and (named_parts(last) or name).kinds in ("I", "E", "T")):
        return 2.0
    return 1.5 if known else 0.2


def _expanded(names: Sequence[Name], anywhere: bool = False) -> Iterator[tuple[list[Name], bool, bool]]:
    """The header with its last names taken as a second level: set under one, two or more names before them, each group with
    as many.

    With each comes whether the second level stands right behind its groups, so that no name changes its place, and whether
    the groups are one name repeated. `anywhere`: a single group may stand in the middle, its names moved to it.
    """
    count = len(names)
    for size in range(2, min(9, count)):
        tops, subs = list(names[:-size]), list(names[-size:])
        if any(not n.opens and len(n.kinds) > 1 for n in subs):
            continue
        for groups in range(1, min(5, len(tops) + 1)):
            shares = (
                [size // groups] * groups
                if size % groups == 0
                else [1] + [2] * (groups - 1)
                if size == 2 * groups - 1 and groups > 2
                else []
            )
            if not shares:
                continue
            sets = [tuple(range(at, at + groups)) for at in range(len(tops) - groups + 1)]
            if groups > 1:
                repeated = Counter(t.text for t in tops)
                sets += [tuple(i for i, t in enumerate(tops) if t.text == text) for text, n in repeated.items() if n == groups]
            for chosen in sets:
                # Names that move from the end to groups in the middle are believed of periods and of repeated names alone.
                alike = groups > 1 and len({tops[i].text for i in chosen}) == 1
                in_place = chosen[-1] == len(tops) - 1
                if not in_place and not alike and not anywhere and not all("ماهه" in tops[i].text for i in chosen):
                    continue
                if any(len(tops[i].kinds) == 1 for i in chosen) or (groups > 1 and shares[-1] == 1):
                    continue
                result: list[Name] = []
                left = list(subs)
                for i, top in enumerate(tops):
                    if i in chosen:
                        share = shares[chosen.index(i)]
                        if "ماهه" in top.text and any("تا پایان" in n.text for n in left[:share]):
                            break
                        result += [Name(f"{top.text} - {s.text}", s.kinds) for s in left[:share]]
                        left = left[share:]
                    else:
                        result.append(top)
                else:
                    yield result, in_place, alike


def compact(names: Sequence[Name]) -> list[Name]:
    """Unusual names that do not open one, put on the name before them."""
    found: list[Name] = []
    for name in names:
        if found and not name.opens and len(name.kinds) > 1 and len(found[-1].kinds) > 1:
            found[-1] = Name(f"{found[-1].text} {name.text}", found[-1].kinds, found[-1].opens)
        else:
            found.append(name)
    return found


def best_names(names: list[Name], kinds: str, proof: Proof | None = None) -> tuple[float, Laid]:
    """The cheapest way to lay a header over the columns, with up to two second levels.

    `proof` prices what the figures speak against; with it a group may stand anywhere, since the figures tell where.
    """
    cost, laid = _lay(names, kinds)
    if proof is not None:
        cost += proof(laid)
    if len(names) <= len(kinds) or cost < 0.8 or len(names) > 24:
        return cost, laid
    most = 2.2 if proof is None else 3.2
    shown = {tuple(n.text for n in names)}
    layer = [names]
    for _ in range(2):
        following: list[tuple[float, list[Name]]] = []
        for start in layer:
            for other, in_place, alike in _expanded(start, proof is not None):
                key = tuple(n.text for n in other)
                if key in shown or len(other) < len(kinds) - 1:
                    continue
                shown.add(key)
                price, result = _lay(other, kinds)
                price += 0.6 if in_place else 0.8
                if proof is not None:
                    price += proof(result)
                price += 1.5 * sum(n.text.count(" - ") > 2 for n in other)
                following.append((price - (100.0 if alike else 0.0), other))
                # A second level is believed where all names then find their column.
                if price < cost and price <= most:
                    cost, laid = price, result
        layer = [n for _, n in sorted(following, key=lambda f: f[0])[:6]]
    return cost, laid
