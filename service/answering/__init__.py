"""From evidence to an answer: one file for each kind of answer, the likeliest of all that may be given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.tokens import fold
from service.answering.abstain import calibration, judge
from service.answering.aggregate import aggregate_candidates
from service.answering.answer import Answer, Candidate, abstention
from service.answering.cell import cell_candidates
from service.answering.contradiction import contradicting
from service.answering.guard import unfounded_figures
from service.answering.listing import list_candidates
from service.answering.passage import passage_candidates
from service.answering.signs import with_rivals
from service.collection import Collection
from service.patterns import compiled, patterns
from service.question import Question
from service.retrieval import Evidence

__all__ = ["Answer", "answer", "candidates"]


def candidates(collection: Collection, question: Question, evidence: Evidence) -> list[Candidate]:
    """Every answer that may be given, of every kind, each seen beside the others."""
    found = _each_kind(collection, question, evidence)
    return with_rivals([c for c in found if _speaks_of_what_is_asked(collection, question, c)])


def _speaks_of_what_is_asked(collection: Collection, question: Question, candidate: Candidate) -> bool:
    """A figure of a province, year or month that its source does not name is of something else; a price has a currency."""
    told = candidate.answer
    if (
        told.kind in ("passage", "list")
        and compiled(patterns()["price_asked"]).search(question.text)
        and not compiled(patterns()["money"]).search(told.text)
    ):
        return False
    traits = collection.traits
    named = {name for n in candidate.answer.entries for name in traits.provinces[n]}
    years = {year for n in candidate.answer.entries for year in traits.years[n]} | {traits.main_year}
    return set(question.provinces) <= named and set(question.years) <= years and _of_the_month(collection, question, candidate)


def _of_the_month(collection: Collection, question: Question, candidate: Candidate) -> bool:
    asked = [p for p in patterns()["months"] if compiled(p).search(question.text)]
    if not asked:
        return True
    said = fold(" ".join([candidate.answer.text, *(collection.index.entries[n].passage.text for n in candidate.answer.entries)]))
    return any(compiled(p).search(said) for p in asked)


def _each_kind(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    yield from aggregate_candidates(collection, question, evidence)
    yield from cell_candidates(collection, question, evidence)
    yield from list_candidates(collection, question, evidence)
    yield from passage_candidates(collection, question, evidence)


def answer(collection: Collection, question: Question, evidence: Evidence) -> Answer:
    """The likeliest answer, or an abstention where even that is too doubtful. No figure leaves that is not founded."""
    found = [c for c in candidates(collection, question, evidence) if not unfounded_figures(collection, c.answer)]
    if not found:
        return abstention()
    best, chance = judge(found)
    if chance < calibration().threshold:
        return abstention(round(chance, 3))
    chosen = found[best].answer
    notes = (*chosen.notes, *contradicting(question, found[best], found))
    return replace(chosen, confidence=round(chance, 3), notes=notes)
