"""How likely an answer is to be right, and the line below which it is not given.

A logistic regression over the signs of an answer, its kind, and some signs apart for each kind; fitted by
`eval/train_abstention.py` and shipped in `service/data/abstention.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.answering.answer import Candidate
from service.answering.signs import SIGNS

KINDS = ("cell", "aggregate", "passage", "list")
CROSSED = ("wants_row", "wants_list", "wants_aggregate", "fit", "margin", "score", "province_met", "unit_met", "missing")
"""Signs that mean another thing for each kind of answer."""
INPUTS = (*SIGNS, *KINDS, *(f"{kind}:{sign}" for kind in KINDS for sign in CROSSED))


@dataclass(frozen=True)
class Calibration:
    """One weight for each of INPUTS and a constant; answers less likely than `threshold` are not given."""

    weights: Sequence[float]
    bias: float
    threshold: float


def inputs(candidate: Candidate) -> list[float]:
    """What the regression looks at: (len(INPUTS),)."""
    signs, kind = candidate.signs, candidate.answer.kind
    return [
        *(signs[s] for s in SIGNS),
        *(float(kind == k) for k in KINDS),
        *(signs[s] if kind == k else 0.0 for k in KINDS for s in CROSSED),
    ]


@cache
def calibration() -> Calibration:
    """The shipped model. Raises ValueError where it was fitted on other inputs."""
    data = json.loads(files("service").joinpath("data/abstention.json").read_text(encoding="utf-8"))
    if tuple(data["weights"]) != INPUTS:
        raise ValueError("service/data/abstention.json belongs to other inputs; run eval/train_abstention.py")
    return Calibration(tuple(data["weights"].values()), data["bias"], data["threshold"])


def probability(candidate: Candidate, model: Calibration | None = None) -> float:
    """The probability (0..1) that a candidate is right."""
    model = model or calibration()
    z = model.bias + sum(w * x for w, x in zip(model.weights, inputs(candidate), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
