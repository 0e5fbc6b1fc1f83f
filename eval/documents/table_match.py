"""Which found table, rows and columns are those of a gold table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eval.documents.figures import figure, same_cell
from eval.documents.gold_document import GoldTable
from eval.matching import squeeze
from indexer.corpus import Row, Table

_FOUND = 0.5
"""A found table is the gold one where it holds at least this share of its cells."""


@dataclass(frozen=True)
class Match:
    """A gold table's found table; for every body row the found row or None; gold column -> found column."""

    table: Table
    rows: tuple[Row | None, ...]
    columns: dict[int, int]


def match_tables(gold: Sequence[GoldTable], tables: Sequence[Table]) -> list[Match | None]:
    """The found table of each gold table, each used once, the surest first."""
    wanted = [_keys(cell for row in table.grid() for cell in row) for table in gold]
    found = [_keys(cell for row in table.rows for cell in row.cells) for table in tables]
    shared = []
    for i, ours in enumerate(wanted):
        for j, theirs in enumerate(found):
            share = (ours & theirs).total() / max(1, ours.total())
            if share >= _FOUND:
                same = squeeze(gold[i].caption) == squeeze(tables[j].caption)
                shared.append((share - 0.3 * ((theirs - ours).total() / max(1, theirs.total())) + 0.2 * same, i, j))
    matches: list[Match | None] = [None] * len(gold)
    used: set[int] = set()
    for _, i, j in sorted(shared, key=lambda s: (-s[0], s[1], s[2])):
        if matches[i] is None and j not in used:
            used.add(j)
            matches[i] = _match(gold[i], tables[j])
    return matches


def _keys(cells: object) -> Counter[str]:
    """A bag of cells that are not empty, figures by their value."""
    bag: Counter[str] = Counter()
    for cell in cells:  # type: ignore[attr-defined]
        number = figure(cell)
        text = f"{number.value:.6g}" if number else squeeze(cell)
        if text not in ("", "-"):
            bag[text] += 1
    return bag


def _match(gold: GoldTable, table: Table) -> Match:
    grid = gold.grid()
    rows = _rows(grid, table.rows)
    columns = _columns(grid, rows, len(table.columns))
    return Match(table, tuple(rows), columns)


def _rows(grid: Sequence[Sequence[str]], rows: Sequence[Row]) -> list[Row | None]:
    """The found row of each gold row, in order, such that most cells are shared."""
    bags = [_keys(row.cells) for row in rows]
    best = [[0] * (len(rows) + 1) for _ in range(len(grid) + 1)]
    shares = []
    for i, texts in enumerate(grid, 1):
        bag = _keys(texts)
        shares.append([(bag & other).total() for other in bags])
        for j in range(1, len(rows) + 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + shares[-1][j - 1])
    found: list[Row | None] = [None] * len(grid)
    i, j = len(grid), len(rows)
    while i and j:
        if shares[i - 1][j - 1] and best[i][j] == best[i - 1][j - 1] + shares[i - 1][j - 1]:
            i, j = i - 1, j - 1
            found[i] = rows[j]
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return found


def _columns(grid: Sequence[Sequence[str]], rows: Sequence[Row | None], width: int) -> dict[int, int]:
    """Gold column -> found column by the cells that agree, each found column once; in doubt the one in the same place."""
    votes: Counter[tuple[int, int]] = Counter()
    for texts, row in zip(grid, rows, strict=True):
        if row is None:
            continue
        for i, text in enumerate(texts):
            for j, (cell, value) in enumerate(zip(row.cells, row.values, strict=True)):
                if text not in ("", "-") and same_cell(text, cell, value):
                    votes[i, j] += 1
    columns: dict[int, int] = {}
    for (i, j), _ in sorted(votes.items(), key=lambda v: (-v[1], abs(v[0][0] - v[0][1]), v[0])):
        if i not in columns and j not in columns.values() and j < width:
            columns[i] = j
    return columns
