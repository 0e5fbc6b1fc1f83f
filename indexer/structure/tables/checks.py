"""Arithmetic that proves a table or chooses between readings of its numbers.

A printed number may be read in several ways (`numbers.readings`). Relations hold between cells: a total is the sum of its
column, a column
the sum of columns before it, a percentage the quotient of two cells, a subtotal the sum of the rows since the last one. A
relation is
accepted for a table when most of its rows keep it; it then proves the cells it holds for, chooses readings where exactly one
choice of
doubtful cells keeps it, and fails visibly where none does. A figure is never changed to make a printed total true: only
cells whose
printed characters are doubtful by themselves (a leading zero, a hanging point, a row emitted out of order) may take another
reading.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from indexer.corpus import Check
from indexer.structure.tables.numbers import Reading

At = tuple[int, int]
"""Row and column of a cell."""

MOST_STATES = 60_000
"""Sums kept while readings are combined; a column with more is left as printed."""


@dataclass
class Board:
    """One table for the solver: readings by cell, the reading chosen for each (cheapest first), and what is known of rows
    and columns."""

    readings: dict[At, tuple[Reading, ...]]
    rows: int
    totals: list[int]
    values: list[int]
    percents: set[int]
    doubtful: set[At]
    row_ids: list[str]
    sums: set[int] = field(default_factory=set)
    averages: list[int] = field(default_factory=list)
    chosen: dict[At, int] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    statistics: frozenset[int] = frozenset()
    """Rows of means and extremes of the others: neither body nor total."""

    def value(self, at: At) -> float | None:
        found = self.readings.get(at)
        return found[self.chosen.get(at, 0)].value if found else None

    def decimals(self, at: At) -> int:
        value = self.value(at)
        if value is None or value == int(value):
            return 0
        return min(6, len(f"{value:.6f}".rstrip("0").split(".")[1]))

    def note(
        self,
        kind: Literal["column_sum", "row_sum", "ratio", "growth", "row_count"],
        column: int | None,
        row: int | None,
        expected: float,
        found: float,
        good: bool,
        cells: Iterable[At],
        note: str | None = None,
    ) -> None:
        places = tuple((self.row_ids[r], c) for r, c in cells)
        ident = self.row_ids[row] if row is not None else None
        state: Literal["verified", "failed"] = "verified" if good else "failed"
        self.checks.append(Check(kind, column, ident, round(expected, 6), round(found, 6), state, places, note))


def same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _choose(board: Board, cells: Sequence[At], target: float, slack: float) -> tuple[dict[At, int], bool] | None:
    """Readings of the doubtful cells with which `cells` sum to `target`: the cheapest choice and whether it is a proof.

    It is a proof when no other choice does, and the choices are few against the spread of their sums, so that an agreement
    by chance
    is unlikely (under one in twenty).
    """
    fixed = sum(board.value(c) or 0.0 for c in cells if c not in board.doubtful)
    free = [c for c in cells if c in board.doubtful]
    states: dict[int, tuple[float, int, tuple[int, ...]]] = {0: (0.0, 1, ())}
    choices = 1
    for cell in free:
        options = board.readings[cell]
        choices *= len(options)
        following: dict[int, tuple[float, int, tuple[int, ...]]] = {}
        for total, (cost, ways, picked) in states.items():
            for n, reading in enumerate(options):
                key = total + round(reading.value * 1000)
                old = following.get(key)
                price = cost + reading.cost
                if old is None:
                    following[key] = (price, ways, (*picked, n))
                else:
                    best = (price, (*picked, n)) if price < old[0] else (old[0], old[2])
                    following[key] = (best[0], old[1] + ways, best[1])
        states = following
        if len(states) > MOST_STATES:
            return None
    hits = [
        (cost, ways, picked)
        for total, (cost, ways, picked) in states.items()
        if abs(fixed + total / 1000 - target) <= slack + 1e-6
    ]
    if not hits:
        return None
    cost, ways, picked = min(hits)
    spread = (max(states) - min(states)) / 1000 + 1
    proof = (sum(h[1] for h in hits) == 1 and choices / spread < 0.05) or not free
    return dict(zip(free, picked, strict=True)), proof


def _slack(board: Board, cells: Sequence[At], total: At) -> float:
    """How far a sum may be from a total that is printed with fewer decimals."""
    return 0.999 if board.decimals(total) == 0 and any(board.decimals(c) for c in cells) else 0.0


def column_sums(board: Board) -> None:
    """Every total against its column; readings of doubtful cells chosen where one choice fits."""
    for total in board.totals:
        body = [r for r in range(total) if r not in board.totals]
        for column in board.values:
            at = (total, column)
            cells = [(r, column) for r in body if board.value((r, column)) is not None]
            printed = board.value(at)
            if printed is None or len(cells) < 2:
                continue
            found = sum(board.value(c) or 0.0 for c in cells)
            slack = _slack(board, cells, at)
            sure = not any(c in board.doubtful for c in [*cells, at])
            if abs(found - printed) <= slack + 1e-6 and (sure or not any(_invalid(board, c) for c in cells)):
                board.note("column_sum", column, total, found, printed, True, [*cells, at])
                continue
            choice = _choose(board, cells, printed, slack)
            if choice is not None:
                board.chosen.update(choice[0])
                if choice[1]:
                    found = sum(board.value(c) or 0.0 for c in cells)
                    board.note("column_sum", column, total, found, printed, True, [*cells, at])
                # Else the likeliest of several choices that fit is taken, but it proves nothing.
                continue
            if column in board.percents:
                continue
            board.note("column_sum", column, total, found, printed, False, [at], left_out(board, cells, found - printed))


def _invalid(board: Board, at: At) -> bool:
    return bool(board.readings[at]) and board.readings[at][0].cost >= 2.0


def left_out(board: Board, cells: Sequence[At], difference: float) -> str | None:
    """The one row whose value makes up the difference between the rows' sum and the printed total."""
    # Rounding may leave a unit over in large figures.
    near = 2.0 if abs(difference) >= 10_000 else 1e-6
    hits = [c for c in cells if abs((board.value(c) or 0.0) - difference) <= near and difference]
    return f"row:{board.row_ids[hits[0][0]]}" if len(hits) == 1 else None


def _runs(columns: Sequence[int]) -> list[tuple[int, ...]]:
    """Runs of two or more neighbouring value columns."""
    return [tuple(columns[i:j]) for i in range(len(columns)) for j in range(i + 2, len(columns) + 1)]


def row_sums(board: Board) -> None:
    """A column that is the sum of a run of columns right before it or right behind it."""
    plain = [c for c in board.values if c not in board.percents]
    for target in plain:
        for run in _runs(plain):
            if target in run or (
                plain.index(run[-1]) + 1 != plain.index(target) and plain.index(run[0]) - 1 != plain.index(target)
            ):
                continue
            rows = [r for r in range(board.rows) if all(board.value((r, c)) is not None for c in (*run, target))]
            telling = [r for r in rows if sum(1 for c in run if board.value((r, c))) >= 2]
            exact = [r for r in telling if same(sum(board.value((r, c)) or 0 for c in run), board.value((r, target)) or 0)]
            fixed = [r for r in telling if r not in exact and _settle(board, run, target, r)]
            good = len(exact) + len(fixed)
            large = all(abs(board.value((r, target)) or 0) >= 1000 for r in telling)
            enough = good >= 3 or (good >= 1 and good == len(telling) and (large or target in board.sums))
            if not telling or not enough or good < 0.8 * len(telling):
                for r in fixed:
                    for c in (*run, target):
                        board.chosen.pop((r, c), None)
                continue
            for r in telling:
                total, printed = sum(board.value((r, c)) or 0 for c in run), board.value((r, target)) or 0
                board.note("row_sum", target, r, total, printed, same(total, printed), [(r, c) for c in (*run, target)])
            break


def _settle(board: Board, run: Sequence[int], target: int, row: int) -> bool:
    """Reads one cell of a row anew where exactly one such reading makes the row's sum true, and the figures are large."""
    hits: list[tuple[At, int]] = []
    for column in (*run, target):
        at = (row, column)
        for n, reading in enumerate(board.readings[at]):
            if n == board.chosen.get(at, 0) or reading.cost > 3.5:
                continue
            values = {c: board.value((row, c)) or 0.0 for c in (*run, target)} | {column: reading.value}
            if same(sum(values[c] for c in run), values[target]):
                hits.append((at, n))
    if len(hits) == 1 and abs(board.value((row, target)) or 0) >= 1000:
        board.chosen[hits[0][0]] = hits[0][1]
        return True
    return False


def quotients(board: Board, row: int, a: int, b: int, growth: bool) -> tuple[float, float] | None:
    """The least and the greatest percentage that a / b (or its growth) can be, given the decimals printed."""
    x, y = board.value((row, a)), board.value((row, b))
    if x is None or y is None or y == 0:
        return None
    dx = 0.5 * 10 ** -board.decimals((row, a)) if board.decimals((row, a)) else 0.0
    dy = 0.5 * 10 ** -board.decimals((row, b)) if board.decimals((row, b)) else 0.0
    ends = [100 * (x + i * dx) / (y + j * dy) - (100 if growth else 0) for i in (-1, 1) for j in (-1, 1) if y + j * dy]
    return min(ends), max(ends)


def fits(printed: float, low: float, high: float, decimals: int) -> bool:
    """Whether a printed percentage is a value between the ends, rounded or cut off."""
    step: float = 10.0**-decimals
    return low - 0.5 * step - 1e-9 <= printed <= high + 0.5 * step + 1e-9 or (
        low == high and math.floor(low / step + 1e-9) * step - 1e-9 <= printed <= math.floor(low / step + 1e-9) * step + 1e-9
    )


def ratios(board: Board) -> None:
    """A percentage column as quotient or growth of two other columns, capped at 100 where the report caps."""
    plain = [c for c in board.values if c not in board.percents]
    for p in sorted(board.percents):
        best: tuple[int, int, int, int, bool] | None = None
        rows = [r for r in range(board.rows) if board.value((r, p)) is not None]
        for a in plain:
            for b in plain:
                if a == b:
                    continue
                for growth in (False, True):
                    hits, caps = 0, 0
                    for r in rows:
                        ends = quotients(board, r, a, b, growth)
                        if ends is None:
                            continue
                        if fits(board.value((r, p)) or 0, *ends, board.decimals((r, p))):
                            hits += 1
                        elif not growth and board.value((r, p)) == 100 and ends[0] > 100:
                            caps += 1
                        elif _other(board, (r, p), ends) is not None:
                            hits += 1
                    near = -abs(p - a) - abs(p - b)
                    if best is None or (hits * 2 + caps, near) > (best[0] * 2 + best[1], -abs(p - best[2]) - abs(p - best[3])):
                        best = (hits, caps, a, b, growth)
        if best is None:
            continue
        hits, caps, a, b, growth = best
        few = len(rows) <= 2
        close = {a, b} == {p - 1, p - 2}
        if not hits or hits + caps < 0.7 * len(rows) or (few and not (close or hits == 2)):
            continue
        for r in rows:
            _ratio_row(board, r, p, a, b, growth)


def _other(board: Board, at: At, ends: tuple[float, float]) -> int | None:
    """The one other reading of a percentage that fits, where the printed one does not."""
    hits = [
        n
        for n, reading in enumerate(board.readings[at])
        if n != board.chosen.get(at, 0) and reading.cost <= 4.0 and fits(reading.value, *ends, _places(reading.value))
    ]
    return hits[0] if len(hits) == 1 else None


def _places(value: float) -> int:
    return 0 if value == int(value) else min(6, len(f"{value:.6f}".rstrip("0").split(".")[1]))


def _ratio_row(board: Board, r: int, p: int, a: int, b: int, growth: bool) -> None:
    ends = quotients(board, r, a, b, growth)
    printed = board.value((r, p))
    if ends is None or printed is None:
        return
    middle = (ends[0] + ends[1]) / 2
    kind: Literal["growth", "ratio"] = "growth" if growth else "ratio"
    if not growth and printed == 100 and ends[0] > 100:
        return
    good = fits(printed, *ends, board.decimals((r, p)))
    if not good and (other := _other(board, (r, p), ends)) is not None:
        board.chosen[(r, p)] = other
        printed, good = board.value((r, p)) or 0.0, True
    if good and ends[1] - ends[0] > 1.5:
        return
    cells = [(r, p), (r, a), (r, b)] if good else [(r, p)]
    board.note(kind, p, r, round(middle, 2), printed, good, cells)


def subtotals(board: Board) -> None:
    """Rows that are the sum of the rows since the last such row, in every figure column (a statement of account)."""
    columns = [c for c in board.values if c not in board.percents]
    if board.totals or len(columns) < 2 or board.rows < 4:
        return
    start = 0
    for row in range(2, board.rows):
        if any(board.value((r, c)) is None for r in range(start, row + 1) for c in columns) or row - start < 2:
            continue
        sums = {c: sum(board.value((r, c)) or 0 for r in range(start, row)) for c in columns}
        if all(same(sums[c], board.value((row, c)) or 0) and abs(sums[c]) >= 1000 for c in columns):
            for c in columns:
                board.note(
                    "column_sum", c, row, sums[c], board.value((row, c)) or 0, True, [(r, c) for r in range(start, row + 1)]
                )
            start = row


def mean_rows(board: Board) -> None:
    """Rows of averages: a row before divided by another row before, in every column, up to a change of unit."""
    for row in board.averages:
        columns = [c for c in board.values if board.value((row, c)) is not None]
        for above in range(row - 1, -1, -1):
            for below in range(above - 1, -1, -1):
                for power in (0, 3, 4, 6):
                    if len(columns) < 2 or not all(_mean_fits(board, row, above, below, c, power) for c in columns):
                        continue
                    for c in columns:
                        expected = (board.value((above, c)) or 0) * 10**power / (board.value((below, c)) or 1)
                        cells = [(row, c), (above, c), (below, c)]
                        board.note("ratio", c, row, round(expected, 2), board.value((row, c)) or 0, True, cells)
                    break
                else:
                    continue
                break
            else:
                continue
            break


def _mean_fits(board: Board, row: int, above: int, below: int, column: int, power: int) -> bool:
    x, y, z = (board.value((r, column)) for r in (row, above, below))
    if x is None or y is None or not z:
        return False
    # The row above is rounded to whole units: its half unit is carried through.
    return bool(abs(y * 10**power / z - x) <= 0.5 + 0.5 * 10**power / abs(z) + 1e-6)


def products(board: Board) -> None:
    """A column that is the product of two others in every row (persons times hours), with at least five telling rows."""
    plain = [c for c in board.values if c not in board.percents]
    for target in plain:
        for a in plain:
            for b in plain:
                if a >= b or target in (a, b):
                    continue
                own = (r for r in range(board.rows) if r not in board.statistics)
                rows = [r for r in own if all((board.value((r, c)) or 0) > 0 for c in (a, b, target))]
                telling = [r for r in rows if min(board.value((r, a)) or 0, board.value((r, b)) or 0) > 1]
                exact = [
                    r
                    for r in telling
                    if same((board.value((r, a)) or 0) * (board.value((r, b)) or 0), board.value((r, target)) or 0)
                ]
                if len(exact) < 5 or len(exact) < 0.8 * len(telling):
                    continue
                for r in telling:
                    expected, found = (board.value((r, a)) or 0) * (board.value((r, b)) or 0), board.value((r, target)) or 0
                    board.note("ratio", target, r, expected, found, r in exact, [(r, a), (r, b), (r, target)], "product")


def index_count(board: Board, numbers: Sequence[int]) -> None:
    """The running numbers against the rows: each one more than the last, the last as high as there are rows."""
    if len(numbers) < 3:
        return
    body = board.rows - len(board.totals) - len(board.statistics)
    board.note("row_count", None, None, max(numbers), body, numbers == list(range(1, body + 1)), [])


def solve(board: Board) -> None:
    """All relations of one table: first those that choose readings, then those that only check."""
    row_sums(board)
    column_sums(board)
    ratios(board)
    subtotals(board)
    mean_rows(board)
    products(board)
