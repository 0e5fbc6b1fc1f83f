"""Which of the candidates that were read is given, and how probable it is that it is right.

Two linear models over a few signs that mean the same for every kind of answer: one orders the candidates of a question (listwise
softmax, Cao et al. 2007), the other gives the probability that the first of them is right (logistic regression, Platt 1999).
Both are fitted by `python -m eval.train judge` on questions and documents that nothing else was learned from; what is answered
must reach `threshold`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from service.answers.candidates import Candidate
from service.answers.claim import Value
from service.answers.features import FEATURES
from service.answers.reader import Read
from service.answers.untold import NOTHING, Untold

Floats = npt.NDArray[np.float32]
TAKEN = (
    "operation",
    "operation of the best",
    "nearness",
    "row nearness",
    "covered",
    "weakest",
    "row named least",
    "names left",
    "numbers left",
    "place left",
    "year agrees",
    "year differs",
    "column covered most",
    "figure asked",
)
"""Signs taken over from the first choice."""
KINDS = ("span", "items", "look up")
_READ = ("read", "read of the best", "sureness", "read of a span")
_FIRST = ("first", "first of the best", "plausible", "plausible of the best")
_UNTOLD = ("names untold", "years untold")
SIGNS = (*_FIRST, "read", "read of the best", "sureness", "unread", *TAKEN, *KINDS, "read of a span", *_UNTOLD)
MARGINS = (
    *("share", "lead", "alike", *_FIRST[1:], *_READ, *KINDS),
    *("operation", "nearness", "covered", "weakest", "names left", "numbers left", "year differs"),
    *(*_UNTOLD, "claims", "span beside claims"),
)
"""Signs of how probable it is that the first candidate is right. `claims` is the share of the short list that rests on tables or
lists: the surest words of a text are right more often where tables were asked too and told less."""
_TAKEN = [FEATURES.index(n) for n in TAKEN]
_KINDS = [FEATURES.index(n) for n in KINDS]


@dataclass(frozen=True, eq=False)
class Considered:
    """A candidate of the short list with its features, the first choice's score, the logit that it is right by itself, what
    the reader made of it (None where nothing was read), what of the question it leaves open, and what it takes up of the turns
    before."""

    candidate: Candidate
    features: Floats
    first: float
    plausible: float
    read: Read | None
    values: tuple[Value, ...] = ()
    untold: Untold = NOTHING
    taken: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    said: bool = False


@dataclass(frozen=True, eq=False)
class Judge:
    """`order` (SIGNS,), and for the probability `weights` (MARGINS,) with `bias`, over signs standardised by `mean`, `spread`."""

    mean: Floats
    spread: Floats
    order: Floats
    margin_mean: Floats
    margin_spread: Floats
    weights: Floats
    bias: float
    threshold: float

    def scores(self, signs: Floats) -> Floats:
        """(candidates,) for (candidates, SIGNS)."""
        found: Floats = ((signs - self.mean) / self.spread) @ self.order
        return found

    def probability(self, margins: Floats) -> float:
        """That the first candidate is right, from its (MARGINS,)."""
        return logistic(margins, self.margin_mean, self.margin_spread, self.weights, self.bias)


def logistic(margins: Floats, mean: Floats, spread: Floats, weights: Floats, bias: float) -> float:
    """The probability that logistic regression over standardised signs gives."""
    logit = float(((margins - mean) / spread) @ weights + bias)
    return float(1 / (1 + np.exp(-logit)))


def signs_of(found: Sequence[Considered]) -> Floats:
    """(candidates, SIGNS) of a short list."""
    first = np.array([c.first for c in found], dtype=np.float32)
    read = np.array([c.read.score if c.read else 0.0 for c in found], dtype=np.float32)
    plausible = np.array([c.plausible for c in found], dtype=np.float32)
    known = np.array([c.read is not None for c in found])
    best = read[known].max() if known.any() else 0.0
    sure = np.array([c.read.sureness if c.read else 0.0 for c in found], dtype=np.float32)
    features = np.stack([c.features for c in found])
    kinds = features[:, _KINDS]
    columns = [
        first,
        first - first.max(),
        plausible,
        plausible - plausible.max(),
        read,
        np.where(known, read - best, 0.0),
        np.maximum(sure, -8.0),
        (~known).astype(np.float32),
        *features[:, _TAKEN].T,
        *kinds.T,
        read * kinds[:, 0],
        [c.untold.names for c in found],
        [c.untold.years for c in found],
    ]
    return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)


def margins_of(found: Sequence[Considered], signs: Floats, scores: Floats) -> tuple[int, Floats]:
    """The place of the first candidate and its (MARGINS,): how far it leads those that say something else."""
    place = int(scores.argmax())
    top = found[place]
    alike = np.array([same(top, other) for other in found])
    odds = np.exp(scores - scores.max())
    others = scores[~alike]
    lead = float(scores[place] - others.max()) if len(others) else 4.0
    told = dict(zip(SIGNS, signs[place].tolist(), strict=True))
    claims = float(np.mean([c.candidate.operation != "span" for c in found]))
    told |= {"share": float(odds[alike].sum() / odds.sum()), "lead": min(lead, 8.0), "alike": float(np.log1p(alike.sum()))}
    told |= {"claims": claims, "span beside claims": claims * told["span"]}
    return place, np.array([told[n] for n in MARGINS], dtype=np.float32)


def same(a: Considered, b: Considered) -> bool:
    """Whether two candidates give the same answer."""
    return bool(set(a.values) & set(b.values)) if a.candidate.operation == "span" else a.values[:1] == b.values[:1]
