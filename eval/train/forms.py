"""Learns what a text is like (`service/forms.py`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from service.forms import BUCKETS, FormModel

EPOCHS, RATE, DECAY, BATCH = 10, 0.15, 1e-5, 128


def fit_form_model(data: Sequence[tuple[Sequence[int], Sequence[int]]], labels: Sequence[str], seed: int = 0) -> FormModel:
    """The model that makes one of the right labels of each text likeliest; `data`: buckets and right labels of each text."""
    weights = torch.zeros(BUCKETS, len(labels), requires_grad=True)
    bias = torch.zeros(len(labels), requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    draw = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for part in optimizer.param_groups:
            part["lr"] = RATE * (1 - epoch / EPOCHS)
        order = draw.permutation(len(data))
        for at in range(0, len(order), BATCH):
            forms, right = _tensors([data[i] for i in order[at : at + BATCH]], len(labels))
            logs = torch.log_softmax(forms @ weights + bias, dim=1)
            loss = -torch.logsumexp(logs + right, 1).mean() + DECAY * (weights**2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return FormModel(tuple(labels), weights.detach().numpy(), bias.detach().numpy())


def _tensors(batch: Sequence[tuple[Sequence[int], Sequence[int]]], labels: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(texts, BUCKETS) of unit length, and (texts, labels) that is 0 for a right label and minus infinity for others."""
    forms, right = torch.zeros(len(batch), BUCKETS), torch.full((len(batch), labels), -1e9)
    for n, (form, marks) in enumerate(batch):
        forms[n, list(form)] = len(form) ** -0.5
        right[n, list(marks)] = 0.0
    return forms, right
