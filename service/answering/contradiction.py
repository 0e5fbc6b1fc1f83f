"""Where the report says another figure for the same thing, prose against table: the reader is told of both."""

from __future__ import annotations

from collections.abc import Sequence

from service.answering.answer import Candidate
from service.answering.wording import figure
from service.question import Question

NEAR = 1.25
"""How many times one figure may be the other: figures farther apart are of different things."""
LESS_SAID = 0.1
"""How much less of the question the other source may speak of."""


def contradicting(question: Question, chosen: Candidate, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """A Persian note for the first candidate that gives another figure for what the chosen one answers, or none."""
    own = _figures(chosen)
    if chosen.answer.kind not in ("cell", "passage") or not own or question.measures & {"plan", "approved"}:
        return ()
    for other in candidates:
        cell, passage = (chosen, other) if chosen.answer.kind == "cell" else (other, chosen)
        if (cell.answer.kind, passage.answer.kind) != ("cell", "passage") or len(_figures(cell)) != 1:
            continue
        found = _figures(other)
        if not found or set(found) & set(own) or not _near(own[0], found[0]):
            continue
        if _same_thing(chosen, other) and _counts_the_same(cell, passage, found[0] if passage is other else own[0]):
            return (f"گزارش در جای دیگر {figure(found[0])} می‌گوید: {other.answer.text}",)
    return ()


def _counts_the_same(cell: Candidate, passage: Candidate, value: float) -> bool:
    """Whether the unit of the cell, if it has one, follows the figure in the passage."""
    unit = (cell.answer.unit or "").split()
    after = passage.answer.text.partition(figure(value))[2].split()[: len(unit) + 1]
    return not unit or unit[0] in after


def _figures(candidate: Candidate) -> list[float]:
    return [float(v) for v in candidate.answer.values if not isinstance(v, str)]


def _near(one: float, other: float) -> bool:
    return one > 0 and other > 0 and max(one, other) <= NEAR * min(one, other)


def _same_thing(chosen: Candidate, other: Candidate) -> bool:
    """Whether both speak of what is asked: a row that the question names (or a total), for the measure and time it names."""
    row = chosen.signs if chosen.answer.kind == "cell" else other.signs
    asked_alike = all(chosen.signs[s] == other.signs[s] for s in ("until_missed", "quantity_missed", "year_missed"))
    said = other.signs["said"] >= chosen.signs["said"] - LESS_SAID and other.signs["unsaid"] <= chosen.signs["unsaid"] + LESS_SAID
    named = row["row_total"] or row["row_named"] == 1.0
    return bool(asked_alike and said and named and row["column_measure"] > 0 and row["column_ratio"] >= 0)
