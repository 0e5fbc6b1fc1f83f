"""Which text column names the rows where none of provinces does: short texts, most of them distinct, first in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.corpus import Column, Row
from indexer.structure.entities import bag
from indexer.structure.tables.damaged.cells import units

_LEAST, _DISTINCT = 0.3, 0.6
"""Worth of a column that names rows; share of its texts that are distinct."""
_LONGEST = 12.0
"""Words of a name, on average."""


def with_row_names(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns with the role `entity` for the one that names the rows, where none has it yet."""
    body = [row for row in rows if row.kind == "body"]
    if any(c.role == "entity" for c in columns) or not any(c.role == "value" for c in columns):
        return tuple(columns)
    free = [k for k, c in enumerate(columns) if c.role != "index"]
    first_figure = next(k for k in free if columns[k].role == "value")
    best = max(((_worth([r.cells[k] for r in body], at, k > first_figure), -k) for at, k in enumerate(free)
                if columns[k].role == "text" and not columns[k].name.startswith("واحد سنجش")), default=(0.0, 0))  # fmt: skip
    if best[0] < _LEAST:
        return tuple(columns)
    return tuple(replace(c, role="entity") if k == -best[1] else c for k, c in enumerate(columns))


def _worth(cells: Sequence[str], place: int, behind_figures: bool) -> float:
    """How well texts name rows, 0 where they cannot: half of the rows have none, or they are units, or too few are distinct."""
    told = [c for c in cells if any(char.isalpha() for char in c)]
    if not told or len(told) < 0.5 * len(cells) or sum(bag(c) in units() for c in told) >= 0.8 * len(told):
        return 0.0
    distinct = len({bag(c) for c in told}) / len(told)
    if distinct < _DISTINCT and len(told) > 2:
        return 0.0
    length = sum(len(c.split()) for c in told) / len(told)
    return min(distinct, 0.95) - 0.04 * place - 0.5 * (length > _LONGEST) - 0.25 * behind_figures
