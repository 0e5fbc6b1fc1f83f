"""The figures that a computation runs over: a column of a table, or two of them joined, and the rows that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.corpus import Row, Table
from service.answering.cell import cell_unit, of_another_year
from service.answering.columns import ColumnChoice, choose_column, unit_asked
from service.answering.computing import BodyRow, derived, summed
from service.answering.labels import label_columns, row_label_of
from service.answering.naming import places_in, speaks
from service.answering.pairing import PLAN_WORDS, before, compared_years, planned
from service.answering.stems import stems
from service.collection import Collection, TableRow
from service.patterns import compiled, patterns
from service.question import Question

MOST_COLUMNS = 2
CLOSE = 0.35
"""How far the second column may lie behind the best and still be tried."""
FAR = 2.5
"""How far one that speaks of more of the question may."""
EXTREMES = frozenset({"max", "min", "top"})
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_ONE_UNIT = EXTREMES | {"mean", "sum", "rank"}


@dataclass(frozen=True)
class Series:
    """The figures of `column` (set against those of `other`) in the rows that are meant; `fit` and `margin` of the choice."""

    table: Table
    column: int
    other: int | None
    name: str
    unit: str | None
    rows: tuple[BodyRow, ...]
    fit: float
    margin: float

    @property
    def columns(self) -> tuple[int, ...]:
        return (self.column,) if self.other is None else (self.column, self.other)


def over_provinces(question: Question) -> bool:
    """Whether provinces are asked for, so that a row of anything else is not meant."""
    return bool(compiled(patterns()["over_provinces"]).search(question.text))


def series_of(collection: Collection, question: Question, found: TableRow) -> Iterator[Series]:
    """The columns of a table that may be meant, best first, each with its rows."""
    table = found.table
    body = [r for r in table.rows if r.kind == "body"]
    rows = meant_rows(collection, question, found, body)
    asked = _of_later_year(question)
    choice = choose_column(asked, table, collection.fields, body, against_plan=_against_plan(question, table)) if rows else None
    if choice is None:
        return
    score = dict(zip(choice.order, choice.scores, strict=True))
    for column in columns_meant(collection, question, table, choice):
        other = before(table, column) if _of_years(question) else planned(table, column)
        figures = [_with_figures(table, row, table_row, column, other) for row, table_row in rows]
        margin = min(choice.margin, 2.0) if column == choice.best else 0.0
        name, unit = table.columns[column].name, figures[0].unit
        made = Series(table, column, other, name, unit, tuple(figures), score[column], margin)
        yield from _as_asked(question, made)


def _as_asked(question: Question, series: Series) -> Iterator[Series]:
    """The series itself, or what is computed from it where parts, gaps or provinces are asked; of rows of one unit."""
    if _wants_share(question, series.table):
        if series.other is not None:
            yield _derived(series, "100.0 * value / nullif(other, 0)", "درصد تحقق برنامه", "درصد")
            return
    elif question.intent in _ONE_UNIT and len({r.unit for r in series.rows}) > 1:
        unit = unit_asked(question)
        kept = tuple(r for r in series.rows if unit and r.unit and unit in r.unit)
        if len(kept) < 2:
            return
        series = replace(series, rows=kept, unit=kept[0].unit)
    if question.intent in EXTREMES and over_provinces(question) and _several_each(series.rows):
        if compiled(patterns()["counting"]).search(question.text):
            yield replace(series, rows=tuple(summed(series.rows, "count")), name="شمار ردیف‌ها", unit=None)
        yield replace(series, rows=tuple(summed(series.rows, "sum")), name=f"مجموع {series.name}")
        return
    if question.intent in EXTREMES and series.other is not None and (gap := _gap(question)):
        yield _derived(series, *gap, series.unit)
        return
    yield series


def _gap(question: Question) -> tuple[str, str] | None:
    """What the largest or smallest is asked of, where it is the distance to the plan or the change since a year."""
    if question.condition == "missed" or compiled(patterns()["behind_plan"]).search(question.text):
        return "other - value", "کسری از برنامه"
    if question.condition == "reached":
        return "value - other", "فزونی بر برنامه"
    if not _of_years(question) or "growth" in question.measures:
        return None
    if compiled(patterns()["shrinking"]).search(question.text):
        return "other - value", "کاهش نسبت به سال پیش"
    return "value - other", "افزایش نسبت به سال پیش"


def _of_years(question: Question) -> bool:
    """Whether one year is set against the year before."""
    if question.condition in ("fallen", "risen"):
        return True
    changing = compiled(patterns()["changing"]).search(question.text)
    return bool(changing) and question.intent in EXTREMES and compared_years(question, 1) is not None


def _of_later_year(question: Question) -> Question:
    """The question as one of the later year alone, where two are set against each other."""
    years = compared_years(question) if _of_years(question) else None
    return replace(question, years=(max(years),)) if years else question


def columns_meant(collection: Collection, question: Question, table: Table, choice: ColumnChoice) -> list[int]:
    """The best column, those close behind it, and one that speaks of something in the question that the best does not."""
    fields = collection.fields
    called = {
        c: frozenset(t for t in question.terms if t not in PLAN_WORDS and speaks(fields, t, stems(table.columns[c].name)))
        for c in choice.order
    }
    behind = [(c, choice.scores[0] - s) for c, s in zip(choice.order, choice.scores, strict=True)]
    close = [c for c, gap in behind if gap < CLOSE]
    other = [c for c, gap in behind if gap < FAR and called[c] - called[choice.best]]
    return list(dict.fromkeys([*close[:MOST_COLUMNS], *other[:1]]))


def meant_rows(collection: Collection, question: Question, found: TableRow, body: Sequence[Row]) -> list[tuple[BodyRow, Row]]:
    """The rows that a question may speak of, with their names: provinces alone where provinces are asked or make up the table."""
    table = found.table
    columns = label_columns(question, table, body, one=over_provinces(question))
    rows = []
    for row in body:
        if of_another_year(question, table, row):
            continue
        places = places_in(row.cells[columns[0]]) if columns else frozenset()
        label = row_label_of(row, columns)
        names = _names(row, columns, label, places)
        rows.append((BodyRow(collection.row_entries[found.document, row.id], label, None, places=places, names=names), row))
    provincial = [r for r in rows if len(r[0].places) == 1]
    if over_provinces(question):
        return provincial if len(provincial) > 1 else []
    if question.intent in EXTREMES and len(columns) == 1 and 2 * len(provincial) > len(rows) and _of_another_kind(question):
        return []
    if 2 * len(provincial) > len(rows):
        rows = [r for r in rows if r[0].places or _is_named(question, r[0].label)]
    return rows


def _of_another_kind(question: Question) -> bool:
    """Whether the largest of something smaller than a province is asked: «بزرگ‌ترین شهرک», «کدام دوره»."""
    return bool(compiled(patterns()["within_province"]).search(question.text))


def _is_named(question: Question, label: str) -> bool:
    own = stems(label)
    return 2 * len(own & set(question.terms)) > len(own)


def _against_plan(question: Question, table: Table) -> bool:
    """Whether the column of the doing is meant although the plan is named: what missed it, passed it, or was not done."""
    both = question.intent in ("difference", "multiple") and {"plan", "actual"} <= question.measures
    undone = question.condition == "zero" and bool(question.measures & {"plan", "approved"})
    return both or undone or question.condition in ("missed", "reached", "met") or _wants_share(question, table)


def _wants_share(question: Question, table: Table) -> bool:
    """Whether the part of a plan that was done is asked for, and no column of the table holds it."""
    return "ratio" in question.measures and not any(c.measure == "percent" or "تحقق" in c.name for c in table.columns)


def _derived(series: Series, expression: str, name: str, unit: str | None) -> Series:
    return replace(series, rows=tuple(derived(series.rows, expression)), unit=unit, name=f"{name}، {series.name}")


def _several_each(rows: Sequence[BodyRow]) -> bool:
    """Whether a table lists several items of one province."""
    return len({r.places for r in rows}) < len(rows)


def _with_figures(table: Table, row: BodyRow, table_row: Row, column: int, other: int | None) -> BodyRow:
    against = table_row.values[other] if other is not None else None
    return replace(row, value=table_row.values[column], other=against, unit=cell_unit(table, table_row, column))


def _names(row: Row, columns: Sequence[int], label: str, places: frozenset[str]) -> tuple[str, ...]:
    """Names by which a row may be called besides its label: its parts, and its province as usually spelt."""
    parts = [row.cells[c].strip() for c in columns] + (list(places) if len(places) == 1 else [])
    parts += [bare for part in parts if (bare := _BRACKETS.sub("", part).strip()) and len(columns) == 1]
    return tuple(dict.fromkeys(p for p in parts if p and p != label))
