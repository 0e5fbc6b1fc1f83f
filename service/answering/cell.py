"""One figure or name out of a table: the row and the column that the question means."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.corpus import Row, Table
from indexer.tokens import stem
from service.answering.answer import Answer, Candidate
from service.answering.columns import choose_column, columns_asked
from service.answering.signs import common_signs
from service.answering.stems import stems
from service.answering.wording import number, table_name, with_unit
from service.collection import Collection
from service.question import Question, patterns
from service.retrieval import Evidence, Hit

LOOKED_AT = 6
_NAME_INTENTS = frozenset({"name", "list"})
_RIVAL_GAP = 0.25


def cell_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """An answer from each of the best rows."""
    for hit in evidence.rows[:LOOKED_AT]:
        found = collection.rows[hit.entry.document, hit.entry.passage.row or ""]
        made = (
            _name_cell(collection, question, evidence, hit, found.table, found.row)
            if question.intent in _NAME_INTENTS
            else _figure_cell(collection, question, evidence, hit, found.table, found.row)
        )
        if made:
            yield made


def _figure_cell(
    collection: Collection, question: Question, evidence: Evidence, hit: Hit, table: Table, row: Row
) -> Candidate | None:
    choice = choose_column(question, table, collection.fields, [row])
    if choice is None:
        return None
    columns = columns_asked(question, table, choice)
    values = [_amount(table, row, c, v) for c in columns if (v := row.values[c]) is not None]
    if not values:
        return None
    said = []
    units = [cell_unit(table, row, c) for c in columns]
    for column, value, unit in zip(columns, values, units, strict=False):
        said.append(f"{table.columns[column].name}: {with_unit(value, unit)}")
    states = [collection.verified.get((hit.entry.document, row.id, c)) for c in columns]
    verified = None if None in states else all(states)
    label = row_label(table, row)
    text = f"{label}، {'، '.join(said)} — {table_name(table)}" if label else f"{'، '.join(said)} — {table_name(table)}"
    rivals = [c for c, s in zip(choice.order[1:], choice.scores[1:], strict=True) if choice.scores[0] - s < _RIVAL_GAP]
    notes = tuple(_rival_note(table, row, c) for c in rivals[:2] if c not in columns and row.values[c] is not None)
    notes += _check_notes(verified)
    answer = Answer(text, "cell", tuple(number(v) for v in values), units[0], 0.0, (hit.number,), verified, notes)
    signs = common_signs(collection, question, evidence, hit, text) | {
        "fit": choice.scores[0] / 3,
        "margin": min(choice.margin, 2.0) / 2,
        "verified": float(verified is True),
    }
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
        if column.role not in ("text", "entity") or not row.cells[i].strip() or cell_is_named(question, row.cells[i]):
            continue
        named = len(asked & stems(column.name))
        place = "استان" in question.text and column.role == "entity"
        options.append((named + 2 * place - 0.01 * i, i))
    if not options:
        return None
    best = max(options)[1]
    value = row.cells[best].strip()
    label = "، ".join(
        row.cells[i].strip() for i, c in enumerate(table.columns) if i != best and _says_which(c.role, row.cells[i])
    )
    text = f"{table.columns[best].name}: {value}" + (f" ({label})" if label else "") + f" — {table_name(table)}"
    answer = Answer(text, "cell", (value,), None, 0.0, (hit.number,))
    signs = common_signs(collection, question, evidence, hit, text) | {
        "fit": max(options)[0] / 3,
        "margin": 1.0 if len(options) == 1 else 0.3,
    }
    return Candidate(answer, signs)


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
