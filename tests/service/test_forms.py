"""The form of a text is what counts: names, places, years and numbers are masked."""

import numpy as np
import pytest

from service.entity_names import EntityNames, name_of
from service.forms import BUCKETS, FormModel, form_features, read_form_model, write_form_model

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


def test_what_else_is_known_of_a_text_counts_beside_its_words():
    assert set(form_features("چند تخت", NONE)) < set(form_features("چند تخت", NONE, ("no word is known",)))


def test_a_model_is_read_as_it_was_written(tmp_path, monkeypatch):
    weights = np.zeros((BUCKETS, 2), dtype=np.float32)
    weights[7] = (0.5, -1.5)
    path = tmp_path / "data" / "forms.npz"
    path.parent.mkdir()
    write_form_model(FormModel(("a", "b"), weights, np.array([0.25, 0.0], dtype=np.float32)), path)
    monkeypatch.setattr("service.forms.files", lambda _: tmp_path)
    read = read_form_model("forms.npz")
    assert read.labels == ("a", "b")
    assert read.log_probabilities([7])["a"] == pytest.approx(-np.log1p(np.exp(-2.25)))
