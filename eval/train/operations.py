"""Learns what kind of thing a question asks for (`service/operations.py`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from eval.train.labels import RIGHT
from eval.train.prepared import Prepared
from service.answers.claim import OPERATIONS
from service.operations import BUCKETS, FORMS, OperationModel

LABELS: tuple[str, ...] = (*(o for o in OPERATIONS if o not in FORMS), *(form for forms in FORMS.values() for form in forms))
LONGEST_FIGURE = 25
"""Characters of a value that is a figure with its unit."""
EPOCHS, RATE, DECAY, BATCH = 10, 0.15, 1e-5, 128


def operations_of(one: Prepared) -> set[str]:
    """The labels that answer a question rightly; of running text by whether the gold is a figure."""
    found = {o for o, mark in zip(one.operations, one.labels, strict=False) if mark == RIGHT}
    if "span" in found:
        found.remove("span")
        numeric = all(any(c.isdigit() for c in str(v)) and len(str(v)) < LONGEST_FIGURE for v in one.asked.values)
        found.add("span_number" if numeric else "span_words")
    if one.asked.form in ("list", "top", "count") and found - {"span_words", "span_number"}:
        found -= {"span_words", "span_number"}
    return found


def fit_operations(questions: Sequence[Prepared], seed: int = 0) -> OperationModel:
    """The model that makes one of the right operations of each question likeliest; questions without any teach nothing."""
    data = [(sorted(set(q.form)), sorted(LABELS.index(o) for o in operations_of(q))) for q in questions if q.form]
    data = [(form, marks) for form, marks in data if marks]
    weights = torch.zeros(BUCKETS, len(LABELS), requires_grad=True)
    bias = torch.zeros(len(LABELS), requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    draw = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for part in optimizer.param_groups:
            part["lr"] = RATE * (1 - epoch / EPOCHS)
        order = draw.permutation(len(data))
        for at in range(0, len(order), BATCH):
            forms, right = _tensors([data[i] for i in order[at : at + BATCH]])
            logs = torch.log_softmax(forms @ weights + bias, dim=1)
            loss = -torch.logsumexp(logs + right, 1).mean() + DECAY * (weights**2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return OperationModel(LABELS, weights.detach().numpy(), bias.detach().numpy())


def _tensors(batch: Sequence[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor]:
    """(questions, BUCKETS) of unit length, and (questions, labels) that is 0 for a right label and minus infinity for others."""
    forms, right = torch.zeros(len(batch), BUCKETS), torch.full((len(batch), len(LABELS)), -1e9)
    for n, (form, marks) in enumerate(batch):
        forms[n, form] = len(form) ** -0.5
        right[n, marks] = 0.0
    return forms, right
