"""How well confidence tells right answers from wrong ones: risk-coverage, AURC, and calibration.

El-Yaniv, Wiener: On the foundations of noise-free selective classification (JMLR 2010); AURC as in Geifman, Uziel,
El-Yaniv (ICLR 2019). Answers of equal confidence are taken in together, so their order among themselves does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Judged:
    """An answer that was given: its confidence and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Point:
    """Answering only above `threshold`: the share of all questions answered, and the share of those that is wrong."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True)
class Selective:
    """`aurc` is the mean risk over the coverage reached, `best_aurc` that of a confidence that puts every right answer first."""

    points: tuple[Point, ...]
    aurc: float
    best_aurc: float


@dataclass(frozen=True)
class Bin:
    """Answers whose confidence lies in one tenth: their mean confidence, the share right, and how many."""

    confidence: float
    right: float
    n: int


@dataclass(frozen=True)
class Calibration:
    """Brier score and expected calibration error (10 equal bins; Naeini et al., AAAI 2015)."""

    bins: tuple[Bin, ...]
    brier: float
    ece: float


def risk_coverage(answers: Sequence[Judged], questions: int) -> Selective | None:
    """The curve over the answers given, out of `questions` asked; None where nothing was answered."""
    if not answers:
        return None
    points: list[Point] = []
    risks: list[float] = []
    taken, wrong = 0, 0.0
    ordered = sorted(answers, key=lambda a: -a.confidence)
    for confidence, members in groupby(ordered, key=lambda a: a.confidence):
        group = list(members)
        share_wrong = sum(not a.right for a in group) / len(group)
        for i in range(1, len(group) + 1):
            risks.append((wrong + i * share_wrong) / (taken + i))
        taken += len(group)
        wrong += share_wrong * len(group)
        points.append(Point(confidence, taken / questions, wrong / taken))
    errors = round(wrong)
    best = [max(0, i - (taken - errors)) / i for i in range(1, taken + 1)]
    return Selective(tuple(points), sum(risks) / taken, sum(best) / taken)


def calibration(answers: Sequence[Judged]) -> Calibration | None:
    """How far stated confidence and share right lie apart; None where nothing was answered."""
    if not answers:
        return None
    tenths: dict[int, list[Judged]] = {}
    for a in answers:
        tenths.setdefault(min(9, max(0, int(a.confidence * 10))), []).append(a)
    bins = tuple(
        Bin(sum(a.confidence for a in g) / len(g), sum(a.right for a in g) / len(g), len(g)) for _, g in sorted(tenths.items())
    )
    brier = sum((a.confidence - a.right) ** 2 for a in answers) / len(answers)
    ece = sum(b.n * abs(b.confidence - b.right) for b in bins) / len(answers)
    return Calibration(bins, brier, ece)
