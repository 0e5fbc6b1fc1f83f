"""What a reply states: the answer of a candidate, with its words, its values and what it rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from service.answers.candidates import Candidate
from service.answers.claim import Claim, Value, number
from service.answers.figures import persian_digits
from service.answers.naming import in_persian
from service.answers.say import LONGEST, say
from service.answers.sheet import PERCENT
from service.collection import Collection
from service.lists import KnownList

AnswerKind = Literal["cell", "aggregate", "passage", "list", "none", "talk"]
Reason = Literal["not_told", "unsure", "ambiguous"]
UNSURE = "پاسخ مطمئنی پیدا نکردم؛ این بخش‌ها نزدیک‌ترند."
MOST_CITED = 10
_LISTS = frozenset(("list", "list_more", "list_less", "list_equal", "list_columns", "most_n", "least_n"))
_FIGURE = re.compile(r"[-−]?[\d۰-۹]+(?:[.,/٬٫][\d۰-۹]+)*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_WORD, _DATE = re.compile(r"[^\W\d_]"), re.compile(r"1[34]\d\d/")
_NO_UNIT = re.compile(r"[A-Za-z]|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند")


@dataclass(frozen=True)
class Answer:
    """`entries` are the places in the index of what supports the answer; `confidence` is a probability of being right."""

    text: str
    kind: AnswerKind
    values: tuple[Value, ...] = ()
    unit: str | None = None
    confidence: float = 0.0
    entries: tuple[int, ...] = ()
    verified: bool | None = None
    notes: tuple[str, ...] = ()
    highlights: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    reason: Reason | None = None

    @property
    def answered(self) -> bool:
        return self.kind not in ("none", "talk")


def abstention(confidence: float = 0.0, text: str = UNSURE, reason: Reason = "unsure") -> Answer:
    return Answer(text, "none", confidence=confidence, reason=reason)


def answer_of(collection: Collection, candidate: Candidate, confidence: float, span: tuple[int, int] | None) -> Answer:
    """The answer that a candidate gives; `span` is that of the answer in its statement, where it is running text."""
    if candidate.claim is not None:
        return _of_claim(collection, candidate.claim, confidence)
    if candidate.window is not None:
        return _of_span(collection, candidate, confidence, span)
    assert candidate.found is not None
    return _of_list(candidate.found, candidate, confidence)


def _of_claim(collection: Collection, claim: Claim, confidence: float) -> Answer:
    kind: AnswerKind = "cell" if claim.operation == "cell" else "list" if claim.operation in _LISTS else "aggregate"
    rows = (claim.rows or claim.over)[:MOST_CITED]
    document, table = claim.sheet.document, claim.sheet.table
    entries = (collection.row_entries.get((document, table.rows[r].id)) for r in rows)
    return Answer(
        say(claim),
        kind,
        claim.values,
        claim.unit,
        confidence,
        tuple(n for n in entries if n is not None),
        verified(collection, claim),
    )


def verified(collection: Collection, claim: Claim) -> bool | None:
    """Whether the figures that the answer states or computes with are proved: False where one stands in a failed check alone."""
    rows = claim.over if claim.operation in ("sum", "mean", "count") else claim.rows
    cells = [(claim.sheet.document, claim.sheet.rows[r].id, c) for r in rows for c in claim.columns]
    states = [collection.verified.get(cell) for cell in cells]
    if any(state is False for state in states):
        return False
    return True if states and all(states) else None


def _of_span(collection: Collection, candidate: Candidate, confidence: float, span: tuple[int, int] | None) -> Answer:
    assert candidate.window is not None
    statement, text = candidate.statement, candidate.window.text
    offset = len(statement) - len(text)
    start, end = span or (offset, len(statement))
    start, end = max(0, start - offset), max(0, end - offset)
    told = candidate.told(span)
    values, unit = span_values(told)
    entries = (
        tuple(n for n in candidate.window.entries if told in " ".join(collection.index.entries[n].passage.text.split()))
        or candidate.window.entries[:1]
    )
    marked = _marked(collection, entries, told)
    return Answer(_sentence(text, start, end), "passage", values, unit, confidence, entries, highlights=marked)


def _marked(collection: Collection, entries: tuple[int, ...], told: str) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where the words of the answer stand in each passage, whatever its spaces."""
    pattern = re.compile(r"\s+".join(map(re.escape, told.split())))
    marked: dict[int, tuple[tuple[int, int], ...]] = {}
    for n in entries:
        if match := pattern.search(collection.index.entries[n].passage.text):
            marked[n] = (match.span(),)
    return marked


def span_values(told: str) -> tuple[tuple[Value, ...], str | None]:
    """What a stretch of text says as values: the figure and its unit where it is a figure, else its words."""
    figures = list(_FIGURE.finditer(told))
    if len(figures) == 1 and len(told.split()) <= 4 and not _WORD.search(told[: figures[0].start()]):
        rest = told[figures[0].end() :].strip(" ٪%()")
        value = canonical(figures[0][0], part=rest.startswith(PERCENT) or bool(re.match(r"\s*[٪%]", told[figures[0].end() :])))
        if value is not None and not any(c.isdigit() for c in rest) and not _NO_UNIT.match(rest):
            return (value,), (PERCENT if "٪" in told or "%" in told else rest or None)
    return (told,), None


def canonical(figure: str, *, part: bool = False) -> float | int | None:
    """The number that a figure of the text says, None where it is none (a date). A group of three after a separator is one of
    thousands, but for «٫» and where a part of a hundred is told."""
    text = figure.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٬٫−", "0123456789,.-"))
    if "/" in text:
        text = text.replace("/", ".") if text.count("/") == 1 and not _DATE.match(text) else ""
    elif "٫" not in figure and not (part and text.count(".") == 1) and _GROUPED.fullmatch(text.lstrip("-")):
        text = text.replace(",", "").replace(".", "")
    try:
        value = float(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)
    except ValueError:
        return None
    return number(value) if math.isfinite(value) else None


def _sentence(text: str, start: int, end: int) -> str:
    """The sentences around a stretch of text, as much as fits."""
    left = max((m.end() for m in re.finditer(r"[.؟!؛]\s+|[•❖✓➢]\s*", text[:start])), default=0)
    right = next((end + m.start() + 1 for m in re.finditer(r"[.؟!؛](?:\s|$)", text[end:])), len(text))
    if right - left <= LONGEST:
        return persian_digits(text[left:right].strip())
    room = max(0, LONGEST - 2 - (end - start)) // 2
    first = max(left, start - room)
    if first > left:
        first = text.find(" ", first, start) + 1 or start  # no half words
    last = min(right, first + LONGEST - 2)
    if last < right:
        last = max(text.rfind(" ", first, last), first + 1)
    return persian_digits(("…" if first > left else "") + text[first:last].strip() + ("…" if last < right else ""))


def _of_list(found: KnownList, candidate: Candidate, confidence: float) -> Answer:
    lead = (found.found.lead or found.found.title).strip(" :؛")
    items = "؛ ".join(item.text.strip(" .؛") for item in found.found.items)
    text = in_persian(f"{lead}: {items}" if lead else items)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return Answer(text, "list", candidate.values, None, confidence, found.entries)
