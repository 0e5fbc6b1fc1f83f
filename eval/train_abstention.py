"""Fits the probability that an answer is right.

    python -m eval.train_abstention GOLD.jsonl... [--documents SOURCES CORPUS] [--test GOLD.jsonl] [--write]

The choice among candidates and the judgement of the chosen one (`service.answering.abstain`), on every candidate that the
service forms for every gold question (for unanswerable ones all are wrong); right as the contract scores it. `--documents`:
gold documents of other organizations with their questions, each asked alone. The threshold is the lowest at which the wrong
answers stay under the share asked for, cross-validated: by question on the report, by whole documents on the others.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.documents.questions import questions_of
from eval.goldset import GoldQuestion
from eval.listwise import fit_likeliest
from eval.matching import concise, given
from service.answering import candidates
from service.answering.abstain import CHOSEN, INPUTS, Calibration, choose, inputs, judge
from service.answering.answer import Candidate
from service.collection import Collection, load_collection
from service.question import understand
from service.retrieval import retrieve

FOLDS = 5
STRENGTH = 0.3
PENALTY = 0.004
TELLING = 4
"""Characters of gold values from which on another source that says the same is right too."""
MODEL = Path(__file__).parent.parent / "service" / "data" / "abstention.json"


@dataclass(frozen=True)
class Judged:
    """A gold question with the candidates of the service and whether each is right; `document` of another organization's."""

    item: dict[str, Any]
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    document: str | None = None


def judged(collection: Collection, paths: list[Path]) -> list[Judged]:
    """The questions of gold files, asked of a collection of one document."""
    items = (json.loads(text) for path in paths for text in path.read_text(encoding="utf-8").splitlines())
    return [_judged(collection, item) for item in items]


def judged_documents(sources: Path, corpus: Path) -> list[Judged]:
    """The questions of gold documents that a corpus holds, each asked of its own document alone."""
    collection = load_collection(corpus, None)
    questions, _, _ = questions_of(sources, corpus)
    return [_judged(collection.alone(d), _item(q), d) for q in questions if (d := q.document)]


def _item(question: GoldQuestion) -> dict[str, Any]:
    return {
        "id": f"{question.document}:{question.id}",
        "question": question.question,
        "type": question.type,
        "values": list(question.values),
        "evidence": question.evidence,
    }


def _judged(collection: Collection, item: dict[str, Any], document: str | None = None) -> Judged:
    question = understand(item["question"], collection.vocabulary)
    found = tuple(candidates(collection, question, retrieve(collection, question, None, 50)))
    return Judged(item, found, tuple(_is_right(collection, item, c) for c in found), document)


def _is_right(collection: Collection, item: dict[str, Any], candidate: Candidate) -> bool:
    """Every gold value given, from the gold evidence or by values too telling to be met by chance; where gold names none,
    the sources overlap the gold evidence."""
    if item["type"] == "unanswerable":
        return False
    answer = {"text": candidate.answer.text, "values": list(candidate.answer.values)}
    spans = [collection.index.entries[n].passage.lines for n in candidate.answer.entries]
    cited = any(a <= d and c <= b for c, d in item["evidence"] for a, b in spans)
    telling = sum(len(value) for value in item["values"]) >= TELLING
    stated = all(given(v, item["type"], answer) for v in item["values"])
    return (cited or telling) and stated and concise(item["values"], item["type"], answer)


def fit(data: list[Judged], threshold: float = 0.5) -> Calibration:
    """The choice fitted on questions with a right candidate, then the judgement on what it chooses for every question."""
    lists = [(np.array([inputs(c) for c in j.candidates]), np.array(j.right)) for j in data if j.candidates]
    choice = fit_likeliest([(x, y) for x, y in lists if y.any()], PENALTY)
    chosen = [(choose(x, choice), y) for x, y in lists]
    seen, labels = np.array([s for (_, s), _ in chosen]), [bool(y[best]) for (best, _), y in chosen]
    model = LogisticRegression(C=STRENGTH, max_iter=4000).fit(seen, labels)
    return Calibration(choice, model.coef_[0], float(model.intercept_[0]), threshold)


def outcome(j: Judged, model: Calibration) -> tuple[float, bool]:
    """Probability and rightness of the chosen candidate."""
    if not j.candidates:
        return 0.0, False
    best, chance = judge(j.candidates, model)
    return chance, j.right[best]


def cross_validated(data: list[Judged], tested: list[Judged]) -> list[tuple[Judged, float, bool]]:
    """What comes of each question by a model that has not seen it: nor its document, where it is another organization's."""
    own = [j for j in tested if j.document is None]
    folds = [own[fold::FOLDS] for fold in range(FOLDS) if own[fold::FOLDS]]
    folds += [[j for j in tested if j.document == d] for d in dict.fromkeys(j.document for j in tested if j.document)]
    results: list[tuple[Judged, float, bool]] = []
    for held in folds:
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
    parser.add_argument("--documents", nargs=2, type=Path, action="append", default=[], metavar=("SOURCES", "CORPUS"))
    parser.add_argument("--test", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--most-wrong", type=float, default=0.05)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--failures", type=int, default=0)
    args = parser.parse_args()
    collection = load_collection(args.corpus, None)
    data = judged(collection, args.gold)
    for sources, corpus in args.documents:
        data += judged_documents(sources, corpus)
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
        best = j.candidates[judge(j.candidates, whole)[0]] if j.candidates else None
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
                    "threshold": threshold,
                    "bias": round(model.bias, 4),
                    "choice": {n: round(float(w), 4) for n, w in zip(INPUTS, model.choice, strict=True)},
                    "judgement": {n: round(float(w), 4) for n, w in zip((*INPUTS, *CHOSEN), model.judgement, strict=True)},
                },
                indent=1,
            )
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
