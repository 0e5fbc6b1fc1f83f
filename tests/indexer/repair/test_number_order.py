import pytest

from indexer.repair.letters import normalise
from indexer.repair.number_order import turned, turned_by_group, way_of, with_numbers_turned
from indexer.repair.traced import Traced, from_raw


def normal(raws: list[str]) -> list[Traced]:
    return [normalise(from_raw(raw)) for raw in raws]


def texts(raws: list[str]) -> list[str]:
    return [line.text for line in with_numbers_turned(normal(raws), raws)]


BACKWARDS = ["در سال ۳۰۴۱ جمعیت ۰۰۰.۰۵۲ نفر بود", "مصوب ۵۲/۲۱/۹۹۳۱", "و سال ۲۰۴۱ بیشتر"]


def test_a_document_of_numbers_written_backwards_is_turned():
    assert texts(BACKWARDS) == ["در سال 1403 جمعیت 250.000 نفر بود", "مصوب 1399/12/25", "و سال 1402 بیشتر"]


def test_numbers_in_order_stay():
    raws = ["در سال ۱۴۰۳ جمعیت ۲۵۰.۰۰۰ نفر بود", "مصوب ۱۳۹۹/۱۲/۲۵"]
    assert way_of(normal(raws), raws) is None
    assert texts(raws) == ["در سال 1403 جمعیت 250.000 نفر بود", "مصوب 1399/12/25"]


def test_numbers_behind_latin_and_of_ascii_digits_were_never_backwards():
    raws = [*BACKWARDS, "نسخهٔ vue ۱۴۰۲ و", "سال 1402 است"]
    assert texts(raws)[3:] == ["نسخهٔ vue 1402 و", "سال 1402 است"]


def test_digits_between_marks_are_turned_apart_where_that_makes_the_likelier_dates():
    raws = ["مصوب ۹۹۳۱/۲۱/۵۲ و ۸۹۳۱/۱۱/۰۳"]
    assert way_of(normal(raws), raws) is turned_by_group
    assert texts(raws) == ["مصوب 1399/12/25 و 1398/11/30"]
    assert turned("۱۲/۳") == "۳/۲۱"


def test_slashes_drawn_behind_a_date_come_between_its_parts():
    raws = ["از تاریخ ۱۰۱۰۳۰۴۱ // اجرا شد و در سال ۳۰۴۱ پایان یافت"]
    (line,) = with_numbers_turned(normal(raws), raws)
    assert line.text.startswith("از تاریخ 1403/01/01 ")
    assert sorted(o for o in line.origin) == list(range(len(raws[0])))


@pytest.mark.parametrize("raw", ["", "بدون عدد", "۷"])
def test_lines_without_a_number_of_two_digits_stay(raw):
    assert with_numbers_turned(normal([raw]), [raw])[0].origin == tuple(range(len(raw)))
