"""The body of a reply: hits and an answer put into the wire's form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from indexer.corpus import Section, Table
from service.answers.answer import Answer
from service.collection import Collection
from service.question import Question
from service.ranking import RRF_K
from service.retrieval import Evidence, Hit
from service.schemas import AnswerBody, AskResponse, PassageHit, RowHit, SectionRef, Source, TableRef

LONGEST_TEXT, LONGEST_TITLE = 300, 80


def ask_response(
    collection: Collection,
    question: Question,
    evidence: Evidence,
    home: Collection,
    answer: Answer,
    *,
    leaned: bool,
) -> AskResponse:
    """The reply; `evidence` is what is shown, `home` the collection of the one document that the answer is from; `leaned`: the
    question was written out with words of the turns before."""
    return AskResponse(
        question=question.asked,
        interpreted=question.text,
        leaned=leaned,
        answered=answer.answered,
        answer=answer_body(collection, question, answer, home, evidence),
        passages=[passage_hit(collection, hit) for hit in evidence.passages],
        rows=[row_hit(collection, hit) for hit in evidence.rows],
        took_ms=0.0,
    )


def shown(evidence: Evidence, inner: Evidence, home: Collection, top_k: int, answer: Answer) -> Evidence:
    """The first `top_k` of each kind: what the answer rests on before all else, then both rankings fused."""
    entries = home.index.entries
    support = [Hit(n, entries[n], float(inner.scores[n]), answer.highlights.get(n, ())) for n in answer.entries]
    return replace(
        evidence,
        passages=_first(evidence.passages, inner.passages, [h for h in support if h.entry.passage.kind == "prose"], top_k),
        rows=_first(evidence.rows, inner.rows, [h for h in support if h.entry.passage.kind == "table_row"], top_k),
    )


def _first(hits: Sequence[Hit], inner: Sequence[Hit], support: Sequence[Hit], top_k: int) -> tuple[Hit, ...]:
    support = support[:top_k]
    given = {_place(h) for h in support}
    others = [h for h in _fused(hits, inner) if _place(h) not in given][: top_k - len(support)]
    return (*support, *others)


def _fused(hits: Sequence[Hit], inner: Sequence[Hit]) -> Sequence[Hit]:
    """The hits over all documents and those of the likeliest document, by reciprocal rank (Cormack et al., SIGIR 2009)."""
    if hits == inner:
        return hits
    rank: dict[tuple[str, str], float] = {}
    for ranking in (hits, inner):
        for place, hit in enumerate(ranking):
            rank[_place(hit)] = rank.get(_place(hit), 0.0) + 1 / (RRF_K + place)
    known = {_place(h): h for h in (*inner, *hits)}
    return sorted(known.values(), key=lambda h: -rank[_place(h)])


def _place(hit: Hit) -> tuple[str, str]:
    return hit.entry.document, hit.entry.passage.id


def answer_body(collection: Collection, question: Question, answer: Answer, home: Collection, evidence: Evidence) -> AnswerBody:
    """The answer; its citations are those of its sources that the reply shows, and of several documents it names its own."""
    given = {_place(hit) for hit in (*evidence.passages, *evidence.rows)}
    entries = [home.index.entries[n] for n in answer.entries]
    cited = [e for e in entries if (e.document, e.passage.id) in given]
    text = answer.text
    if answer.answered and len(collection.corpora) > 1:
        text = named_text(text, collection.title(entries[0].document if entries else next(iter(home.corpora))))
    return AnswerBody(
        id=hashlib.sha256(f"{question.text}\n{answer.text}".encode()).hexdigest()[:16],
        text=text,
        kind=answer.kind,
        values=list(answer.values),
        unit=answer.unit,
        confidence=answer.confidence,
        citations=[collection.wire_id(e.document, e.passage.row or e.passage.id) for e in cited],
        verified=answer.verified,
        reason=answer.reason,
        notes=list(answer.notes),
    )


def named_text(text: str, title: str) -> str:
    """An answer's text with its document's title; a long text is cut rather than the title."""
    title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    room = LONGEST_TEXT - len(title) - 5
    if len(text) > room:
        text = text[: room - 1].rsplit(" ", 1)[0] + "…"
    return f"{text} («{title}»)"


def passage_hit(collection: Collection, hit: Hit) -> PassageHit:
    entry = hit.entry
    lines = collection.lines(entry.document, entry.passage.lines)
    return PassageHit(
        id=collection.wire_id(entry.document, entry.passage.id),
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
        id=collection.wire_id(entry.document, found.row.id),
        table=table_ref(found.table),
        cells=list(found.row.cells),
        source=source(collection, entry.document, found.row.lines),
        score=round(hit.score, 4),
        verified=collection.row_verified(entry.document, found.row),
    )


def search_hit(collection: Collection, hit: Hit) -> dict[str, Any]:
    """A hit of a search over passages and rows alike, with its `type`."""
    if hit.entry.passage.kind == "table_row":
        return {"type": "row", **row_hit(collection, hit).model_dump(mode="json")}
    return {"type": "passage", **passage_hit(collection, hit).model_dump(mode="json")}


def table_ref(table: Table) -> TableRef:
    return TableRef(
        id=table.id,
        number=table.number,
        caption=table.caption,
        columns=[asdict(c) for c in table.columns],
    )


def section_ref(section: Section | None) -> SectionRef | None:
    if section is None:
        return None
    return SectionRef(number=section.number, title=section.title, path=[asdict(h) for h in section.path])


def source(collection: Collection, document: str, lines: tuple[int, int]) -> Source:
    return Source(
        document=document,
        lines=lines,
        page=collection.page(document, lines),
        title=collection.title(document),
        sheet=collection.sheet(document, lines),
    )
