"""The sentence of the best passage that speaks most of what was asked."""

from __future__ import annotations

import re

from indexer.tokens import words
from service.answering.answer import Answer, abstention
from service.collection import Collection
from service.question import Question
from service.retrieval import Evidence

_SENTENCE_END = re.compile(r"(?<=[.؛؟!])\s+|\n(?=[•❖➢✓])")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
MAX_CHARACTERS = 400
LEAST_OVERLAP = 0.34


def answer_from_passage(collection: Collection, question: Question, evidence: Evidence) -> Answer:
    """Extractive: the sentence with the most words of the question, from the first hits; abstains where they share too few."""
    asked = set(words(question.text))
    best: tuple[float, str, str] = (0.0, "", "")
    for rank, hit in enumerate(evidence.together[:3]):
        passage = hit.entry.passage
        for sentence in _SENTENCE_END.split(passage.text):
            shared = len(asked & set(words(sentence))) / max(1, len(asked))
            if shared * 0.9**rank > best[0]:
                best = (shared * 0.9**rank, sentence.strip(), passage.row or passage.id)
    share, sentence, citation = best
    if share < LEAST_OVERLAP:
        return abstention(share)
    text = sentence if len(sentence) <= MAX_CHARACTERS else sentence[: MAX_CHARACTERS - 1] + "…"
    values = tuple(n for n in _NUMBER.findall(text) if n not in question.text)
    return Answer(text, "passage", values, None, share, (citation,))
