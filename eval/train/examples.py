"""What the reader learns from: pairs of a question and a text, with how well the text answers and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """`label`: 1 where the text answers, 0 where not; `span`: start and end of the answer in the text, None where the text as a
    whole is the answer."""

    question: str
    text: str
    label: float
    span: tuple[int, int] | None = None
