"""What a question names: numbers, places in an order, years, rows."""

import pytest

from service.answers.slots import named, slots, threshold
from tests.service.answers.tables import COSTS, LINES, ROUTES, WARDS, sheet


def rows(question: str, of=LINES) -> list[str]:
    return [of.labels[n] for n, sure in enumerate(named(slots(question), of)) if sure >= 0.6]


def test_numbers_with_units_and_years_apart():
    asked = slots("در سال 1401 کدام خط‌ها بیش از دو هزار و پانصد مسافر یا 12.5 درصد رشد داشتند؟")
    assert [(n.value, n.unit) for n in asked.numbers] == [(2500, "مسافر"), (12.5, "درصد")]
    assert asked.years == (1401,)


def test_one_in_words_is_no_number_but_its_digit_is():
    assert slots("یک خط نام ببرید").numbers == ()
    assert [n.value for n in slots("خط 1 کجاست").numbers] == [1]


@pytest.mark.parametrize(
    ("question", "places"), [("دومین بخش", (2,)), ("رتبه سوم و چهارم", (3, 4)), ("دو بخش", ()), ("نخستین", (1,))]
)
def test_places_in_an_order(question: str, places: tuple[int, ...]):
    assert slots(question).places == places


def test_a_label_that_is_part_of_a_longer_one_is_not_taken_for_it():
    assert rows("مسافر کرمانشاه چقدر بود") == ["کرمانشاه"]
    assert rows("مسافر کرمان چقدر بود") == ["کرمان"]
    assert rows("مسافر کرمان جنوب چقدر بود") == ["کرمان جنوب"]
    assert rows("اختلاف کرمان و کرمان جنوب") == ["کرمان", "کرمان جنوب"]
    assert rows("تخت زنان و زایمان", WARDS) == ["زنان و زایمان"]
    assert rows("تخت زنان", WARDS) == ["زنان"]


def test_a_label_is_not_found_inside_another_word_that_is_no_row():
    few = sheet("خط‌ها", "entity:خط; value:مسافر", "کرمان; 1", "یزد; 2", "سمنان; 3")
    assert rows("مسافر کرمانشاه چقدر بود", few) == []
    assert rows("مسافر درکرمان چقدر بود", few) == ["کرمان"]
    assert rows("مسافر خط‌کرمان چقدر بود", few) == ["کرمان"]


@pytest.mark.parametrize("question", ["تخت مراقبت‌های ویژه", "تخت مراقبتهای ویژه", "تخت مراقبت های ویژه", "تخت مراقبتهایویژه"])
def test_a_label_is_found_whatever_its_spaces(question: str):
    assert rows(question, WARDS) == ["مراقبت‌های ویژه"]


def test_a_slip_in_a_label_is_forgiven():
    assert rows("تخت اورزانس", WARDS) == ["اورژانس"]


def test_namesakes_are_both_named_and_the_total_by_its_label():
    assert rows("زمان دانشگاه", ROUTES) == ["دانشگاه (رفت)", "دانشگاه (برگشت)"]
    assert rows("جمع کل هزینه", COSTS) == ["جمع کل"]


def test_what_a_question_names_is_worked_out_once():
    asked = slots("کرمان")
    assert named(asked, LINES) is named(asked, LINES)
    assert named(asked, LINES) != named(asked, WARDS)


def test_a_number_is_brought_to_the_unit_of_the_column():
    money, people = slots("بیش از 3 میلیارد ریال"), slots("بیش از 300 هزار نفر")
    assert threshold(money.numbers[0], COSTS, 1) == 3000
    assert threshold(people.numbers[0], WARDS, 4) == 300_000
    assert threshold(people.numbers[0], LINES, 2) == 300
