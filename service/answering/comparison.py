"""Two figures set against each other: of two rows, of two columns of a row, or of rows of two tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.corpus import Row, Table
from service.answering.called import as_asked
from service.answering.cell import cell_unit, row_label
from service.answering.columns import choose_column, column_year
from service.answering.computing import BodyRow, Result, query
from service.answering.labels import short_names
from service.answering.operands import operands, told_apart
from service.answering.pairing import compared_years, in_year, planned
from service.answering.series import MOST_COLUMNS, Series, columns_meant
from service.answering.wording import figure, number, with_unit
from service.collection import Collection, TableRow
from service.patterns import compiled, patterns
from service.question import Question
from service.retrieval import Hit

ROWS_LOOKED_AT = 12
_UNDONE = "<amount>.{0,90}(?:نشد|نیافت|نگرفت|نکرد)"


@dataclass(frozen=True)
class Side:
    """One of the two figures: how it is called, the figure, the row it stands in, and its column."""

    name: str
    value: float | None
    row: BodyRow
    column: int
    year: int | None = None


def of_rows(collection: Collection, question: Question, series: Series) -> Result | None:
    """Two rows of one table that the question names: two provinces, or any two labels."""
    pair = _two_rows(collection, question, series)
    if pair is None:
        return None
    if pair[0].unit != pair[1].unit and series.unit != "درصد":
        return None
    first, second = (Side(r.label, r.value, r, series.column) for r in pair)
    return weighed(question, first, second, pair[0].unit if series.unit != "درصد" else series.unit)


def _two_rows(collection: Collection, question: Question, series: Series) -> tuple[BodyRow, BodyRow] | None:
    rows = [r for r in series.rows if r.value is not None]
    named = [r for place in question.provinces for r in rows if r.places == {place}]
    if len(question.provinces) >= 2:
        return (named[0], named[1]) if len(named) >= 2 and named[0].places != named[1].places else None
    if len(question.years) >= 2:
        by_year = [r for y in question.years[:2] for r in rows if str(y) in r.label]
        return (by_year[0], by_year[1]) if len(by_year) == 2 else None
    labels = [r.label for r in rows]
    for names in filter(None, (labels, list(short_names(labels)))):
        told = (told_apart(collection.fields, first, second, names) for first, second in operands(question))
        found = next((pair for pair in told if pair and len(names) == len(rows)), None)
        if found:
            return rows[found[0]], rows[found[1]]
    return None


def of_columns(
    collection: Collection, question: Question, found: TableRow, row: Row, label: BodyRow
) -> Iterator[tuple[Result, float]]:
    """Two figures of one row: two years, plan and doing, granted and given, or two columns that are named; with the fit."""
    table = found.table
    choice = choose_column(question, table, collection.fields, [row], against_plan=_sets_against_plan(question))
    if choice is None:
        return
    fit = dict(zip(choice.order, choice.scores, strict=True))
    meant = columns_meant(collection, question, table, choice)
    for first, second in dict.fromkeys(_pairs(collection, question, table, row, [*meant, *choice.order])):
        units = [cell_unit(table, row, c) for c in (first, second)]
        sides = [
            Side(table.columns[c].name, row.values[c], replace(label, value=row.values[c]), c, column_year(table.columns[c]))
            for c in (first, second)
        ]
        result = weighed(question, sides[0], sides[1], units[0]) if units[0] == units[1] else None
        if result:
            text = f"{label.label}: {result.text}" if label.label else result.text
            yield replace(result, text=text, rows=(label,)), fit.get(first, choice.scores[0])


def _pairs(collection: Collection, question: Question, table: Table, row: Row, order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of columns, that of the question's first thing or later year first; `order`: the likeliest columns first."""
    usable = [i for i, c in enumerate(table.columns) if c.role == "value" and c.name.strip() and row.values[i] is not None]
    years = compared_years(question, column_year(table.columns[order[0]]))
    if years:
        by_year = ([in_year(table, best, y) for y in years] for best in order[: MOST_COLUMNS + 1])
        yield from ((one, two) for one, two in by_year if one is not None and two is not None)
    elif _sets_against_plan(question):
        plans = ((c, planned(table, c)) for c in order if c in usable)
        yield from list((c, plan) for c, plan in plans if plan is not None and plan in usable)[:1]
    elif compiled(_UNDONE).search(question.text):
        granted = [i for i in usable if compiled(patterns()["granted"]).search(table.columns[i].name)]
        done = next((i for i in order if i in usable and i not in granted), None)
        yield from ((i, done) for i in granted[:1] if done is not None)
    else:
        names = [table.columns[i].name for i in usable]
        told = (told_apart(collection.fields, first, second, names) for first, second in operands(question))
        yield from ((usable[pair[0]], usable[pair[1]]) for pair in told if pair)


def _sets_against_plan(question: Question) -> bool:
    if {"plan", "actual"} <= question.measures:
        return question.intent in ("difference", "multiple", "compare")
    return "plan" in question.measures and question.intent in ("difference", "multiple") and not question.years[1:]


def of_tables(collection: Collection, question: Question, hits: Sequence[Hit]) -> Iterator[tuple[Result, Hit, float]]:
    """Rows of two tables, each called by a name of its own, and counted in the same unit."""
    rows = [(h, collection.rows[h.entry.document, h.entry.passage.row or ""]) for h in hits[:ROWS_LOOKED_AT]]
    rows = [(h, r) for h, r in rows if r.row.kind == "body"]
    for first, second in operands(question):
        told = told_apart(collection.fields, first, second, [f"{row_label(r.table, r.row)} {r.table.caption}" for _, r in rows])
        if told is None or rows[told[0]][1].table.id == rows[told[1]][1].table.id:
            continue
        made = [_side(collection, question, *rows[i]) for i in told]
        if made[0] is None or made[1] is None or made[0][1] != made[1][1]:
            continue
        result = weighed(question, made[0][0], made[1][0], made[0][1])
        if result:
            yield result, rows[told[0]][0], min(made[0][2], made[1][2])
            return


def _side(collection: Collection, question: Question, hit: Hit, found: TableRow) -> tuple[Side, str | None, float] | None:
    choice = choose_column(question, found.table, collection.fields, [found.row])
    if choice is None:
        return None
    label, caption = row_label(found.table, found.row), found.table.caption.strip(" :")
    row = BodyRow(hit.number, label, found.row.values[choice.best])
    side = Side(f"{label} ({caption})" if caption and caption != label else label, row.value, row, choice.best)
    return side, cell_unit(found.table, found.row, choice.best), choice.scores[0]


def weighed(question: Question, first: Side, second: Side, unit: str | None) -> Result | None:
    """The difference, the ratio, the sum, the growth or the larger of two figures, as the question wants."""
    if first.value is None or second.value is None:
        return None
    both = f"{first.name} {figure(first.value)}، {second.name} {figure(second.value)}"
    rows = (first.row, second.row) if first.row.entry != second.row.entry else (first.row,)
    columns = tuple(dict.fromkeys((first.column, second.column)))
    if question.intent == "compare":
        return _larger(question, first, second, unit, rows, columns)
    if question.intent == "multiple":
        times = _computed("value / nullif(other, 0)", first.value, second.value)
        return None if times is None else Result(f"{figure(times)} برابر ({both})", (number(times),), rows, columns)
    if question.intent == "sum":
        total = _computed("value + other", first.value, second.value)
        return Result(f"مجموع: {with_unit(total or 0.0, unit)} ({both})", (number(total or 0.0),), rows, columns, unit)
    if "growth" in question.measures:
        growth = _computed("100.0 * (value - other) / nullif(other, 0)", first.value, second.value)
        return (
            None
            if growth is None
            else Result(f"{figure(growth)} درصد ({both})", (number(growth), round(growth)), rows, columns, "درصد")
        )
    gap = _computed("abs(value - other)", first.value, second.value, places=6) or 0.0
    side = " کمتر" if first.value < second.value else " بیشتر" if gap else ""
    return Result(f"{with_unit(gap, unit)}{side} ({both})", (number(gap),), rows, columns, unit)


def _computed(expression: str, value: float, other: float, places: int = 2) -> float | None:
    row = BodyRow(0, "", value, other)
    ((_, found),) = query([row], f"SELECT n, round({expression}, {places}) FROM rows")
    return found


def _larger(
    question: Question, first: Side, second: Side, unit: str | None, rows: tuple[BodyRow, ...], columns: tuple[int, ...]
) -> Result:
    assert first.value is not None
    assert second.value is not None
    gap = number(_computed("abs(value - other)", first.value, second.value, places=6) or 0.0)
    if first.value == second.value:
        return Result(f"برابر: هر دو {with_unit(first.value, unit)}", (number(first.value),), rows, columns, unit)
    fewer = bool(compiled(patterns()["fewer"]).search(question.text))
    ordered = sorted((first, second), key=lambda s: s.value or 0.0, reverse=not fewer)
    winner, other = ordered
    assert winner.value is not None
    assert other.value is not None
    text = f"{winner.name}؛ {with_unit(winner.value, unit)} در برابر {with_unit(other.value, unit)} ({other.name})"
    asked = compiled(patterns()["gap_too"]).search(question.text)
    said = f"{text}، {with_unit(gap, unit)} {'کمتر' if fewer else 'بیشتر'}" if asked else text
    called = ((winner.year,) if winner.year else ()) + short_names((winner.name, other.name))[:1]
    called += as_asked(question.text, winner.name, other.name)
    values = (winner.name, *winner.row.names, *called, number(winner.value), number(other.value), *((gap,) if asked else ()))
    return Result(said, values, rows, columns, unit)


def share_of_plan(series: Series, row: BodyRow) -> Result | None:
    """What part of its plan one row fulfilled, for a table that does not say it itself; `series` is one of such shares."""
    if row.value is None or series.other is None:
        return None
    share = round(row.value, 2)
    text = f"{row.label}: {figure(share)} درصد برنامهٔ {with_unit(row.other or 0.0, row.unit)}"
    return Result(text, (number(share), round(share)), (row,), series.columns, "درصد")
