"""One figure or name out of a table: the row and the column that the question means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.corpus import Row, Table
from indexer.structure.tables.summaries import is_sum
from indexer.tokens import stem
from service.answering.answer import Answer, Candidate
from service.answering.called import short_forms
from service.answering.columns import ColumnChoice, choose_column, columns_asked
from service.answering.naming import places_in
from service.answering.rows import row_signs
from service.answering.signs import common_signs
from service.answering.stems import stems
from service.answering.wording import number, table_name, with_unit
from service.collection import Collection
from service.question import Question, patterns
from service.retrieval import Evidence, Hit

LOOKED_AT = 6
TOTALS_LOOKED_AT = 2
COLUMNS_LOOKED_AT = 3
_NAME_INTENTS = frozenset({"name", "list", "other", "compare"})
_WORD = re.compile(r"[^\W\d_]")
_AMOUNTS = re.compile(r"چند|چقدر|چه میزان")
_YEAR = re.compile(r"(?:سال )?(1[34]\d\d)(?!\d)")
_RIVAL_GAP = 0.25
_FAR_GAP = 2.0
"""A column that fits so much worse than the best is not what was meant."""


def cell_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """Answers from each of the best rows: the columns that fit best, and the name it holds where a name may be asked."""
    for hit in _looked_at(collection, question, evidence.rows[:LOOKED_AT]):
        found = collection.rows[hit.entry.document, hit.entry.passage.row or ""]
        if of_another_year(question, found.table, found.row):
            continue
        yield from _figure_cells(collection, question, evidence, hit, found.table, found.row)
        if question.intent in _NAME_INTENTS:
            named = _name_cell(collection, question, evidence, hit, found.table, found.row)
            if named:
                yield named


def _looked_at(collection: Collection, question: Question, hits: Sequence[Hit]) -> Iterator[Hit]:
    """The rows, and where no province is asked for the printed total of the first tables of provinces among them."""
    yield from hits
    if question.provinces or question.intent not in ("number", "other", "list"):
        return
    given = {h.number for h in hits}
    most = len(hits) + TOTALS_LOOKED_AT
    for hit in hits:
        found = collection.rows[hit.entry.document, hit.entry.passage.row or ""]
        total = next((r for r in reversed(found.table.rows) if is_sum(r)), None)
        if total is None or found.row.kind == "total" or not _is_of_province(found.table, found.row):
            continue
        number = collection.row_entries.get((hit.entry.document, total.id))
        if number is not None and number not in given and len(given) < most:
            given.add(number)
            yield replace(hit, number=number, entry=collection.index.entries[number])


def _is_of_province(table: Table, row: Row) -> bool:
    return any(c.role == "entity" and places_in(row.cells[i]) for i, c in enumerate(table.columns) if i < len(row.cells))


def _figure_cells(
    collection: Collection, question: Question, evidence: Evidence, hit: Hit, table: Table, row: Row
) -> Iterator[Candidate]:
    choice = choose_column(question, table, collection.fields, [row])
    naming = row_signs(question, table, row, collection.traits.provinces[hit.number])
    if choice is None or (naming["row_unasked"] and not naming["row_named"]):
        return  # one of many provinces, picked by nobody
    asked = columns_asked(question, table, choice, collection.fields)
    both = 1.0 if asks_two(question) or {"plan", "actual"} <= question.measures else 0.5
    alone = -both if len(asked) > 1 else 0.0
    if len(asked) > 1:
        yield _figures(collection, question, evidence, hit, table, row, choice, asked, naming, pair=both)
    for place, column in enumerate(choice.order[:COLUMNS_LOOKED_AT]):
        if choice.scores[0] - choice.scores[place] < _FAR_GAP:
            yield _figures(collection, question, evidence, hit, table, row, choice, (column,), naming, pair=alone)


def _figures(
    collection: Collection,
    question: Question,
    evidence: Evidence,
    hit: Hit,
    table: Table,
    row: Row,
    choice: ColumnChoice,
    columns: tuple[int, ...],
    naming: Mapping[str, float],
    *,
    pair: float,
) -> Candidate:
    """The figures of some columns of a row, and how well the best of them fits.

    `pair`: above 0 for both figures of a question that asks for two, as surely as it does, below for one of them alone.
    """
    place = min(choice.order.index(c) for c in columns)
    held = [(c, v) for c in columns if (v := row.values[c]) is not None]
    values = [_amount(table, row, c, v) for c, v in held]
    units = [cell_unit(table, row, c) for c, _ in held]
    said = [f"{table.columns[c].name}: {with_unit(v, u)}" for (c, _), v, u in zip(held, values, units, strict=True)]
    states = [collection.verified.get((hit.entry.document, row.id, c)) for c, _ in held]
    verified = None if None in states else all(states)
    label = row_label(table, row)
    text = f"{label}، {'، '.join(said)} — {table_name(table)}" if label else f"{'، '.join(said)} — {table_name(table)}"
    rivals = [c for c, s in zip(choice.order, choice.scores, strict=True) if abs(choice.scores[place] - s) < _RIVAL_GAP]
    notes = tuple(_rival_note(table, row, c) for c in rivals if c not in columns and row.values[c] is not None)[:2]
    notes += _check_notes(verified)
    answer = Answer(text, "cell", tuple(number(v) for v in values), units[0], 0.0, (hit.number,), verified, notes)
    others = [s for n, s in enumerate(choice.scores) if n != place and choice.order[n] not in columns]
    signs = common_signs(collection, question, evidence, hit, text) | {
        "fit": choice.scores[place] / 3,
        "margin": max(-2.0, min(choice.scores[place] - max(others, default=-2.0), 2.0)) / 2,
        "verified": float(verified is True),
        "pair": pair,
        **naming,
        "wants_name": -float(question.intent == "name"),
        **choice.parts[place],
    }
    if not question.provinces and _is_of_province(table, row):
        signs["province_met"] = -1.0  # a figure of one province where none is asked for
    return Candidate(answer, signs)


def _amount(table: Table, row: Row, column: int, value: float) -> float:
    """An amount printed in brackets is one to be deducted: the amount itself is asked, unless the row is one of gain or loss."""
    bracketed = value < 0 and "-" not in row.cells[column] and "−" not in row.cells[column]
    signed = stems(f"{row_label(table, row)} {table.columns[column].name}") & {stem(w) for w in patterns()["signed"]}
    return abs(value) if bracketed and not signed else value


def _name_cell(
    collection: Collection, question: Question, evidence: Evidence, hit: Hit, table: Table, row: Row
) -> Candidate | None:
    """The text or entity cell that the question does not itself name."""
    asked = set(question.terms)
    options = []
    for i, column in enumerate(table.columns):
        chosen = _chosen_among(question, table, i)
        if column.role not in ("text", "entity") or not _WORD.search(row.cells[i]):
            continue
        if cell_is_named(question, row.cells[i]) and not chosen:
            continue
        named = len(asked & stems(column.name))
        place = "استان" in question.text and column.role == "entity"
        options.append((named + 2 * place + 3 * chosen - 0.01 * i, i))
    if not options:
        return None
    best = max(options)[1]
    value = row.cells[best].strip()
    label = "، ".join(
        row.cells[i].strip() for i, c in enumerate(table.columns) if i != best and _says_which(c.role, row.cells[i])
    )
    text = f"{table.columns[best].name}: {value}" + (f" ({label})" if label else "") + f" — {table_name(table)}"
    others = [r.cells[best].strip() for r in table.rows]
    answer = Answer(text, "cell", (value, *short_forms(value, others)), None, 0.0, (hit.number,))
    signs = common_signs(collection, question, evidence, hit, text) | {
        "fit": max(options)[0] / 3,
        "margin": 1.0 if len(options) == 1 else 0.3,
        "wants_name": 1.0 if question.intent == "name" or max(options)[0] >= 2 else 0.5,
    }
    return Candidate(answer, signs)


def _chosen_among(question: Question, table: Table, column: int) -> bool:
    """Whether the question gives several of a column's cells to choose from: «ملی است یا دولتی»."""
    if " یا " not in question.text:
        return False
    said = stems(question.text)
    return sum(bool(own) and own <= said for own in {stems(r.cells[column]) for r in table.rows}) > 1


def of_another_year(question: Question, table: Table, row: Row) -> bool:
    """Whether a row is of one year and the question asks for another that a row of the table is of."""
    own = _row_year(table, row)
    if own is None or not question.years or own in question.years:
        return False
    return any(_row_year(table, r) in question.years for r in table.rows)


def asks_two(question: Question) -> bool:
    return len(_AMOUNTS.findall(question.text)) > 1


def _row_year(table: Table, row: Row) -> int | None:
    """The year that a row is labelled by: «1401», «سال 1400 (اسناد)»."""
    cells = (row.cells[i] for i, c in enumerate(table.columns) if c.role in ("entity", "text", "index") and i < len(row.cells))
    return next((int(m[1]) for cell in cells if (m := _YEAR.match(cell.strip()))), None)


def _says_which(role: str, cell: str) -> bool:
    return role in ("text", "entity") and bool(cell.strip())


def cell_is_named(question: Question, cell: str) -> bool:
    """Whether the question already says most of what a cell says."""
    said = stems(cell)
    return bool(said) and len(said & stems(question.text)) >= 0.6 * len(said)


def row_label(table: Table, row: Row) -> str:
    """What a row is about: its entity and text cells, without units."""
    parts = [
        row.cells[i].strip()
        for i, c in enumerate(table.columns)
        if c.role in ("entity", "text") and i < len(row.cells) and row.cells[i].strip() and "سنجش" not in c.name
    ]
    return "، ".join(parts[:2])


def cell_unit(table: Table, row: Row, column: int) -> str | None:
    """The unit of a cell: its column's, else what the row says in its column of units, else none."""
    head = table.columns[column]
    if head.unit:
        return head.unit
    if head.measure in ("percent", "growth"):
        return "درصد"
    return next((row.cells[i].strip() for i, c in enumerate(table.columns) if "سنجش" in c.name and row.cells[i].strip()), None)


def _rival_note(table: Table, row: Row, column: int) -> str:
    value = row.values[column]
    return (
        f"شاید منظور «{table.columns[column].name}» باشد: {with_unit(value, cell_unit(table, row, column))}"
        if value is not None
        else ""
    )


def _check_notes(verified: bool | None) -> tuple[str, ...]:
    if verified is False:
        return ("جمع یا نسبت چاپ‌شدهٔ جدول با این عدد نمی‌خواند.",)
    return ()
