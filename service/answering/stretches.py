"""The stretches of running text that may answer a question, and how well each does.

A stretch is a run of sentences, or of clauses of one long sentence, short enough to answer with. A heading is none, and a
lead alone says only that the answer comes elsewhere. The weights of FEATURES are learned by `eval/train_stretches.py`
(listwise softmax, as for the ranking) and shipped in `service/data/stretches.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np

from service.answering.figures import FIGURE, counts_asked, figures
from service.collection import Collection
from service.fields import Floats
from service.prose import Part, Prose
from service.question import Question

MOST_CHARACTERS = 390
MOST_SENTENCES = 4
_PERCENT = re.compile(r"درصد|%|٪")
_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
_WHEN = re.compile(r"(?:چه|کدام) (?:سال|تاریخ|زمان)|\bکی\b|\bسال چند\b")
POINTER = re.compile(r"(?:جدول|نمودار)\s*(?:شماره)?\s*\d+")
"""A sentence that sends the reader to a table or is its caption answers nothing itself."""
ABOVE = 0.6
"""What a term counts that only the titles of the section speak of."""
BESIDE = 0.3
"""What a term counts that only the sentence before speaks of."""
GRAM = 4

FEATURES = ("covered", "context", "figure", "counted", "percent", "dated", "year", "cut", "pointer", "caption", "grams")
"""`figure`, `percent` and `dated` are 1 where what is asked is there, -1 where it is missing, 0 where it is not asked."""


@dataclass(frozen=True)
class Stretch:
    """text[start:end] of a section's prose; `features` (len(FEATURES),), `worth` their weighted sum.

    `untitled`: the share of the question that only the titles above speak of.
    """

    prose: Prose
    start: int
    end: int
    features: Floats
    worth: float
    untitled: float

    @property
    def text(self) -> str:
        return self.prose.text[self.start : self.end]


@dataclass(frozen=True)
class Seen:
    """What a part says of a question: `spoken` (terms,), `grams` a bit for each 4-gram of the question."""

    spoken: Floats
    grams: int
    figures: frozenset[float | int | str]
    counted: bool
    percent: bool
    years: frozenset[str]
    pointer: bool


@dataclass
class Asked:
    """What of a question is looked for in every part, and what was found in the parts looked at so far."""

    question: Question
    weight: Floats
    ways: tuple[Mapping[int, float], ...]
    """For each term the places in the vocabulary that speak of it, with the weight of each."""
    grams: tuple[str, ...]
    wants_figure: bool
    wants_percent: bool
    wants_date: bool
    years: frozenset[str]
    seen: dict[tuple[int, int], Seen] = field(default_factory=dict)

    def spoken(self, stems: frozenset[int]) -> Floats:
        """How well some stems speak of each term: (terms,), each 0 to 1."""
        return np.array([max((w for p, w in way.items() if p in stems), default=0.0) for way in self.ways], dtype=np.float32)

    def part(self, prose: Prose, number: int) -> Seen:
        key = (id(prose), number)
        if key not in self.seen:
            self.seen[key] = self._look(prose, prose.parts[number])
        return self.seen[key]

    def _look(self, prose: Prose, part: Part) -> Seen:
        text = prose.text[part.start : part.end]
        flat = _flat(text)
        return Seen(
            self.spoken(part.stems),
            sum(1 << n for n, gram in enumerate(self.grams) if gram in flat),
            frozenset(figures(text, self.question)) if self.wants_figure else frozenset(),
            self.wants_figure and any(counts_asked(text[m.end() :], self.question) for m in FIGURE.finditer(text)),
            bool(_PERCENT.search(text)),
            frozenset(_YEAR.findall(text)),
            bool(POINTER.search(text)),
        )


def asked(collection: Collection, question: Question) -> Asked:
    flat = _flat(question.text)
    return Asked(
        question,
        collection.fields.importance(question.terms),
        tuple(collection.fields.weights(term) for term in question.terms),
        tuple(sorted({flat[i : i + GRAM] for i in range(len(flat) - GRAM + 1)})),
        question.intent in ("number", "sum", "count"),
        bool(_PERCENT.search(question.text)),
        bool(_WHEN.search(question.text)),
        frozenset(map(str, question.years)),
    )


def stretches(wanted: Asked, prose: Prose, start: int, end: int) -> Iterator[Stretch]:
    """Every stretch of a section that lies at least half in text[start:end]."""
    parts = prose.parts
    weights = weighting()
    titles = wanted.spoken(prose.titles) * ABOVE
    for first, opening in enumerate(parts):
        if opening.end <= start - MOST_CHARACTERS or opening.start >= end or opening.kind == "heading":
            continue
        before = wanted.part(prose, first - 1).spoken * BESIDE if first else np.zeros_like(titles)
        for last in range(first, len(parts)):
            closing = parts[last]
            length = closing.end - opening.start
            if closing.kind == "heading" or length > MOST_CHARACTERS or closing.sentence - opening.sentence >= MOST_SENTENCES:
                break
            inside = min(end, closing.end) - max(start, opening.start)
            if 2 * inside < length or all(p.kind == "lead" for p in parts[first : last + 1]):
                continue
            seen = [wanted.part(prose, n) for n in range(first, last + 1)]
            own = np.max([s.spoken for s in seen], axis=0)
            found = _features(wanted, seen, own, np.maximum(titles, before), parts, first, last)
            untitled = float(wanted.weight @ np.where(own < titles, titles, 0)) if len(own) else 0.0
            yield Stretch(prose, opening.start, closing.end, found, float(found @ weights), untitled)


@cache
def weighting() -> Floats:
    """The weights of FEATURES. Raises ValueError where those shipped are of other features."""
    data = json.loads(files("service").joinpath("data/stretches.json").read_text(encoding="utf-8"))
    if tuple(data) != FEATURES:
        raise ValueError("service/data/stretches.json belongs to other features; run eval/train_stretches.py")
    return np.array(list(data.values()), dtype=np.float32)


def _features(
    wanted: Asked, seen: Sequence[Seen], own: Floats, around: Floats, parts: Sequence[Part], first: int, last: int
) -> Floats:
    weight = wanted.weight
    years = frozenset[str]().union(*(s.years for s in seen))
    grams = 0
    for s in seen:
        grams |= s.grams
    opens = first > 0 and parts[first - 1].sentence == parts[first].sentence
    goes_on = last + 1 < len(parts) and parts[last + 1].sentence == parts[last].sentence
    passing = sum(p.end - p.start for p in parts[first : last + 1] if p.kind in ("caption", "lead"))
    return np.array(
        [
            weight @ own if len(weight) else 0.0,
            weight @ np.maximum(own, around) if len(weight) else 0.0,
            _met(wanted.wants_figure, any(s.figures for s in seen)),
            float(any(s.counted for s in seen)),
            _met(wanted.wants_percent, any(s.percent for s in seen)),
            _met(wanted.wants_date, bool(years - wanted.years)),
            float(bool(wanted.years) and wanted.years <= years),
            (opens + goes_on) / 2,
            float(any(s.pointer for s in seen)),
            passing / (parts[last].end - parts[first].start),
            grams.bit_count() / (len(wanted.grams) or 1),
        ],
        dtype=np.float32,
    )


def _met(wants: bool, has: bool) -> float:
    return (1.0 if has else -1.0) if wants else 0.0


def _flat(text: str) -> str:
    """The text with single spaces for all that is no letter or digit."""
    return re.sub(r"[\W_]+", " ", text)
