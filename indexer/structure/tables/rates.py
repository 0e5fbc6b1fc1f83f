"""Percentages of clean tables: quotient or growth of two columns, share of the total, growth from row to row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.corpus import Column
from indexer.structure.tables.checks import At, Board, fits, quotients
from indexer.structure.tables.folding import holds, vocabulary
from indexer.structure.tables.sums import few_slips

Ends = tuple[float, float]


_MOST_PARTS = 100
"""Rows of a table without a printed total above which no share of their sum is looked for."""


@dataclass(frozen=True)
class Claim:
    """One way to compute a percentage column: for each row the ends that the value may lie between, and the cells used."""

    kind: Literal["ratio", "growth"]
    ends: Callable[[int], tuple[Ends, tuple[At, ...]] | None]
    near: int
    meant: bool


def rates(board: Board, columns: Sequence[Column]) -> None:
    """Every percentage column against the way to compute it that most of its rows keep."""
    for p in sorted(board.percents):
        rows = [r for r in range(board.rows) if (r, p) in board.readings]
        claims = _claims(board, columns, p)
        if not rows or not claims:
            continue
        # The first rows show most claims to be none.
        likely = [c for c in claims if len(_held(board, rows[:8], p, c)[1]) >= min(3, len(rows) / 2)]
        if not likely:
            continue
        best = max(likely, key=lambda c: (len(_held(board, rows, p, c)[1]), c.meant, -c.near))
        telling, exact = _held(board, rows, p, best)
        least = 2 if best.meant else 3
        if len(exact) < min(least, len(rows) if best.meant else least) or len(exact) < 0.6 * len(telling):
            continue
        for r in telling:
            _state(board, r, p, best, r in exact, few_slips(len(exact), len(telling)))


def _state(board: Board, row: int, p: int, claim: Claim, good: bool, sure: bool) -> None:
    found = claim.ends(row)
    if found is None:
        return
    (low, high), used = found
    printed = board.value((row, p)) or 0.0
    # Ends far apart prove nothing.
    if good and high - low <= 1.5:
        board.note(claim.kind, p, row, round((low + high) / 2, 2), printed, True, [(row, p), *used])
        return
    step = 10.0 ** -board.decimals((row, p))
    if good or not sure or low - 1.01 * step <= printed <= high + 1.01 * step or (printed == 100 and low > 100):
        return
    # What is better the lower it is comes true the other way round; a loss may be printed without its sign.
    middle = (low + high) / 2
    others = [-middle, 200 - middle, 100 - middle, *([10_000 / middle] if middle else [])]
    if any(abs(printed - other) <= max(step, 0.1) for other in others):
        return
    mean = [board.value((r, p)) or 0.0 for r in range(board.rows) if r not in board.totals and (r, p) in board.readings]
    if row in board.totals and mean and abs(printed - sum(mean) / len(mean)) <= max(step, 0.1):
        return
    board.note(claim.kind, p, row, round((low + high) / 2, 2), printed, False, [(row, p)])


def _held(board: Board, rows: Sequence[int], p: int, claim: Claim) -> tuple[list[int], list[int]]:
    """The rows in which a percentage can be computed so, and those in which it is what is printed."""
    found = {r: ends for r in rows if (ends := claim.ends(r)) is not None}
    exact = [r for r, (ends, _) in found.items() if fits(board.value((r, p)) or 0.0, *ends, board.decimals((r, p)))]
    # A mean of shares is no share of means.
    return [r for r in found if r in exact or r not in board.statistics], exact


def _claims(board: Board, columns: Sequence[Column], p: int) -> list[Claim]:
    plain = [k for k in board.values if k not in board.percents]
    found = []
    for a in plain:
        for b in plain:
            if a != b:
                near = abs(p - a) + abs(p - b)
                found += [Claim("ratio", _quotient(board, a, b, False), near, _planned(columns, a, b, p))]
                found += [Claim("growth", _quotient(board, a, b, True), near, _dated(columns, a, b, p))]
                found += [Claim("ratio", _rest(board, a, b), near, False)]
        near = abs(p - a)
        found.append(Claim("ratio", _share(board, a), near, columns[p].measure == "percent" and near == 1))
        found.append(Claim("growth", _growth(board, a), near, columns[p].measure == "growth" and near == 1))
    return found


def _planned(columns: Sequence[Column], a: int, b: int, p: int) -> bool:
    """Whether heads say that a percentage is that of a plan that came true."""
    return columns[p].measure == "percent" and columns[a].measure == "actual" and columns[b].measure == "plan"


def _dated(columns: Sequence[Column], a: int, b: int, p: int) -> bool:
    """Whether heads say that a percentage is the growth from one year to the next."""
    one, other = columns[a].year, columns[b].year
    return one is not None and other is not None and one == other + 1


def _quotient(board: Board, a: int, b: int, growth: bool) -> Callable[[int], tuple[Ends, tuple[At, ...]] | None]:
    def ends(row: int) -> tuple[Ends, tuple[At, ...]] | None:
        found = quotients(board, row, a, b, growth)
        return None if found is None else (found, ((row, a), (row, b)))

    return ends


def _rest(board: Board, a: int, b: int) -> Callable[[int], tuple[Ends, tuple[At, ...]] | None]:
    """What is lost from one column to another, as a share of the first."""

    def ends(row: int) -> tuple[Ends, tuple[At, ...]] | None:
        found = quotients(board, row, a, b, False)
        return None if found is None else ((100 - found[1], 100 - found[0]), ((row, a), (row, b)))

    return ends


def means(board: Board, columns: Sequence[Column]) -> None:
    """Columns of averages («سرانه», «متوسط») that are the quotient of two others in every row; they prove, and never fail."""
    plain = [k for k in board.values if k not in board.percents]
    for p in (k for k in plain if holds((*vocabulary("rates"), "به ازای", "هر"), columns[k].name)):
        rows = [r for r in range(board.rows) if (r, p) in board.readings]
        for a, b in ((a, b) for a in plain for b in plain if len({a, b, p}) == 3):
            found = {r: e for r in rows if (e := quotients(board, r, a, b, False)) is not None}
            # Amounts in millions over tonnes are a thousandfold price in units.
            for scale in (1, 1000, 1_000_000):
                ends = {r: (low * scale / 100, high * scale / 100) for r, (low, high) in found.items()}
                exact = _all_fit(board, p, ends)
                if exact:
                    break
            fine = all(board.decimals((r, p)) or abs(board.value((r, p)) or 0.0) >= 1000 for r in rows)
            fine = fine or (scale == 1 and any(board.decimals((r, p)) for r in rows))
            if len(exact) < max(3, len(rows)) or not fine:
                continue
            for r in exact:
                board.note("ratio", p, r, round(sum(ends[r]) / 2, 4), board.value((r, p)) or 0.0, True, [(r, p), (r, a), (r, b)])
            break


def _all_fit(board: Board, column: int, ends: dict[int, Ends]) -> list[int]:
    """The rows of `ends` where all of them hold what lies between; else none."""
    fit = all(fits(board.value((r, column)) or 0.0, *e, board.decimals((r, column))) for r, e in ends.items())
    return list(ends) if fit else []


def _share(board: Board, a: int) -> Callable[[int], tuple[Ends, tuple[At, ...]] | None]:
    """The share of a row in its column's last total, or in the sum of all where none is printed."""
    aside = (*board.totals, *board.statistics)
    body = [(r, a) for r in range(board.rows) if r not in aside and (r, a) in board.readings]
    total = board.totals[-1] if board.totals else None
    whole = board.value((total, a)) if total is not None else sum(board.value(c) or 0.0 for c in body)

    def ends(row: int) -> tuple[Ends, tuple[At, ...]] | None:
        part = board.value((row, a))
        if part is None or not whole or (total is None and len(body) > _MOST_PARTS):
            return None
        slack = (0.5 * 10.0 ** -board.decimals((row, a)) if board.decimals((row, a)) else 0.0) * 100 / abs(whole)
        share = 100 * part / whole
        return (share - slack, share + slack), (tuple({(row, a), (total, a)}) if total is not None else tuple(body))

    return ends


def _growth(board: Board, a: int) -> Callable[[int], tuple[Ends, tuple[At, ...]] | None]:
    """The growth of a row over the one before it, where rows follow in time."""

    def ends(row: int) -> tuple[Ends, tuple[At, ...]] | None:
        mine, before = board.value((row, a)), board.value((row - 1, a))
        aside = {row, row - 1} & {*board.totals, *board.statistics}
        if aside or mine is None or not before:
            return None
        growth = 100 * (mine / before - 1)
        return (growth, growth), ((row, a), (row - 1, a))

    return ends
