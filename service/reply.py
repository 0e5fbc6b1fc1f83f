"""The body of a reply: hits and an answer put into the wire's form."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from indexer.corpus import Section, Table
from service.answering import Answer
from service.collection import Collection
from service.question import Question
from service.retrieval import Evidence, Hit
from service.schemas import AnswerBody, AskResponse, PassageHit, RowHit, SectionRef, Source, TableRef


def ask_response(
    collection: Collection, question: Question, evidence: Evidence, answer: Answer, took_ms: float
) -> AskResponse:
    return AskResponse(
        question=question.asked,
        interpreted=question.text,
        answered=answer.answered,
        answer=answer_body(question, answer),
        passages=[passage_hit(collection, hit) for hit in evidence.passages],
        rows=[row_hit(collection, hit) for hit in evidence.rows],
        took_ms=round(took_ms, 1),
    )


def answer_body(question: Question, answer: Answer) -> AnswerBody:
    name = hashlib.sha256(f"{question.text}\n{answer.text}".encode()).hexdigest()[:16]
    fields = asdict(answer)
    return AnswerBody(id=name, **{k: list(v) if isinstance(v, tuple) else v for k, v in fields.items()})


def passage_hit(collection: Collection, hit: Hit) -> PassageHit:
    entry = hit.entry
    lines = collection.lines(entry.document, entry.passage.lines)
    return PassageHit(
        id=entry.passage.id,
        text=entry.passage.text,
        section=section_ref(collection.entry_section(entry)),
        source=source(collection, entry.document, entry.passage.lines),
        score=round(hit.score, 4),
        highlights=list(hit.highlights),
        confidence=min((line.confidence for line in lines if line.text.strip()), default=None),
        doubts=[line.doubt for line in lines if line.doubt],
    )


def row_hit(collection: Collection, hit: Hit) -> RowHit:
    entry = hit.entry
    found = collection.rows[entry.document, entry.passage.row or ""]
    return RowHit(
        id=found.row.id,
        table=table_ref(found.table),
        cells=list(found.row.cells),
        source=source(collection, entry.document, found.row.lines),
        score=round(hit.score, 4),
        verified=collection.row_verified(entry.document, found.row),
    )


def table_ref(table: Table) -> TableRef:
    return TableRef(
        id=table.id, number=table.number, caption=table.caption, columns=[asdict(c) for c in table.columns]  # type: ignore[misc]
    )


def section_ref(section: Section | None) -> SectionRef | None:
    if section is None:
        return None
    return SectionRef(number=section.number, title=section.title, path=[asdict(h) for h in section.path])


def source(collection: Collection, document: str, lines: tuple[int, int]) -> Source:
    return Source(document=document, lines=lines, page=collection.page(document, lines))
