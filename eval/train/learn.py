"""The learning of the reader: batches of groups, losses, steps, checkpoints."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch.nn import functional

from eval.train.examples import Example
from indexer.unigram import Unigram
from service.answers.cross_encoder import CrossEncoder, Pair, pair
from service.answers.reader import MOST_TOKENS

Group = tuple[Example, ...]
_HEADS, _MAPS = ("answers.", "spans."), (".down", ".up")


def batches(groups: Sequence[Group], size: int, draw: random.Random) -> list[list[Group]]:
    """All groups in random order, cut into batches of about `size` examples."""
    order = list(groups)
    draw.shuffle(order)
    out: list[list[Group]] = [[]]
    for group in order:
        if sum(map(len, out[-1])) + len(group) > size and out[-1]:
            out.append([])
        out[-1].append(group)
    return out


def loss(network: CrossEncoder, tokenizer: Unigram, batch: Sequence[Group]) -> torch.Tensor:
    """Right or not (cross-entropy of each pair), best of its group (softmax over the group), and the span where there is one."""
    examples = [example for group in batch for example in group]
    pairs = [pair(tokenizer, e.question, e.text, MOST_TOKENS) for e in examples]
    answers, spans = network([p.ids for p in pairs])
    labels = torch.tensor([e.label for e in examples])
    total = functional.binary_cross_entropy_with_logits(answers, labels)
    lists, at = [], 0
    for group in batch:
        marks = labels[at : at + len(group)]
        if len(group) > 1 and 0 < marks.sum() < len(group):
            own = answers[at : at + len(group)]
            lists.append(torch.logsumexp(own, 0) - torch.logsumexp(own[marks > 0], 0))
        at += len(group)
    if lists:
        total = total + torch.stack(lists).mean()
    found, at = [], 0
    for example, one in zip(examples, pairs, strict=True):
        if example.span is not None and (ends := _ends(one, example.span)):
            firsts, lasts = [at + w[0] for w in one.words], [at + w[1] for w in one.words]
            found.append(functional.cross_entropy(spans[firsts, 0][None], torch.tensor([ends[0]])))
            found.append(functional.cross_entropy(spans[lasts, 1][None], torch.tensor([ends[1]])))
        at += len(one.ids)
    return total + torch.stack(found).sum() / (2 * len(examples)) if found else total


def _ends(one: Pair, span: tuple[int, int]) -> tuple[int, int] | None:
    inside = [n for n, (_, _, start, end) in enumerate(one.words) if end > span[0] and start < span[1]]
    return (inside[0], inside[-1]) if inside and one.words[inside[-1]][3] >= span[1] else None


def learn(
    network: CrossEncoder,
    tokenizer: Unigram,
    groups: Sequence[Group],
    *,
    epochs: float,
    size: int,
    rate: float,
    checkpoint: Path,
    seed: int = 0,
    minutes: float = 1e9,
) -> None:
    """AdamW with warm-up and linear decay; the learned weights are written every 100 steps. Stops after `minutes`."""
    draw = random.Random(seed)
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    todo = [b for _ in range(int(epochs + 0.999)) for b in batches(groups, size, draw)]
    todo = todo[: int(len(todo) * epochs / int(epochs + 0.999))]
    begun, seen, network = time.monotonic(), 0.0, network.train()
    for step, batch in enumerate(todo):
        done = max(step / len(todo), (time.monotonic() - begun) / (60 * minutes))
        if done >= 1:
            break
        for part in optimizer.param_groups:
            part["lr"] = rate * min(1, (step + 1) / 60) * (1 - done)
        value = loss(network, tokenizer, batch)
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        seen = value.item() if step == 0 else 0.97 * seen + 0.03 * value.item()
        if step % 20 == 0:
            print(f"{step}/{len(todo)} loss {seen:.3f} {time.monotonic() - begun:.0f} s", flush=True)
        if step % 100 == 99:
            save(network, checkpoint)
    save(network, checkpoint)


def save(network: CrossEncoder, path: Path) -> None:
    """Writes what was learned: the adapters of all layers, those that stood still too, and the heads."""
    learned = {
        name: p.detach().clone() for name, p in network.named_parameters() if name.startswith(_HEADS) or name.endswith(_MAPS)
    }
    beside = path.with_name(path.name + ".new")
    torch.save(learned, beside)
    beside.replace(path)
