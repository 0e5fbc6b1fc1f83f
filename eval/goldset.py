"""The gold: questions, clean text and tables made by hand, read strictly.

One JSON object a line. What a line is shows in its fields: `question` (contract, section 4), `clean` (a span of source
lines as a person reads them) or `row_lines` (a table as a person reads it). Whatever is wrong raises GoldError with the
file and the line, before anything is run or written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from eval.json_lines import listed, optional, read_objects, span, string
from indexer.corpus import Span

FOLDER = Path(__file__).parent / "gold"
SAMPLE = tuple(FOLDER / name for name in ("questions.jsonl", "text.jsonl", "tables.jsonl"))
"""The development sample that comes with the project (gold/README.md)."""
QUESTION_TYPES = ("cell", "text", "list", "aggregate", "compare", "unanswerable")
MAX_QUESTION = 1000


@dataclass(frozen=True)
class GoldQuestion:
    """A question with its answer and the source lines that prove it; `document` is None until `resolve` has named it."""

    id: str
    question: str
    type: str
    style: str
    answer: str
    values: tuple[str, ...]
    evidence: tuple[Span, ...]
    table: str | None = None
    section: str | None = None
    document: str | None = None

    @property
    def answerable(self) -> bool:
        return self.type != "unanswerable"

    @property
    def lines(self) -> frozenset[int]:
        """Every source line of the evidence."""
        return frozenset(n for first, last in self.evidence for n in range(first, last + 1))


@dataclass(frozen=True)
class GoldText:
    """What some source lines say: spaces are boundaries that must be there, a ZWNJ one that may be written three ways."""

    lines: Span
    kind: str
    damage: tuple[str, ...]
    clean: str
    document: str | None = None


@dataclass(frozen=True)
class GoldTable:
    """A table as read by a person; `unsure` lists (row, column) places that nobody can know."""

    number: str | None
    lines: Span
    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[Span, ...]
    unsure: frozenset[tuple[int, int]]
    document: str | None = None


@dataclass(frozen=True)
class Gold:
    """All gold of a run; `sha256` is over the files' bytes in the order given."""

    questions: tuple[GoldQuestion, ...]
    texts: tuple[GoldText, ...]
    tables: tuple[GoldTable, ...]
    files: tuple[str, ...]
    sha256: str


def read_gold(paths: Sequence[Path], documents: Mapping[str, int]) -> Gold:
    """Reads gold files against the documents they speak of (id -> number of source lines). Raises GoldError."""
    digest = hashlib.sha256()
    seen: dict[str, str] = {}
    questions: list[GoldQuestion] = []
    texts: list[GoldText] = []
    tables: list[GoldTable] = []
    for path in paths:
        objects, data = read_objects(path)
        digest.update(data)
        for place, fields in objects:
            document = _document(fields, place, documents)
            size = documents[document]
            if "row_lines" in fields:
                tables.append(_table(fields, place, document, size))
            elif "clean" in fields:
                texts.append(_text(fields, place, document, size))
            else:
                question = _question(fields, place, document, size)
                if question.id in seen:
                    raise GoldError(f"{place}: شناسهٔ «{question.id}» تکراری است (نخست در {seen[question.id]})")
                seen[question.id] = place
                questions.append(question)
    if not questions and not texts and not tables:
        raise GoldError(f"در پرونده‌های طلایی چیزی نیست: {'، '.join(map(str, paths))}")
    names = tuple(path.name for path in paths)
    return Gold(tuple(questions), tuple(texts), tuple(tables), names, digest.hexdigest())


def _document(fields: Mapping[str, Any], place: str, documents: Mapping[str, int]) -> str:
    name = fields.get("document")
    if name is None:
        if len(documents) != 1:
            raise GoldError(f"{place}: پیکره {len(documents)} سند دارد؛ «document» باید سند این سطر را نام ببرد")
        return next(iter(documents))
    if name not in documents:
        raise GoldError(f"{place}: سند «{name}» در پیکره نیست")
    return str(name)


def _question(fields: Mapping[str, Any], place: str, document: str, size: int) -> GoldQuestion:
    kind = string(fields, "type", place)
    if kind not in QUESTION_TYPES:
        raise GoldError(f"{place}: نوع ناشناختهٔ «{kind}»؛ یکی از این‌ها: {'، '.join(QUESTION_TYPES)}")
    question = string(fields, "question", place).strip()
    if not 1 <= len(question) <= MAX_QUESTION:
        raise GoldError(f"{place}: «question» باید ۱ تا {MAX_QUESTION} نویسه باشد")
    values = listed(fields, "values", place)
    if not all(isinstance(v, str | int | float) and not isinstance(v, bool) and str(v).strip() for v in values):
        raise GoldError(f"{place}: «values» باید فهرستی از عدد و متن باشد")
    evidence = tuple(span(e, "evidence", place, size) for e in listed(fields, "evidence", place))
    if kind != "unanswerable" and not evidence:
        raise GoldError(f"{place}: پرسش پاسخ‌دار باید «evidence» داشته باشد")
    if kind == "unanswerable" and values:
        raise GoldError(f"{place}: پرسش بی‌پاسخ نباید «values» داشته باشد")
    return GoldQuestion(
        id=string(fields, "id", place),
        question=question,
        type=kind,
        style=string(fields, "style", place),
        answer=string(fields, "answer", place, empty=True),
        values=tuple(str(v) for v in values),
        evidence=evidence,
        table=optional(fields, "table", place),
        section=optional(fields, "section", place),
        document=document,
    )


def _text(fields: Mapping[str, Any], place: str, document: str, size: int) -> GoldText:
    damage = listed(fields, "damage", place)
    return GoldText(
        lines=span(fields.get("lines"), "lines", place, size),
        kind=string(fields, "kind", place),
        damage=tuple(str(d) for d in damage),
        clean=string(fields, "clean", place),
        document=document,
    )


def _table(fields: Mapping[str, Any], place: str, document: str, size: int) -> GoldTable:
    rows = listed(fields, "rows", place)
    row_lines = listed(fields, "row_lines", place)
    if not all(isinstance(r, list) for r in rows) or len(rows) != len(row_lines):
        raise GoldError(f"{place}: «rows» و «row_lines» باید هم‌اندازه باشند")
    unsure = fields.get("unsure") or []
    if not all(isinstance(u, list) and len(u) == 2 and all(isinstance(n, int) for n in u) for u in unsure):
        raise GoldError(f"{place}: «unsure» باید فهرستی از [سطر، ستون] باشد")
    return GoldTable(
        number=optional(fields, "number", place),
        lines=span(fields.get("lines"), "lines", place, size),
        rows=tuple(tuple(str(c) for c in row) for row in rows),
        row_lines=tuple(span(s, "row_lines", place, size) for s in row_lines),
        unsure=frozenset((u[0], u[1]) for u in unsure),
        document=document,
    )
