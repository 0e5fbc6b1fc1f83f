"""Learns what kind of thing a question asks for (`service/operations.py`)."""

from __future__ import annotations

from collections.abc import Sequence

from eval.train.forms import fit_form_model
from eval.train.labels import RIGHT
from eval.train.prepared import Prepared
from service.answers.claim import OPERATIONS
from service.forms import FormModel
from service.operations import FORMS

LABELS: tuple[str, ...] = (*(o for o in OPERATIONS if o not in FORMS), *(form for forms in FORMS.values() for form in forms))
LONGEST_FIGURE = 25
"""Characters of a value that is a figure with its unit."""


def operations_of(one: Prepared) -> set[str]:
    """The labels that answer a question rightly; of running text by whether the gold is a figure."""
    found = {o for o, mark in zip(one.operations, one.labels, strict=False) if mark == RIGHT}
    if "span" in found:
        found.remove("span")
        numeric = all(any(c.isdigit() for c in str(v)) and len(str(v)) < LONGEST_FIGURE for v in one.asked.values)
        found.add("span_number" if numeric else "span_words")
    if one.asked.form in ("list", "top", "count") and found - {"span_words", "span_number"}:
        found -= {"span_words", "span_number"}
    return found


def fit_operations(questions: Sequence[Prepared], seed: int = 0) -> FormModel:
    """The model that makes one of the right operations of each question likeliest; questions without any teach nothing."""
    data = [(sorted(set(q.form)), sorted(LABELS.index(o) for o in operations_of(q))) for q in questions if q.form]
    data = [(form, marks) for form, marks in data if marks]
    return fit_form_model(data, LABELS, seed)
