"""The sentence or two that answer, with the figures in them picked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.tokens import words
from service.answering.answer import Answer, Candidate
from service.answering.columns import unit_asked
from service.answering.signs import common_signs
from service.answering.wording import shortened
from service.collection import Collection
from service.question import Question, synonyms
from service.retrieval import Evidence

LOOKED_AT = 6
MOST_CHARACTERS = 390
_SENTENCE_END = re.compile(r"(?<=[.؛؟!])\s+(?!\d)|(?<=:)\s*\n|\n(?=\s*[•❖➢✓o-])")
_FIGURE = re.compile(r"(?<![\w.])\d{1,3}(?:[.,٬]\d{3})+(?![\d])|(?<![\w])\d+(?:[./]\d+)*(?![\d])")
_NUMBERING = re.compile(r"(?<!\d)\d{1,2}(?:-\d{1,2})+-?|(?:شماره|جدول|نمودار|بخش|بند)\s*\d+|(?:^|\n)\s*\d{1,2}\s*-")
_YEAR = re.compile(r"1[34]\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d{1,3}(?:\.\d{3}){2,}")


@dataclass(frozen=True)
class Stretch:
    """text[start:end] of a passage."""

    start: int
    end: int


def passage_candidates(collection: Collection, question: Question, evidence: Evidence) -> Iterator[Candidate]:
    """An answer from each of the best passages: the stretch that speaks most of the question."""
    for hit in evidence.passages[:LOOKED_AT]:
        text = hit.entry.passage.text
        best = max(
            ((_worth(collection, question, text[s.start : s.end]), -s.start, s) for s in stretches(text)),
            key=lambda x: x[:2],
            default=None,
        )
        if best is None:
            continue
        worth, _, stretch = best
        said = shortened(text[stretch.start : stretch.end], MOST_CHARACTERS)
        values = figures(said, question) if question.intent in ("number", "other", "sum", "count", "mean", "difference") else ()
        answer = Answer(
            said,
            "passage",
            values,
            unit_asked(question) if values else None,
            0.0,
            (hit.number,),
            highlights={hit.number: ((stretch.start, stretch.end),)},
        )
        signs = common_signs(collection, question, evidence, hit, said) | {"fit": worth, "margin": 0.5}
        yield Candidate(answer, signs)


def sentences(text: str) -> list[Stretch]:
    """The sentences and bullets of a passage, in order."""
    found, start = [], 0
    for match in [*_SENTENCE_END.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            found.append(Stretch(start, end))
        start = match.end() if match else end
    return found


def stretches(text: str) -> list[Stretch]:
    """Runs of one to four sentences that are short enough to answer with; a longer sentence is cut at its lines."""
    parts: list[Stretch] = []
    for s in sentences(text):
        parts.extend([s] if s.end - s.start <= MOST_CHARACTERS else _lines(text, s))
    made = list(parts)
    for size in (2, 3, 4):
        for first, last in zip(parts, parts[size - 1 :], strict=False):
            if last.end - first.start <= MOST_CHARACTERS:
                made.append(Stretch(first.start, last.end))
    return made


def figures(text: str, question: Question) -> tuple[float | int | str, ...]:
    """The figures of a text that answer "how many": those the question does not itself hold, no years, no numbering.

    Canonical; those right before the asked unit first.
    """
    asked = {canonical(f) for f in _FIGURE.findall(question.text)}
    plain = _NUMBERING.sub(lambda m: " " * len(m[0]), text)
    found: dict[str, bool] = {}
    for match in _FIGURE.finditer(plain):
        figure = canonical(match[0])
        if figure not in asked and not _YEAR.fullmatch(match[0]) and re.fullmatch(r"\d+(\.\d+)?", figure):
            found[figure] = found.get(figure, False) or counts_asked(plain[match.end() :], question)
    order = sorted(found, key=lambda f: (not found[f], list(found).index(f)))
    return tuple(float(f) if "." in f else int(f) for f in order)


def counts_asked(after: str, question: Question) -> bool:
    """Whether the words right after a figure are what the question counts: «12 نشست» for «چند نشست»."""
    unit = unit_asked(question)
    return unit is not None and words(unit)[:1] == words(" ".join(after.split()[:2]))[:1] != []


def canonical(figure: str) -> str:
    """`1.900.000` and `1,200` without grouping, `4/5` with a point; anything else as it stands."""
    if _GROUPED.fullmatch(figure):
        return re.sub(r"[.,٬]", "", figure)
    if re.fullmatch(r"\d+/\d+", figure):
        return figure.replace("/", ".")
    return figure


def _worth(collection: Collection, question: Question, text: str) -> float:
    """The share of the question's weight that a stretch speaks of; a figure where one is asked, brevity as tie-break."""
    weight = collection.fields.importance(question.terms)
    mine = set(words(text))
    covered = sum(
        float(w) * (1.0 if t in mine else 0.6 if mine & set(synonyms().get(t, ())) else 0.0)
        for t, w in zip(question.terms, weight, strict=True)
    )
    wants_figure = question.intent in ("number", "sum", "count")
    has_figure = bool(figures(text, question))
    counted = wants_figure and any(counts_asked(text[m.end() :], question) for m in _FIGURE.finditer(text))
    return covered + (0.15 if has_figure else -0.25) * wants_figure + 0.25 * counted - len(text) / 4000


def _lines(text: str, stretch: Stretch) -> list[Stretch]:
    found, start = [], stretch.start
    for line in text[stretch.start : stretch.end].split("\n"):
        if line.strip():
            found.append(Stretch(start, start + len(line)))
        start += len(line) + 1
    return found
