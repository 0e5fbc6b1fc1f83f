"""The whole list under the heading that is asked for, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from indexer.tokens import words
from service.answering.answer import Answer, Candidate
from service.answering.brief import brief
from service.answering.figures import canonical
from service.answering.signs import common_signs
from service.answering.wording import shortened
from service.collection import Collection
from service.fields import Floats
from service.lists import TextList
from service.question import Question
from service.retrieval import Evidence, Hit

LOOKED_AT = 2
MOST_CHARACTERS = 395
LEAD_CHARACTERS = 40
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
    weight = collection.fields.importance(question.terms)
    best_score = float(evidence.scores.max()) if len(evidence.scores) else 0.0
    ranked = []
    for found in collection.lists:
        if evidence.documents is not None and found.document not in evidence.documents:
            continue
        entries = collection.entries_on(found.document, found.lines)
        if not entries:
            continue
        near = max(float(evidence.scores[n]) for n in entries) - best_score
        ranked.append((_fit(collection, question, weight, found) + 0.25 * near, found, entries))
    ranked.sort(key=lambda x: -x[0])
    for at, (fit, found, entries) in enumerate(ranked[:LOOKED_AT]):
        if question.wants_list or fit >= FITTING:
            margin = fit - ranked[at + 1][0] if at + 1 < len(ranked) else 1.0
            yield _candidate(collection, question, evidence, found, entries, fit, margin)


def _candidate(
    collection: Collection,
    question: Question,
    evidence: Evidence,
    found: TextList,
    entries: tuple[int, ...],
    fit: float,
    margin: float,
) -> Candidate:
    texts = [item.text.strip().rstrip("؛.، ") for item in found.items]
    lead = _lead(question, found)
    room = MOST_CHARACTERS - len(lead) - 2 * len(texts)
    fields = collection.fields

    def weigh(stem: str) -> float:
        return fields.term_idf(stem) if stem in fields.vocabulary else 0.0

    said = {*question.terms, *words(f"{found.title} {found.lead}")}
    kept = brief(texts, room, weigh, said)
    if len(kept) < len(texts):
        kept = [*brief(texts, room - len(OTHERS), weigh, said), OTHERS]
    text = f"{lead}: {'؛ '.join(kept)}"
    figures = dict.fromkeys(canonical(m) for t in texts for m in _FIGURE.findall(t))
    values = (*texts, *(float(f) if "." in f else int(f) for f in figures if f.replace(".", "", 1).isdigit()))
    best = max(entries, key=lambda n: float(evidence.scores[n]))
    hit = Hit(best, collection.index.entries[best], float(evidence.scores[best]))
    answer = Answer(shortened(text, 399), "list", values, None, 0.0, tuple(entries))
    signs = common_signs(collection, question, evidence, hit, text) | {"fit": fit, "margin": min(max(margin, 0.0), 1.0)}
    return Candidate(answer, signs)


def _lead(question: Question, found: TextList) -> str:
    """The lead or the title, whichever says more of what is asked when it is cut short."""
    asked = set(question.terms)
    options = [shortened(x, LEAD_CHARACTERS) for x in (found.title, found.lead) if x]
    return max(options, key=lambda x: (len(asked & set(words(x))), -len(x)), default="")


def _fit(collection: Collection, question: Question, weight: Floats, found: TextList) -> float:
    """The share of the question spoken of by the lead, a little less by the title, and at half weight by the items."""
    vocabulary = collection.fields.vocabulary

    def places(text: str) -> set[int]:
        return {vocabulary[w] for w in words(text) if w in vocabulary}

    lead, title = places(found.lead), places(found.title)
    inside = places(" ".join(item.text for item in found.items))
    parts = []
    for term in question.terms:
        ways = collection.fields.weights(term)
        parts.append(
            max((w * (1.0 if p in lead else ABOVE if p in title else 0.5 * (p in inside)) for p, w in ways.items()), default=0.0)
        )
    return float(np.dot(weight, np.array(parts, dtype=np.float32))) if parts else 0.0
