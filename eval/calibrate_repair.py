"""Fits the choice among readings and the confidence of repaired lines on lines read by hand.

    python -m eval.calibrate_repair SEED.txt TRUTH.jsonl... [--write]

TRUTH holds gold spans of one line ({"lines": [n, n], "clean"}) or lines ({"line", "text"}). A line is right when all its
letters, digits and marks stand in order; only running text counts.

First the weights of the second look (`indexer.repair.rescoring`) are fitted on the readings of every line (`listwise`). Each
line is then read with the weights of the other folds, and the confidence is fitted on that: a logistic regression and boosted
trees, their scores made shares by isotonic regression on cross-validated scores. Folds are stretches of the document, so that
no line is judged by its neighbours. Prints the share in order before and after and the cross-validated calibration; with
--write both fits go to the engine's data and the plot to `eval/repair_reliability.svg`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from eval.listwise import Choice, fit_choice
from eval.matching import ZWNJ, canon
from eval.plots import reliability_chart
from eval.repair_metrics import edit_distance
from eval.selective import Calibration, Judged, calibration
from indexer.repair import Ordered, line_of, numbering, order, rescoring
from indexer.repair import neighbours as neighbours_of
from indexer.repair.confidence import Evidence, fit_of, interpolate
from indexer.repair.runs import THOROUGH, Reading, readings

Floats = npt.NDArray[np.float64]
FOLDS = 10
STRENGTH, CHOICE_STRENGTH = 1.0, 2e-4
MOST_LOST = 8
"""Letters that a line may have lost and be right before they are given back."""
KNOTS = 15
SUREST = 0.42
"""The share of lines that form the surest level: they are right alike often, and finer steps among them were noise."""
SURE = 0.95
TITLE = "اطمینان بازسازی سطرها"
STYLE = (
    "<style>text{font:11px sans-serif;fill:#444}.grid{stroke:#ddd}.ideal{stroke:#999;stroke-dasharray:4}"
    ".bin{fill:#2a6f97;fill-opacity:.75}</style>"
)
_BULLETS = "✓❖•➢\uf050\uf0c3-– \t\u200c"
_EVAL = Path(__file__).parent
_DATA = _EVAL.parent / "indexer" / "data"
CONFIDENCE, RESCORING = _DATA / "repair_confidence.json", _DATA / "repair_rescoring.json"
_NUMBER = re.compile(r"\d+(?:[./,]\d+)*")


def letters_in_order(text: str) -> str:
    """What has to agree: everything but spaces, joiners and the bullet."""
    return "".join(c for c in canon(text).strip(_BULLETS) if not c.isspace() and c != ZWNJ)


def truths(paths: Sequence[Path]) -> dict[int, str]:
    """Line number -> what it says."""
    found: dict[int, str] = {}
    for path in paths:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "clean" not in row:
                found[row["line"]] = row["text"]
            elif row["lines"][0] == row["lines"][1]:
                found[row["lines"][0]] = row["clean"]
    return found


@dataclass(frozen=True)
class Judgeable:
    """A line whose truth is known: its readings, their features and which are right."""

    at: int
    truth: str
    options: tuple[Reading, ...]
    choice: Choice


def in_order(text: str, truth: str) -> bool:
    """Whether a reading is the true order; letters not given back yet and digits not in order yet do not count."""
    a, b = (_NUMBER.sub(lambda m: "".join(sorted(m.group())), letters_in_order(t)) for t in (text, truth))
    lost = abs(len(a) - len(b))
    return a == b or (0 < lost <= MOST_LOST and edit_distance(b, a) == lost)


def judgeable(ordered: Ordered, known: dict[int, str]) -> list[Judgeable]:
    """The lines of running text among the known ones, read again as in the last reading of the document."""
    found = []
    model = ordered.model
    running = [bool(options) for options in ordered.options]
    for number, truth in sorted(known.items()):
        at = number - 1
        if not ordered.options[at]:
            continue
        around = neighbours_of(ordered.earlier, at, running)
        base, trained = ordered.base[at], ordered.trained[at]
        options = rescoring.shortlist(readings(model.language, base, trained, model.lexicon.frequency, THOROUGH, *around))
        rows = rescoring.features(options, base, model.knowledge(), trained, *around)
        right = np.array([in_order(r.text.text, truth) for r in options])
        found.append(Judgeable(at, truth, tuple(options), Choice(rows, right)))
    return found


def chosen(ordered: Ordered, lines: Sequence[Judgeable]) -> Ordered:
    """The document with each of these lines read by weights that the other folds gave."""
    options = list(ordered.options)
    for train, test in KFold(min(FOLDS, len(lines))).split(np.arange(len(lines))):
        weights = fit_choice([lines[i].choice for i in train], CHOICE_STRENGTH)
        for i in test:
            found = rescoring.probabilities(lines[i].choice.rows, weights)
            rated = [replace(r, probability=float(p)) for r, p in zip(lines[i].options, found, strict=True)]
            options[lines[i].at] = sorted(rated, key=lambda r: -r.probability)
    for at, line in numbering.settle([found[0].text if found else None for found in options]).items():
        options[at] = [replace(options[at][0], text=line), *options[at][1:]]
    return replace(ordered, options=options)


def examples(ordered: Ordered, known: dict[int, str]) -> tuple[Floats, Floats]:
    """Features (lines by features) and whether each line was right."""
    rows, right = [], []
    for number, text in sorted(known.items()):
        at = number - 1
        if ordered.options[at]:
            earlier = ordered.earlier[at] if ordered.earlier else ordered.raws[at]
            evidence = Evidence.of(ordered.line(at), ordered.options[at], ordered.model.lexicon, earlier)
            rows.append(evidence.features())
            right.append(letters_in_order(line_of(ordered, at).text) == letters_in_order(text))
    return np.array(rows), np.array(right, float)


def _models(x: Floats, y: Floats) -> dict[str, Any]:
    """Regression and trees in the stored form, the map left out."""
    linear = LogisticRegression(C=STRENGTH, max_iter=5000).fit(x, y)
    grown = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.05, max_leaf_nodes=6, min_samples_leaf=25, l2_regularization=5.0, early_stopping=False
    ).fit(x, y)
    return {
        "weights": [round(float(w), 4) for w in linear.coef_[0]],
        "bias": round(float(linear.intercept_[0]), 4),
        "base": round(float(np.ravel(grown._baseline_prediction)[0]), 4),
        "trees": [[_node(n) for n in predictor.nodes] for (predictor,) in grown._predictors],
    }


def _node(node: Any) -> list[float]:
    """[feature, threshold, left, right, value]; a leaf has feature -1."""
    if node["is_leaf"]:
        return [-1, 0, 0, 0, round(float(node["value"]), 5)]
    return [int(node["feature_idx"]), round(float(node["num_threshold"]), 6), int(node["left"]), int(node["right"]), 0]


def _scored(models: dict[str, Any], x: Floats) -> Floats:
    fitted = fit_of(models | {"scores": [], "shares": []})
    return np.array([fitted.score(row) for row in x.tolist()])


def _shares(scores: Floats, y: Floats) -> tuple[list[float], list[float]]:
    """Points of the map: the surest lines are one level; below it means of equal groups of lines, made rising."""
    order_ = np.argsort(scores, kind="stable")
    rest = len(y) - round(SUREST * len(y))
    groups = np.array_split(order_[:rest], min(KNOTS, max(1, rest // 20)))
    points = [*(float(scores[g].mean()) for g in groups), float(scores[order_[rest]])]
    means = [*(float(y[g].mean()) for g in groups), round(float(y[order_[rest:]].mean()), 2)]
    weights = [*(len(g) for g in groups), len(y) - rest]
    share = IsotonicRegression(y_min=0.01, y_max=0.99).fit_transform(points, means, sample_weight=weights)
    return [round(v, 4) for v in points], [round(float(v), 4) for v in share]


def _scores(x: Floats, y: Floats) -> Floats:
    """Cross-validated scores. Lines near one another are alike, so the folds are stretches of the document."""
    scores = np.zeros(len(y))
    for train, test in KFold(min(FOLDS, len(y))).split(x):
        scores[test] = _scored(_models(x[train], y[train]), x[test])
    return scores


def fit(x: Floats, y: Floats) -> dict[str, Any]:
    """The stored form: the models over the features in the order of `Evidence`, and the map (scores -> shares)."""
    scores, shares = _shares(_scores(x, y), y)
    names = [f.name for f in fields(Evidence)]
    return {"features": names, **_models(x, y), "scores": scores, "shares": shares, "lines": len(y)}


def cross_validated(x: Floats, y: Floats) -> list[Judged]:
    """Every line with the confidence that the other folds give it, models and map."""
    found: list[Judged] = []
    for train, test in KFold(min(FOLDS, len(y))).split(x):
        scores, shares = _shares(_scores(x[train], y[train]), y[train])
        raw = _scored(_models(x[train], y[train]), x[test])
        found += [Judged(interpolate(float(s), scores, shares), bool(r)) for s, r in zip(raw, y[test], strict=True)]
    return found


def report(judged: Sequence[Judged], measured: Calibration) -> str:
    """The calibration as aligned text."""
    lines = [f"{'confidence':>10}{'right':>8}{'lines':>7}"]
    lines += [f"{b.confidence:>10.3f}{b.right:>8.3f}{b.n:>7}" for b in measured.bins]
    for threshold in (0.8, 0.9, SURE):
        sure = [j.right for j in judged if j.confidence >= threshold]
        share = sum(sure) / len(sure) if sure else float("nan")
        lines.append(f">= {threshold}: {len(sure) / len(judged):.3f} of the lines, {share:.3f} of them right")
    return "\n".join([*lines, f"Brier {measured.brier:.4f}, ECE {measured.ece:.4f}, {len(judged)} lines"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=Path)
    parser.add_argument("truth", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    ordered = order(options.seed.read_text(encoding="utf-8").split("\n"))
    known = truths(options.truth)
    lines = judgeable(ordered, known)
    first = float(np.mean([line.choice.right[0] for line in lines]))
    listed = float(np.mean([line.choice.right.any() for line in lines]))
    x, y = examples(chosen(ordered, lines), known)
    print(f"in order: {first:.4f} by the search, {y.mean():.4f} after the second look (right one listed: {listed:.4f})")
    if options.write:
        store_choice(fit_choice([line.choice for line in lines], CHOICE_STRENGTH), len(lines))
    calibrate(x, y, write=options.write)


def store_choice(weights: Floats, lines: int) -> None:
    named = {name: round(float(w), 4) for name, w in zip(rescoring.FEATURES, weights, strict=True)}
    RESCORING.write_text(json.dumps({"weights": named, "lines": lines}, indent=1) + "\n", encoding="utf-8")


def calibrate(x: Floats, y: Floats, *, write: bool) -> None:
    """Prints the cross-validated calibration; stores the fit and the plot if asked to."""
    judged = cross_validated(x, y)
    measured = calibration(judged)
    if measured is None:
        raise SystemExit("no line of running text among the truths")
    print(report(judged, measured))
    if write:
        CONFIDENCE.write_text(_dumped(fit(x, y)), encoding="utf-8")
        (_EVAL / "repair_reliability.svg").write_text(_standalone(reliability_chart(measured.bins, TITLE)), encoding="utf-8")


def _dumped(data: dict[str, Any]) -> str:
    """JSON with a line for each entry: the trees are many short lists."""
    return "{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in data.items()) + "\n}\n"


def _standalone(chart: str) -> str:
    """The chart of a page as a file of its own."""
    return chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(">", f">{STYLE}", 1) + "\n"


if __name__ == "__main__":
    main()
