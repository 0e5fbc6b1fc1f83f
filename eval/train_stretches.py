"""Fits the choice of a stretch of text within the passages found: `python -m eval.train_stretches GOLD.jsonl [--write]`.

For every gold question answered in prose, every stretch of the first passages is right that holds all gold values and
overlaps the gold evidence. Listwise softmax over the stretches of a question, with the passage's score beside the features of
`service.answering.stretches`. Prints, cross-validated by question, how often the best stretch of the first passage is right,
and how often any passage's best is.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.listwise import fit_likeliest
from eval.matching import given
from service.answering.passage import LOOKED_AT
from service.answering.stretches import FEATURES, Stretch, asked, stretches
from service.collection import Collection, load_collection
from service.question import understand
from service.retrieval import retrieve

FOLDS = 5
PENALTY = 0.001
WEIGHTS = Path(__file__).parent.parent / "service" / "data" / "stretches.json"
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """A question's stretches: `features` (stretches, len(FEATURES) + 1), `right` and `passage` (its rank) (stretches,)."""

    features: FloatArray
    right: npt.NDArray[np.bool_]
    passage: npt.NDArray[np.int64]


def choices(collection: Collection, gold: Path) -> list[Choice]:
    made = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["type"] in ("text", "list") and item["values"]:
            made.append(_choice(collection, item))
    return [c for c in made if len(c.right)]


def _choice(collection: Collection, item: dict[str, Any]) -> Choice:
    question = understand(item["question"], collection.vocabulary)
    wanted = asked(collection, question)
    rows, right, passage = [], [], []
    for rank, hit in enumerate(retrieve(collection, question, None, LOOKED_AT).passages):
        prose = collection.prose.get(hit.number)
        for number, start, end in prose.passages if prose else ():
            if prose and number == hit.number:
                for stretch in stretches(wanted, prose, start, end):
                    rows.append([*stretch.features, hit.score])
                    right.append(_is_right(collection, item, stretch))
                    passage.append(rank)
    return Choice(np.array(rows, dtype=np.float64), np.array(right, dtype=bool), np.array(passage))


def _is_right(collection: Collection, item: dict[str, Any], stretch: Stretch) -> bool:
    held = [n for n, a, b in stretch.prose.passages if a < stretch.end and stretch.start < b]
    spans = [collection.index.entries[n].passage.lines for n in held]
    cited = any(a <= d and c <= b for c, d in item["evidence"] for a, b in spans)
    return cited and all(given(v, item["type"], {"text": stretch.text}) for v in item["values"])


def fit(data: list[Choice]) -> FloatArray:
    """Weights under which the right stretches of each question are likeliest (softmax, L2, L-BFGS)."""
    return fit_likeliest([(c.features, c.right) for c in data if c.right.any() and not c.right.all()], PENALTY)


def right_stretches(choice: Choice, weights: FloatArray) -> list[bool]:
    """Whether the best stretch of each passage is right, in the order of the passages."""
    scores = choice.features @ weights
    best = [int(np.argmax(np.where(choice.passage == rank, scores, -np.inf))) for rank in sorted(set(choice.passage.tolist()))]
    return [bool(choice.right[n]) for n in best]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    data = choices(load_collection(args.corpus, None), args.gold)
    held: list[list[bool]] = []
    for fold in range(FOLDS):
        weights = fit([c for n, c in enumerate(data) if n % FOLDS != fold])
        held.extend(right_stretches(c, weights) for c in data[fold::FOLDS])
    print(f"questions {len(data)}, first passage right {sum(r[0] for r in held)}, any right {sum(any(r) for r in held)}")
    found = dict(zip(FEATURES, (round(float(w), 3) for w in fit(data)), strict=False))
    print(found)
    if args.write:
        WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
