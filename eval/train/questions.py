"""The questions that answering learns from, of all sources, in one form; and which of them are left out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.errors import GoldError
from eval.goldset import GoldQuestion, read_gold
from eval.questions.written import WrittenQuestion, checked, read_document, read_written
from eval.train.labels import Asked
from service.collection import Collection

LEFT_OUT = frozenset(
    ("gas_company", "justice_office", "museum_library", "tables_03", "law-rayanei", "vue-faq", "linux-gnulinuxhistory")
)
"""Documents from which nothing is learned but how sure to be: whole organizations, tables and texts that no weight has seen."""
SPARED = 12
"""Percent of the questions of these documents that are spared for the same."""
SPARED_FROM = frozenset(
    ("000_d5af3ce44bc30735", "bank", "municipality", "hospital_1402", "water_1401", "university", "cooperative")
)
_ORDERED = ("top", "rank", "compare")


def left_out(asked: Asked) -> bool:
    """Whether a question is kept back from operations, ranking, first choice and reader."""
    spared = asked.document in SPARED_FROM and zlib.crc32(f"{asked.question}x".encode()) % 100 < SPARED
    return spared or asked.document in LEFT_OUT


def folded(asked: Asked, folds: int) -> int:
    """The fold of a question: documents stay whole, but for those with so many questions that they would be a fold alone."""
    return zlib.crc32((asked.question if asked.source == "gold" else asked.document).encode()) % folds


def written_questions(paths: Sequence[Path], corpora: Mapping[str, Path]) -> Iterator[Asked]:
    """The questions of eval/questions/written with their values, of the documents that the corpora (document: folder) hold."""
    documents = {}
    for question in read_written(paths):
        if question.document not in corpora or not question.quoted:
            continue
        if question.document not in documents:
            documents[question.document] = read_document(corpora[question.document], question.document)
        try:
            values, lines = checked(question, *documents[question.document])
        except GoldError:
            continue  # a program that a later reading of the table no longer bears
        yield _asked(question, values, lines)


def _asked(question: WrittenQuestion, values: Sequence[object], lines: Sequence[tuple[int, int]]) -> Asked:
    program = dict(question.program or {})
    form = str(program.get("op", "")) if program else "spans" if question.spans else ""
    order = str(program.get("order", "most")) if form in _ORDERED else ""
    return Asked(
        question.id,
        question.document,
        question.question,
        question.type,
        question.style,
        tuple(values),
        tuple(lines),
        form,
        question.table if program else None,
        order,
        "written",
    )


def gold_questions(path: Path, collection: Collection) -> list[Asked]:
    """The questions of a gold file."""
    gold = read_gold([path], {name: len(c.lines) for name, c in collection.corpora.items()}).questions
    return [of_gold(q) for q in gold]


def of_gold(question: GoldQuestion) -> Asked:
    return Asked(
        question.id,
        question.document or "",
        question.question,
        question.type,
        question.style,
        tuple(question.values),
        tuple(question.evidence),
        source="gold",
    )
