"""The way from evidence to an answer: candidates, the first choice, reading, judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from service.answers.answer import Answer, abstention, answer_of, span_values
from service.answers.asks import ASKED, ENDINGS, asks
from service.answers.candidates import Candidate, candidates
from service.answers.carried import Carried, Meant, taken_up
from service.answers.claim import Claim
from service.answers.features import FEATURES, described
from service.answers.first_choice import beside
from service.answers.judge import Considered, margins_of, same, signs_of
from service.answers.leaning import first_signs, margin_signs, order_signs
from service.answers.missing import missing
from service.answers.models import Models, models
from service.answers.reader import Read, Reader
from service.answers.sheet import spaced
from service.answers.slots import slots
from service.answers.untold import untold
from service.collection import Collection
from service.operations import likely_operations
from service.question import Question
from service.retrieval import Evidence

_COVERED = FEATURES.index("covered")
MOST_CLAIMS, MOST_WINDOWS = 5, 2
"""Candidates over tables and lists, and stretches of running text, that are read at most."""
SAID = 0.97
"""How sure a claim is whose own question was asked word for word."""
FEWEST_READ, UNREAD = 3, 0.05
"""Candidates that are read at least, and the share of the first choice's probability that may stay unread."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """The first of a short list, with the probability that it is right and that from which on it is given."""

    best: Considered
    probability: float
    threshold: float


def answer(
    collection: Collection, question: Question, evidence: Evidence, carried: Carried | None = None
) -> tuple[Answer, Meant]:
    """The likeliest answer where it is probable enough, else an abstention; and what the question was taken to mean, from which
    the next one may go on."""
    learned = models()
    found = considered(collection, question, evidence, learned, collection.reader, carried)
    if not found:
        return abstention(), Meant()
    chosen = choose(found, learned, carried)
    best, probability = chosen.best, chosen.probability
    meant = Meant(best.candidate, probability, next(iter(collection.corpora)))
    if probability < chosen.threshold:
        claim = best.candidate.claim
        told = missing(collection, slots(question.text), claim, float(best.features[_COVERED])) if claim else None
        return (abstention(probability, told, "not_told") if told else abstention(probability)), meant
    return answer_of(collection, best.candidate, probability, best.read.span if best.read else None), meant


def choose(found: Sequence[Considered], learned: Models, carried: Carried | None = None) -> Chosen:
    """The first of the short list: by the judge, or after other questions by what is taken up of them too."""
    if found[0].said:
        return Chosen(found[0], SAID, 0.0)
    judge = learned.judge if any(c.read for c in found) else learned.unread
    signs = signs_of(found)
    scores = judge.scores(signs)
    place, margins = margins_of(found, signs, scores)
    probability = judge.probability(margins)
    if carried is None:
        return Chosen(found[place], probability, judge.threshold)
    taken = np.stack([c.taken for c in found])
    ordered = order_signs(scores, np.array([c.first for c in found], np.float32), carried, taken) @ learned.leaning.order
    place, margins = margins_of(found, signs, ordered)
    alike = np.array([same(found[place], other) for other in found])
    told = margin_signs(margins, probability, ordered, alike, carried, taken)
    return Chosen(found[place], learned.leaning.probability(told), learned.leaning.threshold)


def considered(
    collection: Collection,
    question: Question,
    evidence: Evidence,
    learned: Models,
    reader: Reader | None,
    carried: Carried | None = None,
) -> list[Considered]:
    """The short list of a question, read where there is a reader."""
    asked = slots(question.text)
    tables = {x: rows for x, rows in carried.rows.items() if x in collection.sheets.values()} if carried else None
    found = candidates(collection, asked, evidence, tables)
    if not found:
        return []
    if (exact := _said_exactly(question.asked, found)) is not None:
        nothing = np.zeros(len(FEATURES), np.float32)
        return [Considered(exact, nothing, 0.0, 0.0, None, _values(exact, None), said=True)]
    likely = likely_operations(question.text, collection.entity_names)
    matrix = described(collection, question, asked, evidence, found, likely)
    first = learned.first_choice.scores(matrix)
    taken = taken_up(carried, found) if carried else np.zeros((len(found), 0), np.float32)
    ordered = first_signs(first, carried, taken) @ learned.leaning.first if carried else first
    chosen = short_list(found, ordered)
    plausible = learned.plausibility.scores(beside(matrix, first)[chosen])
    reads: Sequence[Read | None] = [None] * len(chosen)
    if reader is not None:
        reads = reader.read(question.text, [(found[n].statement, found[n].text_at) for n in chosen])
    names = collection.entity_names.said_in(question.text)
    return [
        Considered(
            *(found[n], matrix[n], float(ordered[n]), float(sure), read, _values(found[n], read)),
            untold(collection, asked, names, found[n]),
            taken[n],
        )
        for n, sure, read in zip(chosen, plausible, reads, strict=True)
    ]


def _said_exactly(asked: str, found: Sequence[Candidate]) -> Candidate | None:
    """The claim whose own question was asked word for word (`asks.py`), where all claims asked for so say the same."""
    text = spaced(asked)
    if not text.endswith(ENDINGS):
        return None
    claims = [c for c in found if c.claim is not None and c.operation in ASKED]
    said = [c for c in claims if c.claim is not None and text in _questions(c.claim)]
    return said[0] if len({c.claim.values for c in said if c.claim is not None}) == 1 else None


def _questions(claim: Claim) -> tuple[str, ...]:
    return tuple(spaced(q) for q in (asks(claim), asks(claim, claim.sheet.table.caption.strip())) if q)


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
