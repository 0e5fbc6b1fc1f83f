"""The choice for a question that follows others: the choice for one that stands alone, corrected by what it takes up of them.

Three linear models over what the first choice, the reader and the judge made of a candidate and over `carried`'s signs: one
orders all candidates (which are read), one orders those that were read, one gives the probability that the first is right.
Fitted by `python -m eval.train leaning` on written dialogues, each turn behind what the service itself had made of the turns
before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.answers.carried import TAKEN_UP, Carried, crossed
from service.answers.judge import MARGINS, logistic
from service.conversation.follow import KINDS

Floats = npt.NDArray[np.float32]
LOWEST = -12.0
_CROSSED = len(TAKEN_UP) * (1 + len(KINDS))
FIRST_SIGNS, ORDER_SIGNS = 2 + _CROSSED, 4 + _CROSSED
MARGIN_SIGNS = len(MARGINS) + 4 + len(KINDS) + 2 * len(TAKEN_UP)


@dataclass(frozen=True, eq=False)
class Leaning:
    """`first` over `first_signs`, `order` over `order_signs`, and `weights`, `bias` over `margin_signs` standardised by
    `margin_mean`, `margin_spread`; what is given must reach `threshold`."""

    first: Floats
    order: Floats
    margin_mean: Floats
    margin_spread: Floats
    weights: Floats
    bias: float
    threshold: float

    def probability(self, margins: Floats) -> float:
        return logistic(margins, self.margin_mean, self.margin_spread, self.weights, self.bias)


def first_signs(first: Floats, carried: Carried, taken: Floats) -> Floats:
    """(candidates, 2 + crossed): how far each lies behind the best of the first choice, and what it takes up."""
    behind = np.maximum(first - first.max(), LOWEST)[:, None]
    found: Floats = np.concatenate([behind, behind * carried.kinds[0], crossed(carried, taken)], axis=1).astype(np.float32)
    return found


def order_signs(scores: Floats, first: Floats, carried: Carried, taken: Floats) -> Floats:
    """(read, 5 + crossed): how far each lies behind the best of judge and first order, and what it takes up."""
    behind = np.maximum(scores - scores.max(), LOWEST)[:, None]
    before = np.maximum(first - first.max(), LOWEST)[:, None]
    new = carried.kinds[0]
    parts = [behind, before, behind * new, before * new, crossed(carried, taken)]
    found: Floats = np.concatenate(parts, axis=1).astype(np.float32)
    return found


def margin_signs(
    margins: Floats, probability: float, ordered: Floats, alike: npt.NDArray[np.bool_], carried: Carried, taken: Floats
) -> Floats:
    """What tells how probable it is that the first of the order is right: the judge's margins and probability, how far it leads
    those that say something else, what it takes up, and how sure the turn before was."""
    place = int(ordered.argmax())
    odds = np.exp(ordered - ordered.max())
    others = ordered[~alike]
    lead = float(ordered[place] - others.max()) if len(others) else 4.0
    before = carried.before[0].probability if carried.before else 0.0
    logit = float(np.log(max(probability, 1e-4) / max(1 - probability, 1e-4)))
    told = [
        logit,
        float(odds[alike].sum() / odds.sum()),
        min(lead, 8.0),
        before,
        *carried.kinds,
        *taken[place],
        *(before * taken[place]),
    ]
    return np.concatenate([margins, np.array(told, dtype=np.float32)])
