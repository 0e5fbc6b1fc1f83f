"""The way from evidence to an answer: candidates, the first choice, reading, judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from service.answers.answer import Answer, abstention, answer_of, span_values
from service.answers.candidates import Candidate, candidates
from service.answers.features import FEATURES, described
from service.answers.first_choice import beside
from service.answers.judge import Considered, margins_of, signs_of
from service.answers.missing import missing
from service.answers.models import Models, models
from service.answers.reader import Read, Reader
from service.answers.slots import slots
from service.answers.untold import untold
from service.collection import Collection
from service.operations import likely_operations
from service.question import Question
from service.retrieval import Evidence

_COVERED = FEATURES.index("covered")
MOST_CLAIMS, MOST_WINDOWS = 5, 2
"""Candidates over tables and lists, and stretches of running text, that are read at most."""
FEWEST_READ, UNREAD = 3, 0.05
"""Candidates that are read at least, and the share of the first choice's probability that may stay unread."""


def answer(collection: Collection, question: Question, evidence: Evidence) -> Answer:
    """The likeliest answer where it is probable enough, else an abstention."""
    learned = models()
    found = considered(collection, question, evidence, learned, collection.reader)
    if not found:
        return abstention()
    judge = learned.judge if collection.reader is not None else learned.unread
    signs = signs_of(found)
    place, margins = margins_of(found, signs, judge.scores(signs))
    probability = judge.probability(margins)
    best = found[place]
    if probability < judge.threshold:
        claim = best.candidate.claim
        told = missing(collection, slots(question.text), claim, float(best.features[_COVERED])) if claim else None
        return abstention(probability, told, "not_told") if told else abstention(probability)
    return answer_of(collection, best.candidate, probability, best.read.span if best.read else None)


def considered(
    collection: Collection, question: Question, evidence: Evidence, learned: Models, reader: Reader | None
) -> list[Considered]:
    """The short list of a question, read where there is a reader."""
    asked = slots(question.text)
    found = candidates(collection, asked, evidence)
    if not found:
        return []
    likely = likely_operations(question.text, collection.entity_names)
    matrix = described(collection, question, asked, evidence, found, likely)
    first = learned.first_choice.scores(matrix)
    chosen = short_list(found, first)
    plausible = learned.plausibility.scores(beside(matrix, first)[chosen])
    reads: Sequence[Read | None] = [None] * len(chosen)
    if reader is not None:
        reads = reader.read(question.text, [(found[n].statement, found[n].text_at) for n in chosen])
    names = collection.entity_names.said_in(question.text)
    return [
        Considered(
            *(found[n], matrix[n], float(first[n]), float(sure), read, _values(found[n], read)),
            untold(collection, asked, names, found[n]),
        )
        for n, sure, read in zip(chosen, plausible, reads, strict=True)
    ]


def short_list(found: Sequence[Candidate], first: Any) -> list[int]:
    """The numbers of the candidates that are worth reading, best first: of the best claims and windows as many as it takes
    for the first choice to be sure that the right one is among them."""
    order = np.argsort(-first, kind="stable").tolist()
    spans = [n for n in order if found[n].operation == "span"][:MOST_WINDOWS]
    claims = [n for n in order if found[n].operation != "span"][:MOST_CLAIMS]
    best = sorted((*spans, *claims), key=lambda n: -first[n])
    odds = np.exp(first[best] - first[best[0]])
    unread = 1 - np.cumsum(odds) / odds.sum()
    return best[: max(FEWEST_READ, int((unread > UNREAD).sum()) + 1)]


def _values(candidate: Candidate, read: Read | None) -> tuple[Any, ...]:
    if candidate.claim is not None:
        return candidate.claim.values
    if candidate.window is not None:
        return span_values(candidate.told(read.span if read else None))[0]
    return candidate.values
