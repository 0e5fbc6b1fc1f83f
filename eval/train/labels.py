"""Which candidates of a question are right: their values are the gold's, they stand where the gold stands, and they do what was
asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.matching import concise, equal, given, number, squeeze
from service.answers.candidates import Candidate

RIGHT, WRONG, UNSURE = 1, 0, -1
"""UNSURE: the values are right, but by chance or from elsewhere; it teaches nothing."""
_LIST = (
    "list",
    "list_more",
    "list_less",
    "list_equal",
    "list_columns",
    "most_n",
    "least_n",
    "items",
    "span",
    "compare",
    "compare_least",
)
_COUNT = ("count", "count_more", "count_less", "count_equal", "count_columns")
_COMPARE = ("compare", "compare_columns", "compare_least", "compare_columns_least")
_SEVERAL = (*_COMPARE, "difference", "difference_columns")
FITTING: Mapping[str, tuple[str, ...]] = {
    "cell": ("cell", "list", "list_equal", *_COMPARE),
    "list": _LIST,
    "count": (*_COUNT, "cell"),
    "sum": ("sum", "sum_rows", "cell"),
    "mean": ("mean", "cell"),
    "max": ("most",),
    "min": ("least",),
    "top": ("most", "least", "most_n", "least_n", "nth_most", "nth_least", "list_equal", *_COMPARE),
    "rank": ("rank_most", "rank_least", "cell"),
    "share": ("share", "percent_columns", "cell"),
    "difference": ("difference", "difference_columns", "cell"),
    "ratio": ("ratio", "ratio_columns", "percent_columns"),
    "growth": ("growth", "growth_rows", "cell"),
    "compare": (*_COMPARE, "difference"),
    "spans": ("span", "items", "cell", "list"),
}


@dataclass(frozen=True)
class Asked:
    """A question with its gold: `form` is the operation of its program, "spans" for prose, "" where it is not known."""

    id: str
    document: str
    question: str
    type: str
    style: str
    values: tuple[Any, ...]
    evidence: tuple[tuple[int, int], ...]
    form: str = ""
    table: str | None = None
    order: str = ""
    source: str = ""


def label(asked: Asked, candidate: Candidate, lines: Sequence[tuple[int, int]]) -> int:
    """Whether a candidate is right; `lines` are those that it rests on."""
    if asked.type == "unanswerable":
        return WRONG
    if candidate.window is not None:
        held = [str(v) for v in asked.values]
        inside = squeeze(candidate.window.text)
        fits = all(_stands(v, inside, candidate.window.text) for v in held)
        return (RIGHT if _overlap(asked, lines) else UNSURE) if fits else WRONG
    values = candidate.claim.values if candidate.claim is not None else candidate.values
    answer = {"values": list(values), "text": ""}
    gold = [str(v) for v in asked.values]
    if not (all(given(v, asked.type, answer) for v in gold) and concise(gold, asked.type, answer)):
        return WRONG
    if several(asked, candidate):
        return WRONG
    if asked.form and candidate.operation not in FITTING[asked.form]:
        return UNSURE
    if asked.form in ("difference", "ratio", "growth", "sum", "mean", "rank", "share") and not equal(gold[0], values[0]):
        return UNSURE
    order = {"most", "least"} & set(candidate.operation.split("_"))
    if asked.order and order and asked.order not in order:
        return UNSURE
    if asked.table is not None:
        same = candidate.claim is not None and candidate.claim.sheet.table.id == asked.table
        return RIGHT if same else UNSURE
    return RIGHT if _overlap(asked, lines) or _near(asked, candidate) else UNSURE


def several(asked: Asked, candidate: Candidate) -> bool:
    """Whether one entry was asked, and the candidate gives others beside it."""
    if candidate.window is not None or asked.type not in ("cell", "aggregate"):
        return False
    given = candidate.claim.values if candidate.claim is not None else candidate.values
    if candidate.operation in ("most_n", "least_n"):
        return sum(number(v) is None for v in asked.values) <= 1
    if len(asked.values) != 1 or asked.type != "cell":
        return False
    return candidate.operation in _SEVERAL or (candidate.operation in _LIST and len(given) > 1)


def _near(asked: Asked, candidate: Candidate) -> bool:
    """Whether what is computed over a table's rows is of the table that the gold stands in."""
    if candidate.claim is None or not candidate.claim.over:
        return False
    a, b = candidate.claim.sheet.table.lines
    return any(a <= last and first <= b for first, last in asked.evidence)


def _overlap(asked: Asked, lines: Sequence[tuple[int, int]]) -> bool:
    return any(a <= last and first <= b for a, b in lines for first, last in asked.evidence)


_NUMBER = re.compile(r"\d+(?:[./٫,٬]\d+)*")


def _stands(value: str, squeezed: str, text: str) -> bool:
    if number(value) is None:
        return squeeze(value) in squeezed
    return any(equal(value, n) for n in _NUMBER.findall(text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))))


def span_of(asked: Asked, text: str, longest: int = 300) -> tuple[int, int] | None:
    """Start and end in a text of the shortest stretch that holds all of the gold's values; None where it is too long."""
    found = []
    for value in asked.values:
        where = _find(str(value), text)
        if where is None:
            return None
        found.append(where)
    if not found:
        return None
    start, end = min(a for a, _ in found), max(b for _, b in found)
    return (start, end) if end - start <= longest else None


def _find(value: str, text: str) -> tuple[int, int] | None:
    wanted = squeeze(value)
    if number(value) is not None:
        for m in re.finditer(r"[\d۰-۹]+(?:[./٫,٬][\d۰-۹]+)*", text):
            if equal(value, m[0].translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))):
                return m.start(), m.end()
        return None
    places = [(i, squeeze(c)) for i, c in enumerate(text)]
    flat = "".join(c for _, c in places)
    index = [i for i, c in places for _ in c]
    at = flat.find(wanted)
    if at < 0 or not wanted:
        return None
    return index[at], index[at + len(wanted) - 1] + 1
