"""The header of a grid: which rows it has, what it calls each column, and which rows of the body only divide it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.reading.document import SourceTable
from indexer.structure.tables.folding import folded, tidy
from indexer.structure.tables.units import only_unit
from indexer.structure.tables.values import is_empty, is_year, printed

Cells = tuple[tuple[str, ...], ...]

_MOST_ROWS = 4
_DASH = re.compile(r"\s+[-–—]\s+")


@dataclass(frozen=True)
class Layout:
    """A grid taken apart: `heads` are each column's levels from the outermost in, `units` what a header row of units gives;
    `body` the rows of data as places in the grid, `scopes` the dividing text each stands under, `titles` the texts over the
    header."""

    cells: Cells
    heads: tuple[tuple[str, ...], ...]
    units: tuple[str | None, ...]
    body: tuple[int, ...]
    scopes: tuple[str, ...]
    titles: tuple[str, ...]
    header: tuple[int, ...]


def _figure(text: str) -> bool:
    return printed(text) is not None and not is_year(text)


def _spanning(row: Sequence[str], merged: bool = False) -> bool:
    """Whether one text stands over the whole row; of a row of two only where it is known to be `merged`."""
    return len(row) > (1 if merged else 2) and len(set(row)) == 1 and not is_empty(row[0]) and printed(row[0]) is None


def _lonely(row: Sequence[str]) -> bool:
    """Whether only the first cell of a row of three or more says anything."""
    return len(row) > 2 and bool(row[0]) and not any(row[1:])


def figure_columns(cells: Cells) -> list[int]:
    """Columns whose lower cells are mostly numbers."""
    found = []
    for k in range(len(cells[0])):
        told = [row[k] for row in cells[1:] if not is_empty(row[k])]
        numbers = sum(printed(c) is not None for c in told)
        if told and numbers >= 0.6 * len(told):
            found.append(k)
    return found


def _numbering(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: «(۱) (۲) (۳=۲-۱)»."""
    plain = [folded(c).strip("()") for c in row if c]
    return len(plain) >= 3 and [re.match(r"\d+", p).group() if re.match(r"\d+", p) else "" for p in plain] == [  # type: ignore[union-attr]
        str(n) for n in range(1, len(plain) + 1)
    ]


def _heads(cells: Cells, row: int, figures: Sequence[int]) -> bool:
    """Whether a row below the first still names columns: its cells over figures are texts or years, never figures."""
    mine = [cells[row][k] for k in figures]
    told = [c for c in mine if not is_empty(c)]
    if not told or any(_figure(c) for c in told) or (len(told) < 0.5 * len(mine) and len(set(told)) < 2):
        return False
    if _spanning(cells[row]):
        return False
    above = cells[row - 1]
    if row + 1 >= len(cells):
        return False
    # In a second level no text column says something of its own, but under a group's name.
    own = [k for k in range(len(above)) if k not in figures and cells[row][k] and cells[row][k] != above[k]]
    grouped = any(above[k] == above[j] or not above[j] for k, j in pairwise(figures))
    # Groups of text columns alone, where the heads of figures reach over both rows.
    same = [k for k in own if above[k] and above[k] in (*above[max(0, k - 1) : k], *above[k + 1 : k + 2])]
    grouped = grouped or (own == same and all(cells[row][k] == above[k] for k in figures))
    if all(is_year(c) for c in told):
        return len(told) > 1 and not own
    return grouped or not own or all(only_unit(c) for c in told)


def _end_of_header(cells: Cells, start: int, given: int | None) -> int:
    """The first row of the body."""
    figures = figure_columns(cells[start:]) if len(cells) > start + 1 else []
    end = given if given is not None else start + 1
    if given is None and figures:
        first = cells[start]
        over = [first[k] for k in figures if not is_empty(first[k])]
        if sum(_figure(c) for c in over) > 0.5 * len(over):
            return start
    if end <= start:
        return start
    if figures:
        while end < len(cells) and end - start < _MOST_ROWS and _heads(cells, end, figures):
            end += 1
    elif given is None:
        # Texts only: a second row belongs to the header where the first has groups.
        first = cells[start]
        pairs = [(first[k], first[k + 1]) for k in range(len(first) - 1)]
        if any(a == b and a for a, b in pairs) and any(b != a for a, b in zip(first, cells[start + 1], strict=True)):
            end += 1
    return end


def _filled(cells: Cells, header: Sequence[int]) -> list[list[str]]:
    """The header's rows with each group's name over all its columns, where the format wrote it only over the first."""
    rows = [list(cells[r]) for r in header]
    for upper, lower in pairwise(rows):
        named = ""
        for k, text in enumerate(upper):
            if text:
                named = text if lower[k] and lower[k] != text else ""
            elif lower[k] and named:
                upper[k] = named
    return rows


def _levels(rows: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in rows:
        text = row[column].strip()
        if text and not (found and folded(found[-1]) == folded(text)):
            found.append(text)
    return tuple(found)


def _still_apart(rows: Sequence[Sequence[str]]) -> bool:
    """Whether no two neighbouring columns bear the same name, so that what stood below need not tell them apart."""
    named = [_levels(rows, k) for k in range(len(rows[0]))]
    return all(a != b for a, b in pairwise(named) if a)


def split_heads(heads: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Heads of one level each, written out as «group - column» where a format has no levels, with their levels again: what
    neighbours share before a dash is a level."""
    found = [list(levels) for levels in heads]
    grew = True
    while grew:
        grew = False
        cut = [tuple(_DASH.split(levels[-1], maxsplit=1)) if levels else () for levels in found]
        outer = [
            tuple(folded(t) for t in (*levels[:-1], parts[0])) if len(parts) == 2 else ()
            for levels, parts in zip(found, cut, strict=True)
        ]
        for k, parts in enumerate(cut):
            if outer[k] and outer[k] in (*outer[max(0, k - 1) : k], *outer[k + 1 : k + 2]):
                found[k][-1:] = parts
                grew = True
    return tuple(tuple(levels) for levels in found)


def lay_out(table: SourceTable) -> Layout | None:
    """A grid taken apart into header, body and dividing rows; None where it has less than two columns or no body."""
    cells = tuple(tuple("" if tidy(c) == "" else tidy(c) for c in row) for row in table.cells)
    kept = [k for k in range(max(map(len, cells), default=0)) if any(row[k] for row in cells)]
    cells = tuple(tuple(row[k] for k in kept) for row in cells)
    if len(kept) < 2 or len(cells) < 1:
        return None
    start = 0
    titles = []
    while start < len(cells) - 2 and (_spanning(cells[start]) or _lonely(cells[start]) or not any(cells[start])):
        if any(cells[start]):
            titles.append(next(c for c in cells[start] if c))
        start += 1
    given = table.head if table.head is None or table.head == 0 or table.head > start else None
    end = _end_of_header(cells, start, given)
    header = [r for r in range(start, end) if any(cells[r]) and not _spanning(cells[r])]
    titles += [cells[r][0] for r in range(start, end) if _spanning(cells[r])]
    if end < len(cells) - 1 and _numbering(cells[end]):
        end += 1
    units: tuple[str | None, ...] = (None,) * len(kept)
    if len(header) > 1:
        last = cells[header[-1]]
        own = [k for k in range(len(kept)) if last[k] and last[k] != cells[header[-2]][k]]
        if len(own) > 1 and all(only_unit(last[k]) for k in own) and _still_apart(_filled(cells, header[:-1])):
            units = tuple(only_unit(last[k]) if k in own else None for k in range(len(kept)))
            header = header[:-1]
    rows = _filled(cells, header)
    heads = tuple(_levels(rows, k) for k in range(len(kept)))
    heads = split_heads(heads) if len(rows) == 1 else heads
    wide = {m.row for m in table.merged if m.columns >= len(kept)}
    body, scopes = _body(cells, end, {tuple(map(folded, cells[r])) for r in header}, wide)
    return Layout(cells, heads, units, body, scopes, tuple(titles), tuple(range(start, end))) if body else None


def _body(cells: Cells, end: int, header: set[tuple[str, ...]], wide: set[int]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The rows of data and the dividing text over each; repeated headers and blank rows are none."""
    body, scopes, scope = [], [], ""
    for r in range(end, len(cells)):
        row = cells[r]
        if not any(row) or tuple(map(folded, row)) in header:
            continue
        if _spanning(row, r in wide):
            scope = row[0]
            continue
        body.append(r)
        scopes.append(scope)
        if _lonely(row) and not printed(next(c for c in row if c)):
            scope = next(c for c in row if c)
    return tuple(body), tuple(scopes)
