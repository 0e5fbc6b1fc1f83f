"""Learns the quick first choice (`service/answers/first_choice.py`): a softmax over the candidates of a question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from eval.train.labels import RIGHT, UNSURE
from eval.train.prepared import Floats, Marks
from service.answers.features import FEATURES
from service.answers.first_choice import FirstChoice, beside
from service.forms import FormModel
from service.operations import with_forms

HIDDEN, EPOCHS, RATE, DECAY = 32, 12, 3e-3, 1e-3
NETWORKS = 3
"""Networks, learned from other beginnings and in another order, whose scores are averaged."""
PLAUSIBLE, PLAUSIBLE_EPOCHS, OFFSET = 11, 12, 2.0
"""Candidates of a question whose plausibility is learned from; the network has no bias at its end, so most are far below 0."""
_OPERATION, _BEST, _FIGURE, _ASKED = (
    FEATURES.index(n) for n in ("operation", "operation of the best", "figures", "figure asked")
)


def with_operations(matrix: Floats, operations: Sequence[str], form: Sequence[int], model: FormModel) -> Floats:
    """The features of candidates with what the question's form says of their operations."""
    likely = with_forms(model.log_probabilities(form))
    own = np.array([likely[o] for o in operations], dtype=np.float32)
    full = matrix.copy()
    full[:, _OPERATION] = np.maximum(own, -8)
    full[:, _BEST] = np.maximum(own - max(likely.values()), -8)
    spans = np.array([o == "span" for o in operations], dtype=bool)
    full[spans, _ASKED] = np.where(full[spans, _FIGURE] > 0, 1.0, -1.0) * np.exp(likely["span_number"])
    return full


def fit_first_choice(questions: Sequence[tuple[Floats, Marks]]) -> FirstChoice:
    """`questions`: features and labels of the candidates of each question; those without a right one teach nothing here."""
    return _averaged([_fit_first_choice(questions, seed) for seed in range(NETWORKS)])


def _fit_first_choice(questions: Sequence[tuple[Floats, Marks]], seed: int) -> FirstChoice:
    torch.manual_seed(seed)
    data = []
    for matrix, marks in questions:
        keep = marks != UNSURE
        if (marks == RIGHT).any():
            data.append((torch.tensor(matrix[keep]), torch.tensor(marks[keep] == RIGHT)))
    mean, spread, net = _network(torch.cat([m for m, _ in data]))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    draw = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for part in optimizer.param_groups:
            part["lr"] = RATE * (1 - epoch / EPOCHS)
        order = draw.permutation(len(data))
        for at in range(0, len(order), 8):
            losses = []
            for i in order[at : at + 8]:
                matrix, right = data[i]
                scores = net((matrix - mean) / spread)[:, 0]
                losses.append(torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0))
            loss = torch.stack(losses).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return _frozen(mean, spread, net)


def _averaged(made: Sequence[FirstChoice]) -> FirstChoice:
    """One network that gives the mean of the scores of several over the same features."""
    hidden, bias = np.concatenate([m.hidden for m in made], axis=1), np.concatenate([m.hidden_bias for m in made])
    return FirstChoice(made[0].mean, made[0].spread, hidden, bias, np.concatenate([m.out for m in made]) / len(made))


def fit_plausibility(questions: Sequence[tuple[Floats, Floats, Marks]]) -> FirstChoice:
    """`questions`: features, scores by the first choice, and labels of the candidates. Gives the logit that a candidate is right,
    learned from the first candidates of all questions, those without an answer too."""
    return _averaged([_fit_plausibility(questions, seed) for seed in range(NETWORKS)])


def _fit_plausibility(questions: Sequence[tuple[Floats, Floats, Marks]], seed: int) -> FirstChoice:
    torch.manual_seed(seed)
    rows, marks = [], []
    for matrix, first, labels in questions:
        if len(first):
            kept = [n for n in np.argsort(-first, kind="stable")[:PLAUSIBLE] if labels[n] != UNSURE]
            rows.append(beside(matrix, first)[kept])
            marks.append(labels[kept] == RIGHT)
    everything, right = torch.tensor(np.concatenate(rows)), torch.tensor(np.concatenate(marks).astype(np.float32))
    mean, spread, net = _network(everything)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    draw = np.random.default_rng(seed)
    for epoch in range(PLAUSIBLE_EPOCHS):
        for part in optimizer.param_groups:
            part["lr"] = RATE * (1 - epoch / PLAUSIBLE_EPOCHS)
        order = torch.tensor(draw.permutation(len(right)))
        for at in range(0, len(order), 256):
            batch = order[at : at + 256]
            scores = net((everything[batch] - mean) / spread)[:, 0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores - OFFSET, right[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return _frozen(mean, spread, net)


def _network(everything: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.nn.Sequential]:
    width = everything.shape[1]
    net = torch.nn.Sequential(torch.nn.Linear(width, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1, bias=False))
    return everything.mean(0), everything.std(0) + 1e-3, net


def _frozen(mean: torch.Tensor, spread: torch.Tensor, net: torch.nn.Sequential) -> FirstChoice:
    first, last = net[0], net[2]
    hidden: Floats = first.weight.detach().numpy().T.copy()
    return FirstChoice(mean.numpy(), spread.numpy(), hidden, first.bias.detach().numpy(), last.weight.detach().numpy()[0])
