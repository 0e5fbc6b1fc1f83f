"""Years in text, and the year that a table stands under."""

from __future__ import annotations

import pytest

from indexer.structure.scope import scope_year, years_of


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("گزارش عملکرد سال ۱۴۰۲", (1402,)),
        ("سال‌های ۱۳۹۸ تا ۱۴۰۰", (1398, 1400)),
        ("سال مالی ۱۴۰۰-۱۴۰۱", (1400, 1401)),
        ("سال مالی 1401-02", (1401, 1402)),
        ("پایان سال ۹۹", (1399,)),
        ("سال‌های ۹۸ و ۹۹", (1398, 1399)),
        ("سال مالی منتهی به 29/12/1401", (1401,)),
        ("در تاریخ ١٤٠١/١٢/٢٩", (1401,)),
        ("آمار 2023", (2023,)),
        ("۱۴۰۱ و ۲۰ طرح", (1401,)),
        ("۱۴۰۰ نفر", ()),
        ("ماده ۱۳۰۱", ()),
        ("1,401 و 14010 و 3/1401", ()),
        ("سال ۹۵ درصد", ()),
    ],
)
def test_years(said: str, years: tuple[int, ...]):
    assert years_of(said) == years


def test_the_nearest_text_that_names_a_year_decides():
    assert scope_year("درآمد سال ۱۴۰۱", ["بخش سال ۱۴۰۰"], 1399) == 1401
    assert scope_year("درآمد", ["سال ۱۳۹۸", "سال ۱۴۰۰"], 1399) == 1400
    assert scope_year("درآمد", ["کلیات"], 1399) == 1399
    assert scope_year("درآمد ۱۴۰۰ و ۱۴۰۱", ["سال ۱۴۰۰"], 1399) is None
    assert scope_year("درآمد", [], None) is None
