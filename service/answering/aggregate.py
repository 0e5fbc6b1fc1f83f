"""What is computed over typed rows: largest and smallest, sum, mean, count, difference, ratio, rank, filter, comparison.

DuckDB computes; totals are left out; the rows that were used are cited.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from indexer.corpus import Table
from indexer.tokens import words
from service.answering.answer import Answer, Candidate
from service.answering.cell import cell_unit, row_label
from service.answering.columns import ColumnChoice, choose_column
from service.answering.signs import common_signs
from service.answering.wording import figure, joined, number, shortened, table_name, with_unit
from service.collection import Collection, TableRow
from service.question import Question
from service.retrieval import Evidence, Hit

LOOKED_AT = 3
MOST_NAMED = 31
_COMPUTED = frozenset({"top", "max", "min", "mean", "sum", "count", "filter", "rank", "compare", "difference", "multiple"})


@dataclass(frozen=True)
class BodyRow:
    """A row as DuckDB sees it: its place in the index, its label and figure, and the planned figure beside it."""

    entry: int
    label: str
    value: float | None
    plan: float | None
    places: frozenset[str]


@dataclass(frozen=True)
class Result:
    text: str
    values: tuple[float | int | str, ...]
    rows: tuple[BodyRow, ...]


def aggregate_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """A computed answer from each of the best tables."""
    if question.intent not in _COMPUTED:
        return
    for hit in _best_tables(evidence):
        found = collection.rows[hit.entry.document, hit.entry.passage.row or ""]
        table = found.table
        rows = [r for r in table.rows if r.kind == "body"]
        choice = choose_column(question, table, collection.fields, rows, against_plan=_against(question))
        if choice is None:
            continue
        body = _body_rows(collection, found, table, choice.best)
        result = _compute(question, table, choice, body, hit)
        if result is None:
            continue
        name = table.columns[choice.best].name
        text = shortened(f"{result.text} — {name}، {table_name(table)}", 399)
        verified = _verified(collection, found, result.rows, choice.best)
        unit = cell_unit(table, found.row, choice.best)
        cited = tuple(r.entry for r in result.rows) or (hit.number,)
        answer = Answer(text, "aggregate", result.values, unit, 0.0, cited, verified)
        signs = common_signs(collection, question, evidence, hit, text) | {
            "fit": choice.scores[0] / 3,
            "margin": min(choice.margin, 2.0) / 2,
            "verified": float(verified is True),
        }
        yield Candidate(answer, signs)


def _against(question: Question) -> bool:
    """Whether doing is set against plan: what missed or passed it, or how far one lies from the other."""
    both = question.intent in ("difference", "multiple") and {"plan", "actual"} <= question.measures
    return both or question.condition in ("missed", "reached")


def _best_tables(evidence: Evidence) -> list[Hit]:
    """The best row of each of the best tables."""
    best: dict[tuple[str, str | None], Hit] = {}
    for hit in evidence.rows:
        best.setdefault((hit.entry.document, hit.entry.passage.table), hit)
    return list(best.values())[:LOOKED_AT]


def _body_rows(collection: Collection, found: TableRow, table: Table, column: int) -> list[BodyRow]:
    plan = next((i for i, c in enumerate(table.columns) if c.measure == "plan" and i != column), None)
    body = []
    for row in table.rows:
        if row.kind == "total":
            continue
        entry = collection.row_entries[found.document, row.id]
        planned = row.values[plan] if plan is not None else None
        body.append(BodyRow(entry, row_label(table, row), row.values[column], planned, collection.traits.provinces[entry]))
    return body


def _compute(question: Question, table: Table, choice: ColumnChoice, body: list[BodyRow], hit: Hit) -> Result | None:
    unit = cell_unit(table, next(r for r in table.rows if r.kind == "body"), choice.best)
    named = _named(question, body)
    if question.intent in ("max", "min", "top"):
        return _extreme(question, body, unit)
    if question.intent in ("filter", "count"):
        return _filtered(question, body, named)
    if question.intent == "rank":
        return _rank(body, named)
    if question.intent == "mean":
        return _over_column("avg", "میانگین", named if len(named) > 1 else body, unit)
    if question.intent == "sum":
        if len(named) > 1:
            return _over_column("sum", "مجموع", named, unit)
        return None if named or _has_total(table) else _over_column("sum", "مجموع", body, unit)
    if question.intent in ("compare", "difference", "multiple"):
        if len(named) >= 2 and (len(named) == 2 or not question.provinces):
            return _compared(question, named[:2], unit)
        if question.intent != "compare" and {"plan", "actual"} <= question.measures:
            row = next((r for r in body if r.entry == hit.number), None)
            return _against_plan(question, row, unit) if row else None
    return None


def _named(question: Question, body: list[BodyRow]) -> list[BodyRow]:
    """The rows that the question names: by province, else by most of the words of their label, best covered first."""
    by_place = [r for place in question.provinces for r in body if place in r.places]
    if by_place or question.provinces:
        return by_place
    asked = set(question.terms)
    shares = []
    for at, row in enumerate(body):
        label = set(words(row.label))
        if label and len(label & asked) >= 0.5 * len(label):
            shares.append((-len(label & asked) / len(label), at, row))
    return [row for _, _, row in sorted(shares, key=lambda x: x[:2])]


def _has_total(table: Table) -> bool:
    return any(r.kind == "total" for r in table.rows)


_local = threading.local()


def _connection() -> duckdb.DuckDBPyConnection:
    """One connection a thread: opening one costs more than any of these queries."""
    if not hasattr(_local, "connection"):
        _local.connection = duckdb.connect()
        _local.connection.execute("SET threads TO 1")
    connection: duckdb.DuckDBPyConnection = _local.connection
    return connection


def _query(body: Sequence[BodyRow], sql: str, *parameters: float | int) -> list[tuple[int, float]]:
    """Runs `sql` over a relation rows(n, value, plan), n being the place in `body`."""
    rows = "WITH rows AS (SELECT unnest(?::INT[]) AS n, unnest(?::DOUBLE[]) AS value, unnest(?::DOUBLE[]) AS plan) "
    columns = [list(range(len(body))), [r.value for r in body], [r.plan for r in body]]
    found: list[tuple[int, float]] = _connection().execute(rows + sql, [*columns, *parameters]).fetchall()
    return found


def _extreme(question: Question, body: list[BodyRow], unit: str | None) -> Result | None:
    lowest = question.intent == "min" or "کمترین" in question.text
    order = "ASC" if lowest else "DESC"
    best = f"QUALIFY rank() OVER (ORDER BY value {order}) <= ?"
    found = _query(body, f"SELECT n, value FROM rows WHERE value IS NOT NULL {best} ORDER BY value {order}, n", question.limit)
    if not found or len(found) > max(6, 2 * question.limit):
        return None
    rows = tuple(body[n] for n, _ in found)
    said = [f"{r.label} با {with_unit(v, unit)}" for r, (_, v) in zip(rows, found, strict=True)]
    values = tuple(x for r, (_, v) in zip(rows, found, strict=True) for x in (r.label, number(v)))
    return Result(f"{'کمترین' if lowest else 'بیشترین'}: {joined(said)}", (*values, *_name_parts(rows)), rows)


def _name_parts(rows: Sequence[BodyRow]) -> tuple[str, ...]:
    """The parts of labels that join two cells, so that each name stands alone too."""
    return tuple(dict.fromkeys(part for r in rows for part in r.label.split("، ") if part != r.label))


def _filtered(question: Question, body: list[BodyRow], named: list[BodyRow]) -> Result | None:
    conditions = {
        "zero": "value = 0",
        "missed": "value < plan",
        "reached": "value > plan",
        "greater": "value > ?",
        "less": "value < ?",
    }
    if question.condition is None:
        if question.intent == "count" and named:
            return Result(f"{len(named)} مورد", (len(named),), tuple(named))
        return None
    if question.condition == "zero" and question.measures & {"plan", "approved"} and any(r.plan is not None for r in body):
        conditions["zero"] += " AND plan > 0"  # planned, and nothing done
    parameters = [question.threshold] if question.condition in ("greater", "less") and question.threshold is not None else []
    found = _query(body, f"SELECT n, value FROM rows WHERE {conditions[question.condition]} ORDER BY n", *parameters)
    rows = tuple(body[n] for n, _ in found)
    if not rows:
        return Result("هیچ‌کدام", (0,), (body[0],)) if body and question.intent == "count" else None
    names = [r.label for r in rows]
    said = [
        f"{r.label} ({figure(v)})" if question.condition in ("greater", "less") else r.label
        for r, (_, v) in zip(rows, found, strict=True)
    ]
    counted = f"{len(rows)} مورد: " if question.intent == "count" else ""
    return Result(counted + joined(said), (*((len(rows),) if counted else ()), *names, *_name_parts(rows)), rows)


def _rank(body: list[BodyRow], named: list[BodyRow]) -> Result | None:
    if len(named) != 1 or named[0].value is None:
        return None
    found = _query(body, "SELECT n, rank() OVER (ORDER BY value DESC) FROM rows WHERE value IS NOT NULL")
    place = next(int(p) for n, p in found if body[n] is named[0])
    return Result(f"{named[0].label} با {figure(named[0].value)}، رتبهٔ {place}", (place, number(named[0].value)), (named[0],))


def _over_column(function: str, word: str, rows: list[BodyRow], unit: str | None) -> Result | None:
    ((value, count),) = _query(rows, f"SELECT {function}(value), count(value) FROM rows")
    if not count:
        return None
    rounded = round(float(value), 2)
    return Result(
        f"{word} {int(count)} ردیف: {with_unit(rounded, unit)}", (number(rounded),), tuple(r for r in rows if r.value is not None)
    )


def _compared(question: Question, named: list[BodyRow], unit: str | None) -> Result | None:
    first, second = named
    if first.value is None or second.value is None:
        return None
    more, less = (first, second) if first.value >= second.value else (second, first)
    assert more.value is not None
    assert less.value is not None
    if question.intent == "difference":
        ((gap, _),) = _query([more, less], "SELECT max(value) - min(value), 0 FROM rows")
        return Result(
            f"{with_unit(gap, unit)} ({more.label} {figure(more.value)}، {less.label} {figure(less.value)})",
            (number(gap),),
            (more, less),
        )
    if question.intent == "multiple":
        if second.value == 0:
            return None
        times = round(first.value / second.value, 2)
        return Result(
            f"{figure(times)} برابر ({first.label} {figure(first.value)}، {second.label} {figure(second.value)})",
            (number(times),),
            (first, second),
        )
    winner = less if "کمتر" in question.text else more
    if more.value == less.value:
        return Result(f"برابر: هر دو {with_unit(more.value, unit)}", (number(more.value),), (more, less))
    other = more if winner is less else less
    assert winner.value is not None
    assert other.value is not None
    text = f"{winner.label}؛ {with_unit(winner.value, unit)} در برابر {with_unit(other.value, unit)} ({other.label})"
    return Result(text, (winner.label, number(winner.value), number(other.value)), (winner, other))


def _against_plan(question: Question, row: BodyRow, unit: str | None) -> Result | None:
    if row.value is None or row.plan is None:
        return None
    if question.intent == "multiple":
        if row.plan == 0:
            return None
        times = round(row.value / row.plan, 2)
        return Result(f"{figure(times)} برابر (عملکرد {figure(row.value)}، برنامه {figure(row.plan)})", (number(times),), (row,))
    ((gap, _),) = _query([row], "SELECT abs(value - plan), 0 FROM rows")
    return Result(
        f"{with_unit(gap, unit)} (برنامه {figure(row.plan)}، عملکرد {figure(row.value)})", (number(round(gap, 6)),), (row,)
    )


def _verified(collection: Collection, found: TableRow, rows: Sequence[BodyRow], column: int) -> bool | None:
    states = [
        collection.verified.get((found.document, collection.index.entries[r.entry].passage.row or "", column)) for r in rows
    ]
    if any(s is False for s in states):
        return False
    return True if states and all(s for s in states) else None
