"""Candidates that read cells: of one row, of several rows beside each other, of two columns of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from indexer.tokens import fold
from service.answers.claim import Claim, Operation, Value, number
from service.answers.sheet import Sheet, flat
from service.years import years_in

MOST_NAMED = 4
"""Rows of which every two are set beside each other."""
MOST_PAIRED = 6
"""Columns of figures up to which every two are set beside each other; of more only those of one name."""


def cell_claims(sheet: Sheet, rows: Sequence[int], near: Sequence[int], named: Sequence[int]) -> Iterator[Claim]:
    """`rows`: those whose cells may be asked for; `near`: those of them that evidence or question point to; `named`: those that
    the question names, surest first."""
    for row in rows:
        for column in sheet.valued:
            if (value := entry(sheet, row, column)) is not None:
                yield Claim("cell", sheet, (row,), (column,), (value,))
    for together in _together(named):
        for column in sheet.numeric:
            yield from _beside(sheet, together, column)
    for row in near:
        for a, b in pairs(sheet):
            yield from _two_columns(sheet, row, a, b)


def _together(named: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Rows that may be set beside each other: every two of the surest, and the three or four surest."""
    yield from combinations(named[:MOST_NAMED], 2)
    yield from (tuple(named[:size]) for size in (3, 4) if len(named) >= size)


def entry(sheet: Sheet, row: int, column: int) -> Value | None:
    """The figure of a cell, or its words; None where it is empty or holds a dash."""
    figure = sheet.figures[row, column]
    if not np.isnan(figure) and sheet.columns[column].role == "value":
        return number(figure)
    told = sheet.rows[row].cells[column].strip()
    return told if any(c.isalnum() for c in told) else None


def pairs(sheet: Sheet) -> list[tuple[int, int]]:
    """Columns of figures of one kind, that may be set beside each other, in their order."""
    found = [(a, b) for a, b in combinations(sheet.numeric, 2) if _one_kind(sheet, a, b)]
    if len(sheet.numeric) <= MOST_PAIRED:
        return found
    words = sheet.column_words
    return [(a, b) for a, b in found if len(words[a] & words[b]) * 2 >= max(len(words[a]), len(words[b]), 1)][:20]


def _one_kind(sheet: Sheet, a: int, b: int) -> bool:
    """Whether two columns count the same, as far as units and figures tell: beds are not set beside patients, nor a change beside
    what changed."""
    if (a in sheet.gaps) != (b in sheet.gaps):
        return False
    x, y = sheet.columns[a].unit, sheet.columns[b].unit
    return sheet.is_share(a) == sheet.is_share(b) and (sheet.is_share(a) or not (x and y) or flat(x) == flat(y))


def _beside(sheet: Sheet, rows: tuple[int, ...], column: int) -> Iterator[Claim]:
    figures = [float(sheet.figures[row, column]) for row in rows]
    if any(np.isnan(figures)) or len({sheet.labels[r] for r in rows}) < len(rows):
        return
    given = tuple(number(x) for x in figures)
    apart = max(figures) > min(figures)
    orders: tuple[tuple[Operation, float], ...] = (("compare", max(figures)), ("compare_least", min(figures)))
    for operation, extreme in orders:
        if apart or operation == "compare":
            names = tuple(sheet.labels[r] for r, x in zip(rows, figures, strict=True) if apart and x == extreme)
            yield Claim(operation, sheet, rows, (column,), (*given, *names))
    yield Claim("sum_rows", sheet, rows, (column,), (number(sum(figures)),))
    if len(rows) == 2:
        a, b = figures
        yield Claim("difference", sheet, rows, (column,), (number(abs(a - b)), *given))
        first, last = sorted(rows, key=lambda r: (min(years_in(fold(sheet.labels[r])), default=0), r))
        if before := float(sheet.figures[first, column]):
            change = 100 * (float(sheet.figures[last, column]) - before) / abs(before)
            yield Claim("growth_rows", sheet, (first, last), (column,), (number(change),))
        for one, other, order in ((a, b, rows), (b, a, rows[::-1])):
            if one >= other > 0:
                yield Claim("ratio", sheet, order, (column,), (number(one / other),))


def _two_columns(sheet: Sheet, row: int, a: int, b: int) -> Iterator[Claim]:
    x, y = (float(sheet.figures[row, k]) for k in (a, b))
    if np.isnan(x) or np.isnan(y):
        return
    given: tuple[Value, ...] = (number(x), number(y))
    names = [sheet.columns[k].name for k in ((a, b) if x > y else (b, a))] if x != y else []
    yield Claim("compare_columns", sheet, (row,), (a, b), (*given, *names[:1]))
    if names:
        yield Claim("compare_columns_least", sheet, (row,), (a, b), (*given, names[1]))
    yield Claim("difference_columns", sheet, (row,), (a, b), (number(abs(x - y)), *given))
    if sheet.is_share(a):
        return
    early, late = _in_time(sheet, a, b)
    from_, to = (float(sheet.figures[row, k]) for k in (early, late))
    if from_:
        yield Claim("growth", sheet, (row,), (early, late), (number(100 * (to - from_) / abs(from_)),))
    for top, under in ((a, b), (b, a)):
        over, below = (float(sheet.figures[row, k]) for k in (top, under))
        if below > 0:
            yield Claim("percent_columns", sheet, (row,), (top, under), (number(100 * over / below),))
            if over >= below:
                yield Claim("ratio_columns", sheet, (row,), (top, under), (number(over / below),))


def _in_time(sheet: Sheet, a: int, b: int) -> tuple[int, int]:
    """Two columns, the earlier year first, as they stand where no years tell."""
    x, y = sheet.columns[a].year, sheet.columns[b].year
    return (b, a) if x and y and x > y else (a, b)
