"""The figures that a computation runs over: a column of a table, or two of them joined, and the rows that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.corpus import Column, Row, Table
from indexer.tokens import fold
from service.answering.cell import cell_unit
from service.answering.columns import ColumnChoice, choose_column, column_year
from service.answering.computing import BodyRow, derived
from service.answering.labels import label_columns, row_label_of
from service.answering.stems import stems
from service.collection import Collection, TableRow
from service.fields import Fields
from service.patterns import compiled, patterns
from service.places import find_places
from service.question import Question

MOST_COLUMNS = 2
CLOSE = 0.35
"""How far the second column may lie behind the best and still be tried."""
FAR = 2.0
"""How far one that speaks of more of the question may."""
_PLAN_WORDS = stems("برنامه عملکرد مصوب هدف اهداف سال")


@dataclass(frozen=True)
class Series:
    """The figures of `column` (set against those of `other`) in the rows that are meant; `fit` and `margin` of the choice."""

    document: str
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
    if not rows:
        return
    choice = choose_column(question, table, collection.fields, body, against_plan=_against_plan(question, table))
    if choice is None:
        return
    score = dict(zip(choice.order, choice.scores, strict=True))
    for column in columns_meant(collection, question, table, choice):
        other = set_against(question, table, column)
        unit = cell_unit(table, body[0], column)
        made = Series(
            found.document, table, column, other, table.columns[column].name, unit,
            tuple(_with_figures(row, table_row, column, other) for row, table_row in rows),
            score[column], min(choice.margin, 2.0) if column == choice.best else 0.0,
        )  # fmt: skip
        yield _of_plan(made) if _wants_share(question, table) and made.other is not None else made


def columns_meant(collection: Collection, question: Question, table: Table, choice: ColumnChoice) -> list[int]:
    """The best column, those close behind it, and one that speaks of something in the question that the best does not."""
    fields = collection.fields
    called = {
        c: frozenset(t for t in question.terms if t not in _PLAN_WORDS and speaks(fields, t, stems(table.columns[c].name)))
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
        places = places_in(row.cells[columns[0]]) if columns else frozenset()
        label = row_label_of(row, columns)
        entry = collection.row_entries[found.document, row.id]
        rows.append((BodyRow(entry, label, None, None, places, _names(row, columns, label, places)), row))
    provincial = [r for r in rows if len(r[0].places) == 1]
    if over_provinces(question):
        return provincial if len(provincial) > 1 else []
    if 2 * len(provincial) > len(rows):
        rows = [r for r in rows if r[0].places or stems(r[0].label) & set(question.terms)]
    return rows


def set_against(question: Question, table: Table, column: int) -> int | None:
    """The column that the question sets `column` against: what was planned, or the year before."""
    if question.condition in ("fallen", "risen"):
        return before(table, column)
    return planned(table, column)


def planned(table: Table, column: int) -> int | None:
    """The column of the plan that a column fulfils: of all plans the one that shares most of its name."""
    plans = [i for i, c in enumerate(table.columns) if c.measure == "plan" and i != column and c.role == "value"]
    if not plans or table.columns[column].measure in ("plan", "percent"):
        return None
    mine = stems(table.columns[column].name) - _PLAN_WORDS
    return max(plans, key=lambda i: (len(mine & stems(table.columns[i].name)), -i))


def before(table: Table, column: int) -> int | None:
    """The column that says the same of the year before, or of the nearest earlier one."""
    year = column_year(table.columns[column])
    if year is None:
        return None
    earlier = [(column_year(c), i) for i, c in enumerate(table.columns) if _same_but_year(c, table.columns[column])]
    found = [(y, i) for y, i in earlier if y is not None and y < year]
    return max(found)[1] if found else None


def in_year(table: Table, column: int, year: int) -> int | None:
    """The column that says the same as `column` of a given year."""
    if column_year(table.columns[column]) == year:
        return column
    same = (i for i, c in enumerate(table.columns) if column_year(c) == year and _same_but_year(c, table.columns[column]))
    return next(same, None)


def _same_but_year(a: Column, b: Column) -> bool:
    return a.role == b.role == "value" and a.unit == b.unit and _family(a.name) == _family(b.name)


@lru_cache(maxsize=4096)
def _family(name: str) -> frozenset[str]:
    """What a column's name says besides years: «تا پایان 91», «12 ماهه سال 1400»."""
    kept = re.sub(r"(?<!\d)(?:1[34]\d\d|[89]\d)(?!\d)", " ", fold(name))
    return stems(kept) - {"سال"} if re.search(r"[^\W\d_]", kept.replace("سال", "")) else frozenset()


@lru_cache(maxsize=8192)
def places_in(cell: str) -> frozenset[str]:
    return frozenset(name for _, _, name in find_places(cell))


def _against_plan(question: Question, table: Table) -> bool:
    """Whether the column of the doing is meant although the plan is named: what missed it, passed it, or was not done."""
    both = question.intent in ("difference", "multiple") and {"plan", "actual"} <= question.measures
    undone = question.condition == "zero" and bool(question.measures & {"plan", "approved"})
    return both or undone or question.condition in ("missed", "reached") or _wants_share(question, table)


def _wants_share(question: Question, table: Table) -> bool:
    """Whether the part of a plan that was done is asked for, and no column of the table holds it."""
    return "ratio" in question.measures and not any(c.measure == "percent" or "تحقق" in c.name for c in table.columns)


def _of_plan(series: Series) -> Series:
    rows = derived(series.rows, "100.0 * value / nullif(other, 0)")
    return replace(
        series, rows=tuple(rows), unit="درصد", name=f"نسبت {series.name} به {series.table.columns[series.other or 0].name}"
    )


def _with_figures(row: BodyRow, table_row: Row, column: int, other: int | None) -> BodyRow:
    return replace(row, value=table_row.values[column], other=table_row.values[other] if other is not None else None)


def _names(row: Row, columns: Sequence[int], label: str, places: frozenset[str]) -> tuple[str, ...]:
    """Names by which a row may be called besides its label: its parts, and its province as usually spelt."""
    parts = [row.cells[c].strip() for c in columns] + (list(places) if len(places) == 1 else [])
    return tuple(dict.fromkeys(p for p in parts if p and p != label))


def speaks(fields: Fields, term: str, own: AbstractSet[str]) -> bool:
    """Whether some word is the term, may stand for it, or lies one slip away."""
    return term in own or any(fields.vocabulary.get(w, -1) in fields.weights(term) for w in own)


def by_province(rows: Sequence[BodyRow], provinces: Sequence[str]) -> list[BodyRow]:
    return [r for place in provinces for r in rows if place in r.places]


def distinctive(rows: Sequence[BodyRow]) -> Mapping[int, frozenset[str]]:
    """Entry to the words of its label that not every row's label has."""
    said = {r.entry: stems(r.label) for r in rows}
    common = frozenset.intersection(*said.values()) if len(said) > 1 else frozenset()
    return {entry: own - common for entry, own in said.items()}


def named_rows(collection: Collection, question: Question, rows: Sequence[BodyRow]) -> list[BodyRow]:
    """The rows that the question names: by province, and by most of the words that tell their label from the others."""
    found = by_province(rows, question.provinces)
    fields = collection.fields
    telling = distinctive(rows)
    for row in rows:
        own = telling[row.entry]
        hit = sum(any(speaks(fields, t, {w}) for t in question.terms) for w in own)
        if own and hit >= 0.75 * len(own) and row not in found:
            found.append(row)
    return found
