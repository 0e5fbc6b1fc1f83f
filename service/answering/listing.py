"""The whole list under the heading that is asked for, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from indexer.tokens import words
from service.answering.answer import Answer, Candidate
from service.answering.passage import canonical
from service.answering.signs import common_signs
from service.answering.wording import shortened
from service.collection import Collection
from service.fields import Floats
from service.lists import TextList
from service.question import Question, patterns, synonyms
from service.retrieval import Evidence, Hit

LOOKED_AT = 2
MOST_CHARACTERS = 395
_FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,/٬]\d+)*")


def list_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """The lists whose title and lead speak most of the question."""
    if not question.wants_list:
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
        ranked.append((_fit(question, weight, found) + 0.25 * near, found, entries))
    ranked.sort(key=lambda x: -x[0])
    for at, (fit, found, entries) in enumerate(ranked[:LOOKED_AT]):
        yield _candidate(
            collection, question, evidence, found, entries, fit, fit - ranked[at + 1][0] if at + 1 < len(ranked) else 1.0
        )


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
    lead = shortened(found.title or found.lead, 60)
    room = MOST_CHARACTERS - len(lead) - 2
    text = f"{lead}: {'؛ '.join(_fitted(texts, room))}"
    figures = dict.fromkeys(canonical(m) for t in texts for m in _FIGURE.findall(t))
    values = (*texts, *(float(f) if "." in f else int(f) for f in figures if f.replace(".", "", 1).isdigit()))
    best = max(entries, key=lambda n: float(evidence.scores[n]))
    hit = Hit(best, collection.index.entries[best], float(evidence.scores[best]))
    answer = Answer(shortened(text, 399), "list", values, None, 0.0, tuple(entries))
    signs = common_signs(collection, question, evidence, hit, text) | {"fit": fit, "margin": min(max(margin, 0.0), 1.0)}
    return Candidate(answer, signs)


def _brief(text: str, limit: int) -> str:
    """A text cut to a limit; small words and brackets give way first, so that more of what it says stays."""
    if len(text) <= limit:
        return text
    small = patterns()["small"]
    kept = [w for w in re.sub(r"[()«»]", " ", text).split() if w not in small]
    return shortened(" ".join(kept), limit)


def _fitted(texts: list[str], room: int) -> list[str]:
    """Every item, the long ones cut so that all of them fit: what short items leave over goes to the long ones."""
    room -= 2 * (len(texts) - 1)
    limit = room // max(1, len(texts))
    for _ in range(4):
        spare = room - sum(min(len(t), limit) for t in texts)
        longer = sum(len(t) > limit for t in texts)
        if spare <= 0 or not longer:
            break
        limit += spare // longer
    return [_brief(t, max(limit, 8)) for t in texts]


def _fit(question: Question, weight: Floats, found: TextList) -> float:
    """The share of the question spoken of by title and lead, and at half weight by the items."""
    named = set(words(f"{found.title} {found.lead}"))
    inside = set(words(" ".join(item.text for item in found.items)))

    def spoken(term: str, among: set[str]) -> float:
        return 1.0 if term in among else 0.6 if among & set(synonyms().get(term, ())) else 0.0

    parts = [max(spoken(t, named), 0.5 * spoken(t, inside)) for t in question.terms]
    return float(np.dot(weight, np.array(parts, dtype=np.float32))) if parts else 0.0
