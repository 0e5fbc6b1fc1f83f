"""The whole list under the heading that is asked for, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from indexer.corpus import TextList
from indexer.tokens import words
from service.answering.answer import Answer, Candidate
from service.answering.brief import brief
from service.answering.figures import canonical
from service.answering.signs import common_signs
from service.answering.wording import shortened
from service.collection import Collection
from service.fields import Floats
from service.lists import KnownList
from service.question import Question
from service.retrieval import Evidence, Hit

LOOKED_AT = 3
ENUMERATIONS = 1
MOST_CHARACTERS = 395
LEAD_CHARACTERS = 40
SHORT_LEAD = 28
"""Characters of the lead of a list that must be cut itself."""
OTHERS = "و موارد دیگر"
ABOVE = 0.85
"""What a word counts that only the title over several lists has."""
FITTING = 0.4
_MAYBE_LIST = frozenset({"list", "name", "other"})
_FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,/٬]\d+)*")


def list_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """The lists whose lead and title speak most of the question; where it does not ask for a list, only the one that fits."""
    if not question.wants_list and question.intent not in _MAYBE_LIST:
        return
    for known, fit, margin in _ranked(collection, question, evidence, collection.lists)[:LOOKED_AT]:
        if question.wants_list or fit >= FITTING:
            yield _candidate(collection, question, evidence, known, fit, margin)
    for known, fit, margin in _ranked(collection, question, evidence, collection.enumerations)[:ENUMERATIONS]:
        if fit >= FITTING:
            made = _candidate(collection, question, evidence, known, fit, margin)
            yield Candidate(made.answer, {**made.signs, "enumeration": 1.0})


def _ranked(
    collection: Collection, question: Question, evidence: Evidence, lists: Sequence[KnownList]
) -> list[tuple[KnownList, float, float]]:
    """Lists with how well they fit and by how much better than the next, from the best on."""
    weight = collection.fields.importance(question.terms)
    ways = [collection.fields.weights(term) for term in question.terms]
    best_score = float(evidence.scores.max()) if len(evidence.scores) else 0.0
    ranked = []
    for known in lists:
        if evidence.documents is not None and known.document not in evidence.documents:
            continue
        near = max(float(evidence.scores[n]) for n in known.entries) - best_score
        ranked.append((_fit(ways, weight, known) + 0.25 * near, known))
    ranked.sort(key=lambda x: -x[0])
    following = [fit for fit, _ in ranked[1:]]
    return [(known, fit, fit - following[at] if at < len(following) else 1.0) for at, (fit, known) in enumerate(ranked)]


def _candidate(
    collection: Collection,
    question: Question,
    evidence: Evidence,
    known: KnownList,
    fit: float,
    margin: float,
) -> Candidate:
    found, entries = known.found, known.entries
    texts = [item.text.strip().rstrip("؛.، ") for item in found.items]
    fields = collection.fields
    fits = sum(len(t) + 2 for t in texts) <= MOST_CHARACTERS - LEAD_CHARACTERS
    lead = _lead(question, found, LEAD_CHARACTERS if fits else SHORT_LEAD)
    room = MOST_CHARACTERS - len(lead) - 2 * len(texts)

    def weigh(stem: str) -> float:
        return fields.term_idf(stem) if stem in fields.vocabulary else 0.0

    said = {*question.terms, *words(f"{found.title} {found.lead}")}
    kept = brief(texts, room, weigh, said)
    if len(kept) < len(texts):
        kept = [*brief(texts, room - len(OTHERS), weigh, said), OTHERS]
    text = f"{lead}: {'؛ '.join(kept)}" if lead else "، ".join(kept)
    figures = dict.fromkeys(canonical(m) for t in texts for m in _FIGURE.findall(t))
    values = (*texts, *(float(f) if "." in f else int(f) for f in figures if f.replace(".", "", 1).isdigit()))
    best = max(entries, key=lambda n: float(evidence.scores[n]))
    hit = Hit(best, collection.index.entries[best], float(evidence.scores[best]))
    answer = Answer(shortened(text, 399), "list", values, None, 0.0, entries)
    signs = common_signs(collection, question, evidence, hit, text) | {"fit": fit, "margin": min(max(margin, 0.0), 1.0)}
    return Candidate(answer, signs)


def _lead(question: Question, found: TextList, most: int) -> str:
    """The lead or the title, whichever says more of what is asked when it is cut short."""
    asked = set(question.terms)
    options = [shortened(x, most) for x in (found.title, found.lead) if x]
    return max(options, key=lambda x: (len(asked & set(words(x))), -len(x)), default="")


def _fit(ways: Sequence[Mapping[int, float]], weight: Floats, known: KnownList) -> float:
    """The share of the question spoken of by the lead, a little less by the title, and at half weight by the items."""

    def spoken(place: int) -> float:
        return 1.0 if place in known.lead else ABOVE if place in known.title else 0.5 if place in known.inside else 0.0

    parts = [max((w * spoken(p) for p, w in way.items()), default=0.0) for way in ways]
    return float(np.dot(weight, np.array(parts, dtype=np.float32))) if parts else 0.0
