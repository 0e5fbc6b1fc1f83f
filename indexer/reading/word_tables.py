"""The grid of a Word table: cells over several columns (`gridSpan`) and rows (`vMerge`), rows that start further in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from indexer.reading.cell_grid import Placed
from indexer.reading.word_numbering import W, is_on, value


def is_layout(table: Any) -> bool:
    """A table that only arranges: one cell or column, or another table inside."""
    rows = list(_rows(table))
    return all(len(list(_cells(row))) <= 1 for row in rows) or next(table.iterfind(f".//{W}tc//{W}tbl"), None) is not None


def place_cells(table: Any, text_of: Callable[[Any], str]) -> tuple[list[Placed], int | None]:
    """The cells where they stand, and the number of repeated header rows (None where none is marked)."""
    placed: list[Placed] = []
    open_at: dict[int, int] = {}
    """Column to the place in `placed` of the cell that may go on below."""
    heads = 0
    for number, row in enumerate(_rows(table)):
        column = int(value(row, "trPr/gridBefore") or 0)
        heads += heads == number and is_on(row, "trPr/tblHeader")
        still_open: dict[int, int] = {}
        for cell in _cells(row):
            width = max(1, min(int(value(cell, "tcPr/gridSpan") or 1), 500))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(W + "val", "continue") == "continue"
            beside = cell.find(f"{W}tcPr/{W}hMerge")
            if goes_on and column in open_at:
                k = open_at[column]
                placed[k] = Placed(placed[k].row, column, placed[k].text, number - placed[k].row + 1, placed[k].columns)
                still_open[column] = k
            elif beside is not None and beside.get(W + "val", "continue") == "continue" and placed and placed[-1].row == number:
                before = placed[-1]
                placed[-1] = Placed(number, before.column, before.text, before.rows, before.columns + width)
            else:
                if merge is not None:
                    still_open[column] = len(placed)
                placed.append(Placed(number, column, text_of(cell), 1, width))
            column += width
        open_at = still_open
    return placed, heads or None


def _rows(table: Any) -> Iterator[Any]:
    """Rows, also inside content controls; deleted ones left out."""
    for node in table:
        if node.tag == W + "tr":
            if node.find(f"{W}trPr/{W}del") is None:
                yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _rows(node)


def _cells(row: Any) -> Iterator[Any]:
    for node in row:
        if node.tag == W + "tc":
            yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _cells(node)
