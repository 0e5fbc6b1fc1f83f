"""What is computed over typed rows: largest and smallest, sum, mean, count, difference, ratio, rank, filter, comparison.

DuckDB computes; totals are left out; the rows that were used are cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from indexer.corpus import Table
from indexer.structure.tables.summaries import is_sum
from service.answering.answer import Answer, Candidate
from service.answering.called import short_forms
from service.answering.cell import row_label
from service.answering.comparison import of_columns, of_rows, of_tables, share_of_plan
from service.answering.computing import BodyRow, Result, query
from service.answering.extremes import extreme, rank
from service.answering.naming import named_rows, speaks
from service.answering.series import EXTREMES, Series, meant_rows, over_provinces, series_of
from service.answering.sifting import counted, of_group, sifted
from service.answering.signs import common_signs
from service.answering.stems import stems
from service.answering.wording import number, shortened, table_name, with_unit
from service.collection import Collection, TableRow
from service.patterns import compiled, patterns
from service.question import Question
from service.retrieval import Evidence, Hit

LOOKED_AT = 8
ANSWERING = 5
"""Tables that are looked at, and those of them that may answer."""
ROWS_OF_A_TABLE = 2
MOST = 10
"""Candidates that are formed at most: each costs the time of its signs."""
MOST_NAMES = 3
"""Names in an answer that are given in shorter forms too."""
_TOTAL_OF = re.compile(r"(?<!\w)(?:جمع|مجموع) [^\W\d]{2,}")
_PAIRS = frozenset({"compare", "difference", "multiple", "sum"})
_COUNTABLE = frozenset({"count", "number", "other"})


@dataclass(frozen=True)
class Computed:
    """A result with where it comes from: the hit that led there, the source as an answer names it, and how well it fits."""

    result: Result
    hit: Hit
    found: TableRow
    source: str
    fit: float
    margin: float


def aggregate_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """Computed answers from each of the best tables, each thing said once."""
    seen: set[tuple[object, ...]] = set()
    across = _across(collection, question, evidence) if question.intent in _PAIRS and len(question.provinces) < 2 else ()
    for computed in chain(_computed(collection, question, evidence), across):
        key = (computed.found.table.id, computed.found.document, computed.result.values)
        if key not in seen:
            seen.add(key)
            yield _candidate(collection, question, evidence, computed)
        if len(seen) == MOST:
            return


def _computed(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Computed]:
    answering = 0
    for hits in _best_rows(evidence):
        made = list(_of_table(collection, question, _table_row(collection, hits[0]), hits))
        yield from made
        answering += bool(made)
        if answering == ANSWERING:
            return


def _of_table(collection: Collection, question: Question, found: TableRow, hits: Sequence[Hit]) -> Iterator[Computed]:
    table = found.table
    wants_share = question.intent in ("number", "other") and "ratio" in question.measures
    wants_growth = question.intent in ("number", "other") and "growth" in question.measures
    if question.intent in _PAIRS or (wants_growth and not any(c.measure in ("percent", "growth") for c in table.columns)):
        for hit in hits:
            yield from _within_row(collection, question, hit)
    if question.intent in _COUNTABLE and not question.condition and compiled(patterns()["counting"]).search(question.text):
        yield from _counted(collection, question, found, hits[0])
    if not (question.intent in EXTREMES | _PAIRS | {"filter", "count", "rank", "mean"} or wants_share):
        return
    for series in series_of(collection, question, found):
        result = _over_series(collection, question, series, hits[0])
        if result:
            source = f"{series.name}، {table_name(table)}"
            yield Computed(result, hits[0], found, source, series.fit, series.margin)


def _over_series(collection: Collection, question: Question, series: Series, hit: Hit) -> Result | None:
    if question.intent in EXTREMES:
        return extreme(question, series, named_rows(collection, question, series.rows))
    if question.intent in ("filter", "count"):
        return sifted(question, series)
    named = named_rows(collection, question, series.rows)
    if question.intent == "rank":
        return rank(series, named[:1])
    if question.intent == "mean":
        if not _of_the_rows(question, series.table):
            return None
        return _over_rows("avg", "میانگین", named if len(named) > 1 else series.rows, series)
    if question.intent == "sum":
        return _sum(question, series, named)
    if question.intent in ("number", "other"):
        row = next((r for r in named or series.rows if r.entry == hit.number), named[0] if named else None)
        return share_of_plan(series, row) if row and series.other is not None else None
    return of_rows(collection, question, series)


def _of_the_rows(question: Question, table: Table) -> bool:
    """Whether «هر واحد به طور متوسط» asks for the mean over the rows: they are units, not provinces that hold many."""
    of = compiled(patterns()["mean_of"]).search(question.text)
    if of is None or over_provinces(question):
        return True
    return bool(stems(of[1]) & stems(" ".join(c.name for c in table.columns if c.role in ("entity", "text"))))


def _sum(question: Question, series: Series, named: Sequence[BodyRow]) -> Result | None:
    total = _TOTAL_OF.search(question.text)
    if total and any(total[0] in c.name for c in series.table.columns):
        return None  # what is printed as a sum is asked as a cell
    if len(named) > 1 and set(question.provinces) <= {p for r in named for p in r.places}:
        return _over_rows("sum", "مجموع", named, series)
    has_total = any(map(is_sum, series.table.rows))
    return None if named or has_total else _over_rows("sum", "مجموع", series.rows, series)


def _over_rows(function: str, word: str, rows: Sequence[BodyRow], series: Series) -> Result | None:
    ((value, count),) = query(rows, f"SELECT {function}(value), count(value) FROM rows")
    if not count or count < 2:
        return None
    rounded = round(float(value), 2)
    used = tuple(r for r in rows if r.value is not None)
    text = f"{word} {int(count)} ردیف: {with_unit(rounded, series.unit)}"
    return Result(text, (number(rounded),), used, series.columns, series.unit)


def _within_row(collection: Collection, question: Question, hit: Hit) -> Iterator[Computed]:
    found = _table_row(collection, hit)
    label = BodyRow(hit.number, "", None)
    if found.row.kind == "body":
        rows = meant_rows(collection, question, found, [r for r in found.table.rows if r.kind == "body"])
        label = next((b for b, r in rows if r.id == found.row.id), label)
    if label.places and not label.places & set(question.provinces):
        return  # of a province that is not asked for
    own = stems(row_label(found.table, found.row))
    said = sum(any(speaks(collection.fields, t, {w}) for t in question.terms) for w in own) / len(own) if own else 0.5
    margin = 0.5 if label.places else said
    for result, fit in of_columns(collection, question, found, found.row, label):
        yield Computed(result, hit, found, table_name(found.table), fit, margin)


def _across(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Computed]:
    for result, hit, fit in of_tables(collection, question, evidence.rows):
        found = _table_row(collection, hit)
        names = [table_name(_row_of(collection, r).table) for r in result.rows]
        yield Computed(result, hit, found, " و ".join(dict.fromkeys(names)), fit, 0.5)


def _counted(collection: Collection, question: Question, found: TableRow, hit: Hit) -> Iterator[Computed]:
    """The rows of a named province or group in a table that lists several of each."""
    table = found.table
    body = [r for r in table.rows if r.kind == "body"]
    rows = meant_rows(collection, question, found, body)
    texts = [i for i, c in enumerate(table.columns) if c.role == "text"]
    cells = {b.entry: [r.cells[i].strip() for i in texts] for b, r in rows}
    mine = [b for b, _ in rows if not question.provinces or b.places & set(question.provinces)]
    grouped = of_group(question, mine, cells, table.caption)
    result = counted(question, grouped if len(grouped) < len(rows) else [])
    if result:
        yield Computed(result, hit, found, table_name(table), 1.0, 0.5)


def _candidate(collection: Collection, question: Question, evidence: Evidence, computed: Computed) -> Candidate:
    result, hit = computed.result, computed.hit
    source = shortened(computed.source, 160)
    text = f"{shortened(result.text, 396 - len(source))} — {source}"
    verified = _verified(collection, result)
    cited = tuple(dict.fromkeys(n for r in result.rows for n in r.entries)) or (hit.number,)
    values = tuple(dict.fromkeys((*result.values, *_short_names(result, computed.found.table))))
    answer = Answer(text, "aggregate", values, result.unit, 0.0, cited, verified)
    signs = common_signs(collection, question, evidence, hit, text) | {
        "fit": computed.fit / 3,
        "margin": computed.margin / 2,
        "verified": float(verified is True),
    }
    return Candidate(answer, signs)


def _short_names(result: Result, table: Table) -> tuple[str, ...]:
    """Shorter forms of the few names of an answer, by what tells them from the other names of the table."""
    names = [r.label for r in result.rows if r.label in result.values and r.label not in r.places]
    names += [c.name for c in table.columns if c.name in result.values]
    if not names or len(names) > MOST_NAMES:
        return ()
    others = [cell for r in table.rows for cell in r.cells if not cell.isdigit()] + [c.name for c in table.columns]
    parts = [p for name in names for p in dict.fromkeys((name, *name.split("، "))) if p]
    places = frozenset().union(*(r.places for r in result.rows))
    parts = [p for p in parts if p not in places]
    return tuple(form for p in parts for form in short_forms(p, [o for o in dict.fromkeys(others) if o not in p]))


def _best_rows(evidence: Evidence) -> list[list[Hit]]:
    """The best rows of each of the best tables."""
    best: dict[tuple[str, str | None], list[Hit]] = {}
    for hit in evidence.rows:
        best.setdefault((hit.entry.document, hit.entry.passage.table), []).append(hit)
    return [hits[:ROWS_OF_A_TABLE] for hits in best.values()][:LOOKED_AT]


def _table_row(collection: Collection, hit: Hit) -> TableRow:
    return collection.rows[hit.entry.document, hit.entry.passage.row or ""]


def _row_of(collection: Collection, row: BodyRow) -> TableRow:
    entry = collection.index.entries[row.entry]
    return collection.rows[entry.document, entry.passage.row or ""]


def _verified(collection: Collection, result: Result) -> bool | None:
    entries = [collection.index.entries[n] for r in result.rows for n in r.entries]
    states = [collection.verified.get((e.document, e.passage.row or "", c)) for e in entries for c in result.columns]
    if any(s is False for s in states):
        return False
    return True if states and all(s for s in states) else None
