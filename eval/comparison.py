"""What moved since an older report, question by question, and whether it is more than chance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.significance import difference


def read_report(path: Path) -> dict[str, Any]:
    """A report.json written before. Raises EvaluationError where it is none."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        for variant in report["variants"].values():
            variant["outcomes"].items()
    except OSError as error:
        raise EvaluationError(f"گزارش پیشین خوانده نشد: {path} ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"پروندهٔ {path} گزارش ارزیابی نیست") from error
    return dict(report)


def compare(new: Mapping[str, Any], old: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Paired differences of every metric of every variant both reports have, and the questions that changed sides."""
    moved = []
    flipped: dict[str, dict[str, list[str]]] = {}
    for variant in new["variants"].keys() & old["variants"].keys():
        a, b = new["variants"][variant]["outcomes"], old["variants"][variant]["outcomes"]
        for metric in (m for m in a if m in b):
            if found := difference(a[metric], b[metric]):
                moved.append({"variant": variant, "metric": metric, **asdict(found)})
        right, before = a.get("right", {}), b.get("right", {})
        flipped[variant] = {
            "gained": sorted(i for i in right.keys() & before.keys() if right[i] > before[i]),
            "lost": sorted(i for i in right.keys() & before.keys() if right[i] < before[i]),
        }
    order = {v: n for n, v in enumerate(new["variants"])}
    moved.sort(key=lambda m: order[m["variant"]])
    same_gold = new["gold"]["sha256"] == old.get("gold", {}).get("sha256")
    return {"name": name, "same_gold": same_gold, "moved": moved, "flipped": flipped}
