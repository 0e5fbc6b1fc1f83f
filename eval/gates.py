"""What makes an evaluation fail in CI: a metric under a limit, or a significant fall from a committed baseline.

A baseline holds the score of each question, so the tolerance is the interval of the paired difference: a fall counts when
its 95 % interval lies below nothing, and one question more or less does not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.significance import difference
from eval.variants import VARIANTS
from eval.wording import HEADLINE

GATED = ("evidence@5", "recall@5", "row@1", "right", "wrong", "cited")
"""Metrics of the whole service that may not get worse."""
LOWER_IS_BETTER = frozenset({"wrong"})


@dataclass(frozen=True)
class Limit:
    variant: str
    metric: str
    value: float


def parse_limit(text: str) -> Limit:
    """`right=0.6`, or of another variant `raw-full.right=0.2`. Raises EvaluationError."""
    name, _, value = text.partition("=")
    variant, dot, metric = name.strip().rpartition(".")
    try:
        limit = Limit(variant if dot else HEADLINE, metric, float(value))
    except ValueError as error:
        raise EvaluationError(f"«--fail-under {text}» باید مانند right=0.6 باشد") from error
    if limit.variant not in VARIANTS:
        raise EvaluationError(f"گونهٔ «{limit.variant}» در «--fail-under {text}» نیست؛ این‌ها هست: {'، '.join(VARIANTS)}")
    return limit


def read_baseline(path: Path) -> dict[str, Any]:
    """A baseline written by `write_baseline`. Raises EvaluationError."""
    try:
        baseline = json.loads(path.read_text(encoding="utf-8"))
        for scores in baseline["outcomes"].values():
            scores.items()
    except OSError as error:
        raise EvaluationError(f"خط پایه خوانده نشد: {path} ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"پروندهٔ {path} خط پایهٔ ارزیابی نیست") from error
    return dict(baseline)


def write_baseline(report: Mapping[str, Any], path: Path) -> None:
    """Keeps the gated outcomes of this report, swapped in whole. Raises EvaluationError where the service was not run."""
    if HEADLINE not in report["variants"]:
        raise EvaluationError(f"خط پایه از گونهٔ «{HEADLINE}» ساخته می‌شود، که سنجیده نشد")
    outcomes = report["variants"][HEADLINE]["outcomes"]
    kept = {metric: outcomes[metric] for metric in GATED if metric in outcomes}
    baseline = {
        "gold": report["gold"]["sha256"],
        "metrics": {metric: report["variants"][HEADLINE]["metrics"][metric] for metric in kept},
        "outcomes": kept,
    }
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps(baseline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(beside, path)


def judge(report: Mapping[str, Any], limits: Sequence[Limit], baseline: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """A verdict for every limit and every gated metric. Raises EvaluationError for a limit on what was not measured."""
    verdicts = [_under(report, limit) for limit in limits]
    if baseline is not None:
        outcomes = report["variants"].get(HEADLINE, {}).get("outcomes", {})
        for metric, before in baseline["outcomes"].items():
            found = difference(outcomes.get(metric, {}), before)
            if found is None:
                raise EvaluationError(f"خط پایه و این اجرا برای «{metric}» پرسش مشترکی ندارند؛ خط پایه را از نو بسازید")
            passed = found.low <= 0 if metric in LOWER_IS_BETTER else found.high >= 0
            verdicts.append({"gate": "baseline", "variant": HEADLINE, "metric": metric, "passed": passed, **asdict(found)})
    return verdicts


def _under(report: Mapping[str, Any], limit: Limit) -> dict[str, Any]:
    metrics = report["variants"].get(limit.variant, {}).get("metrics", {})
    if limit.metric not in metrics:
        raise EvaluationError(f"«{limit.metric}» برای گونهٔ «{limit.variant}» سنجیده نشد؛ سنجه‌ها: {'، '.join(metrics) or 'هیچ'}")
    value = metrics[limit.metric]["mean"]
    passed = value <= limit.value if limit.metric in LOWER_IS_BETTER else value >= limit.value
    return {"gate": "limit", **asdict(limit), "found": value, "passed": passed}
