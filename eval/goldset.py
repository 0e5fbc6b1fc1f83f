"""The gold: questions, clean text and tables made by hand, read strictly.

One JSON object a line. What a line is shows in its fields: `question` (contract, section 4), `clean` (a span of source
lines as a person reads them) or `row_lines` (a table as a person reads it). Whatever is wrong raises GoldError with the
file and the line, before anything is run or written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import GoldError
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
        for place, fields in _objects(path, digest):
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


def _objects(path: Path, digest: Any) -> list[tuple[str, dict[str, Any]]]:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise GoldError(f"پروندهٔ طلایی خوانده نشد: {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"پروندهٔ طلایی {path} متن UTF-8 نیست (بایت {error.start + 1})") from error
    digest.update(data)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{place}: JSON درستی نیست ({error})") from error
        if not isinstance(fields, dict):
            raise GoldError(f"{place}: یک شیء JSON لازم است")
        found.append((place, fields))
    return found


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
    kind = _string(fields, "type", place)
    if kind not in QUESTION_TYPES:
        raise GoldError(f"{place}: نوع ناشناختهٔ «{kind}»؛ یکی از این‌ها: {'، '.join(QUESTION_TYPES)}")
    question = _string(fields, "question", place).strip()
    if not 1 <= len(question) <= MAX_QUESTION:
        raise GoldError(f"{place}: «question» باید ۱ تا {MAX_QUESTION} نویسه باشد")
    values = _list(fields, "values", place)
    if not all(isinstance(v, str | int | float) and not isinstance(v, bool) and str(v).strip() for v in values):
        raise GoldError(f"{place}: «values» باید فهرستی از عدد و متن باشد")
    evidence = tuple(_span(e, "evidence", place, size) for e in _list(fields, "evidence", place))
    if kind != "unanswerable" and not evidence:
        raise GoldError(f"{place}: پرسش پاسخ‌دار باید «evidence» داشته باشد")
    if kind == "unanswerable" and values:
        raise GoldError(f"{place}: پرسش بی‌پاسخ نباید «values» داشته باشد")
    return GoldQuestion(
        id=_string(fields, "id", place),
        question=question,
        type=kind,
        style=_string(fields, "style", place),
        answer=_string(fields, "answer", place, empty=True),
        values=tuple(str(v) for v in values),
        evidence=evidence,
        table=_optional(fields, "table", place),
        section=_optional(fields, "section", place),
        document=document,
    )


def _text(fields: Mapping[str, Any], place: str, document: str, size: int) -> GoldText:
    damage = _list(fields, "damage", place)
    return GoldText(
        lines=_span(fields.get("lines"), "lines", place, size),
        kind=_string(fields, "kind", place),
        damage=tuple(str(d) for d in damage),
        clean=_string(fields, "clean", place),
        document=document,
    )


def _table(fields: Mapping[str, Any], place: str, document: str, size: int) -> GoldTable:
    rows = _list(fields, "rows", place)
    row_lines = _list(fields, "row_lines", place)
    if not all(isinstance(r, list) for r in rows) or len(rows) != len(row_lines):
        raise GoldError(f"{place}: «rows» و «row_lines» باید هم‌اندازه باشند")
    unsure = fields.get("unsure") or []
    if not all(isinstance(u, list) and len(u) == 2 and all(isinstance(n, int) for n in u) for u in unsure):
        raise GoldError(f"{place}: «unsure» باید فهرستی از [سطر، ستون] باشد")
    return GoldTable(
        number=_optional(fields, "number", place),
        lines=_span(fields.get("lines"), "lines", place, size),
        rows=tuple(tuple(str(c) for c in row) for row in rows),
        row_lines=tuple(_span(s, "row_lines", place, size) for s in row_lines),
        unsure=frozenset((u[0], u[1]) for u in unsure),
        document=document,
    )


def _string(fields: Mapping[str, Any], name: str, place: str, *, empty: bool = False) -> str:
    value = fields.get(name)
    if value is None:
        raise GoldError(f"{place}: «{name}» نیست")
    if not isinstance(value, str) or not (value.strip() or empty):
        raise GoldError(f"{place}: «{name}» باید متن باشد")
    return value


def _optional(fields: Mapping[str, Any], name: str, place: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str | int):
        raise GoldError(f"{place}: «{name}» باید متن یا null باشد")
    return None if value is None else str(value)


def _list(fields: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = fields.get(name)
    if value is None:
        raise GoldError(f"{place}: «{name}» نیست")
    if not isinstance(value, list):
        raise GoldError(f"{place}: «{name}» باید فهرست باشد")
    return value


def _span(value: Any, name: str, place: str, size: int) -> Span:
    if not (isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)):
        raise GoldError(f"{place}: بازهٔ «{name}» باید [سطر نخست، سطر آخر] باشد، نه {json.dumps(value, ensure_ascii=False)}")
    if not 1 <= value[0] <= value[1] <= size:
        raise GoldError(f"{place}: بازهٔ «{name}» {value} بیرون از سند است (سند {size} سطر دارد)")
    return (value[0], value[1])
