"""Lines as printed (pieces from right to left) and the text that they are read as."""

from __future__ import annotations

import pytest

from indexer.reading.pdf.order import Before, finished, reading_order


@pytest.mark.parametrize(
    ("seen", "before", "text"),
    [
        ("۱۴۰۲ لاس", "start", "سال ۱۴۰۲"),
        ("۲۷٬۹۳۹ غلبم", "start", "مبلغ ۲۷٬۹۳۹"),
        ("۱۲٫۵ خرن", "start", "نرخ ۱۲٫۵"),
        ("۱۴۰۲/۰۵/۱۲ خیرات", "start", "تاریخ ۱۴۰۲/۰۵/۱۲"),
        ("۱۴۰۲-۱۳۹۸ ۀرود", "start", "دورۀ ۱۳۹۸-۱۴۰۲"),  # after an Arabic letter a hyphen is not bound to digits
        ("۲-۱", "start", "۲-۱"),  # at the start of a paragraph it is
        ("۲-۱", "arabic", "۱-۲"),
        ("٪۱۲ دشر", "start", "رشد ۱۲٪"),
        ("۱۲٪", "start", "۱۲٪"),
        ("ISO 9001 درادناتسا", "start", "استاندارد ISO 9001"),
        ("MW ۲۵ تیفرظ", "start", "ظرفیت ۲۵ MW"),
        ("(نتم) فلا", "start", "الف (متن)"),
        (")نتم( فلا", "start", "الف (متن)"),
        ("۱۲-", "start", "-۱۲"),
    ],
)
def test_reading_order(seen: str, before: Before, text: str) -> None:
    assert reading_order(list(reversed(seen)), before)[0] == text


def test_presentation_forms_are_folded_after_ordering() -> None:
    assert reading_order(["ﻛ", "ﺘ", "ﺎ", "ﺏ"])[0] == "کتاب"


def test_arabic_letters_become_persian_and_composed() -> None:
    assert finished("كتابي  ها") == "کتابی ها"
