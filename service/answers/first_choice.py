"""The quick first choice: of thousands of candidates the few that are worth reading.

A small network of one hidden layer, learned by a softmax over the candidates of a question (`python -m eval.train first_choice`),
gives each candidate a score from its features; a second one of the same form tells how probable it is that a candidate is right
by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FirstChoice:
    """A network of one hidden layer over standardised features."""

    mean: Floats
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats

    def scores(self, matrix: Floats) -> Floats:
        """(candidates,) for (candidates, features)."""
        x = (matrix - self.mean) / self.spread
        found: Floats = np.maximum(x @ self.hidden + self.hidden_bias, 0) @ self.out
        return found


def beside(matrix: Floats, first: Floats) -> Floats:
    """(candidates, features + 2): how far each lies behind the best of the first choice, and its share of the probability."""
    odds = np.exp(first - first.max())
    relative = np.stack([np.maximum(first - first.max(), -12.0), odds / odds.sum()], axis=1)
    return np.concatenate([matrix, relative.astype(np.float32)], axis=1)
