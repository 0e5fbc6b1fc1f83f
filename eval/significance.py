"""How far a figure may be trusted: bootstrap intervals, and paired tests between two variants on the same questions.

Bootstrap: percentile intervals over questions (Efron, Tibshirani: An Introduction to the Bootstrap, 1993). Paired tests:
bootstrap of the differences (Sakai, SIGIR 2006) and, for right-or-not metrics, McNemar's exact test (1947).
Draws come from a fixed seed, so the same results give the same intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

DRAWS = 2000
LEVEL = 0.95
_SEED = 20220


@dataclass(frozen=True)
class Estimate:
    """A mean over `n` questions with its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Difference:
    """New minus old on the `n` questions both have; `gained` and `lost` count questions that rose and fell.

    `p` is two-sided: McNemar's exact test where every score is 0 or 1, else the paired bootstrap.
    """

    delta: float
    low: float
    high: float
    p: float
    n: int
    gained: int
    lost: int
    test: str

    @property
    def significant(self) -> bool:
        return self.p < 1 - LEVEL


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and percentile bootstrap interval. Raises ValueError for no values."""
    if not values:
        raise ValueError("no values to estimate from")
    means = _means(np.asarray(values, dtype=np.float64))
    low, high = _interval(means)
    return Estimate(float(np.mean(values)), low, high, len(values))


def difference(new: Mapping[str, float], old: Mapping[str, float]) -> Difference | None:
    """The paired difference over the questions (keys) both have; None where they share none."""
    shared = sorted(new.keys() & old.keys())
    if not shared:
        return None
    deltas = np.array([new[i] - old[i] for i in shared], dtype=np.float64)
    gained, lost = int((deltas > 0).sum()), int((deltas < 0).sum())
    means = _means(deltas)
    low, high = _interval(means)
    binary = all(v in (0.0, 1.0) for scores in (new, old) for i in shared for v in (scores[i],))
    if binary:
        p, test = mcnemar(gained, lost), "mcnemar"
    else:
        p, test = min(1.0, 2 * min(float((means <= 0).mean()), float((means >= 0).mean()))), "bootstrap"
    return Difference(float(deltas.mean()), low, high, p, len(shared), gained, lost, test)


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided exact p-value: were the questions that changed as likely to rise as to fall?"""
    changed = gained + lost
    if not changed:
        return 1.0
    tail = sum(comb(changed, k) for k in range(min(gained, lost) + 1))
    return float(min(1.0, 2 * tail / 2**changed))


def _means(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """DRAWS means of samples with replacement of the same size."""
    draws = np.random.default_rng(_SEED).integers(0, len(values), size=(DRAWS, len(values)))
    means: npt.NDArray[np.float64] = values[draws].mean(axis=1)
    return means


def _interval(means: npt.NDArray[np.float64]) -> tuple[float, float]:
    edge = (1 - LEVEL) / 2
    low, high = np.quantile(means, [edge, 1 - edge])
    return float(low), float(high)
