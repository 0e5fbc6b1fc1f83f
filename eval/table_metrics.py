"""How well extracted tables match gold tables.

A gold row is matched to the extracted row that overlaps its source lines and shares most cells. A cell is right where that
row holds the same value in the column that the table as a whole maps to the gold column (majority vote). Cells that gold
marks unsure are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.goldset import GoldTable
from eval.matching import same_value
from eval.observation import overlaps
from indexer.corpus import Row, Table

Cells = Sequence[str | float]


@dataclass(frozen=True)
class TableScore:
    """Counts over tables: rows, rows found, rows with every cell right; cells, cells right; tables wholly right."""

    tables: int = 0
    perfect: int = 0
    numbers: int = 0
    rows: int = 0
    rows_found: int = 0
    rows_right: int = 0
    cells: int = 0
    cells_right: int = 0
    each: tuple[tuple[str, float], ...] = field(default=(), compare=False)
    """(number or lines, share of cells right) of every table."""

    def __add__(self, other: TableScore) -> TableScore:
        return TableScore(
            self.tables + other.tables,
            self.perfect + other.perfect,
            self.numbers + other.numbers,
            self.rows + other.rows,
            self.rows_found + other.rows_found,
            self.rows_right + other.rows_right,
            self.cells + other.cells,
            self.cells_right + other.cells_right,
            self.each + other.each,
        )


def score_tables(gold: Iterable[GoldTable], documents: Mapping[str, Sequence[Table]]) -> TableScore:
    """All gold tables that have rows against the tables extracted from their documents."""
    total = TableScore()
    for table in gold:
        if table.rows:
            total += score_table(table, documents[table.document or ""])
    return total


def score_table(gold: GoldTable, tables: Sequence[Table]) -> TableScore:
    """One gold table against all tables of its document that overlap its lines."""
    near = [t for t in tables if overlaps(t.lines, gold.lines)]
    rows = [(row, _machine_cells(row)) for table in near for row in table.rows]
    pairs = [(cells, _best_row(cells, lines, rows)) for cells, lines in zip(gold.rows, gold.row_lines, strict=True)]
    column = _columns(pairs)
    counts: Counter[str] = Counter()
    for n, (wanted, found) in enumerate(pairs):
        judged = [i for i, cell in enumerate(wanted) if cell.strip() and (n, i) not in gold.unsure]
        right = [found is not None and _cell_right(wanted[i], found, column.get(i)) for i in judged]
        counts.update(found=found is not None, whole=all(right), cells=len(judged), right=sum(right))
    name = gold.number or f"{gold.lines[0]}-{gold.lines[1]}"
    return TableScore(
        tables=1,
        perfect=int(counts["right"] == counts["cells"]),
        numbers=int(any(str(t.number) == str(gold.number) for t in near)),
        rows=len(pairs),
        rows_found=counts["found"],
        rows_right=counts["whole"],
        cells=counts["cells"],
        cells_right=counts["right"],
        each=((name, counts["right"] / max(1, counts["cells"])),),
    )


def _machine_cells(row: Row) -> Cells:
    """The row's cells, with the parsed number in place of the text where there is one."""
    return [cell if value is None else value for cell, value in zip(row.cells, row.values, strict=True)]


def _best_row(wanted: Sequence[str], lines: tuple[int, int], rows: Sequence[tuple[Row, Cells]]) -> Cells | None:
    near = [cells for row, cells in rows if overlaps(row.lines, lines)]
    return max(near, key=lambda cells: _shared(wanted, cells), default=None)


def _shared(wanted: Sequence[str], cells: Cells) -> int:
    left = list(cells)
    for cell in wanted:
        place = next((i for i, c in enumerate(left) if same_value(c, cell)), None)
        if place is not None:
            del left[place]
    return len(cells) - len(left)


def _columns(pairs: Sequence[tuple[Sequence[str], Cells | None]]) -> dict[int, int]:
    """Gold column -> extracted column, by majority over the rows."""
    votes: dict[int, Counter[int]] = {}
    for wanted, found in pairs:
        for i, cell in enumerate(wanted):
            for j, c in enumerate(found or ()):
                if cell.strip() and same_value(c, cell):
                    votes.setdefault(i, Counter())[j] += 1
    return {i: counts.most_common(1)[0][0] for i, counts in votes.items()}


def _cell_right(wanted: str, found: Cells, column: int | None) -> bool:
    return column is not None and column < len(found) and same_value(found[column], wanted)
