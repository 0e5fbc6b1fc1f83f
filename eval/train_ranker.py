"""Learns the ranking weights that the service ships: `python -m eval.train_ranker GOLD.jsonl... [--write]`.

Listwise softmax over the entries of the index (ListNet, Cao et al., ICML 2007), L2-regularised, fitted with L-BFGS; rows among
rows, prose among prose, and both together so that their scores can be compared. Prints evidence@k cross-validated by question.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from service.collection import Collection, load_collection
from service.question import understand
from service.ranking import NAMES, features
from service.traits import Traits

FOLDS = 10
PENALTY = 0.02
MODEL = Path(__file__).parent.parent / "service" / "data" / "ranker.json"
Weights = dict[str, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Example:
    item: dict[str, Any]
    matrix: npt.NDArray[np.float32]
    positive: npt.NDArray[np.bool_]


def examples(collection: Collection, paths: list[Path]) -> list[Example]:
    """Every answerable question of the gold files with the features of all entries and which of them are evidence."""
    made = []
    for path in paths:
        for text in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(text)
            if not item["evidence"]:
                continue
            question = understand(item["question"], collection.vocabulary)
            spans = [e.passage.lines for e in collection.index.entries]
            positive = np.array([any(a <= d and c <= b for c, d in item["evidence"]) for a, b in spans])
            spoken = collection.fields.spoken(question.terms)
            made.append(Example(item, features(collection, question, spoken), positive))
    return made


def fit(data: list[Example], traits: Traits) -> Weights:
    """The weights that make evidence likeliest under a softmax over the entries."""
    row = torch.tensor(traits.is_row)
    prose = torch.tensor(traits.is_prose)
    batches = [(torch.tensor(e.matrix), torch.tensor(e.positive)) for e in data]
    w_row = torch.zeros(len(NAMES), requires_grad=True)
    w_prose = torch.zeros(len(NAMES), requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([w_row, w_prose, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        total = torch.zeros(())
        for matrix, positive in batches:
            scores = torch.where(row, matrix @ w_row + bias, matrix @ w_prose)
            for group, weight in ((row, 1.0), (prose, 1.0), (row | prose, 1.0)):
                if (positive & group).any():
                    total = total - weight * (torch.logsumexp(scores[positive & group], 0) - torch.logsumexp(scores[group], 0))
        return total / len(batches) + PENALTY * ((w_row**2).sum() + (w_prose**2).sum())

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()
        return value

    optimiser.step(closure)
    return {"row": w_row.detach().numpy(), "prose": w_prose.detach().numpy(), "row_bias": bias.detach().numpy()}


def score(example: Example, traits: Traits, model: Weights) -> dict[str, bool]:
    """evidence@k of the contract (lists counted like the rest) and row@1."""
    ranked = np.where(traits.is_row, example.matrix @ model["row"] + model["row_bias"], example.matrix @ model["prose"])
    order = np.argsort(-ranked, kind="stable")
    rows = [i for i in order if traits.is_row[i]]
    prose = [i for i in order if traits.is_prose[i]]
    together = [i for i in order if traits.is_row[i] or traits.is_prose[i]]
    found = {f"evidence@{k}": bool(example.positive[rows[:k] + prose[:k]].any()) for k in (1, 5, 10)}
    found["first"] = bool(example.positive[together[0]])
    if example.item["type"] == "cell":
        found["row@1"] = bool(example.positive[rows[0]])
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument(
        "--test", type=Path, help="a gold file to score alone: each of its questions left out of the fit by folds"
    )
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    collection = load_collection(args.corpus, None)
    traits = collection.traits
    data = examples(collection, args.gold)
    tested = examples(collection, [args.test]) if args.test else data
    results: list[dict[str, bool]] = []
    for fold in range(FOLDS):
        held = tested[fold::FOLDS]
        names = {e.item["id"] for e in held}
        model = fit([e for e in data if e.item["id"] not in names], traits)
        results.extend(score(e, traits, model) for e in held)
    for name in ("evidence@1", "evidence@5", "evidence@10", "first", "row@1"):
        values = [r[name] for r in results if name in r]
        if values:
            print(f"{name:<12} {np.mean(values):.3f}  (n={len(values)}, cross-validated)")
    model = fit(data, traits)
    for n, name in enumerate(NAMES):
        print(f"  {name:<18} row {model['row'][n]:+.2f}  prose {model['prose'][n]:+.2f}")
    if args.write:
        rounded = {k: [round(float(x), 4) for x in v] for k, v in model.items()}
        MODEL.write_text(json.dumps({"features": NAMES, **rounded}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
