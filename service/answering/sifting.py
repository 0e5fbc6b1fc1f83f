"""Rows that fulfil a condition, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.answering.computing import BodyRow, Result, query
from service.answering.extremes import name_parts
from service.answering.series import Series, over_provinces
from service.answering.stems import stems
from service.answering.wording import figure, joined
from service.numerals import in_unit
from service.question import Question

_NUMBERED = {"greater": ">", "less": "<", "at_least": ">=", "at_most": "<=", "equal": "="}
_WORDED = {
    "missed": "value < other",
    "reached": "value > other",
    "fallen": "value < other",
    "risen": "value > other",
    "met": "value = other AND other > 0",
}
_SIGNED = {"fallen": "value < 0", "risen": "value > 0"}


def sifted(question: Question, series: Series) -> Result | None:
    """The rows that fulfil the question's condition, named in the order of the table; with their number where it is asked."""
    condition, parameters = _condition(question, series)
    named = [r for r in series.rows if r.label]
    if condition is None or not named:
        return None
    found = query(named, f"SELECT n, value FROM rows WHERE {condition} ORDER BY n", *parameters)
    rows = tuple(named[n] for n, _ in found)
    counting = question.intent == "count"
    if not rows:
        return Result("هیچ‌کدام", (0,), tuple(named[:1]), series.columns, None) if counting else None
    said = [_said(question, r, v) for r, (_, v) in zip(rows, found, strict=True)]
    text = (f"{len(rows)} مورد: " if counting else "") + joined(said)
    values = (*((len(rows),) if counting else ()), *(r.label for r in rows), *name_parts(rows))
    return Result(text, values, rows, series.columns, None if counting else series.unit)


def _condition(question: Question, series: Series) -> tuple[str | None, list[float]]:
    kind = question.condition
    if kind in _NUMBERED and question.said:
        return f"value {_NUMBERED[kind]} ?", [in_unit(question.said, series.unit)]
    if kind == "zero":
        planned = bool(question.measures & {"plan", "approved"}) and series.other is not None
        return "value = 0" + (" AND other > 0" if planned else ""), []
    if kind in _WORDED and series.other is not None:
        return _WORDED[kind], []
    if kind in _SIGNED and series.table.columns[series.column].measure in ("percent", "growth"):
        return _SIGNED[kind], []
    if kind is None and question.intent == "count" and over_provinces(question) and not question.provinces:
        return "value > 0", []
    return None, []


def _said(question: Question, row: BodyRow, value: float) -> str:
    if question.condition in ("greater", "less", "at_least", "at_most"):
        return f"{row.label} ({figure(value)})"
    if question.condition in _WORDED and row.other is not None:
        return f"{row.label} ({figure(value)} در برابر {figure(row.other)})"
    if question.condition in _SIGNED:
        return f"{row.label} ({figure(value)})"
    return row.label


def counted(question: Question, named: Sequence[BodyRow]) -> Result | None:
    """How many rows are of what the question names. A single one is counted only where counting is what is asked."""
    if not named or (question.intent != "count" and len(named) < 2):
        return None
    names = [r.label for r in named]
    return Result(f"{len(named)} مورد: {joined(names)}", (len(named), *names, *name_parts(named)), tuple(named))


def of_group(question: Question, rows: Sequence[BodyRow], cells: Mapping[int, Sequence[str]], caption: str) -> list[BodyRow]:
    """The rows with a cell that the question names and that several rows share; all rows where it names none.

    `cells`: entry to its text cells, column by column.
    """
    asked = set(question.terms) - stems(caption)
    kept = list(rows)
    for column in range(max((len(c) for c in cells.values()), default=0)):
        values = [c[column] for c in cells.values()]
        shared = {v for v in set(values) if values.count(v) > 1 and (own := stems(v)) and own <= asked}
        if shared and len(set(values)) > 1:
            kept = [r for r in kept if cells[r.entry][column] in shared]
    return kept
