"""What a question asks for, by its form."""

import numpy as np
import pytest

from service.entity_names import EntityNames
from service.forms import BUCKETS, FormModel
from service.operations import FORMS, likely_operations, operation_model, probability, with_forms

NAMES = EntityNames(frozenset(("مراقبت های ویژه", "زنان", "زنان و زایمان", "اورژانس")))


def test_a_model_gives_probabilities_and_all_forms_of_an_operation_are_one():
    labels = ("sum", *(form for forms in FORMS.values() for form in forms))
    weights = np.zeros((BUCKETS, len(labels)), dtype=np.float32)
    weights[5, 0] = 4.0
    model = FormModel(labels, weights, np.zeros(len(labels), dtype=np.float32))
    found = with_forms(model.log_probabilities([5, 6, 7, 8]))
    whole = np.exp(2) + len(labels) - 1
    assert probability(found, labels) == pytest.approx(1.0)
    assert np.exp(found["sum"]) == pytest.approx(np.exp(2) / whole)
    assert np.exp(found["span"]) == pytest.approx(2 / whole)
    assert np.exp(found["cell"]) == pytest.approx(2 / whole)
    assert probability(found, ("sum", "nothing")) == pytest.approx(np.exp(found["sum"]))


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("کدام بخش بیشترین تخت را دارد؟", "most"),
        ("میانگین تخت بخش‌ها چقدر است؟", "mean"),
        ("چند بخش بیش از 20 تخت دارند؟", "count_more"),
    ],
)
def test_the_shipped_model_knows_plain_questions(question: str, operation: str):
    likely = likely_operations(question, NAMES)
    assert max(likely, key=lambda o: likely[o]) == operation
    assert {form for forms in FORMS.values() for form in forms} < set(operation_model().labels)
    assert not set(FORMS) & set(operation_model().labels)
