"""What the figures under a header tell of its names: a total is a sum, person-hours a product, a percentage a quotient."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.structure.entities import is_total
from indexer.structure.tables.damaged.grid import Grid
from indexer.structure.tables.damaged.levels import Laid
from indexer.structure.tables.numbers import readings

Figures = dict[int, list[float | None]]
"""The values of every figure column, top to bottom."""


def figures_of(grid: Grid) -> Figures:
    """The figures of a grid as printed, None where a cell holds none."""
    found: Figures = {}
    for k, kind in enumerate(grid.kinds):
        if kind != "N":
            continue
        values: list[float | None] = []
        for row in grid.rows:
            item = row.cells[k]
            read = readings(item.text, None, item.negative) if item is not None and item.kind == "N" else []
            values.append(read[0].value if read else None)
        found[k] = values
    return found


def _holds(targets: Sequence[float | None], parts: Sequence[Sequence[float | None]], product: bool = False) -> bool:
    """Whether most rows keep target = sum (or product) of the parts; one row with three different figures is enough."""
    kept = broken = 0
    for target, *others in zip(targets, *parts, strict=True):
        values = [v for v in others if v is not None]
        if target is None or len(values) < len(others) or sum(v != 0 for v in values) < 2:
            continue
        wanted = 1.0
        for v in values:
            wanted *= v
        wanted = wanted if product else sum(values)
        kept, broken = (kept + 1, broken) if abs(wanted - target) <= 0.006 * abs(target) else (kept, broken + 1)
    return kept > 0 and kept >= 3 * broken


def is_sum(figures: Figures, column: int) -> bool:
    """Whether a column is the sum of two or more figure columns right before it."""
    before: list[list[float | None]] = []
    for k in range(column - 1, -1, -1):
        if k not in figures:
            break
        before.append(figures[k])
        if len(before) >= 2 and _holds(figures[column], before):
            return True
    return False


def sums_of(figures: Figures) -> dict[int, bool]:
    """For every figure column whether it is a sum."""
    return {k: is_sum(figures, k) for k in figures}


def proof_cost(sums: Mapping[int, bool], laid: Laid) -> float:
    """Price of names: a name for a total over a column that is no sum, another over one that is."""
    cost = 0.0
    for k, is_a_sum in sums.items():
        if k >= len(laid) or not laid[k]:
            continue
        total = is_total(laid[k][-1].split(" - ")[-1])
        if total != is_a_sum:
            cost += 0.5 if total else 0.2
    return cost


def _agreement(figures: Figures, names: Sequence[str]) -> int:
    """How many names the figures prove, less those they disprove."""
    score = 0
    for k, values in figures.items():
        others = [m for m in figures if m != k]
        words = re.split(r"[\s-]+", names[k])
        if is_total(names[k].split(" - ")[-1]):
            score += 1 if is_sum(figures, k) else -1
        factors = [m for m in others if len(words) > 1 and names[m] and names[m] in words]
        if factors:
            proven = any(_holds(values, [figures[m], figures[o]], True) for m in factors for o in others if o not in (m, k))
            score += 1 if proven else -1
        if "درصد" in names[k]:
            for plan in (m for m in others if re.search("برنامه|هدف|اهداف", names[m]) and "درصد" not in names[m]):
                for actual in (m for m in others if "عملکرد" in names[m] and "درصد" not in names[m]):
                    hundred: list[float | None] = [None if v is None else 100 * v for v in figures[actual]]
                    score += 1 if _holds(hundred, [values, figures[plan]], True) else 0
        if "ماهه" in names[k]:
            for whole in (m for m in others if "تا پایان" in names[m]):
                pairs = [(a, b) for a, b in zip(values, figures[whole], strict=True) if a is not None and b is not None]
                same = names[k].split(" - ")[0] == names[whole].split(" - ")[0]
                score -= 1 if same and pairs and sum(a > b for a, b in pairs) > 0.5 * len(pairs) else 0
    return score


def in_proven_order(figures: Figures, laid: Laid) -> Laid:
    """The names with neighbours changed over where the figures then agree with more of them."""
    laid = list(laid)
    if len(laid) <= max(figures, default=-1):
        return laid
    for k in sorted(figures):
        if k + 1 not in figures or not laid[k] or not laid[k + 1]:
            continue
        other = [*laid[:k], laid[k + 1], laid[k], *laid[k + 2 :]]
        if _agreement(figures, [" - ".join(p) for p in other]) > _agreement(figures, [" - ".join(p) for p in laid]):
            laid = other
    return laid
