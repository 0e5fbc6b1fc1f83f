"""Rows as DuckDB sees them, and the queries over them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import duckdb


@dataclass(frozen=True)
class BodyRow:
    """A row with what is computed over: its place in the index, its name, its figure, and the figure it is set against.

    `names`: other names of it; `more`: the other rows that were summed into it.
    """

    entry: int
    label: str
    value: float | None
    other: float | None = None
    unit: str | None = None
    places: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    more: tuple[int, ...] = ()

    @property
    def entries(self) -> tuple[int, ...]:
        return (self.entry, *self.more)


@dataclass(frozen=True)
class Result:
    """What was computed: the words, the values, the rows and columns it rests on, and the unit of the first figure."""

    text: str
    values: tuple[float | int | str, ...]
    rows: tuple[BodyRow, ...]
    columns: tuple[int, ...] = ()
    unit: str | None = None


_local = threading.local()


def connection() -> duckdb.DuckDBPyConnection:
    """One connection a thread: opening one costs more than any of these queries."""
    if not hasattr(_local, "connection"):
        _local.connection = duckdb.connect()
        _local.connection.execute("SET threads TO 1")
    found: duckdb.DuckDBPyConnection = _local.connection
    return found


def query(body: Sequence[BodyRow], sql: str, *parameters: float | int) -> list[tuple[int, float]]:
    """Runs `sql` over a relation rows(n, value, other), n being the place in `body`."""
    rows = "WITH rows AS (SELECT unnest(?::INT[]) AS n, unnest(?::DOUBLE[]) AS value, unnest(?::DOUBLE[]) AS other) "
    columns = [list(range(len(body))), [r.value for r in body], [r.other for r in body]]
    found: list[tuple[int, float]] = connection().execute(rows + sql, [*columns, *parameters]).fetchall()
    return found


def derived(body: Sequence[BodyRow], expression: str) -> list[BodyRow]:
    """The rows with `expression` over (value, other) as their figure; those where it is not defined have none."""
    found = dict(query(body, f"SELECT n, round({expression}, 2) FROM rows"))
    return [replace(row, value=found.get(n)) for n, row in enumerate(body)]


def summed(body: Sequence[BodyRow], function: Literal["sum", "count"]) -> list[BodyRow]:
    """One row for each province, with the sum of its rows or their number."""
    groups: dict[frozenset[str], list[BodyRow]] = {}
    for row in body:
        groups.setdefault(row.places, []).append(row)
    totals = []
    for rows in groups.values():
        ((value, _),) = query(rows, f"SELECT {function}({'value' if function == 'sum' else 'n'}), 0 FROM rows")
        totals.append(replace(rows[0], value=value, other=None, more=tuple(r.entry for r in rows[1:])))
    return totals
