from __future__ import annotations

import pytest

from indexer.repair.digits import known_years, reorder
from indexer.repair.traced import from_raw

YEARS = frozenset(["1400", "1401", "1390"])


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("در سال 0114 از تعداد", "در سال 1401 از تعداد"),
        ("تا پایان سال 1140، تعداد", "تا پایان سال 1401، تعداد"),
        ("در سال 14 01 بود", "در سال 1401 بود"),
        ("نسبت به قبل 04% شد", "نسبت به قبل 40% شد"),
    ],
)
def test_years_and_percentages(garbled: str, meant: str) -> None:
    done = reorder(from_raw(garbled), YEARS)
    assert done.text == meant
    assert all(garbled[at] == char for at, char in zip(done.origin, done.text, strict=True))


@pytest.mark.parametrize(
    "line",
    [
        "مبلغ 1140 ریال",
        "سال 1401 و 1400",
        "در سال 1293 بود",
        "تاریخ 29/12/1401 و 4/12/1384",
        "برابر 1,140 و 10.14 و 0114.5",
        "کد 021 و 09 و 04",
        "در سال 1130 بود",
        "ردیف 01 40 بود",
        "جدول 14 01",
    ],
)
def test_every_other_number_stays(line: str) -> None:
    assert reorder(from_raw(line), YEARS).text == line


def test_without_known_years_no_year_is_made() -> None:
    assert reorder(from_raw("در سال 0114")).text == "در سال 0114"


def test_years_are_learned_from_their_recurrence() -> None:
    lines = ["سال ۱۴۰۱ تا 1401", "1401 و 1399", "کد 4521 و 4521 و 4521"]
    assert known_years(lines) == {"1401"}
