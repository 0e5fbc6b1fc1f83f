"""Checks of a typed table: what its totals, shares, rates and differences claim, proved or failed.

Every number has one reading here, so nothing is chosen: a relation is stated only where the table claims it. It must hold in
most of the rows or columns that could keep it; then the others fail. One that holds nowhere was never claimed: averages, rates,
ranks and distinct counts do not add up, and a list of the largest is not the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from indexer.corpus import Column, Row
from indexer.structure.tables.checks import At, Board, index_count, products
from indexer.structure.tables.numbers import Reading
from indexer.structure.tables.rates import means, rates
from indexer.structure.tables.sums import column_sums, row_sums
from indexer.structure.tables.values import is_empty, is_year

_MOST_FACTORS, _MOST_ROWS = 16, 300
"""Figure columns and rows above which no products are looked for: their triples are many, and such tables hold series."""


def board_of(columns: Sequence[Column], rows: Sequence[Row], merged: set[At], statistics: Collection[int] = frozenset()) -> Board:
    """The table for its checks: figures of columns that have a name; cells merged over several places are left out.

    `statistics` are the rows of means and extremes, which nothing adds up to.
    """
    figures = [k for k, c in enumerate(columns) if c.role == "value" and c.name and not _are_years([r.cells[k] for r in rows])]
    readings: dict[At, tuple[Reading, ...]] = {
        (r, k): (Reading(v, row.cells[k], 0.0),)
        for r, row in enumerate(rows)
        for k in figures
        if (v := row.values[k]) is not None and (r, k) not in merged
    }
    rates_of = {k for k in figures if columns[k].unit is None and columns[k].measure in ("percent", "growth")}
    percents = rates_of | {k for k in figures if columns[k].unit == "درصد"}
    totals = [r for r, row in enumerate(rows) if row.kind == "total" and r not in statistics]
    ids = [row.id for row in rows]
    return Board(readings, len(rows), totals, figures, percents, set(), ids, statistics=frozenset(statistics))


def _are_years(cells: Sequence[str]) -> bool:
    """Whether the figures of a column are years («سال احداث»), which nothing is computed from."""
    told = [c for c in cells if not is_empty(c)]
    return bool(told) and all(is_year(c) for c in told)


def check(board: Board, columns: Sequence[Column], rows: Sequence[Row], scopes: Sequence[str]) -> None:
    """All checks of one table, left on its board. `scopes` is the dividing text that each row stands under."""
    column_sums(board, columns, rows, scopes)
    row_sums(board, columns)
    rates(board, columns)
    means(board, columns)
    if len(board.values) <= _MOST_FACTORS and board.rows <= _MOST_ROWS:
        products(board)
    numbers = next((k for k, c in enumerate(columns) if c.role == "index"), None)
    if numbers is not None:
        count_rows(board, [row.values[numbers] for row in rows if row.kind == "body"])


def count_rows(board: Board, numbers: Sequence[float | None]) -> None:
    """The running numbers against the rows, where each row has its own and at most one is left out: longer gaps are those of a
    selection."""
    told = [int(n) for n in numbers if n is not None]
    rising = all(a < b for a, b in pairwise(told))
    if told and len(told) == len(numbers) and rising and told[0] == 1 and told[-1] <= len(told) + 1:
        index_count(board, told)
