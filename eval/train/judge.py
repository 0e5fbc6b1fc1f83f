"""Learns the order of what was read, and the probability that the first of it is right (`service/answers/judge.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression

from eval.matching import concise, given
from eval.train.labels import Asked, several
from service.answers.answer import answer_of
from service.answers.choice import considered
from service.answers.judge import SIGNS, Considered, Judge, margins_of, signs_of
from service.answers.models import Models
from service.answers.reader import Reader
from service.ask import gather
from service.collection import Collection
from service.schemas import AskRequest

Floats = npt.NDArray[np.float32]
PENALTY, STRENGTH, FOLDS = 0.003, 0.3, 5
WRONG_AT_MOST, UNTOLD_AT_MOST = 0.12, 0.20
"""The share of answerable questions answered wrong, and of unanswerable ones answered at all, that the threshold allows."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A question with its short list, what is seen of it, and which of it would be a right answer (candidates,)."""

    asked: Asked
    found: tuple[Considered, ...]
    signs: Floats
    right: npt.NDArray[np.bool_]


def judged(collection: Collection, asked: Asked, learned: Models, reader: Reader | None) -> Judged:
    """The short list as the service makes it, scored as the contract scores answers."""
    gathered = gather(collection, AskRequest(question=asked.question, documents=[asked.document]))
    found = considered(gathered.home, gathered.question, gathered.inner, learned, reader)
    right = np.array([right_answer(gathered.home, asked, c) for c in found], dtype=bool)
    return Judged(asked, tuple(found), signs_of(found) if found else np.zeros((0, len(SIGNS)), np.float32), right)


def right_answer(home: Collection, asked: Asked, c: Considered) -> bool:
    """Whether the answer that a candidate gives is right as the contract scores answers."""
    if asked.type == "unanswerable" or several(asked, c.candidate):
        return False
    answer = answer_of(home, c.candidate, 0.0, c.read.span if c.read else None)
    told = {"values": list(answer.values), "text": answer.text}
    gold = [str(v) for v in asked.values]
    return all(given(v, asked.type, told) for v in gold) and concise(gold, asked.type, told)


def fit_judge(data: Sequence[Judged], seed: int = 0) -> Judge:
    """The judge of these questions, its threshold chosen on their cross-validated probabilities."""
    judge = _fitted(data)
    told: list[tuple[float, bool]] = [(0.0, False)] * len(data)
    folds = np.random.default_rng(seed).integers(0, FOLDS, len(data))
    for fold in range(FOLDS):
        part = _fitted([d for d, f in zip(data, folds, strict=True) if f != fold])
        for n in np.flatnonzero(folds == fold):
            told[n] = verdict(part, data[n])[:2]
    return replace(judge, threshold=threshold_of([d.asked for d in data], told))


def _fitted(data: Sequence[Judged]) -> Judge:
    mean, spread, order = fit_order(data)
    return Judge(mean, spread, order, *_fit_probability(data, mean, spread, order), 0.5)


def fit_order(data: Sequence[Judged]) -> tuple[Floats, Floats, Floats]:
    """Mean and spread of the signs, and the weights that make right candidates likeliest (listwise softmax)."""
    everything = np.concatenate([d.signs for d in data])
    mean, spread = everything.mean(axis=0), everything.std(axis=0) + 1e-3
    lists = [
        (torch.tensor((d.signs - mean) / spread), torch.tensor(d.right)) for d in data if d.right.any() and not d.right.all()
    ]
    weights = torch.zeros(len(SIGNS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        losses = [torch.logsumexp(m @ weights, 0) - torch.logsumexp((m @ weights)[right], 0) for m, right in lists]
        value = torch.stack(losses).mean() + PENALTY * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(closure)
    return mean, spread, weights.detach().numpy()


def _fit_probability(data: Sequence[Judged], mean: Floats, spread: Floats, order: Floats) -> tuple[Floats, Floats, Floats, float]:
    tops = [margins_of(d.found, d.signs, ((d.signs - mean) / spread) @ order) for d in data if d.found]
    right = [bool(d.right[place]) for d, (place, _) in zip([d for d in data if d.found], tops, strict=True)]
    matrix = np.stack([margins for _, margins in tops])
    centre, width = matrix.mean(axis=0), matrix.std(axis=0) + 1e-3
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((matrix - centre) / width, right)
    return centre, width, model.coef_[0].astype(np.float32), float(model.intercept_[0])


def verdict(judge: Judge, one: Judged) -> tuple[float, bool, bool]:
    """The probability of the first candidate, whether it is right, and whether a right one was in the short list."""
    if not one.found:
        return 0.0, False, False
    place, margins = margins_of(one.found, one.signs, judge.scores(one.signs))
    return judge.probability(margins), bool(one.right[place]), bool(one.right.any())


def threshold_of(asked: Sequence[Asked], told: Sequence[tuple[float, bool]]) -> float:
    """The lowest at which no more is answered wrong, and no more untold, than is allowed; `told`: the probability of each first
    candidate and whether it is right, by a judge that did not see the question."""
    untold = np.array([q.type == "unanswerable" for q in asked])
    probabilities, right = np.array([p for p, _ in told]), np.array([r for _, r in told])
    for limit in np.arange(0.2, 0.95, 0.01):
        answered = probabilities >= limit
        wrong = (answered & ~right & ~untold).sum() / max(1, (~untold).sum())
        given_untold = (answered & untold).sum() / max(1, untold.sum())
        if wrong <= WRONG_AT_MOST and given_untold <= UNTOLD_AT_MOST:
            return float(limit)
    return 0.95


def figures(data: Sequence[Judged], judge: Judge) -> dict[str, float]:
    """Shares: of the answerable ones oracle, first, right, wrong; of the unanswerable ones abstained."""
    told = [(d, *verdict(judge, d)) for d in data]
    answerable = [t for t in told if t[0].asked.type != "unanswerable"]
    untold = [t for t in told if t[0].asked.type == "unanswerable"]

    def share(hits: Sequence[bool]) -> float:
        return round(float(np.mean(hits)), 3) if hits else float("nan")

    return {
        "n": len(answerable),
        "oracle": share([o for _, _, _, o in answerable]),
        "first": share([r for _, _, r, _ in answerable]),
        "right": share([p >= judge.threshold and r for _, p, r, _ in answerable]),
        "wrong": share([p >= judge.threshold and not r for _, p, r, _ in answerable]),
        "abstained": share([p < judge.threshold for _, p, _, _ in untold]),
    }
