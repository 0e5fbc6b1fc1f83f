"""From evidence to an answer: one file for each kind of answer, the likeliest of all that may be given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from service.answering.abstain import calibration, judge
from service.answering.aggregate import aggregate_candidates
from service.answering.answer import Answer, Candidate, abstention
from service.answering.cell import cell_candidates
from service.answering.guard import unfounded_figures
from service.answering.listing import list_candidates
from service.answering.passage import passage_candidates
from service.answering.signs import with_rivals
from service.collection import Collection
from service.patterns import patterns
from service.question import Question
from service.retrieval import Evidence

__all__ = ["Answer", "answer", "candidates"]


def candidates(collection: Collection, question: Question, evidence: Evidence) -> list[Candidate]:
    """Every answer that may be given, of every kind, each seen beside the others."""
    found = _each_kind(collection, question, evidence)
    return with_rivals([c for c in found if _speaks_of_what_is_asked(collection, question, c)])


def _speaks_of_what_is_asked(collection: Collection, question: Question, candidate: Candidate) -> bool:
    """A figure for a province or a year that its source does not name is a figure for something else; a price has a currency."""
    told = candidate.answer
    if told.kind in ("passage", "list") and re.search(patterns()["price_asked"], question.text):
        if not re.search(patterns()["money"], told.text):
            return False
    traits = collection.traits
    named = {name for n in candidate.answer.entries for name in traits.provinces[n]}
    years = {year for n in candidate.answer.entries for year in traits.years[n]} | {traits.main_year}
    return set(question.provinces) <= named and set(question.years) <= years


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
    return replace(found[best].answer, confidence=round(chance, 3))
