"""What kind of thing a question asks for: the probability of each operation given the form of the question.

Trained by `python -m eval.train operations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from service.entity_names import EntityNames
from service.forms import FormModel, form_features, read_form_model

FILE = "operations.npz"
FORMS: Mapping[str, tuple[str, ...]] = {"span": ("span_number", "span_words"), "cell": ("cell_number", "cell_words")}
"""Running text and cells answer with a figure or with words: two kinds of question for one operation."""


@cache
def operation_model() -> FormModel:
    """The shipped model."""
    return read_form_model(FILE)


def likely_operations(text: str, names: EntityNames) -> Mapping[str, float]:
    """The logarithm of the probability of each operation for a question, and of each that has two forms."""
    return with_forms(operation_model().log_probabilities(form_features(text, names)))


def with_forms(found: Mapping[str, float]) -> Mapping[str, float]:
    """The logarithms with those of the operations that have two forms."""
    return {**found, **{name: float(np.logaddexp.reduce([found[f] for f in forms])) for name, forms in FORMS.items()}}


def probability(likely: Mapping[str, float], operations: Iterable[str]) -> float:
    """That one of these operations is asked for."""
    return float(sum(np.exp(likely[o]) for o in operations if o in likely))
