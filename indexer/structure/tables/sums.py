"""Totals of clean tables: which rows a total row adds up, which columns a total column, and whether they do."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.corpus import Column, Row
from indexer.structure.tables.checks import At, Board, left_out, same
from indexer.structure.tables.folding import folded, holds, vocabulary
from indexer.structure.tables.summaries import label_of
from indexer.structure.tables.values import is_empty

# How far a printed total may be from the sum to be a slip, as a share of the sum: where nothing shows that the column adds
# up, where another one does, and where several do.
_NEAR_ALONE, _NEAR_BESIDE, _NEAR_AMONG = 0.1, 0.5, 2.0
# Rows tried for a remark that a total leaves out, and for the columns that a column may add up.
_MOST_REMARKS, _PROBED = 100, 60


def few_slips(exact: int, telling: int) -> bool:
    """Whether a relation that some rows break is one that the table claims: a slip is rare, a part that is not shown is not."""
    return exact >= 2 and exact >= 2 * (telling - exact) and telling - exact <= max(1, telling // 30)


def additive(column: Column) -> bool:
    """Whether a column's figures may be added up, by its name and unit."""
    per = column.unit is not None and any(p in f" {column.unit} " for p in (" بر ", " در ", "/", "درصد", " به ازای "))
    return not per and column.measure not in ("percent", "growth", "average") and not holds(vocabulary("rates"), column.name)


def _tells_of_others(row: Row) -> bool:
    return holds(vocabulary("statistics"), " ".join(label_of(row.cells).split()[:2]))


def _scopes(board: Board, rows: Sequence[Row], total: int, scopes: Sequence[str]) -> list[list[int]]:
    """The rows that a total may add up, the likeliest first."""
    aside = (*board.totals, *board.statistics)
    body = [r for r in range(board.rows) if r not in aside and not _tells_of_others(rows[r])]
    before = [t for t in board.totals if t < total]
    since = [r for r in body if max(before, default=-1) < r < total]
    following = min((t for t in board.totals if t > total), default=board.rows)
    found = [
        [r for r in body if r < total],
        since,
        before,
        [*before, *since],
        [r for r in body if r < total and scopes[r] == scopes[total]],
        [r for r in body if total < r < following],
    ]
    if total == 0:
        found.append([r for r in body if r > total])
    return [s for n, s in enumerate(found) if len(s) >= 2 and s not in found[:n]]


def _addends(board: Board, scope: Sequence[int], column: int) -> list[At]:
    return [(r, column) for r in scope if board.value((r, column)) is not None]


def _sum(board: Board, cells: Sequence[At]) -> float:
    return round(sum(board.value(c) or 0.0 for c in cells), 6)


def _exact(board: Board, cells: Sequence[At], total: At) -> bool:
    """Whether a printed total is the sum, with two figures at least that are not nothing."""
    return sum(bool(board.value(c)) for c in cells) >= 2 and same(_sum(board, cells), board.value(total) or 0.0)


def _without_one(board: Board, scope: Sequence[int], total: int, usable: Sequence[int]) -> list[int] | None:
    """The scope without the one row that every column leaves out of its total: a remark among the rows («از این میان»)."""
    for r in scope[:_MOST_REMARKS]:
        rest = [s for s in scope if s != r]
        if len(usable) >= 2 and len(rest) >= 2 and all(_exact(board, _addends(board, rest, k), (total, k)) for k in usable):
            return rest
    return None


def column_sums(board: Board, columns: Sequence[Column], rows: Sequence[Row], scopes: Sequence[str]) -> None:
    """Every total row against the rows that it adds up: all above, those since the last total, or the totals above."""
    for total in board.totals:
        usable = [k for k in board.values if board.value((total, k)) is not None]
        adding = [k for k in usable if additive(columns[k])]
        options = _scopes(board, rows, total, scopes)
        if not options or not usable:
            continue

        def held(scope: Sequence[int], total: int = total, usable: Sequence[int] = usable) -> list[int]:
            return [k for k in usable if _exact(board, _addends(board, scope, k), (total, k))]

        best = max(options, key=lambda s: len(held(s)))
        if not held(best) and (rest := _without_one(board, best, total, adding)):
            best = rest
        exact = held(best)
        for k in exact:
            cells = _addends(board, best, k)
            board.note("column_sum", k, total, _sum(board, cells), board.value((total, k)) or 0.0, True, [*cells, (total, k)])
        proved = [k for k in exact if additive(columns[k])]
        left = [k for k in adding if k not in exact]
        if len(left) > max(1, len(proved)) or (not proved and len(adding) > 1):
            continue
        for k in left:
            if proved:
                _fail(board, rows, best, (total, k), _NEAR_AMONG if len(proved) > 1 else _NEAR_BESIDE)
            else:
                near = [s for s in options if _slips(board, rows, s, (total, k), _NEAR_ALONE)]
                if near:
                    _fail(board, rows, near[0], (total, k), _NEAR_ALONE)


def _slips(board: Board, rows: Sequence[Row], scope: Sequence[int], total: At, near: float) -> bool:
    """Whether a printed total can only be a slip: the rows are all figures, it is near their sum, and no rounding explains
    the difference."""
    column = total[1]
    cells = _addends(board, scope, column)
    if len(cells) < 2 or any((r, column) not in cells and not is_empty(rows[r].cells[column]) for r in scope):
        return False
    values = [board.value(c) or 0.0 for c in cells]
    found, said = _sum(board, cells), board.value(total) or 0.0
    if min(values) >= 0 and said <= max(values):
        return False
    step = 10.0 ** -max(board.decimals(c) for c in (*cells, total))
    # Figures in thousands or with decimals were rounded one by one.
    rounded = step < 1 or max(values) >= 10_000
    return abs(found - said) <= near * abs(found) and not (rounded and abs(found - said) <= 0.5 * step * len(cells) + 1e-9)


def _fail(board: Board, rows: Sequence[Row], scope: Sequence[int], total: At, near: float) -> None:
    if _slips(board, rows, scope, total, near):
        cells = _addends(board, scope, total[1])
        found, said = _sum(board, cells), board.value(total) or 0.0
        board.note("column_sum", total[1], total[0], found, said, False, [total], left_out(board, cells, found - said))


def _runs(board: Board, columns: Sequence[Column], target: int, plain: Sequence[int], named: bool) -> list[tuple[int, ...]]:
    """The columns that may make up another: its group under one head, a run of neighbours, those of the same inner head."""
    column = columns[target]
    position = plain.index(target)
    found: list[tuple[int, ...]] = []
    if named:
        group = tuple(k for k in plain if k != target and columns[k].heads[:-1] == column.heads[:-1])
        if column.heads:
            found.append(tuple(k for k in plain if k != target and columns[k].heads[-1:] == column.heads[-1:]))
        found.append(group)
    # A balance and what it is left of need not be neighbours.
    balances = [k for k in plain if holds(vocabulary("balances"), columns[k].name)]
    found += [(k, b) for b in balances for k in plain if len({k, b, target}) == 3]
    for size in range(2, len(plain)):
        for run in (tuple(plain[position + 1 : position + 1 + size]), tuple(plain[max(0, position - size) : position])):
            if len(run) == size:
                found.append(run)
    return [r for n, r in enumerate(found) if len(r) >= 2 and r not in found[:n]]


def row_sums(board: Board, columns: Sequence[Column]) -> None:
    """A column that is the sum of others: one named so, a balance («درآمد = هزینه + مانده»), or neighbours that always add up."""
    plain = [k for k in board.values if k not in board.percents]
    for target in plain:
        inner = columns[target].heads[-1] if columns[target].heads else columns[target].name
        named = holds(vocabulary("total"), f"{inner} {columns[target].name}")
        options = _runs(board, columns, target, plain, named)
        if not options or not additive(columns[target]):
            continue
        best = max(options, key=lambda run: len(_kept(board, run, target, _PROBED)[1]))
        telling, exact = _kept(board, best, target)
        claimed = named or any(holds(vocabulary("balances"), folded(columns[k].name)) for k in (*best, target))
        large = sum(abs(board.value((r, target)) or 0.0) >= (10 if len(exact) > 2 else 1000) for r in exact)
        enough = len(exact) >= 0.6 * len(telling) if claimed else len(exact) >= 0.8 * len(telling) and large >= 2
        if not exact or not enough:
            continue
        for r in telling:
            total, said = _sum(board, [(r, k) for k in best]), board.value((r, target)) or 0.0
            cells = [(r, k) for k in (*best, target)]
            if r in exact:
                board.note("row_sum", target, r, total, said, True, cells)
            elif few_slips(len(exact), len(telling)) and _tells(board, cells, total, said):
                board.note("row_sum", target, r, total, said, False, [(r, target)])


def _kept(board: Board, run: Sequence[int], target: int, most: int | None = None) -> tuple[list[int], list[int]]:
    """The rows (of the first `most`) that can tell whether a column is the sum of others, and those in which it is."""
    rows = [
        r
        for r in range(min(board.rows, most or board.rows))
        if board.value((r, target)) is not None and any((r, k) in board.readings for k in run)
    ]
    telling = [r for r in rows if sum(1 for k in run if board.value((r, k))) >= 2]
    exact = [r for r in telling if same(_sum(board, [(r, k) for k in run]), board.value((r, target)) or 0.0)]
    # The greatest of a sum is no sum of the greatest.
    return [r for r in telling if r in exact or r not in board.statistics], exact


def _tells(board: Board, cells: Sequence[At], total: float, said: float) -> bool:
    """Whether a difference is more than rounding, and small enough to be a slip in one figure."""
    if any(c not in board.readings for c in cells):
        return False
    step = 10.0 ** -max(board.decimals(c) for c in cells)
    apart = abs(total - said)
    rounded = (step < 1 or abs(total) >= 10_000) and apart <= 0.5 * step * len(cells) + 1e-9
    return apart <= _NEAR_BESIDE * abs(total) and not rounded
