"""From evidence to an answer: one file for each kind of answer, tried in order."""

from __future__ import annotations

from service.answering.answer import Answer
from service.answering.passage import answer_from_passage
from service.collection import Collection
from service.question import Question
from service.retrieval import Evidence

__all__ = ["Answer", "answer"]


def answer(collection: Collection, question: Question, evidence: Evidence) -> Answer:
    """The best-supported answer to a question, or an abstention."""
    return answer_from_passage(collection, question, evidence)
