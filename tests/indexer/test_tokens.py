import pytest

from indexer.tokens import alike, character_ngrams, fold, words


def test_one_stem_for_space_zwnj_and_joined_forms():
    assert words("شهرک‌ها") == words("شهرکها") == words("شهرك") == ["شهرک"]
    assert words("بهره‌برداری") == words("بهره برداری")


def test_digits_and_letters_in_one_form_figures_untouched():
    assert words("۱۴۰۱") == words("١٤٠١") == ["1401"]
    assert "18.6" in words("میزان 18.6 مگاوات")
    assert "10.450" in words("مبلغ 10.450 ریال")
    assert fold("كتاب‌هاي") == "کتاب‌های"


def test_stop_words_go_unless_nothing_is_left():
    assert words("از شهرک") == ["شهرک"]
    assert words("از") == ["از"]


def test_persian_yields_ngrams():
    grams = character_ngrams("شهرک‌ها و")
    assert "شهرک" in grams
    assert all(len(g) == 4 for g in grams)
    assert character_ngrams("") != []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("اورژانس", "اورژاس", True),
        ("اورژانس", "اورژاتس", True),
        ("اورژانس", "اروژانس", True),
        ("کودکان", "کودکانه", True),
        ("کرمان", "کرمانشاه", False),
        ("قلب", "قلم", False),
        ("جراحی", "اورژانس", False),
    ],
)
def test_a_slip_is_a_letter_more_less_or_another(one: str, other: str, same: bool):
    assert alike(one, other) is same
    assert alike(other, one) is same
