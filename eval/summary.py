"""Scores of single questions become figures with intervals, slices, curves and paired comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from eval.goldset import GoldQuestion
from eval.observation import Observation
from eval.scoring import Scores
from eval.selective import Judged, calibration, risk_coverage
from eval.significance import difference, estimate
from eval.slices import Slices
from eval.wording import HEADLINE, SEARCHERS

# fmt: off
METRICS = (
    "evidence@1", "evidence@5", "evidence@10", "recall@1", "recall@5", "recall@10", "nDCG@10", "RR@10",
    "context@1", "context@5", "context@10", "row@1", "right", "strict", "lenient", "wrong",
    "cited", "cited_lines_p", "cited_lines_r", "answered", "abstained",
)
# fmt: on
COMPARED = ("recall@5", "nDCG@10", "evidence@5", "context@5", "right", "wrong")
SLICED = ("evidence@5", "recall@5", "right", "wrong", "cited")

Outcomes = dict[str, dict[str, float]]
"""Metric -> question id -> score."""


def variant_report(
    summary: str,
    questions: Sequence[GoldQuestion],
    seen: Mapping[str, Observation],
    scores: Mapping[str, Scores],
    slices: Slices,
) -> dict[str, Any]:
    """All that report.json says of a variant."""
    per_metric = outcomes(scores)
    report: dict[str, Any] = {
        "summary": summary,
        "metrics": {m: asdict(estimate(list(v.values()))) for m, v in per_metric.items()},
        "slices": {name: {group: _slice(per_metric, ids) for group, ids in groups.items()} for name, groups in slices.items()},
        "latency_ms": percentiles([o.ms for o in seen.values()]),
        "outcomes": per_metric,
    }
    if all(o.reply is not None for o in seen.values()):
        report |= _answers(questions, seen, scores)
    return report


def outcomes(scores: Mapping[str, Scores]) -> Outcomes:
    """The scores the other way round, in the order of METRICS."""
    return {m: found for m in METRICS if (found := {i: s[m] for i, s in scores.items() if m in s})}


def percentiles(ms: Sequence[float]) -> dict[str, float]:
    """p50, p90, p95, p99 and the most, in milliseconds."""
    values = np.percentile(ms, [50, 90, 95, 99, 100])
    return {name: round(float(v), 2) for name, v in zip(("p50", "p90", "p95", "p99", "max"), values, strict=True)}


def comparisons(scores: Mapping[str, Mapping[str, Scores]]) -> list[dict[str, Any]]:
    """Paired tests: what repair buys each system, what each part buys the service, and the service against each search."""
    pairs = [("repair", s, f"raw-{s}") for s in (*SEARCHERS, HEADLINE)]
    pairs += [("part", HEADLINE, name) for name in scores if name.startswith(f"{HEADLINE}-")]
    pairs += [("system", HEADLINE, s) for s in SEARCHERS]
    found = []
    for question, new, old in pairs:
        if new not in scores or old not in scores:
            continue
        a, b = outcomes(scores[new]), outcomes(scores[old])
        for metric in COMPARED:
            if metric in a and metric in b and (d := difference(a[metric], b[metric])):
                found.append({"about": question, "new": new, "old": old, "metric": metric, **asdict(d)})
    return found


def _slice(per_metric: Outcomes, ids: Sequence[str]) -> dict[str, Any]:
    wanted = set(ids)
    found: dict[str, Any] = {"n": len(ids)}
    for metric in SLICED:
        values = [v for i, v in per_metric.get(metric, {}).items() if i in wanted]
        if values:
            found[metric] = asdict(estimate(values))
    return found


def _answers(questions: Sequence[GoldQuestion], seen: Mapping[str, Observation], scores: Mapping[str, Scores]) -> dict[str, Any]:
    """Abstention as a decision of its own, and how far the stated confidence may be believed."""
    judged: list[Judged] = []
    abstained = declined_rightly = unanswerable = asked = 0
    for q in questions:
        reply = seen[q.id].reply or {}
        if not reply["answered"]:
            abstained += 1
            declined_rightly += not q.answerable
        unanswerable += not q.answerable
        if "right" in scores[q.id]:
            asked += 1
            if reply["answered"]:
                judged.append(Judged(float(reply["answer"]["confidence"]), scores[q.id]["right"] == 1.0))
    curve, reliability = risk_coverage(judged, asked), calibration(judged)
    return {
        "abstention": {
            "precision": declined_rightly / abstained if abstained else None,
            "recall": declined_rightly / unanswerable if unanswerable else None,
            "abstained": abstained,
            "unanswerable": unanswerable,
        },
        "selective": asdict(curve) if curve else None,
        "calibration": asdict(reliability) if reliability else None,
    }
