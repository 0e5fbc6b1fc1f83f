"""Candidates that compute over the rows of a table: sums, means, extremes, ranks, shares, and what meets a condition."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.structure.tables.summaries import is_sum
from indexer.tokens import words
from service.answers.cells import pairs
from service.answers.claim import Claim, Operation, Value, number
from service.answers.sheet import Sheet, spaced
from service.answers.slots import Slots, threshold

MOST_LISTED = 60
MOST_SETS, MOST_SHARE = 6, 0.7
"""Sets of rows by a word of the question, and the share of all rows that such a set may have: beyond, the word tells nothing."""
NEARLY = 0.01
FEWEST = 3
"""Rows from which on a table is computed over."""


def program_claims(asked: Slots, sheet: Sheet, named: Sequence[int]) -> Iterator[Claim]:
    """Everything that may be computed over the rows of a table; `named`: the rows that the question names."""
    body = sheet.body
    if len(body) < FEWEST:
        return
    sets: dict[tuple[int, ...], str | None] = {body: None}
    for over, said in _chosen(asked, sheet):
        if len(over) > 1:
            sets.setdefault(over, said)
        else:
            yield Claim("list", sheet, (), (sheet.naming[0],), (sheet.labels[over[0]],), over, said)
    for over, condition in sets.items():
        if condition is not None or len(over) <= MOST_LISTED:
            yield from _of_all(sheet, over, condition)
        for column in sheet.numeric:
            held = [r for r in over if not np.isnan(sheet.figures[r, column])]
            if len(held) >= 2:
                yield from _of_column(asked, sheet, tuple(held), column, condition)
    for column in sheet.numeric:
        yield from _conditions(asked, sheet, column)
        for row in named[:5]:
            yield from _place_of(sheet, row, column)
        if len(named) > 1:
            yield from _share(sheet, tuple(named[:3]), column)
    for a, b in pairs(sheet):
        yield from _between(sheet, a, b)


def _chosen(asked: Slots, sheet: Sheet) -> Iterator[tuple[tuple[int, ...], str | None]]:
    """Sets of rows that one entry of a column of words picks out, where the question says that entry."""
    text = f" {spaced(asked.text)} "
    for column in sheet.texts:
        groups: dict[str, list[int]] = {}
        for row in sheet.body:
            groups.setdefault(spaced(sheet.rows[row].cells[column]), []).append(row)
        for said, rows in groups.items():
            fewest = 2 if column == sheet.naming[0] else 1  # who has this entry, be it one alone
            if len(said) >= 2 and fewest <= len(rows) < len(sheet.body) and f" {said} " in text:
                yield tuple(rows), sheet.rows[rows[0]].cells[column].strip()
    yield from _holding(asked, sheet)
    scopes: dict[str, list[int]] = {}
    for row in sheet.body:
        scopes.setdefault(spaced(sheet.rows[row].scope), []).append(row)
    for said, rows in scopes.items():
        if len(said) >= 2 and 2 <= len(rows) < len(sheet.body) and f" {said} " in text:
            yield tuple(rows), sheet.rows[rows[0]].scope


def _holding(asked: Slots, sheet: Sheet) -> Iterator[tuple[tuple[int, ...], str]]:
    """Sets of rows whose entry in a column of words holds a word of the question: «شرکت‌های سیمانی»."""
    found: dict[tuple[int, ...], str] = {}
    of_measures = sheet.caption_words.union(*(sheet.column_words[c] for c in sheet.numeric))
    stems = [stem for stem in asked.stems if stem not in of_measures]  # a word of theirs is not said of rows
    for column in sheet.texts:
        entries = sheet.entry_words(column)
        for stem in stems:
            rows = tuple(r for r in sheet.body if stem in entries[r])
            if 2 <= len(rows) <= MOST_SHARE * len(sheet.body):
                found.setdefault(rows, stem)
    for rows, stem in list(found.items())[:MOST_SETS]:
        yield rows, next((w for w in asked.text.split() if stem in words(w)), stem)


def _of_all(sheet: Sheet, over: tuple[int, ...], condition: str | None) -> Iterator[Claim]:
    yield Claim("count", sheet, (), (), (len(over),), over, condition)
    for column in (sheet.naming[0], *(c for c in sheet.texts if c not in sheet.naming[:1])):
        if len(over) <= MOST_LISTED:
            cells = dict.fromkeys(sheet.rows[r].cells[column].strip() for r in over)
            entries = tuple(c for c in cells if c)
            if entries:
                yield Claim("list", sheet, over, (column,), entries, over, condition)


def _of_column(asked: Slots, sheet: Sheet, over: tuple[int, ...], column: int, condition: str | None) -> Iterator[Claim]:
    figures = sheet.figures[list(over), column]
    yield Claim("sum", sheet, (), (column,), (number(figures.sum()),), over, condition)
    yield Claim("mean", sheet, (), (column,), (number(figures.mean()),), over, condition)
    sizes = {int(n.value) for n in asked.numbers if n.value == int(n.value) and 2 <= n.value <= 15} | {3}
    orders: tuple[tuple[int, Operation, Operation, Operation], ...] = (
        (-1, "most", "most_n", "nth_most"),
        (1, "least", "least_n", "nth_least"),
    )
    for sign, one, several, nth in orders:
        order = [over[i] for i in np.argsort(sign * figures, kind="stable")]
        first = [r for r in order if sheet.figures[r, column] == sheet.figures[order[0], column]]
        if len(first) <= 4:
            yield Claim(one, sheet, tuple(first), (column,), _names(sheet, first, column), tuple(order), condition)
        for size in sizes:
            if size < len(order):
                said = int(any(n.value == size for n in asked.numbers))
                yield Claim(several, sheet, tuple(order[:size]), (column,), _names(sheet, order[:size]), over, condition, said)
        for place in asked.places:
            if 2 <= place <= len(order):
                row = order[place - 1]
                yield Claim(nth, sheet, (row,), (column,), _names(sheet, [row], column), tuple(order), condition)


def _names(sheet: Sheet, rows: Sequence[int], column: int | None = None) -> tuple[Value, ...]:
    """The names of rows, and the figure that they share where a column is given."""
    names: tuple[Value, ...] = tuple(dict.fromkeys(sheet.labels[r] for r in rows))
    return names if column is None else (*names, number(sheet.figures[rows[0], column]))


def _conditions(asked: Slots, sheet: Sheet, column: int) -> Iterator[Claim]:
    """Rows whose figure is above, below or at a number of the question, above or below the mean, or zero."""
    figures = sheet.figures[:, column]
    held = sheet.held[column]
    if len(held) < FEWEST:
        return
    limits = [(threshold(n, sheet, column), 1) for n in asked.numbers]
    equal = [*limits, *([] if any(x == 0 for x, _ in limits) else [(0.0, 0)])]
    mean = float(figures[list(held)].mean())
    for limit, used in [*limits, (mean, 0)]:
        above = [r for r in held if figures[r] > limit]
        below = [r for r in held if figures[r] < limit]
        yield from _meeting(sheet, column, above, limit, used, "count_more", "list_more")
        yield from _meeting(sheet, column, below, limit, used, "count_less", "list_less")
    for limit, used in equal:
        at = [r for r in held if figures[r] == limit]
        yield from _meeting(sheet, column, at, limit, used, "count_equal", "list_equal")
    if not limits:
        yield from _meeting(sheet, column, [r for r in held if figures[r] > 0], 0.0, 0, "count_more", "list_more")
        yield from _meeting(sheet, column, [r for r in held if figures[r] < 0], 0.0, 0, "count_less", "list_less")


def _meeting(
    sheet: Sheet, column: int, rows: Sequence[int], limit: float, used: int, count: Operation, listed: Operation
) -> Iterator[Claim]:
    if len(rows) == len(sheet.held[column]) or (not rows and not used):
        return  # what all rows meet, or none, tells nothing
    yield Claim(count, sheet, tuple(rows), (column,), (len(rows),), sheet.body, limit, used)
    if rows:
        yield Claim(listed, sheet, tuple(rows), (column,), _names(sheet, rows), sheet.body, limit, used)


def _place_of(sheet: Sheet, row: int, column: int) -> Iterator[Claim]:
    own = sheet.figures[row, column]
    held = sheet.held[column]
    if row not in held:
        return
    figures = sheet.figures[list(held), column]
    yield Claim("rank_most", sheet, (row,), (column,), (int((figures > own).sum()) + 1,), held)
    yield Claim("rank_least", sheet, (row,), (column,), (int((figures < own).sum()) + 1,), held)
    yield from _share(sheet, (row,), column)


def _share(sheet: Sheet, rows: tuple[int, ...], column: int) -> Iterator[Claim]:
    own = sheet.figures[list(rows), column].sum()
    sums = [float(sheet.figures[t, column]) for t in sheet.totals if is_sum(sheet.rows[t])]
    totals = [x for x in sums if not np.isnan(x)]
    body = float(np.nansum(sheet.figures[list(sheet.body), column]))
    near = [x for x in totals if math.isclose(x, body, rel_tol=NEARLY)]  # of several printed sums the one of all rows
    whole = near[-1] if near else totals[0] if len(totals) == 1 else body
    if 0 <= own <= whole and whole > 0 and not sheet.is_share(column):
        yield Claim("share", sheet, rows, (column,), (number(100 * own / whole),), sheet.body)


def _between(sheet: Sheet, a: int, b: int) -> Iterator[Claim]:
    """Rows in which one column is above the other: plan not reached, last year outdone."""
    x, y = sheet.figures[:, a], sheet.figures[:, b]
    held = [r for r in sheet.body if not (np.isnan(x[r]) or np.isnan(y[r]))]
    for first, second, rows in ((a, b, [r for r in held if x[r] > y[r]]), (b, a, [r for r in held if y[r] > x[r]])):
        if rows and len(rows) < len(held):
            yield Claim("count_columns", sheet, tuple(rows), (first, second), (len(rows),), sheet.body)
            yield Claim("list_columns", sheet, tuple(rows), (first, second), _names(sheet, rows), sheet.body)
