"""Learns the quick first choice (`service/answers/first_choice.py`): a softmax over the candidates of a question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from eval.train.labels import RIGHT, UNSURE
from eval.train.prepared import Floats, Prepared
from service.answers.first_choice import FEATURES, FirstChoice
from service.operations import OperationModel

HIDDEN, EPOCHS, RATE, DECAY = 32, 12, 3e-3, 1e-3
_OPERATION, _BEST, _FIGURE, _ASKED = (
    FEATURES.index(n) for n in ("operation", "operation of the best", "figures", "figure asked")
)


def with_operations(matrix: Floats, operations: Sequence[str], form: Sequence[int], model: OperationModel) -> Floats:
    """The features of candidates with what the question's form says of their operations."""
    likely = model.log_probabilities(form)
    own = np.array([likely[o] for o in operations], dtype=np.float32)
    full = matrix.copy()
    full[:, _OPERATION] = np.maximum(own, -8)
    full[:, _BEST] = np.maximum(own - max(likely.values()), -8)
    spans = np.array([o == "span" for o in operations], dtype=bool)
    full[spans, _ASKED] = np.where(full[spans, _FIGURE] > 0, 1.0, -1.0) * np.exp(likely["span_number"])
    return full


def fit_first_choice(questions: Sequence[tuple[Floats, Sequence[int]]], seed: int = 0) -> FirstChoice:
    """`questions`: features and labels of the candidates of each question; those without a right one teach nothing here."""
    torch.manual_seed(seed)
    data = []
    for matrix, marks in questions:
        marks = np.asarray(marks)
        keep = marks != UNSURE
        if (marks == RIGHT).any():
            data.append((torch.tensor(matrix[keep]), torch.tensor(marks[keep] == RIGHT)))
    everything = torch.cat([m for m, _ in data])
    mean, spread = everything.mean(0), everything.std(0) + 1e-3
    net = torch.nn.Sequential(torch.nn.Linear(len(FEATURES), HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1, bias=False))
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
    first, last = net[0], net[2]
    return FirstChoice(
        mean.numpy(),
        spread.numpy(),
        first.weight.detach().numpy().T.copy(),
        first.bias.detach().numpy(),
        last.weight.detach().numpy()[0],
    )
