"""Column names, units, years and measures from a header's lines."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.corpus import Column
from indexer.structure.grid import Grid


def name_columns(grid: Grid, header: Sequence[str], caption: str) -> tuple[Column, ...]:
    """A column record for every column of the grid."""
    roles = {"I": "index", "E": "entity", "T": "text", "N": "value"}
    names = {"I": "ردیف", "E": "نام استان", "T": "عنوان", "N": "مقدار"}
    return tuple(Column(name=names[k], role=roles[k]) for k in grid.kinds)  # type: ignore[arg-type]
