"""General Persian prose, not of reports: see tests/data/prose/LICENSE."""

from __future__ import annotations

from pathlib import Path

from eval.garbling import Garbled, wrapped
from eval.repair_metrics import TextScore, score_span

_TEXT = Path(__file__).parents[2] / "data" / "prose" / "general.txt"


def paragraphs() -> list[str]:
    return _TEXT.read_text(encoding="utf-8").splitlines()


def lines(count: int) -> list[str]:
    """Printed lines, at most 2,400."""
    return wrapped(paragraphs())[:count]


def scores(made: Garbled, texts: list[str]) -> tuple[TextScore, TextScore]:
    """Of the damaged lines and of the intact ones between them."""
    hurt, whole = TextScore(), TextScore()
    for clean, damaged, text in zip(made.clean, made.damaged, texts, strict=True):
        score = score_span(clean, text)
        hurt, whole = (hurt + score, whole) if damaged else (hurt, whole + score)
    return hurt, whole
