"""How likely an answer is to be right, and the line below which it is not given.

A logistic regression over the signs of an answer, one bias for each kind, fitted and calibrated by `eval/train_abstention.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.answering.answer import Candidate
from service.answering.signs import SIGNS

KINDS = ("cell", "aggregate", "passage", "list")


@dataclass(frozen=True)
class Calibration:
    """`weights[kind]` holds one weight for each sign and `bias[kind]` the constant; answers below `threshold` are not given."""

    weights: Mapping[str, tuple[float, ...]]
    bias: Mapping[str, float]
    threshold: float


@cache
def calibration() -> Calibration:
    """The shipped model. Raises ValueError where it was fitted on other signs."""
    data = json.loads(files("service").joinpath("data/abstention.json").read_text(encoding="utf-8"))
    if tuple(data["signs"]) != SIGNS:
        raise ValueError("service/data/abstention.json belongs to other signs; run eval/train_abstention.py")
    return Calibration({k: tuple(v) for k, v in data["weights"].items()}, data["bias"], data["threshold"])


def probability(candidate: Candidate, model: Calibration | None = None) -> float:
    """The probability (0..1) that a candidate is right."""
    model = model or calibration()
    kind = candidate.answer.kind
    z = model.bias[kind] + sum(w * candidate.signs[s] for w, s in zip(model.weights[kind], SIGNS, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
