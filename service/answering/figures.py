"""The figures of a text that may answer a question."""

from __future__ import annotations

import re

from indexer.tokens import words
from service.answering.columns import unit_asked
from service.question import Question

FIGURE = re.compile(r"(?<![\w.])\d{1,3}(?:[.,٬]\d{3})+(?![\d])|(?<![\w])\d+(?:[./]\d+)*(?![\d])")
_NUMBERING = re.compile(r"(?<!\d)\d{1,2}(?:-\d{1,2})+-?|(?:شماره|جدول|نمودار|بخش|بند)\s*\d+|(?:^|\n)\s*\d{1,2}\s*-")
_YEAR = re.compile(r"1[34]\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d{1,3}(?:\.\d{3}){2,}")


def figures(text: str, question: Question) -> tuple[float | int | str, ...]:
    """The figures of a text that answer "how many": those the question does not itself hold, no years, no numbering.

    Canonical; those right before the asked unit first.
    """
    asked = {canonical(f) for f in FIGURE.findall(question.text)}
    plain = _NUMBERING.sub(lambda m: " " * len(m[0]), text)
    found: dict[str, bool] = {}
    for match in FIGURE.finditer(plain):
        figure = canonical(match[0])
        if figure not in asked and not _YEAR.fullmatch(match[0]) and re.fullmatch(r"\d+(\.\d+)?", figure):
            found[figure] = found.get(figure, False) or counts_asked(plain[match.end() :], question)
    order = sorted(found, key=lambda f: (not found[f], list(found).index(f)))
    return tuple(float(f) if "." in f else int(f) for f in order)


def counts_asked(after: str, question: Question) -> bool:
    """Whether the words right after a figure are what the question counts: «12 نشست» for «چند نشست»."""
    unit = unit_asked(question)
    return unit is not None and words(unit)[:1] == words(" ".join(after[:60].split()[:2]))[:1] != []


def canonical(figure: str) -> str:
    """`1.900.000` and `1,200` without grouping, `4/5` with a point; anything else as it stands."""
    if _GROUPED.fullmatch(figure):
        return re.sub(r"[.,٬]", "", figure)
    if re.fullmatch(r"\d+/\d+", figure):
        return figure.replace("/", ".")
    return figure
