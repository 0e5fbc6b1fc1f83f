"""Which answer is the likeliest, how likely it is to be right, and the line below which it is not given.

Two linear models over the signs of an answer, its kind, and some signs apart for each kind: one chooses among the candidates
of a question (listwise softmax), the other judges the chosen one (logistic regression), seeing also by how much it was
chosen. Fitted by `eval/train_abstention.py`, shipped in `service/data/abstention.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from service.answering.answer import Candidate
from service.answering.signs import SIGNS

FloatArray = npt.NDArray[np.float64]
KINDS = ("cell", "aggregate", "passage", "list")
CROSSED = (
    "wants_row",
    "wants_list",
    "wants_aggregate",
    "fit",
    "margin",
    "score",
    "province_met",
    "unit_met",
    "missing",
    "said",
    "unsaid",
    "less_fit",
    "behind",
    "own",
    "dense",
    "gap",
    "agree",
    "quantity_met",
    "quantity_missed",
    "until_met",
    "until_missed",
    "until_unasked",
    "values",
    "length",
    "head_said",
    "missing_words",
    "figure_missing",
    "unknown",
    "money_missed",
    "breakdown_missed",
)
"""Signs that mean another thing for each kind of answer."""
INPUTS = (*SIGNS, *KINDS, *(f"{kind}:{sign}" for kind in KINDS for sign in CROSSED))


CHOSEN = ("choice_score", "choice_lead", "choice_share")
"""The chosen candidate's score, how far it lies before the second, and its share under a softmax."""


@dataclass(frozen=True)
class Calibration:
    """`choice`: a weight for each of INPUTS; `judgement`: for each of INPUTS and CHOSEN, with `bias`."""

    choice: FloatArray
    judgement: FloatArray
    bias: float
    threshold: float


def inputs(candidate: Candidate) -> list[float]:
    """What both models look at: (len(INPUTS),)."""
    signs, kind = candidate.signs, candidate.answer.kind
    return [
        *(signs[s] for s in SIGNS),
        *(float(kind == k) for k in KINDS),
        *(signs[s] if kind == k else 0.0 for k in KINDS for s in CROSSED),
    ]


def choose(matrix: FloatArray, choice: FloatArray) -> tuple[int, FloatArray]:
    """The likeliest row of (candidates, len(INPUTS)) and what the judgement looks at: (len(INPUTS) + len(CHOSEN),)."""
    scores = matrix @ choice
    best = int(np.argmax(scores))
    rest = np.delete(scores, best)
    lead = scores[best] - rest.max() if len(rest) else 0.0
    share = 1.0 / float(np.exp(scores - scores[best]).sum())
    return best, np.concatenate([matrix[best], [scores[best], lead, share]])


def judge(candidates: Sequence[Candidate], model: Calibration | None = None) -> tuple[int, float]:
    """The place of the likeliest of some candidates and the probability (0..1) that it is right."""
    model = model or calibration()
    best, seen = choose(np.array([inputs(c) for c in candidates]), model.choice)
    z = float(np.clip(seen @ model.judgement + model.bias, -30, 30))
    return best, 1.0 / (1.0 + math.exp(-z))


@cache
def calibration() -> Calibration:
    """The shipped model. Raises ValueError where it was fitted on other inputs."""
    data = json.loads(files("service").joinpath("data/abstention.json").read_text(encoding="utf-8"))
    if tuple(data["choice"]) != INPUTS or tuple(data["judgement"]) != (*INPUTS, *CHOSEN):
        raise ValueError("service/data/abstention.json belongs to other inputs; run eval/train_abstention.py")
    choice, judgement = (np.array(list(data[name].values())) for name in ("choice", "judgement"))
    return Calibration(choice, judgement, data["bias"], data["threshold"])
