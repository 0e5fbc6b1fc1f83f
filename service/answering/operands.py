"""The two things that a question sets against each other, found by the words that name the one and not the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.tokens import fold
from service.answering.stems import stems
from service.fields import Fields
from service.patterns import compiled, patterns
from service.question import Question, terms_of

Terms = tuple[str, ...]


def operands(question: Question) -> Iterator[tuple[Terms, Terms]]:
    """The terms of the first thing and those of the second, once for each way in which the question may be cut."""
    text = fold(question.text).strip("؟?. ")
    for pattern in patterns()["operands"]:
        match = compiled(pattern).search(text)
        if match:
            first, second = terms_of(match["a"]), terms_of(match["b"])
            if first and second:
                yield first, second


def told_apart(fields: Fields, first: Terms, second: Terms, things: Sequence[str]) -> tuple[int, int] | None:
    """The places of the two texts that are meant, as far as each is called by a term that does not call the other."""
    if len(things) < 2:
        return None
    spoken = [[_called(fields, t, thing) for t in (*first, *second)] for thing in (_vocabulary_places(fields, t) for t in things)]
    weight = [fields.term_idf(t) for t in (*first, *second)]
    by_first = [sum(w * m for w, m in zip(weight[: len(first)], row[: len(first)], strict=True)) for row in spoken]
    by_second = [sum(w * m for w, m in zip(weight[len(first) :], row[len(first) :], strict=True)) for row in spoken]
    brevity = [0.01 / (1 + len(stems(t))) for t in things]
    for_one = [a - 0.1 * b + short for a, b, short in zip(by_first, by_second, brevity, strict=True)]
    for_two = [b - 0.1 * a + short for a, b, short in zip(by_first, by_second, brevity, strict=True)]
    pairs = ((x, y) for x in _best(for_one) for y in _best(for_two) if x != y)
    one, two = max(pairs, key=lambda p: for_one[p[0]] + for_two[p[1]])
    called = range(len(first))
    if not any(spoken[one][t] > spoken[two][t] for t in called):
        return None
    if not any(spoken[two][t] > spoken[one][t] for t in range(len(first), len(first) + len(second))):
        return None
    return one, two


def _best(scores: Sequence[float]) -> list[int]:
    """The places of the two highest scores, the first of those that are level."""
    return sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:2]


def _vocabulary_places(fields: Fields, text: str) -> set[int]:
    return {fields.vocabulary[w] for w in stems(text) if w in fields.vocabulary}


def _called(fields: Fields, term: str, thing: set[int]) -> float:
    return max((weight for place, weight in fields.weights(term).items() if place in thing), default=0.0)
