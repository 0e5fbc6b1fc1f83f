"""The groups of questions that figures are broken down by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean

from eval.goldset import GoldQuestion
from indexer.corpus import Line

BANDS = ((0.95, "۰٫۹۵ به بالا"), (0.8, "۰٫۸ تا ۰٫۹۵"), (0.0, "زیر ۰٫۸"))
LENGTHS = ((16, "۱۶ واژه به بالا"), (9, "۹ تا ۱۵ واژه"), (0, "تا ۸ واژه"))

Slices = dict[str, dict[str, list[str]]]
"""Slice -> group -> question ids."""


def make_slices(questions: Sequence[GoldQuestion], documents: Mapping[str, Sequence[Line]]) -> Slices:
    """Groups by type, style, where the evidence stands, how sure the repair was of it, and length of the question."""
    slices: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for q in questions:
        groups = {"type": q.type, "style": q.style, "length": _band(len(q.question.split()), LENGTHS)}
        if q.answerable:
            groups["place"] = "table" if q.table else "prose"
            groups["repair_confidence"] = _band(evidence_confidence(q, documents), BANDS)
        for name, group in groups.items():
            slices[name][group].append(q.id)
    order = {band: n for n, (_, band) in enumerate((*reversed(BANDS), *reversed(LENGTHS)))}
    return {name: dict(sorted(groups.items(), key=lambda g: (order.get(g[0], 0), g[0]))) for name, groups in slices.items()}


def evidence_confidence(question: GoldQuestion, documents: Mapping[str, Sequence[Line]]) -> float:
    """Mean confidence of the repair over the filled lines of the evidence."""
    lines = documents[question.document or ""]
    filled = [lines[n - 1].confidence for n in sorted(question.lines) if lines[n - 1].text.strip()]
    return fmean(filled) if filled else 1.0


def _band(value: float, bands: Sequence[tuple[float, str]]) -> str:
    return next(name for floor, name in bands if value >= floor)
