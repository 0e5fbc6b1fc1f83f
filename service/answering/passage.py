"""The sentence or two that answer, with the figures in them picked out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.answering.answer import Answer, Candidate
from service.answering.columns import unit_asked
from service.answering.figures import figures
from service.answering.signs import common_signs
from service.answering.stretches import FEATURES, MOST_CHARACTERS, Asked, Stretch, asked, stretches
from service.answering.wording import shortened
from service.collection import Collection
from service.question import Question
from service.retrieval import Evidence, Hit

LOOKED_AT = 6
EACH = 2
"""Stretches of one passage that may be given."""
TITLED = 0.1
"""From this share of the question on that only the title says, the title is said before the answer."""
WORTH = 5.0
"""What the worth of a stretch is divided by to lie at about the measure of other signs."""
_FIGURE_INTENTS = frozenset({"number", "other", "sum", "count", "mean", "difference"})
_MARK = re.compile(r"(?:^|(?<=\s))[•❖➢✓▪●○◆■](?=\s|$)")


def passage_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """Answers from each of the best passages: the stretches that speak most of the question."""
    wanted = asked(collection, question)
    given: list[Stretch] = []
    for hit in evidence.passages[:LOOKED_AT]:
        ranked = sorted(_of_passage(collection, wanted, hit), key=lambda s: (-s.worth, s.end - s.start))
        chosen: list[Stretch] = []
        for stretch in ranked:
            if len(chosen) < EACH and not any(_overlap(stretch, other) for other in (*chosen, *given)):
                chosen.append(stretch)
        for at, stretch in enumerate(chosen):
            rival = ranked[0] if at else next((s for s in ranked if not _overlap(s, stretch)), None)
            margin = stretch.worth - rival.worth if rival else WORTH
            yield _candidate(collection, question, evidence, hit, stretch, margin)
        given.extend(chosen)


def _of_passage(collection: Collection, wanted: Asked, hit: Hit) -> Iterator[Stretch]:
    prose = collection.prose.get(hit.number)
    for number, start, end in prose.passages if prose else ():
        if prose and number == hit.number:
            yield from stretches(wanted, prose, start, end)


def _overlap(a: Stretch, b: Stretch) -> bool:
    return a.prose is b.prose and a.start < b.end and b.start < a.end


def _candidate(
    collection: Collection, question: Question, evidence: Evidence, hit: Hit, stretch: Stretch, margin: float
) -> Candidate:
    said = shortened(_plain(stretch.text), MOST_CHARACTERS)
    values = figures(stretch.text, question) if question.intent in _FIGURE_INTENTS else ()
    highlights = _highlights(stretch, hit.number)
    answer = Answer(
        _titled(collection, hit, stretch, said),
        "passage",
        values,
        unit_asked(question) if values else None,
        0.0,
        tuple(highlights),
        highlights=highlights,
    )
    signs = common_signs(collection, question, evidence, hit, said) | {
        f"stretch_{name}": float(value) for name, value in zip(FEATURES, stretch.features, strict=True)
    }
    return Candidate(answer, signs | {"fit": stretch.worth / WORTH, "margin": min(max(margin, -WORTH), WORTH) / WORTH})


def _plain(text: str) -> str:
    """The text on one line, its items parted by semicolons instead of bullets."""
    said = ""
    for piece in (" ".join(p.split()) for p in _MARK.split(text)):
        if piece:
            said += ("" if not said else " " if said[-1] in ".؛:،؟!" else "؛ ") + piece
    return said


def _titled(collection: Collection, hit: Hit, stretch: Stretch, said: str) -> str:
    """What is said, after the title of the section where only that says what it is about."""
    section = collection.entry_section(hit.entry)
    if section and section.title and stretch.untitled >= TITLED and len(section.title) + 2 + len(said) <= MOST_CHARACTERS:
        return f"{section.title}: {said}"
    return said


def _highlights(stretch: Stretch, main: int) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where the stretch stands in the passage it was found in, and in those that hold what runs over its borders."""
    places = {n: (max(a, stretch.start), min(b, stretch.end), a) for n, a, b in stretch.prose.passages}
    first, last, start = places.pop(main)
    made: dict[int, tuple[tuple[int, int], ...]] = {main: ((first - start, last - start),)}
    for number, (a, b, start) in sorted(places.items(), key=lambda x: x[1][0] - x[1][1]):
        if a < b and (a < first or b > last):
            made[number] = ((a - start, b - start),)
            first, last = min(first, a), max(last, b)
    return made
