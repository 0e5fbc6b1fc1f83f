"""The same figures in two tables: columns over rows of the same names, and totals that another table repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.corpus import Check
from indexer.structure.tables.checks import At, Board, same


@dataclass(frozen=True)
class Named:
    """A figure column of a table by the names of its rows, in one spelling (and `total` for the total row).

    `about` is what its figures speak of (year, measure, unit), as far as it is known: columns about other things are never
    compared. Two columns whose `name` differs may prove each other, but a difference between them is no fault.
    """

    board: Board
    table: str
    column: int
    cells: dict[str, At]
    about: tuple[object, ...] = ()
    name: str = ""


def cross_references(columns: Sequence[Named], least: int = 10) -> None:
    """The same figures in two tables: columns over the same names that agree in four of five rows and in `least` at least.

    Small figures agree by chance, so half of those that agree must have three digits or more.
    """
    for i, one in enumerate(columns):
        for other in columns[i + 1 :]:
            if one.table == other.table or one.about != other.about:
                continue
            shared = sorted(one.cells.keys() & other.cells.keys())
            pairs = [(n, one.board.value(one.cells[n]), other.board.value(other.cells[n])) for n in shared]
            equal = [n for n, x, y in pairs if x is not None and y is not None and same(x, y)]
            large = sum(abs(one.board.value(one.cells[n]) or 0) >= 100 for n in equal)
            if len(equal) < least or len(equal) < 0.8 * len(pairs) or large < 0.5 * len(equal):
                continue
            for name, x, y in pairs:
                for mine, theirs in ((one, other), (other, one)):
                    at, expected = mine.cells[name], y if mine is one else x
                    found = x if mine is one else y
                    if expected is None or found is None or (one.name != other.name and not same(expected, found)):
                        continue
                    board = mine.board
                    place = (board.row_ids[at[0]], at[1])
                    state: Literal["verified", "failed"] = "verified" if same(expected, found) else "failed"
                    board.checks.append(Check("cross_reference", at[1], place[0], expected, found, state, (place,), theirs.table))


def repeated_totals(columns: Sequence[Named]) -> None:
    """A total of five digits or more that stands in another table as a figure of the last row or in a cell of its own."""
    totals = [(c, c.cells["total"]) for c in columns if "total" in c.cells]
    for column, at in totals:
        value = column.board.value(at)
        if value is None or abs(value) < 10_000:
            continue
        for other in {id(c.board): c for c in columns if c.table != column.table}.values():
            hits = [a for a in other.board.readings if same(other.board.value(a) or 0.0, value)]
            if len(hits) != 1:
                continue
            for board, cell, source in ((column.board, at, other.table), (other.board, hits[0], column.table)):
                place = (board.row_ids[cell[0]], cell[1])
                if not any(c.kind == "cross_reference" and place in c.cells for c in board.checks):
                    board.checks.append(Check("cross_reference", cell[1], place[0], value, value, "verified", (place,), source))
