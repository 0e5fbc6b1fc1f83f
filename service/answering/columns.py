"""Which column of a table a question means: by measure, year, unit and the words of its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.corpus import Column, Row, Table
from indexer.tokens import fold
from service.answering.stems import stems
from service.fields import Fields
from service.patterns import compiled, patterns
from service.question import Question, narrowed
from service.years import years_in

_GROWTH = re.compile(r"(?<!\w)رشد")
_RATIO_NAME = re.compile(r"درصد|نسبت|(?<!\w)رشد")
_SHARE = re.compile(r"سهم|درصد از")
_NEGATED = re.compile(r"(?<!\w)غیر[ \u200c](?=[^\W\d])")
_RATIO = re.compile(r"درصد|نسبت|تحقق")
_PERCENT_ASKED = re.compile(r"درصد|چند در ?صد")
_UNIT_WORDS = re.compile(r"چند ((?:میلیون |میلیارد |هزار )?(?:ریال|تومان|دلار|یورو)|لیتر بر ثانیه|متر مکعب|متر مربع|[^\W\d_]+)")
_TOTAL = re.compile(r"(^|[-\s])(جمع|مجموع|کل)(\s|$|[-)])")
_TOTAL_BONUS = 0.5
_COUNT_ASKED = re.compile(r"تعداد|چند |شمار ")
_AGAIN = re.compile(r"\s+و\s+(?=(?:چند|چقدر|چه (?:تعداد|میزان|مقدار|مبلغ|درصد))(?:\s|$))")
_PLAIN = frozenset({"number", "other", "name"})
_SUPERLATIVE = frozenset({"max", "min", "top"})
_COUNTING = frozenset({"استان", "درصد", "عدد"})


COLUMN_SIGNS = (
    "column_ratio",
    "column_measure",
    "column_year",
    "column_words",
    "column_unit",
    "column_quantity",
    "column_total",
)


@dataclass(frozen=True)
class ColumnChoice:
    """Columns from best to worst with their scores; `margin` is how far the first lies before the second.

    `parts` is for each of them what the score was made of, by the names of COLUMN_SIGNS.
    """

    order: tuple[int, ...]
    scores: tuple[float, ...]
    parts: tuple[Mapping[str, float], ...] = ()

    @property
    def best(self) -> int:
        return self.order[0]

    @property
    def margin(self) -> float:
        return self.scores[0] - self.scores[1] if len(self.scores) > 1 else 2.0


def choose_column(
    question: Question, table: Table, fields: Fields, rows: Sequence[Row], *, against_plan: bool = False
) -> ColumnChoice | None:
    """The value columns by how well they fit the question; None where the table holds no figures in these rows.

    `against_plan`: what is asked sets what was done against what was planned, so that the column of the doing is meant.
    """
    # A figure whose column has no name is of nobody knows what.
    named = [i for i, c in enumerate(table.columns) if c.role != "index" and c.name.strip()]
    usable = [i for i in named if any(_value(r, i) is not None for r in rows)]
    if against_plan:
        usable = [i for i in usable if table.columns[i].measure == "actual"] or usable
    if not usable:
        return None
    parts = {i: column_parts(question, table, i, fields) for i in usable}
    order = sorted(usable, key=lambda i: (-sum(parts[i].values()), i))
    return ColumnChoice(tuple(order), tuple(sum(parts[i].values()) for i in order), tuple(parts[i] for i in order))


def columns_asked(question: Question, table: Table, choice: ColumnChoice, fields: Fields) -> tuple[int, ...]:
    """One column, or two where the question names two measures and the table has both, asks twice, or names two columns."""
    twice = _asked_twice(question, table, choice, fields)
    if twice:
        return twice
    pair = {"plan" if m == "approved" else m for m in question.measures & {"plan", "actual", "approved"}}
    both = pair == {"plan", "actual"} or ("plan" in pair and compiled(patterns()["with_plan"]).search(question.text))
    if both and question.intent in _PLAIN | {"list"}:
        found = []
        for measure in ("plan", "actual"):
            same = [i for i in choice.order if table.columns[i].measure == measure and not _RATIO.search(table.columns[i].name)]
            found.extend(same[:1])
        if len(found) == 2:
            return tuple(found)
    return _both_named(question, table, choice) or (choice.best,)


def _asked_twice(question: Question, table: Table, choice: ColumnChoice, fields: Fields) -> tuple[int, ...]:
    """The columns of «چند طرح بود و چند درصد محقق شد»: the best for each of the two."""
    sides = _AGAIN.split(question.text)
    if len(sides) != 2 or question.intent not in _PLAIN:
        return ()
    found = []
    for side in sides:
        part = narrowed(question, side)
        found.append(max(choice.order, key=lambda i: (sum(column_parts(part, table, i, fields).values()), -i)))
    return tuple(found) if len(set(found)) == 2 else ()


def _both_named(question: Question, table: Table, choice: ColumnChoice) -> tuple[int, ...]:
    """The two columns of «تعداد و مساحت»: each named before or after the «و» by words that the other lacks."""
    if question.intent not in _PLAIN or " و " not in question.text:
        return ()
    names = {i: stems(table.columns[i].name) for i in choice.order}
    sides = question.text.split(" و ")
    for cut in range(1, len(sides)):
        before, after = stems(sides[cut - 1]), stems(sides[cut])
        for first in choice.order[:4]:
            for second in choice.order[:4]:
                own, other = names[first] - names[second], names[second] - names[first]
                if own & before and other & after and not own & after and not other & before:
                    return (first, second)
    return ()


def column_parts(question: Question, table: Table, number: int, fields: Fields) -> Mapping[str, float]:
    """How well one column fits what is asked: in being a ratio or not, in measure, year, words of its name, and unit."""
    column = table.columns[number]
    name = fold(column.name)
    ratio = measured = year = united = 0.0
    percent_asked = bool(_PERCENT_ASKED.search(question.text)) or "ratio" in question.measures
    is_ratio = column.measure in ("percent", "growth") or bool(_RATIO_NAME.search(name))
    ratio = 1.5 if percent_asked and is_ratio else -1.5 if is_ratio != percent_asked and (is_ratio or _has_ratio(table)) else 0.0
    measure = "growth" if column.measure == "growth" or _GROWTH.search(name) else column.measure
    asked = {"plan" if m == "approved" else "percent" if m == "ratio" else m for m in question.measures}
    if measure in asked:
        measured = 1.0
    elif measure in ("plan", "cumulative", "growth") and measure not in asked:
        measured = -0.5
    elif measure == "actual" and not asked & {"plan", "cumulative", "growth", "percent"}:
        measured = 0.3
    if "plan" in asked and measure == "actual" and "actual" not in asked:
        measured -= 0.7
    if "share" in asked:
        measured += 1.0 * bool(_SHARE.search(name)) - 0.5 * (measure == "growth")
    if measure == "total" and "cumulative" in asked:
        measured += 0.8  # the sum over all years is what stands at the end of the last
    own_year, years = column_year(column), [column_year(c) for c in table.columns]
    if own_year and question.years:
        year = 1.0 if own_year in question.years else -1.2
    elif own_year and any(y and y != own_year for y in years):
        year = 0.4 if own_year == max(y or 0 for y in years) else 0.0
    unit = unit_asked(question)
    if unit and column.unit:
        united = 0.6 if fold(unit) in fold(column.unit) or fold(column.unit) in fold(unit) else -0.2
    if unit and fold(unit) in name:
        united += 0.6
    return {
        "column_ratio": ratio,
        "column_measure": measured,
        "column_year": year,
        "column_words": _overlap(question, column, table, fields),
        "column_unit": united,
        "column_quantity": _same_quantity(question, column, table),
        "column_total": _TOTAL_BONUS * float(bool(_TOTAL.search(name))),
    }


def _same_quantity(question: Question, column: Column, table: Table) -> float:
    """1 where a column measures what the question names, -1 where something else and another column might be meant."""
    asked, own = quantities(question.text), quantities(f"{column.name} {column.unit or ''}")
    if asked & own:
        return 1.0
    others = [quantities(f"{c.name} {c.unit or ''}") for c in table.columns if c is not column and c.role == "value"]
    if asked:
        return -1.0 if own or any(asked & o for o in others) else 0.0
    if not own or all(others):
        return 0.0
    return -0.8 if _COUNT_ASKED.search(question.text) else -0.5 if question.intent in _SUPERLATIVE else 0.0


def quantities(text: str) -> frozenset[str]:
    """What the figures of a text measure (area, money, persons ...), by `quantities` of the question words."""
    folded = fold(text)
    return frozenset(name for name, pattern in patterns()["quantities"].items() if compiled(pattern).search(folded))


@lru_cache(maxsize=4096)
def column_year(column: Column) -> int | None:
    """The year of a column, also where its name gives the last two digits alone."""
    return column.year or next(iter(years_in(fold(column.name))), None)


def unit_asked(question: Question) -> str | None:
    """The unit after «چند»: چند مگاوات, چند میلیون ریال; None where none is named."""
    match = _UNIT_WORDS.search(question.text)
    return match[1] if match and match[1] not in _COUNTING else None


def _overlap(question: Question, column: Column, table: Table, fields: Fields) -> float:
    """Words of the column's name that the question has, rarest among the columns weighing most, less those it lacks."""
    mine = stems(_NEGATED.sub("غیر", column.name))
    if not mine:
        return 0.0
    others = [stems(_NEGATED.sub("غیر", c.name)) for c in table.columns if c is not column]
    telling = {w: 1.0 / (1 + sum(w in o for o in others)) for w in mine if not w.isdigit()}
    total = sum(telling.values()) or 1.0
    asked = _NEGATED.sub("غیر", question.text)
    said = stems(asked)
    terms = question.terms if asked == question.text else tuple(t for t in question.terms if t in said)
    credit = {w: v for w, v in telling.items() if w in said or w in terms}
    for term in terms:  # what stands for a term counts less, and once
        if term not in mine:
            weights = fields.weights(term)
            alike = ((v * weights.get(fields.vocabulary.get(w, -1), 0.0), w) for w, v in telling.items())
            value, word = max(alike, default=(0.0, ""))
            credit[word] = max(credit.get(word, 0.0), value)
    hit = sum(credit.values())
    return 1.6 * hit + 0.6 * (hit / total) - 0.15 * (total - hit)


def _has_ratio(table: Table) -> bool:
    return any(c.measure in ("percent", "growth") or _RATIO_NAME.search(c.name) for c in table.columns)


def _value(row: Row, column: int) -> float | None:
    return row.values[column] if column < len(row.values) else None
