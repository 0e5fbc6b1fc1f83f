"""A table cell on its way from the raw line to the corpus."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import yaml

from indexer.structure.entities import bag

Place = tuple[int, int, int]
"""Line, start and end of a stretch of raw text."""


@dataclass(frozen=True)
class Item:
    """A cell: `kind` is I (running number), E (province), T (text), N (number) or D (dash, nothing); `turned` where order is
    doubtful."""

    kind: str
    text: str
    places: tuple[Place, ...]
    negative: bool = False
    turned: bool = False


@dataclass
class GridRow:
    """A row on its way: items in reading order, later one per column (None where the cell is empty)."""

    lines: list[int]
    items: list[Item]
    total: bool = False
    cells: list[Item | None] = field(default_factory=list)


@cache
def units() -> dict[str, str]:
    """Letter bag to unit of measure, from `data/units.yaml`."""
    data = yaml.safe_load(files("indexer").joinpath("data/units.yaml").read_text(encoding="utf-8"))
    return {bag(u): u for u in data}


def merge(first: Item, second: Item) -> Item:
    gap = " " if first.places[-1][0] == second.places[0][0] else "\n"
    return replace(first, text=f"{first.text}{gap}{second.text}", places=first.places + second.places)


def cut_item(item: Item, tokens: int, from_end: bool) -> tuple[Item, Item]:
    """Splits a one-line text item after (or before the last) `tokens` words: (words cut off, rest)."""
    line, start, _ = item.places[0]
    words = list(re.finditer(r"\S+", item.text))
    if from_end:
        edge = words[-tokens].start()
        off, rest = (edge, len(item.text)), (0, words[-tokens - 1].end() if len(words) > tokens else 0)
    else:
        edge = words[tokens - 1].end()
        off, rest = (0, edge), (words[tokens].start() if len(words) > tokens else edge, len(item.text))

    def piece(a: int, b: int) -> Item:
        return replace(item, text=item.text[a:b], places=((line, start + a, start + b),))

    return piece(*off), piece(*rest)


def pattern_of(row: GridRow) -> str:
    return "".join(i.kind for i in row.items)
