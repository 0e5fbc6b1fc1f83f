"""Learns the weights of the ranking (`service/ranking.py`) from the evidence of many questions over many documents.

Listwise softmax over the entries of a question's document (ListNet, Cao et al., ICML 2007), L2-regularised, fitted with L-BFGS;
rows among rows, prose among prose, and both together so that their scores can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from eval.train.labels import Asked
from service.collection import Collection
from service.question import understand
from service.ranking import NAMES, features

PENALTY = 0.01
DEEPEST = 120
"""Entries of a question that are learned from: all evidence and those that the ranking so far puts first."""
Floats = npt.NDArray[np.float32]
Weights = dict[str, Floats]


@dataclass(frozen=True)
class Ranked:
    """The entries of a question: `matrix` (entries, NAMES), and which of them are rows, prose, evidence."""

    asked: Asked
    matrix: Floats
    is_row: npt.NDArray[np.bool_]
    is_prose: npt.NDArray[np.bool_]
    positive: npt.NDArray[np.bool_]


def ranked_entries(collection: Collection, asked: Asked, order: Weights | None) -> Ranked | None:
    """What the ranking sees of one answerable question, of each kind the DEEPEST first by `order`; None without evidence."""
    home = collection.alone(asked.document)
    spans = [e.passage.lines for e in home.index.entries]
    positive = np.array([any(a <= d and c <= b for c, d in asked.evidence) for a, b in spans])
    traits = home.traits
    if not (positive & (traits.is_row | traits.is_prose)).any():
        return None
    question = understand(asked.question, home.vocabulary)
    matrix = features(home, question, home.fields.spoken(question.terms))
    kept = np.ones(len(matrix), dtype=bool)
    if order is not None:
        kept = positive.copy()
        for kind, weights in ((traits.is_row, order["row"]), (traits.is_prose, order["prose"])):
            scores = np.where(kind, matrix @ weights, -np.inf)
            kept[np.argsort(-scores, kind="stable")[:DEEPEST]] = True
    return Ranked(asked, matrix[kept], traits.is_row[kept], traits.is_prose[kept], positive[kept])


def fit_ranker(data: Sequence[Ranked]) -> Weights:
    """The weights that make evidence likeliest under a softmax over the entries."""
    batches = [tuple(map(torch.tensor, (r.matrix, r.is_row, r.is_prose, r.positive))) for r in data]
    w_row = torch.zeros(len(NAMES), requires_grad=True)
    w_prose = torch.zeros(len(NAMES), requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([w_row, w_prose, bias], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        total = torch.zeros(())
        for matrix, row, prose, positive in batches:
            scores = torch.where(row, matrix @ w_row + bias, matrix @ w_prose)
            for group in (row, prose, row | prose):
                if (positive & group).any():
                    total = total - (torch.logsumexp(scores[positive & group], 0) - torch.logsumexp(scores[group], 0))
        return total / len(batches) + PENALTY * ((w_row**2).sum() + (w_prose**2).sum())

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()
        return value

    optimiser.step(closure)
    return {"row": w_row.detach().numpy(), "prose": w_prose.detach().numpy(), "row_bias": bias.detach().numpy()}


def found(data: Sequence[Ranked], model: Weights) -> dict[str, float]:
    """evidence@k of the contract (lists counted like the rest) and, for cells, row@1."""
    told: dict[str, list[bool]] = {}
    for one in data:
        scores = np.where(one.is_row, one.matrix @ model["row"] + model["row_bias"], one.matrix @ model["prose"])
        order = np.argsort(-scores, kind="stable")
        rows = [i for i in order if one.is_row[i]]
        prose = [i for i in order if one.is_prose[i]]
        for k in (1, 5):
            told.setdefault(f"evidence@{k}", []).append(bool(one.positive[rows[:k] + prose[:k]].any()))
        if one.asked.type == "cell" and rows:
            told.setdefault("row@1", []).append(bool(one.positive[rows[0]]))
    return {name: float(np.mean(values)) for name, values in told.items()}


def write_ranker(model: Weights, path: Path) -> None:
    rounded = {name: [round(float(x), 4) for x in values] for name, values in model.items()}
    path.write_text(json.dumps({"features": NAMES, **rounded}, indent=1) + "\n", encoding="utf-8")
