"""How figures are shown; what is shown is read back as the same number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.answers.answer import canonical
from service.answers.figures import persian_digits, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1611, "۱٬۶۱۱"),
        (5916.5, "۵٬۹۱۶٫۵"),
        (-1611, "−۱٬۶۱۱"),
        (0, "۰"),
        (-0.0, "۰"),
        (12.0, "۱۲"),
        (2.005, "۲"),
        (99.999, "۱۰۰"),
        (0.00123, "۰٫۰۰۱۲"),
        (-0.004, "−۰٫۰۰۴"),
        (1e-12, "۰٫۰۰۰۰۰۰۰۰۰۰۰۱"),
        (1234567.891, "۱٬۲۳۴٬۵۶۷٫۸۹"),
    ],
)
def test_one_form_everywhere(value: float, text: str):
    assert shown(value) == text


def test_a_cell_keeps_its_digits():
    assert shown(12.3456, 6) == "۱۲٫۳۴۵۶"
    assert persian_digits("سال 1402، ۳ بخش") == "سال ۱۴۰۲، ۳ بخش"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.integers(-(10**12), 10**12), st.decimals(-(10**6), 10**6, places=3).map(float)))
def test_what_is_shown_is_read_as_the_same_number(value: float):
    assert canonical(shown(value, 6)) == pytest.approx(value, abs=1e-6)
