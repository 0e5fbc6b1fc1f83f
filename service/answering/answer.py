"""What every kind of answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOT_FOUND = "گزارش پاسخی برای این پرسش ندارد."


@dataclass(frozen=True)
class Answer:
    """`citations` are ids of rows or passages that stand in the reply; `confidence` is a probability of being right."""

    text: str
    kind: Literal["cell", "aggregate", "passage", "list", "none"]
    values: tuple[float | int | str, ...] = ()
    unit: str | None = None
    confidence: float = 0.0
    citations: tuple[str, ...] = ()
    verified: bool | None = None
    notes: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        return self.kind != "none"


def abstention(confidence: float = 0.0) -> Answer:
    return Answer(NOT_FOUND, "none", confidence=confidence)
