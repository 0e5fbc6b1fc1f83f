"""What every kind of answer is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NOT_FOUND = "گزارش پاسخی برای این پرسش ندارد."
AnswerKind = Literal["cell", "aggregate", "passage", "list", "none"]


@dataclass(frozen=True)
class Answer:
    """`entries` are the places in the index of what supports the answer; `confidence` is a probability of being right."""

    text: str
    kind: AnswerKind
    values: tuple[float | int | str, ...] = ()
    unit: str | None = None
    confidence: float = 0.0
    entries: tuple[int, ...] = ()
    verified: bool | None = None
    notes: tuple[str, ...] = ()
    highlights: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        return self.kind != "none"


@dataclass(frozen=True)
class Candidate:
    """An answer that may be given, and what speaks for it: `signs` are the features of the calibrated probability."""

    answer: Answer
    signs: Mapping[str, float]


def abstention(confidence: float = 0.0) -> Answer:
    return Answer(NOT_FOUND, "none", confidence=confidence)
