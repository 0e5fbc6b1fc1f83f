"""What a figure column measures: by the words of its head, then by what the arithmetic of the table proves.

Words alone decide for plans, growth, totals and averages. How what came of a plan is called differs from house to house
(«وصولی», «پرداختی», «تحویل‌شده»): there the percentage beside it tells which column is the actual of which plan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.corpus import Column
from indexer.structure.scope import years_of
from indexer.structure.tables.checks import Board
from indexer.structure.tables.folding import folded, holds, vocabulary, words

MEASURES = ("growth", "percent", "cumulative", "average", "plan", "actual", "total")
_COMPARED = ("نسبت به", "رشد", "تغییر", "در مقایسه با")
_WHOLE_NAMES = re.compile(r"\b(?:شاخص|اداره|مدیر|دبیر|ضریب|معدل|نرخ|میانگین) کل\b")
_LEAST_PROOFS = 2


def measure_of(levels: Sequence[str], unit: str | None, siblings: Sequence[str] = ()) -> str | None:
    """The measure that the general words of a head name, innermost level first; `siblings` are the names of all columns.

    A percentage by its unit alone is `percent` until `learned_measures` has seen the arithmetic.
    """
    for level in reversed(levels):
        # «برنامه‌های آموزشی» are things that are counted, not a plan; «شاخص کل» is no sum.
        said = re.sub(r"\b(?:برنامه|هدف|بودجه) (?:ها|های)\b", " ", folded(level))
        said = _WHOLE_NAMES.sub(" ", said)
        for measure in MEASURES:
            if measure == "percent" and (unit not in (None, "درصد") or re.search(r"\b(?:هر|تعداد) سهم\b", said)):
                continue
            if measure == "average" and _is_size(said, siblings):
                continue
            if holds(vocabulary(measure), said):
                degree = measure == "actual" and unit == "درصد" and holds(("تحقق", "محقق", "محقق شده", "تحقق یافته"), said)
                return "percent" if degree else measure
    return "percent" if unit == "درصد" else None


def _is_size(said: str, siblings: Sequence[str]) -> bool:
    """Whether «متوسط» is one of several sizes («کوچک», «متوسط», «بزرگ») and no average."""
    told = words(said)
    return told[:1] != ["متوسط"] and not holds(("میانگین", "معدل", "سرانه"), said) and any(
        holds(vocabulary("sizes"), s) for s in siblings
    )  # fmt: skip


def averaged(caption: str) -> bool:
    """Whether a caption says that the figures under it are averages («میانگین زمان رسیدن …»)."""
    return words(caption)[:1] in (["میانگین"], ["متوسط"])


def of_averages(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a table of averages: those that measure nothing else and count nothing."""
    others = (*vocabulary("counts"), *vocabulary("pure"))
    return tuple(
        replace(c, measure="average") if c.role == "value" and c.measure is None and not holds(others, c.name) else c
        for c in columns
    )


def year_of(levels: Sequence[str]) -> int | None:
    """The one year that a head names; where it compares («رشد ۱۴۰۱ نسبت به ۱۴۰۰») the first. A span («۱۴۰۰-۱۴۰۱») is none."""
    for level in reversed(levels):
        if years := years_of(level):
            return years[0] if len(years) == 1 or holds(_COMPARED, level) else None
    return None


def has_own_period(levels: Sequence[str]) -> bool:
    """Whether a head names a span of years, so that the table's year is not its figures'."""
    return any(len(years_of(level)) > 1 and not holds(_COMPARED, level) for level in levels)


def learned_measures(columns: Sequence[Column], board: Board) -> tuple[Column, ...]:
    """The columns with the measures that the table's arithmetic settles, which its checks must have been made for."""
    found = list(columns)
    proofs = _proofs(board)
    for p, column in enumerate(columns):
        if column.measure == "percent" and not proofs.get(p) and not _is_share(column):
            found[p] = replace(column, measure=None)
        if p in board.percents:
            for a, b in proofs.get(p, ()):
                _note_plan(found, columns[p], a, b)
        elif column.measure is None and proofs.get(p):
            found[p] = replace(column, measure="average")
    _beside(found)
    return tuple(found)


def _is_share(column: Column) -> bool:
    """Whether a head says that its percentages are shares of a whole or degrees of fulfilment, no rates."""
    if holds(vocabulary("percent"), column.name):
        return True
    levels = [level for level in column.heads or (column.name,) if not years_of(level)]
    return bool(levels) and holds(vocabulary("degrees"), levels[-1])


def _proofs(board: Board) -> dict[int, list[tuple[int, int]]]:
    """For each column the columns (dividend, divisor) whose quotient it is, or whose total its figures are shares of."""
    told: Counter[tuple[int, int, int]] = Counter()
    rows = {ident: n for n, ident in enumerate(board.row_ids)}
    for check in board.checks:
        if check.kind != "ratio" or check.state != "verified" or check.note == "product" or check.column is None:
            continue
        others = [(rows[r], c) for r, c in check.cells if c != check.column]
        if len(others) < 2:
            continue
        x, y = board.value(others[0]), board.value(others[1])
        straight = x is not None and bool(y) and abs(100 * x / (y or 1) - check.found) <= 1
        if check.column not in board.percents or straight or others[0][1] == others[1][1]:
            told[check.column, others[0][1], others[1][1]] += 1
    found: dict[int, list[tuple[int, int]]] = {}
    for (p, a, b), count in told.items():
        if count >= _LEAST_PROOFS:
            found.setdefault(p, []).append((a, b))
    return found


def _note_plan(found: list[Column], percent: Column, a: int, b: int) -> None:
    """Column `a` is the actual of `b` where that is a plan: by its words, or what is filled and the percentage says so."""
    plan = found[b]
    inner = folded(plan.heads[-1] if plan.heads else plan.name)
    filled = plan.measure is None and inner in vocabulary("capacity") and holds(vocabulary("filling"), percent.name)
    if a == b or found[a].measure is not None or not (plan.measure == "plan" or filled):
        return
    found[b] = replace(plan, measure="plan")
    found[a] = replace(found[a], measure="actual")
    if plan.heads and found[a].heads and holds(vocabulary("plan"), " ".join(plan.heads[:-1])):
        for k, other in enumerate(found):
            if other.role == "value" and other.measure is None and other.heads[:-1] == found[a].heads[:-1] and other.heads:
                found[k] = replace(other, measure="actual")


def _beside(found: list[Column]) -> None:
    """The column right behind a plan whose head says that something was done («پرداختی», «…شده») is its actual."""
    for k in range(len(found) - 1):
        plan, other = found[k], found[k + 1]
        alike = (plan.unit, plan.year, plan.heads[:-1]) == (other.unit, other.year, other.heads[:-1])
        taken = any(c.measure == "actual" and c.heads[:-1] == plan.heads[:-1] and c.year == plan.year for c in found)
        if plan.measure != "plan" or other.role != "value" or other.measure is not None or not alike or taken:
            continue
        inner = other.heads[-1] if other.heads else other.name
        if words(inner)[-1:] in (["شده"], ["یافته"]) or holds(vocabulary("realized"), inner):
            found[k + 1] = replace(other, measure="actual")
