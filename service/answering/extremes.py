"""The largest and smallest of a series, the next after a named one, and the rank of a named one."""

from __future__ import annotations

from collections.abc import Sequence

from service.answering.computing import BodyRow, Result, query
from service.answering.labels import short_names
from service.answering.naming import by_province
from service.answering.series import Series
from service.answering.wording import joined, number, with_unit
from service.patterns import compiled, patterns
from service.question import Question


def extreme(question: Question, series: Series, named: Sequence[BodyRow]) -> Result | None:
    """The `limit` largest or smallest, from the `place`-th on; past a named row where the next after it is asked.

    None where so many are level that no few stand out.
    """
    lowest = bool(compiled(patterns()["lowest"]).search(question.text))
    order = "ASC" if lowest else "DESC"
    after = list(named) if compiled(patterns()["next_after"]).search(question.text) else []
    spared = list(named) if compiled(patterns()["except"]).search(question.text) else after
    rows = [r for r in series.rows if r.value is not None and r.label and r not in spared and not _ahead(r, after, lowest)]
    among = [] if spared else by_province(rows, question.provinces)
    rows = among if len(among) > 1 else rows
    if len(rows) < 2:
        return None
    ranked = f"SELECT n, value FROM rows QUALIFY rank() OVER (ORDER BY value {order}) BETWEEN ? AND ? ORDER BY value {order}, n"
    found = query(rows, ranked, question.place, question.place + question.limit - 1)
    if not found or len(found) > max(6, 2 * question.limit):
        return None
    best = [rows[n] for n, _ in found]
    said = [f"{r.label} با {with_unit(v, series.unit)}" for r, (_, v) in zip(best, found, strict=True)]
    values = tuple(x for r, (_, v) in zip(best, found, strict=True) for x in (r.label, number(v)))
    word = "کمترین" if lowest else "بیشترین"
    lead = f"رتبهٔ {question.place}" if question.place > 1 else word
    if spared:
        lead = f"{word} {'پس از' if after else 'جز'} {joined([r.label for r in spared])}"
    given = (
        *values,
        *name_parts(best),
        *short_names([r.label for r in best]),
        *((question.place,) if question.place > 1 else ()),
    )
    used = (*best, *spared, *(r for r in among if r not in best))
    return Result(f"{lead}: {joined(said)}", given, used, series.columns, series.unit)


def rank(series: Series, named: Sequence[BodyRow]) -> Result | None:
    """The rank of one named row, 1 being the largest."""
    if len(named) != 1 or named[0].value is None:
        return None
    rows = [r for r in series.rows if r.value is not None]
    found = query(rows, "SELECT n, rank() OVER (ORDER BY value DESC) FROM rows")
    place = next(int(p) for n, p in found if rows[n] == named[0])
    text = f"{named[0].label} با {with_unit(named[0].value, series.unit)}، رتبهٔ {place}"
    return Result(text, (place, number(named[0].value)), (named[0],), series.columns, series.unit)


def name_parts(rows: Sequence[BodyRow]) -> tuple[str, ...]:
    """The other names of rows, so that each stands alone too."""
    return tuple(dict.fromkeys(name for r in rows for name in r.names))


def _ahead(row: BodyRow, after: Sequence[BodyRow], lowest: bool) -> bool:
    figures = [r.value for r in after if r.value is not None]
    if row.value is None or not figures:
        return False
    return row.value < max(figures) if lowest else row.value > min(figures)
