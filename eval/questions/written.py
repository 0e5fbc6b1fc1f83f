"""The record of a written question, read strictly from JSONL and checked against its document in a corpus folder.

Every question has `id`, `document`, `question`, `style` and `type`, and one of three ends:

    table, program      a table answers; the program over it (programs.py) computes the answer
    spans, lines        the text answers: the shortest verbatim quotes and [first, last] source line of where they stand;
                        with `"quoted": false` the lines alone, where the document's licence does not let its text be copied
    missing             nothing answers (`type` is unanswerable): what the document lacks
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from eval.goldset import QUESTION_TYPES
from eval.json_lines import listed, optional, read_objects, span, string
from eval.matching import squeeze
from eval.questions.programs import execute
from eval.questions.rows import Program, ProgramError, Value
from indexer.corpus import Line, Span, Table, read_records
from indexer.structure.tables.folding import folded

STYLES = ("plain", "colloquial", "short", "vague", "slips", "other_words")
MISSING = ("row", "year", "measure", "detail", "entity", "reason")
LONGEST_QUOTE = 200
"""Letters of a quote; the items of a list are quoted whole."""

Tables = Mapping[str, Table]
Checked = tuple[tuple[Value, ...], tuple[Span, ...]]


@dataclass(frozen=True)
class WrittenQuestion:
    """A question of one document; of `program`, `lines` and `missing` exactly one is set."""

    id: str
    document: str
    question: str
    style: str
    type: str
    table: str | None = None
    program: Program | None = None
    spans: tuple[str, ...] = ()
    lines: Span | None = None
    quoted: bool = True
    missing: str | None = None

    @property
    def answerable(self) -> bool:
        return self.missing is None

    @property
    def operation(self) -> str:
        """What answers it: the program's operation, `text` or `none`."""
        if self.program is not None:
            return str(self.program.get("op"))
        return "none" if self.lines is None else "text"


def read_written(paths: Sequence[Path]) -> tuple[WrittenQuestion, ...]:
    """The questions of some files in order. Raises GoldError for a wrong line, an id used twice, a question asked twice."""
    found: list[WrittenQuestion] = []
    seen: dict[tuple[str, ...], str] = {}
    for path in paths:
        for place, fields in read_objects(path)[0]:
            question = _question(fields, place)
            for key in ((question.id,), (question.document, folded(question.question))):
                if key in seen:
                    raise GoldError(f"{place}: «{key[-1]}» تکراری است (نخست در {seen[key]})")
                seen[key] = place
            found.append(question)
    return tuple(found)


def read_document(corpus: Path, document: str) -> tuple[Tables, tuple[Line, ...]]:
    """The tables (by id) and lines of a document of a corpus folder. Raises GoldError where it is not there or damaged."""
    folder = corpus / document
    try:
        tables = {table.id: table for table in read_records(Table, folder / "tables.jsonl")}
        return tables, read_records(Line, folder / "lines.jsonl")
    except (OSError, ValueError) as error:
        raise GoldError(f"سند «{document}» در پیکرهٔ {corpus} خوانده نشد ({error})") from error


def checked(question: WrittenQuestion, tables: Tables, lines: Sequence[Line]) -> Checked:
    """The values that answer a question and the source lines that prove them; none of both for an unanswerable one.

    `tables` and `lines` are of its document. Values are the program's, or the quotes, none where they are left out.
    Raises GoldError for a program that does not run and for quotes that do not stand in their lines.
    """
    if question.program is not None:
        return _computed(question, question.program, tables)
    if question.lines is not None:
        return _quotes(question, question.lines, lines)
    return (), ()


def checked_all(questions: Sequence[WrittenQuestion], corpus: Path) -> Iterator[tuple[WrittenQuestion, Checked]]:
    """Every question with its values and lines; each document is read once. Raises GoldError at the first wrong one."""
    documents: dict[str, tuple[Tables, tuple[Line, ...]]] = {}
    for question in questions:
        if question.document not in documents:
            documents[question.document] = read_document(corpus, question.document)
        yield question, checked(question, *documents[question.document])


def _computed(question: WrittenQuestion, program: Program, tables: Tables) -> Checked:
    table = tables.get(question.table or "")
    if table is None:
        raise GoldError(f"{question.id}: جدول «{question.table}» در سند «{question.document}» نیست")
    try:
        result = execute(table, program)
    except ProgramError as error:
        raise GoldError(f"{question.id}: {error}") from error
    return result.values, tuple(row.lines for row in result.rows)


def _quotes(question: WrittenQuestion, place: Span, lines: Sequence[Line]) -> Checked:
    first, last = place
    if last > len(lines):
        raise GoldError(f"{question.id}: سطرهای {first} تا {last} بیرون از سند است (سند {len(lines)} سطر دارد)")
    text = _letters(" ".join(line.text for line in lines[first - 1 : last]))
    for quote in question.spans:
        if _letters(quote) not in text:
            raise GoldError(f"{question.id}: «{quote}» در سطرهای {first} تا {last} نیست")
    return question.spans, (place,)


def _letters(text: str) -> str:
    """A text without spaces and the marks of Markdown, which a quote may leave out."""
    return re.sub(r"[*_`|#>]+", "", squeeze(text))


def _question(fields: Mapping[str, Any], place: str) -> WrittenQuestion:
    kind = _one_of(fields, "type", QUESTION_TYPES, place)
    question = WrittenQuestion(
        id=string(fields, "id", place),
        document=string(fields, "document", place),
        question=string(fields, "question", place),
        style=_one_of(fields, "style", STYLES, place),
        type=kind,
    )
    ends = [name for name in ("program", "lines", "missing") if name in fields]
    if len(ends) != 1 or (ends == ["missing"]) != (kind == "unanswerable"):
        raise GoldError(f"{place}: پرسش «program» یا «lines» می‌خواهد، و پرسش بی‌پاسخ تنها «missing»")
    return _ended(question, ends[0], fields, place)


def _ended(question: WrittenQuestion, end: str, fields: Mapping[str, Any], place: str) -> WrittenQuestion:
    """The question with what answers it, or what is missing."""
    if end == "missing":
        return replace(question, missing=_one_of(fields, "missing", MISSING, place))
    if end == "program":
        if not isinstance(fields["program"], dict):
            raise GoldError(f"{place}: «program» باید یک شیء JSON باشد")
        return replace(question, program=fields["program"], table=optional(fields, "table", place))
    lines, quoted = span(fields["lines"], "lines", place, sys.maxsize), fields.get("quoted", True)
    if quoted is False:
        return replace(question, lines=lines, quoted=False)
    return replace(question, lines=lines, spans=_spans(fields, question.type, place))


def _spans(fields: Mapping[str, Any], kind: str, place: str) -> tuple[str, ...]:
    spans = listed(fields, "spans", place)
    if not spans or not all(isinstance(quote, str) and quote.strip() for quote in spans):
        raise GoldError(f"{place}: «spans» باید فهرستی ناتهی از متن باشد")
    for quote in spans:
        if len(quote) > LONGEST_QUOTE and kind != "list":
            raise GoldError(f"{place}: نقل «{quote[:40]}…» بلندتر از {LONGEST_QUOTE} نویسه است")
    return tuple(spans)


def _one_of(fields: Mapping[str, Any], name: str, words: Sequence[str], place: str) -> str:
    value = string(fields, name, place)
    if value not in words:
        raise GoldError(f"{place}: «{name}» ناشناختهٔ «{value}»؛ یکی از این‌ها: {'، '.join(words)}")
    return value
