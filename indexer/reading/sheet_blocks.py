"""The blocks of filled cells of a sheet: what empty rows and columns part, titles and remarks taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Place = tuple[int, int]

_REMARK = re.compile(r"\W*(?:منبع|مأخذ|ماخذ|توضیح|توضیحات|یادداشت|تذکر|نکته|source|note)\b|\*", re.IGNORECASE)

_LONGEST_HEAD = 3
"""Words."""


@dataclass(frozen=True)
class Cells:
    """Texts by place (row, column from 0); `spans` tells how many rows and columns a merged cell covers."""

    texts: dict[Place, str]
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)

    def span(self, at: Place) -> tuple[int, int]:
        return self.spans.get(at, (1, 1))


@dataclass(frozen=True)
class Block:
    """A table's cells (text and span by place in the block), the lines of text above it and below it; no cells: text alone."""

    titles: tuple[str, ...] = ()
    cells: dict[Place, tuple[str, tuple[int, int]]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def find_blocks(cells: Cells) -> list[Block]:
    """The blocks of a sheet from top to bottom, in the order of its columns where they stand side by side.

    A text alone above a table, parted from it by empty rows or not, is its title.
    """
    found: list[Block] = []
    waiting: tuple[str, ...] = ()
    for part in _parts(cells, list(cells.texts)):
        block = _block(cells, part)
        if not block.cells:
            waiting = (*waiting, *block.titles)
            continue
        near, far = waiting[-2:], waiting[:-2]
        found.extend(Block(titles=(text,)) for text in far)
        found.append(Block((*near, *block.titles), block.cells, block.remarks))
        waiting = ()
    found.extend(Block(titles=(text,)) for text in waiting)
    return found


def _parts(cells: Cells, places: list[Place]) -> list[list[Place]]:
    """Cut at empty rows, then at empty columns, until nothing is cut; a title over several blocks is taken off first."""
    for axis in (0, 1):
        groups = _cut(cells, places, axis)
        if len(groups) > 1:
            return [part for group in groups for part in _parts(cells, group)]
    top = min(r for r, _ in places)
    first = [at for at in places if at[0] == top]
    rest = [at for at in places if at[0] != top]
    if len(first) == 1 and rest and cells.span(first[0])[1] > 1 and len(_cut(cells, rest, 1)) > 1:
        return [first, *_parts(cells, rest)]
    return [places]


def _cut(cells: Cells, places: list[Place], axis: int) -> list[list[Place]]:
    groups: list[list[Place]] = []
    reach = -1
    for at in sorted(places, key=lambda at: at[axis]):
        if not groups or at[axis] > reach + 1:
            groups.append([])
        groups[-1].append(at)
        reach = max(reach, at[axis] + cells.span(at)[axis] - 1)
    return groups


def _block(cells: Cells, places: list[Place]) -> Block:
    rows: dict[int, list[Place]] = {}
    for at in sorted(places):
        rows.setdefault(at[0], []).append(at)
    order = sorted(rows)
    titles: list[str] = []
    remarks: list[str] = []
    edge = min(column for _, column in places)
    while order and len(rows[order[0]]) == 1 and _is_title(cells, rows[order[0]][0], edge):
        titles.append(cells.texts[rows[order.pop(0)][0]])
    while len(order) > 1 and len(rows[order[-1]]) == 1 and _REMARK.match(cells.texts[rows[order[-1]][0]]):
        remarks.insert(0, cells.texts[rows[order.pop()][0]])
    body = [at for row in order for at in rows[row]]
    width = len({at[1] for at in body})
    if len(order) < 2 or width < 2:  # one row or one column: text and figures side by side, no table
        texts = [" ".join(cells.texts[at] for at in rows[row]) for row in order]
        return Block((*titles, *texts, *remarks))
    top, left = min(r for r, _ in body), min(c for _, c in body)
    return Block(tuple(titles), {(r - top, c - left): (cells.texts[r, c], cells.span((r, c))) for r, c in body}, tuple(remarks))


def _is_title(cells: Cells, at: Place, edge: int) -> bool:
    """A text alone in its row; a short one over some of the columns, not the first, is the outer head of those columns."""
    text, (rows, columns) = cells.texts[at], cells.span(at)
    over_some = columns > 1 and at[1] > edge and len(text.split()) <= _LONGEST_HEAD
    return rows == 1 and not over_some and any(ch.isalpha() for ch in text)
