"""Columns that belong together: what was planned and what was done, one year and the year before."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.corpus import Column, Table
from indexer.tokens import fold
from service.answering.columns import column_year
from service.answering.stems import stems
from service.patterns import compiled, patterns
from service.question import Question

PLAN_WORDS = stems("برنامه عملکرد مصوب هدف اهداف سال")
_BASELINE = re.compile(r"(?:نسبت به|از) (?:سال )?(1[34]\d\d)(?!\d)")


def compared_years(question: Question, year: int | None = None) -> tuple[int, int] | None:
    """The years that are set against each other, the later named first where one is but implied; `year`: of the column."""
    if len(question.years) >= 2:
        return question.years[0], question.years[1]
    if compiled(patterns()["previous"]).search(question.text):
        latest = question.years[0] if question.years else year
        return (latest, latest - 1) if latest else None
    match = _BASELINE.search(question.text)
    return (int(match[1]) + 1, int(match[1])) if match else None


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
    mine = stems(table.columns[column].name) - PLAN_WORDS
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
    alike = (i for i, c in enumerate(table.columns) if column_year(c) == year and _alike_but_year(c, table.columns[column]))
    return next(same, next(alike, None))


def _same_but_year(a: Column, b: Column) -> bool:
    return a.role == b.role == "value" and a.unit == b.unit and _family(a.name) == _family(b.name)


def _alike_but_year(a: Column, b: Column) -> bool:
    """Whether both are what had been reached by the end of a year, the last of them named as the sum: «مجموع تا پایان 1401»."""
    own, other = _family(a.name), _family(b.name)
    return a.role == b.role == "value" and a.measure == b.measure == "cumulative" and (own <= other or other <= own)


@lru_cache(maxsize=4096)
def _family(name: str) -> frozenset[str]:
    """What a column's name says besides years: «تا پایان 91», «12 ماهه سال 1400»."""
    kept = re.sub(r"(?<!\d)(?:1[34]\d\d|[89]\d)(?!\d)", " ", fold(name))
    return stems(kept) - {"سال"} if re.search(r"[^\W\d_]", kept.replace("سال", "")) else frozenset()
