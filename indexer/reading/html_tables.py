"""The grid of an HTML table (HTML standard, 4.9.12): row and column spans, header rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from indexer.reading.cell_grid import Placed

_WIDEST_SPAN = 1000
_TALLEST_SPAN = 65534
"""Both as in the standard."""


def is_layout(table: Any) -> bool:
    """A table that only arranges: declared so, holding another table or headings, or of one column."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    if any(table.find(f".//{tag}") is not None for tag in ("h1", "h2", "h3")):
        return True
    return all(len(list(_cells(row))) < 2 for row, _ in _rows(table))


def parent_cells(table: Any) -> Iterator[Any]:
    """The table's own cells, those of inner tables left out."""
    for row, _ in _rows(table):
        yield from _cells(row)


def place_cells(table: Any, is_shown: Callable[[Any], bool], text_of: Callable[[Any], str]) -> tuple[list[Placed], int | None]:
    """The cells where they stand, and the number of header rows: those of `thead`, else the first ones of nothing but `th`."""
    rows = [(row, group) for row, group in _rows(table) if is_shown(row)]
    taken: dict[int, int] = {}
    """Column to the number of further rows that a cell above covers."""
    placed: list[Placed] = []
    heads, in_head = 0, True
    for number, (row, group) in enumerate(rows):
        column = 0
        cells = [cell for cell in _cells(row) if is_shown(cell)]
        below: dict[int, int] = {}
        for cell in cells:
            while taken.get(column, 0):
                column += 1
            wide = max(1, min(_span(cell, "colspan"), _WIDEST_SPAN))
            high = _span(cell, "rowspan") or _TALLEST_SPAN
            high = max(1, min(high, _TALLEST_SPAN, len(rows) - number))
            placed.append(Placed(number, column, text_of(cell), high, wide))
            for c in range(column, column + wide):
                below[c] = high
            column += wide
        taken = {c: left for c in {*taken, *below} if (left := max(taken.get(c, 0), below.get(c, 0)) - 1) > 0}
        in_head = in_head and bool(cells) and (group == "thead" or all(cell.tag == "th" for cell in cells))
        heads += in_head
    return placed, heads if 0 < heads < len(rows) else None


def reads_right_to_left(table: Any, by_style_sheet: bool) -> bool | None:
    """Whether the first column is shown rightmost, by the nearest word on direction; None where nothing is said."""
    for node in (table, *table.iterancestors()):
        said = (node.get("dir") or "").lower()
        styled = re.search(r"direction\s*:\s*(rtl|ltr)", node.get("style") or "", re.IGNORECASE)
        if styled or said in ("rtl", "ltr"):
            return (styled[1].lower() if styled else said) == "rtl"
    return True if by_style_sheet else None


def _span(cell: Any, name: str) -> int:
    said = str(cell.get(name) or "1").strip()
    return int(said) if said.isdecimal() and len(said) < 7 else 1


def _rows(table: Any) -> Iterator[tuple[Any, str]]:
    """Rows with the group they stand in: head first, foot last, wherever they are written."""
    bodies = [(row, "tbody") for node in table if node.tag in ("tbody", "tr") for row in ([node] if node.tag == "tr" else node)]
    heads = [(row, "thead") for node in table if node.tag == "thead" for row in node]
    feet = [(row, "tfoot") for node in table if node.tag == "tfoot" for row in node]
    yield from ((row, group) for row, group in (*heads, *bodies, *feet) if row.tag == "tr")


def _cells(row: Any) -> Iterator[Any]:
    yield from (cell for cell in row if cell.tag in ("td", "th"))
