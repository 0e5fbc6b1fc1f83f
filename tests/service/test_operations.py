"""The form of a question is what counts: names, places, years and numbers are masked."""

import numpy as np
import pytest

from service.entity_names import EntityNames, name_of
from service.operations import BUCKETS, FORMS, OperationModel, form_features, likely_operations, operation_model, probability

NAMES = EntityNames(frozenset(("مراقبت های ویژه", "زنان", "زنان و زایمان", "اورژانس")))
NONE = EntityNames(frozenset())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("زنان چند تخت دارد؟", "اورژانس چند تخت دارد؟"),
        ("زنان و زایمان چند تخت دارد؟", "مراقبت‌های ویژه چند تخت دارد؟"),
        ("مراقبتهای ویژه چند تخت دارد", "اورژانس چند تخت دارد؟"),
        ("تخت یزد و قم در سال ۱۴۰۱", "تخت فارس و سیستان و بلوچستان در سال ۱۳۹۸"),
        ("بیش از 12 تخت", "بیش از 3,450.5 تخت"),
        ("اختلاف زنان و تهران در 1402", "اختلاف اورژانس و کرمان در 1400"),
    ],
)
def test_questions_of_one_form_have_the_same_features(one: str, other: str):
    assert form_features(one, NAMES) == form_features(other, NAMES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بیش از 12 تخت", "کمتر از 12 تخت"),
        ("در 1401 چند تخت", "در 140 چند تخت"),
        ("زنان چند تخت دارد؟", "جراحی چند تخت دارد؟"),
        ("یزد یا قم", "یزد"),
    ],
)
def test_other_forms_have_other_features(one: str, other: str):
    assert form_features(one, NAMES) != form_features(other, NAMES)


def test_names_are_masked_only_where_they_are_known():
    assert form_features("زنان چند تخت دارد", NONE) != form_features("اورژانس چند تخت دارد", NONE)
    assert name_of("زنان و زایمان") in NAMES.found_in("زنان و زایمان چند تخت دارد")


def test_features_are_buckets_each_once_whatever_the_letters_and_digits():
    features = form_features("كدام بخش در سال ۱۴۰۱ بيشترين تخت را داشت؟", NAMES)
    assert features == sorted(set(features))
    assert 0 <= features[0] <= features[-1] < BUCKETS
    assert features == form_features("کدام بخش در سال 1401 بیشترین تخت را داشت", NAMES)
    assert form_features("", NAMES) == form_features("؟", NAMES)


def test_a_model_gives_probabilities_and_all_forms_of_an_operation_are_one():
    labels = ("sum", *(form for forms in FORMS.values() for form in forms))
    weights = np.zeros((BUCKETS, len(labels)), dtype=np.float32)
    weights[5, 0] = 4.0
    found = OperationModel(labels, weights, np.zeros(len(labels), dtype=np.float32)).log_probabilities([5, 6, 7, 8])
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
