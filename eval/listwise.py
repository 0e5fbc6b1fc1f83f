"""A log-linear choice among the readings of a line (conditional logit), fitted by maximum likelihood.

The readings of a line are the rows of a matrix; the likelihood is the probability, in a softmax over them, of those that are
right. Lines without a right reading teach nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
HEAVIEST = 6.0
"""Bound of a weight: a sign that is rare among the lines shall not overrule all others."""


@dataclass(frozen=True)
class Choice:
    """The readings of one line: their features, row by row, and which of them are right."""

    rows: Floats
    right: npt.NDArray[np.bool_]


def fit_choice(choices: Sequence[Choice], strength: float) -> Floats:
    """Weights of the features. strength: of the L2 penalty on weights for features of unit variance, for each line."""
    taught = [c for c in choices if c.right.any() and len(c.right) > 1]
    sizes = np.array([len(c.right) for c in taught])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    line = np.repeat(np.arange(len(taught)), sizes)
    rows = np.vstack([c.rows for c in taught])
    spread = rows.std(0)
    spread[spread < 1e-9] = np.inf
    scaled = rows / spread
    right = np.concatenate([c.right for c in taught])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = scaled @ w
        e = np.exp(z - np.maximum.reduceat(z, starts)[line])
        every = np.add.reduceat(e, starts)
        good = np.maximum(np.add.reduceat(e * right, starts), 1e-300)
        value = float(np.log(every / good).mean() + strength * w @ w)
        slope = scaled.T @ (e / every[line] - e * right / good[line]) / len(taught) + 2 * strength * w
        return value, np.asarray(slope, np.float64)

    most = np.where(np.isinf(spread), 0.0, HEAVIEST * spread)
    bounds = list(zip(-most, most, strict=True))
    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return np.asarray(found.x / spread, np.float64)


def fit_likeliest(lists: Sequence[tuple[Floats, npt.NDArray[np.bool_]]], penalty: float) -> Floats:
    """Weights under which the right rows of each (rows, right) are likeliest, without scaling or bounds (softmax, L2, L-BFGS)."""
    batches = [(torch.tensor(x), torch.tensor(y)) for x, y in lists]
    weights = torch.zeros(lists[0][0].shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = penalty * (weights**2).sum()
        for x, y in batches:
            scores = x @ weights
            loss = loss - (torch.logsumexp(scores[y], 0) - torch.logsumexp(scores, 0)) / len(batches)
        loss.backward()
        return loss

    optimiser.step(closure)
    return np.asarray(weights.detach().numpy(), np.float64)
