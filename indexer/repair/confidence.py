"""How sure a repaired line is: a regression and trees over what the search saw, then an isotonic map (all fitted by
`eval.calibrate_repair` and stored with the data)."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from indexer.repair.language_model import split_words
from indexer.repair.lexicon import Lexicon
from indexer.repair.runs import SEEN, Reading, bracket_faults
from indexer.repair.traced import ADDED, Traced

CLEAR, WIDE = 6.0, 40.0
"""Nats within which another order is a rival; beyond which a margin says no more."""
SURE = 7.0
"""Log odds beyond which the second look says no more."""
ORDINARY = -1.5
"""Nats for each letter, for a line that was not searched."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for an order, each about 0 to 1; the fields are the regression's features in this order.

    chosen: log odds of the order in the second look, by 5; likely: its probability there; margin, wide: nats that the search
    gave it above the next order, by 10 (up to CLEAR * 2) and by 40; rivals: orders within CLEAR nats, by 8; agrees: whether the
    reading before gave the same order; letters: by 100; unknown: share of letters in words nobody knows; fragments: words never
    seen, by 4; score: nats for each letter, by -4; runs: by 20; doubles: double spaces for each word.
    """

    chosen: float
    likely: float
    margin: float
    wide: float
    rivals: float
    agrees: bool
    letters: float
    unknown: float
    fragments: float
    score: float
    runs: float
    doubles: float
    blocks: bool
    intact: bool
    single: bool
    brackets: bool

    @staticmethod
    def of(text: Traced, options: Sequence[Reading], lexicon: Lexicon, before: str = "") -> Evidence:
        """Evidence for the order `text`. options: all readings found, best first; before: the order one reading earlier."""
        words = [w for w in split_words(text.text) if w]
        letters = sum(map(len, words))
        unknown = sum(len(w) for w in words if lexicon.frequency(w) < 2.0)
        margin = options[0].score - options[1].score if len(options) > 1 else WIDE
        origin = [o for c, o in zip(text.text, text.origin, strict=True) if o != ADDED and not c.isspace()]
        runs = 1 + sum(b < a for a, b in pairwise(origin))
        story = options[0].story if options else "intact"
        likely = options[0].probability if options else 1.0
        return Evidence(
            max(-SURE, min(SURE, math.log(max(likely, 1e-9) / max(1 - likely, 1e-9)))) / 5,
            likely,
            min(margin, 2 * CLEAR) / 10,
            min(margin, WIDE) / WIDE,
            min(8, sum(options[0].score - r.score < CLEAR for r in options[1:])) / 8,
            "".join(text.text.split()) == "".join(before.split()),
            letters / 100,
            unknown / max(1, letters),
            min(4, sum(lexicon.frequency(w) < SEEN for w in words)) / 4,
            (options[0].score / max(1, letters) if options else ORDINARY) / -4,
            runs / 20,
            len(re.findall(r"(?<=\S)\s{2,}(?=\S)", text.text)) / max(1, len(words)),
            story == "blocks",
            story == "intact",
            runs == 1,
            bracket_faults(text.text) > 0,
        )

    def features(self) -> list[float]:
        return [float(v) for v in astuple(self)]


@dataclass(frozen=True)
class Fit:
    """A logistic regression and boosted trees, whose probabilities are averaged, and the map from that score to a share.

    trees: each a list of nodes [feature, threshold, left, right, value]; a leaf has feature -1. A tree adds the value of the
    leaf that a line comes to (left where the feature is at most the threshold) to `base`, in log odds (Friedman 2001).
    """

    weights: tuple[float, ...]
    bias: float
    base: float
    trees: tuple[tuple[tuple[float, ...], ...], ...]
    scores: tuple[float, ...]
    shares: tuple[float, ...]

    def score(self, features: Sequence[float]) -> float:
        linear = self.bias + sum(w * v for w, v in zip(self.weights, features, strict=True))
        grown = self.base + sum(_leaf(tree, features) for tree in self.trees)
        return (_logistic(linear) + _logistic(grown)) / 2


def _leaf(tree: Sequence[Sequence[float]], features: Sequence[float]) -> float:
    at = 0
    while tree[at][0] >= 0:
        feature, threshold, left, right, _ = tree[at]
        at = int(left if features[int(feature)] <= threshold else right)
    return tree[at][4]


def _logistic(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))


def fit_of(data: Mapping[str, Any]) -> Fit:
    """The stored form as `confidence` uses it."""
    trees = tuple(tuple(tuple(node) for node in tree) for tree in data["trees"])
    return Fit(tuple(data["weights"]), data["bias"], data["base"], trees, tuple(data["scores"]), tuple(data["shares"]))


@cache
def _fitted() -> Fit:
    return fit_of(json.loads((files("indexer") / "data" / "repair_confidence.json").read_text(encoding="utf-8")))


def confidence(evidence: Evidence) -> float:
    """Probability that all letters of the line stand in order."""
    fit = _fitted()
    return interpolate(fit.score(evidence.features()), fit.scores, fit.shares)


def interpolate(score: float, scores: Sequence[float], shares: Sequence[float]) -> float:
    """The share right at a score, linear between the fitted points."""
    at = bisect_right(scores, score)
    if at in (0, len(scores)):
        return shares[min(at, len(scores) - 1)]
    part = (score - scores[at - 1]) / (scores[at] - scores[at - 1])
    return shares[at - 1] + part * (shares[at] - shares[at - 1])
