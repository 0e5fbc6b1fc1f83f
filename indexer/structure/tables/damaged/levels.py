"""A header of several levels laid over the columns of its table by least cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from indexer.structure.tables.damaged.names import Name, named

Laid = list[tuple[str, ...]]
Proof = Callable[[Laid], float]
"""Price of names that the figures under them speak against."""


def _lay(names: Sequence[Name], kinds: str) -> tuple[float, Laid]:
    """Names over columns by least cost: a name may go on the one before it, a column may stay without, a name may be left
    out."""
    width, count = len(kinds), len(names)
    best: dict[tuple[int, int], tuple[float, tuple[tuple[str, ...], ...]]] = {(0, 0): (0.0, ())}

    def offer(key: tuple[int, int], cost: float, laid: tuple[tuple[str, ...], ...]) -> None:
        if key not in best or cost < best[key][0]:
            best[key] = (cost, laid)

    for i in range(count + 1):
        for k in range(width + 1):
            state = best.get((i, k))
            if state is None:
                continue
            cost, laid = state
            if i < count:
                name = names[i]
                known = len(name.kinds) == 1
                if k < width:
                    fit = (0.0 if known else 0.4) if kinds[k].replace("A", "T") in name.kinds else 2.5
                    if not known and ("درصد" in name.text) != (kinds[k] == "P") and "P" in kinds:
                        fit = 1.8
                    offer((i + 1, k + 1), cost + fit + (0.0 if name.opens or known else 0.7), (*laid, (name.text,)))
                if laid and laid[-1]:
                    together = (*laid[-1], name.text)
                    whole = named(" ".join(together).split())
                    fixed = len(laid[-1]) == 1 and (named(laid[-1][0].split()) or name).kinds in ("I", "E", "T")
                    price = (
                        -0.3
                        if whole is not None and kinds[k - 1] in whole.kinds
                        else 2.0
                        if name.opens or fixed
                        else 1.5
                        if known
                        else 0.2
                    )
                    offer((i + 1, k), cost + price, (*laid[:-1], (whole.text,) if whole else together))
                offer((i + 1, k), cost + 2.2, laid)
            if k < width:
                offer((i, k + 1), cost + (0.2 if kinds[k] == "A" else 1.6), (*laid, ()))
    cost, laid = best.get((count, width), (1e9, ()))
    return cost, list(laid)


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
