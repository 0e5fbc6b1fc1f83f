"""Shorter forms of names: items, brackets, numerals, words of counting, and what tells a name from the others."""

from __future__ import annotations

import pytest

from service.answering.called import as_asked, short_forms


@pytest.mark.parametrize(
    ("name", "others", "form"),
    [
        ("افزایش فروش", ("افزایش دقت", "کاهش خستگی"), "فروش"),
        ("لوازم صنایع چوبی", ("لوازم برقی", "قطعات خودرو"), "صنایع چوبی"),
        ("گشوده (نیمه‌وقت)", (), "گشوده"),
        ("گشوده (نیمه‌وقت)", (), "نیمه‌وقت"),
        ("یزد (نارنج) - فارس (بهار)", (), "بهار"),
        ("پسته - زعفران", (), "زعفران"),
        ("نارنجستان 5", (), "نارنجستان"),
        ("تعداد آموزگاران زن", (), "آموزگاران زن"),
        ("آشنایی با آیین‌نامه مربوط به بازنشستگی", ("آشنایی با رایانه",), "بازنشستگی"),
    ],
)
def test_a_form_by_which_a_name_may_be_called(name: str, others: tuple[str, ...], form: str):
    assert form in short_forms(name, (name, *others))


def test_no_form_is_a_bare_number_or_a_function_word_or_has_a_stray_bracket():
    forms = short_forms("طرح 12 از پنج (بهار، تابستان) 1401", ("طرح دیگر",))
    assert forms
    assert not [f for f in forms if f.isdigit() or f in ("از", "به") or f.count("(") != f.count(")")]


def test_the_words_of_a_question_that_call_one_of_two():
    asked = "شمار خودروهای امداد بیشتر بود یا پایگاه‌ها؟"
    assert "پایگاه" in as_asked(asked, "پایگاه‌های امداد", "خودروهای امداد")
    assert "خودرو" in as_asked(asked, "خودروهای امداد", "پایگاه‌های امداد")
    assert "امداد" not in as_asked(asked, "خودروهای امداد", "پایگاه‌های امداد")
