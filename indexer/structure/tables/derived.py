"""Rows that arithmetic shows to be totals though no «جمع» says so: the whole of all rows, and the results of an account.

A result («سود خالص», «مازاد») is a total where one choice of signs makes it the sum of the rows above in every column: costs
are printed with brackets, with a minus, or as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from indexer.corpus import Column, Row
from indexer.structure.tables.checks import At, Board, same
from indexer.structure.tables.folding import holds, vocabulary
from indexer.structure.tables.summaries import is_sum, is_whole, label_of
from indexer.structure.tables.sums import additive

_LEAST_PARTS = 3
_LARGE, _LARGE_ALONE = 100, 1000
"""Least size of a figure that does not come about by chance, with others beside it and alone."""
_MOST_SIGNED = 6
"""Rows whose signs are tried one by one."""


def whole_row(columns: Sequence[Column], rows: Sequence[Row]) -> int | None:
    """The first or last row where it is the sum of all others in every column that adds up, two at least; no total is
    printed elsewhere. Rows of statistics count for nothing.

    A last row that only says «سال» or «همه» need add up one column, where the others can be means of theirs.
    """
    figures = [k for k, c in enumerate(columns) if c.role == "value" and c.name]
    own = [r for r, row in enumerate(rows) if row.kind == "body"]
    if len(own) <= _LEAST_PARTS or any(map(is_sum, rows)):
        return None
    for place in (own[-1], own[0]):
        others = [rows[r] for r in own if r != place]
        told = [k for k in figures if rows[place].values[k] is not None]
        adding = [k for k in told if additive(columns[k])]
        added = [k for k in adding if same(_sum(others, k), rows[place].values[k] or 0.0)]
        large = sum(abs(_sum(others, k)) >= _LARGE for k in added)
        if large >= 2 and added == adding:
            return place
        whole = place == own[-1] and is_whole(label_of(rows[place].cells))
        if whole and large and all(k in added or _between(others, k, rows[place].values[k] or 0.0) for k in told):
            return place
    return None


def _sum(rows: Sequence[Row], column: int) -> float:
    return sum(r.values[column] or 0.0 for r in rows)


def _between(rows: Sequence[Row], column: int, value: float) -> bool:
    """Whether a figure can be a mean or an extreme of those of some rows."""
    parts = [v for r in rows if (v := r.values[column]) is not None]
    return bool(parts) and min(parts) <= value <= max(parts)


def derived_rows(board: Board, rows: Sequence[Row]) -> list[int]:
    """The rows of results, which are left on the board as proved sums."""
    figures = [k for k in board.values if k not in board.percents]
    found: list[int] = []
    for r, row in enumerate(rows):
        label = label_of(row.cells)
        told = [k for k in figures if board.value((r, k)) is not None]
        if r < 2 or r in board.totals or not told or not holds(vocabulary("results"), label):
            continue
        least = _LARGE if len(told) > 1 else _LARGE_ALONE
        if not any(abs(board.value((r, k)) or 0.0) >= least for k in told):
            continue
        addends = next((a for a in _addends(board, r, [*board.totals, *found]) if _adds_up(board, a, r, told)), None)
        if addends is None:
            continue
        found.append(r)
        for k in told:
            cells: list[At] = [(a, k) for a, _ in addends if board.value((a, k)) is not None]
            value = board.value((r, k)) or 0.0
            board.note("column_sum", k, r, value, value, True, [*cells, (r, k)])
    return found


def _addends(board: Board, row: int, totals: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The rows that a result may be made of with their signs, the likeliest first."""
    before = sorted(t for t in totals if t < row)
    start = before[-1] if before else -1
    since = list(range(start + 1, row))
    scopes = [[*before[-1:], *since], before[-2:], since, list(range(row))]
    for scope in (s for n, s in enumerate(scopes) if len(s) >= 2 and s not in scopes[:n]):
        rest = len(scope) - 1
        signs = product((1, -1), repeat=rest) if rest < _MOST_SIGNED else iter([(1,) * rest, (-1,) * rest])
        for chosen in signs:
            yield list(zip(scope, (1, *chosen), strict=True))


def _adds_up(board: Board, addends: Sequence[tuple[int, int]], row: int, columns: Sequence[int]) -> bool:
    for k in columns:
        parts = [sign * (board.value((a, k)) or 0.0) for a, sign in addends]
        if sum(map(bool, parts)) < 2 or not same(round(sum(parts), 6), board.value((row, k)) or 0.0):
            return False
    return True
