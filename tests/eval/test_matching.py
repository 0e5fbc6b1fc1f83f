"""Values, numbers and units: what counts as the same."""

import pytest

from eval.matching import concise, given, given_leniently, given_strictly, number, quantities, same_value, squeeze


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("143", 143), ("۱۴۳", 143), ("12.5", 12.5), ("12٫5", 12.5), ("4/218", 4.218), ("1,234", 1234), ("1.234.567", 1234567),
        ("29٬723", 29723), ("71%", 71), ("(936,606)", -936606), ("-5", -5), ("5-", -5), (12, 12), (True, None), ("تهران", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_numbers(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "value", ["143", "1.234", "12,345", "۱۲٫۵", "(5)", "5-", "خراسان رضوی", "-", "1-2", "%3", "3/4", "1.2.3", ""]
)
def test_canonical_forms_agree_with_the_reference(reference, value):
    common = reference["common"]
    assert number(value) == common.number(value)
    assert squeeze(value) == common.squeeze(value)
    for other in ("143", "5", "خراسان‌رضوي", "12345", ""):
        assert same_value(value, other) == common.same_value(value, other)


def test_quantities_of_a_text():
    text = "بودجه ۱۲ میلیارد ریال، آب 143 لیتر بر ثانیه، 71٪ و 24 هکتار در سال 1401؛ قزوین (4826) و -3 درصد"
    assert quantities(text) == (
        (12, 1e9, "ریال"), (143, 1, "لیترثانیه"), (71, 1, "درصد"), (24, 1, "هکتار"),
        (1401, 1, ""), (4826, 1, ""), (-3, 1, "درصد"),
    )  # fmt: skip


def answer(*values, unit=None, text=""):
    return {"values": list(values), "unit": unit, "text": text}


@pytest.mark.parametrize(
    ("value", "gold", "reply", "contract", "strict", "lenient"),
    [
        ("143", "143 لیتر بر ثانیه", answer(143, unit="لیتر بر ثانیه"), True, True, True),
        ("143", "143 لیتر بر ثانیه", answer("۱۴۳", text="آب تهران ۱۴۳ لیتر بر ثانیه بود"), True, True, True),
        ("143", "143 لیتر بر ثانیه", answer(143, unit="هکتار"), True, False, True),
        ("143", "143 لیتر بر ثانیه", answer(143), True, False, True),
        ("143", "143 شهرک", answer(143), True, True, True),
        ("12", "12 میلیارد ریال", answer(12, unit="میلیارد ریال"), True, True, True),
        ("12", "12 میلیارد ریال", answer(12000, unit="میلیون ریال"), False, True, True),
        ("12", "12 میلیارد ریال", answer(12, unit="میلیون ریال"), True, False, True),
        ("12", "12 درصد", answer(-12, unit="درصد"), False, False, True),
        ("12", "12 درصد", answer(0.12), False, False, True),
        ("12", "12 درصد", answer(13, unit="درصد"), False, False, False),
        ("یزد", "یزد", answer("یزد"), True, True, True),
        ("یزد", "یزد", answer("استان یزد"), False, False, True),
    ],
)
def test_three_degrees_of_a_cell(value, gold, reply, contract, strict, lenient):
    assert given(value, "cell", reply) is contract
    assert given_strictly(value, "cell", reply, gold) is strict
    assert given_leniently(value, "cell", reply) is lenient


def test_prose_may_state_it_in_a_short_text_only():
    said = "شمار اعضا به 5320 نفر رسید"
    assert given("5320", "text", answer(text=said))
    assert given_strictly("5320", "text", answer(text=said), "5320 نفر")
    assert not given("5320", "cell", answer(text=said))
    assert not given("532", "text", answer(text=said))
    assert not given("5320", "text", answer(text=said + " " * 400))
    assert given("اعضا", "text", answer(text=said))
    assert not given("اعضا", "list", answer(text=said))
    assert given("اعضا", "list", answer("شمار اعضا"))


def test_a_number_is_rounded_to_the_decimals_of_the_gold():
    assert given("83", "cell", answer(83.34))
    assert not given("83.3", "cell", answer(83.41))


def test_little_may_stand_beside_what_was_asked():
    assert concise(["143"], "cell", answer(143, 109, 1401))
    assert not concise(["143"], "cell", answer(143, 109, 1401, 12))
    assert not concise(["یک"], "text", answer("یک " * 250))
    assert concise(["یک"], "list", answer(*(["مورد"] * 15)))
    assert not concise(["یک"], "list", answer(*(["مورد"] * 16)))
