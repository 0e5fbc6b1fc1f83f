"""A candidate: what may be answered, from which cells or words, without yet being said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.answers.sheet import PERCENT, Sheet

Operation = Literal[
    "cell",
    "compare",
    "compare_columns",
    "compare_least",
    "compare_columns_least",
    "most",
    "least",
    "most_n",
    "least_n",
    "nth_most",
    "nth_least",
    "sum",
    "sum_rows",
    "mean",
    "count",
    "count_more",
    "count_less",
    "count_equal",
    "count_columns",
    "list",
    "list_more",
    "list_less",
    "list_equal",
    "list_columns",
    "rank_most",
    "rank_least",
    "share",
    "difference",
    "difference_columns",
    "ratio",
    "ratio_columns",
    "percent_columns",
    "growth",
    "growth_rows",
    "span",
    "items",
]
OPERATIONS: tuple[Operation, ...] = Operation.__args__  # type: ignore[attr-defined]
Value = float | int | str
PERCENTS = frozenset(("share", "percent_columns", "growth", "growth_rows"))
COUNTS = frozenset(
    ("count", "count_more", "count_less", "count_equal", "count_columns", "rank_most", "rank_least", "ratio", "ratio_columns")
)
"""Operations that give a part of a hundred, and those that give a number without a unit."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An operation with its arguments and result over one table.

    `rows` are the rows that it names, `columns` those whose cells it reads; `over` the rows that it computes over, where these
    are others. `condition` is a number, or the entry of a column of words, that rows must meet. `used` counts the numbers of
    the question that it makes use of.
    """

    operation: Operation
    sheet: Sheet
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: tuple[Value, ...]
    over: tuple[int, ...] = ()
    condition: float | str | None = None
    used: int = 0

    @property
    def unit(self) -> str | None:
        """The unit of its figures, None where it states none or they have none."""
        if self.operation in PERCENTS:
            return PERCENT
        if self.operation in COUNTS or not self.columns or not any(isinstance(v, int | float) for v in self.values):
            return None
        return self.sheet.units[self.columns[0]]


def number(value: float) -> float | int:
    """A figure as `values` holds it: whole numbers as such, fractions to six places."""
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded
