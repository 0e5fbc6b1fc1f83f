"""Fits the probability that an answer is right: `python -m eval.train_abstention GOLD.jsonl... [--test GOLD.jsonl] [--write]`.

A logistic regression for each kind of answer over the signs of `service.answering.signs`, on every candidate that the service
forms for every gold question (candidates for unanswerable questions are all wrong). The threshold is the lowest at which the
wrong answers, cross-validated by question, stay under the share asked for. Prints right / wrong / abstained, cross-validated.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.matching import given
from service.answering import candidates
from service.answering.abstain import KINDS, Calibration, probability
from service.answering.answer import Candidate
from service.answering.signs import SIGNS
from service.collection import Collection, load_collection
from service.question import understand
from service.retrieval import retrieve

FOLDS = 10
STRENGTH = 0.3
MODEL = Path(__file__).parent.parent / "service" / "data" / "abstention.json"


@dataclass(frozen=True)
class Judged:
    """A gold question with the candidates of the service and whether each is right."""

    item: dict[str, Any]
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def judged(collection: Collection, paths: list[Path]) -> list[Judged]:
    made = []
    for path in paths:
        for text in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(text)
            question = understand(item["question"], collection.vocabulary)
            evidence = retrieve(collection, question, None, 50)
            found = tuple(candidates(collection, question, evidence))
            made.append(Judged(item, found, tuple(_is_right(collection, item, c) for c in found)))
    return made


def _is_right(collection: Collection, item: dict[str, Any], candidate: Candidate) -> bool:
    """Every gold value given; where gold names none, the sources overlap the gold evidence."""
    if item["type"] == "unanswerable":
        return False
    answer = {"text": candidate.answer.text, "values": list(candidate.answer.values)}
    spans = [collection.index.entries[n].passage.lines for n in candidate.answer.entries]
    cited = any(a <= d and c <= b for c, d in item["evidence"] for a, b in spans)
    return cited and all(given(v, item["type"], answer) for v in item["values"])


def fit(data: list[Judged], threshold: float = 0.5) -> Calibration:
    """One regression for each kind; a kind with too few examples of either sort keeps a constant."""
    weights: dict[str, tuple[float, ...]] = {}
    bias: dict[str, float] = {}
    for kind in KINDS:
        rows = [
            ([c.signs[s] for s in SIGNS], r)
            for j in data
            for c, r in zip(j.candidates, j.right, strict=True)
            if c.answer.kind == kind
        ]
        labels = [r for _, r in rows]
        if sum(labels) < 5 or len(labels) - sum(labels) < 5:
            share = (sum(labels) + 1) / (len(labels) + 2)
            weights[kind], bias[kind] = (0.0,) * len(SIGNS), float(np.log(share / (1 - share)))
            continue
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(np.array([x for x, _ in rows]), labels)
        weights[kind] = tuple(float(w) for w in model.coef_[0])
        bias[kind] = float(model.intercept_[0])
    return Calibration(weights, bias, threshold)


def outcome(j: Judged, model: Calibration) -> tuple[float, bool]:
    """Probability and rightness of the likeliest candidate."""
    best = max(
        ((probability(c, model), r) for c, r in zip(j.candidates, j.right, strict=True)), default=(0.0, False), key=lambda x: x[0]
    )
    return best


def cross_validated(data: list[Judged], tested: list[Judged]) -> list[tuple[Judged, float, bool]]:
    results: list[tuple[Judged, float, bool]] = []
    for fold in range(FOLDS):
        held = tested[fold::FOLDS]
        names = {j.item["id"] for j in held}
        model = fit([j for j in data if j.item["id"] not in names])
        results.extend((j, *outcome(j, model)) for j in held)
    return results


def summary(results: list[tuple[Judged, float, bool]], threshold: float) -> dict[str, float]:
    """The contract's shares at a threshold."""
    scored = [(j, p, r) for j, p, r in results if j.item["values"] or j.item["type"] == "unanswerable"]
    unanswerable = [(j, p) for j, p, _ in scored if j.item["type"] == "unanswerable"]
    right = [p < threshold if j.item["type"] == "unanswerable" else p >= threshold and r for j, p, r in scored]
    wrong = [p >= threshold and not r for _, p, r in scored]
    return {
        "right": float(np.mean(right)),
        "wrong": float(np.mean(wrong)),
        "abstained": float(np.mean([p < threshold for _, p in unanswerable])) if unanswerable else float("nan"),
        "possible": float(np.mean([any(j.right) or j.item["type"] == "unanswerable" for j, _, _ in scored])),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--most-wrong", type=float, default=0.05)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--failures", type=int, default=0)
    args = parser.parse_args()
    collection = load_collection(args.corpus, None)
    data = judged(collection, args.gold)
    tested = judged(collection, [args.test]) if args.test else data
    results = cross_validated(data, tested)
    grid = [round(0.02 * n, 2) for n in range(5, 46)]
    for threshold in grid[::4]:
        print(threshold, {k: round(v, 3) for k, v in summary(results, threshold).items()})
    fitting = [t for t in grid if summary(results, t)["wrong"] <= args.most_wrong]
    threshold = fitting[0] if fitting else grid[-1]
    print(
        "threshold",
        threshold,
        {k: round(v, 3) for k, v in summary(results, threshold).items()},
        f"n={len(results)}, cross-validated",
    )
    whole = fit(data)
    for j, p, _ in [x for x in results if not x[2]][: args.failures]:
        best = max(j.candidates, key=lambda c: probability(c, whole), default=None)
        print(
            f"{p:.2f}",
            "possible" if any(j.right) else "-",
            j.item["type"],
            j.item["question"],
            "|",
            j.item["values"],
            "|",
            best and best.answer.text,
        )
    if args.write:
        model = replace(fit(data), threshold=threshold)
        MODEL.write_text(
            json.dumps(
                {
                    "signs": SIGNS,
                    "threshold": threshold,
                    "bias": {k: round(v, 4) for k, v in model.bias.items()},
                    "weights": {k: [round(w, 4) for w in v] for k, v in model.weights.items()},
                },
                indent=1,
            )
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
