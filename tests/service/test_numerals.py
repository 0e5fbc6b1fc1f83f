import pytest

from service.numerals import in_unit, quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("هزار میلیارد ریال", 1e12),
        ("دو هزار و پانصد میلیارد", 2500e9),
        ("یک میلیون و دویست هزار", 1_200_000),
        ("بیست و پنج طرح", 25),
        ("1.5 میلیون", 1_500_000),
        ("3 هزار طرح", 3000),
        ("3 و کدام", 3),
    ],
)
def test_numbers_in_words_and_digits(text: str, value: float):
    said = quantity(text)
    assert said is not None
    assert said.value == pytest.approx(value)


def test_no_number():
    assert quantity("همه استان‌ها") is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("هزار میلیارد ریال", "میلیون ریال", 1e6),
        ("هزار میلیارد ریال", "میلیارد ریال", 1000),
        ("50 میلیارد تومان", "میلیون ریال", 500_000),
        ("100 میلیارد", "میلیون ریال", 100_000),
        ("50 هکتار", "هکتار", 50),
        ("3000 طرح", None, 3000),
        ("500", "میلیون ریال", 500),
    ],
)
def test_counted_in_the_unit_of_a_column(text: str, unit: str | None, value: float):
    said = quantity(text)
    assert said is not None
    assert in_unit(said, unit) == pytest.approx(value)
