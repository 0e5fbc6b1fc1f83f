"""The sentence of a claim: short, in Persian digits, with its figure, each operation in its own words."""

import re
from itertools import combinations, pairwise

import pytest

from service.answers.claim import OPERATIONS, Claim
from service.answers.figures import shown
from service.answers.naming import heading, label
from service.answers.say import LONGEST, place, say
from service.answers.sheet import Sheet
from tests.service.answers.again import claims
from tests.service.answers.tables import COSTS, LINES, ROUTES, SHEETS, WARDS, sheet

QUESTIONS = (
    "اورژانس و زنان و کودکان، دومین همکف",
    "کرمان و راه‌آهن و برون‌شهری، دومین",
    "دانشگاه بازار رفت، دومین",
    "مکانیک روغن قطعات دومین",
)
ALL = [c for table, question in zip(SHEETS, QUESTIONS, strict=True) for c in claims(table, question)]
LISTS = ("list", "list_more", "list_less", "list_equal", "list_columns", "most_n", "least_n")


def test_every_operation_over_a_table_is_said():
    assert {c.operation for c in ALL} >= set(OPERATIONS) - {"span", "items", "list_equal"}


def test_sentences_are_short_and_end_and_have_no_ascii_digits():
    for claim in ALL:
        text = say(claim)
        assert len(text) <= LONGEST
        assert text.endswith(".")
        assert not re.search(r"[0-9]|nan|\s\s|\(\s*\)|«»", text), text


def test_sentences_state_what_is_claimed():
    for claim in ALL:
        text, value = say(claim), claim.values[0]
        if isinstance(value, str):
            assert all(str(v) in text for v in claim.values if isinstance(v, str)), text
        else:
            magnitude = abs(value) if claim.operation.startswith("growth") else value
            assert {shown(magnitude), shown(magnitude, 6)} & set(re.findall(r"[−۰-۹٬٫]+", text)), text


def test_sentences_have_no_word_twice_in_a_row():
    for claim in ALL:
        assert not [a for a, b in pairwise(say(claim).split()) if a == b], say(claim)


def test_operations_differ_in_words_and_not_only_in_figures():
    forms: dict[str, set[str]] = {}
    for claim in ALL:
        text = re.sub(r"[−۰-۹٬٫]+|«[^»]*»", "X", say(claim))
        for n in range(len(claim.sheet.columns)):
            text = text.replace(re.sub(r"[0-9۰-۹]+", "X", heading(claim.sheet, n)), "C")
        forms.setdefault(claim.operation, set()).add(text)
    assert [(a, b) for a, b in combinations(forms, 2) if forms[a] & forms[b]] == []


def one(table: Sheet, operation: str, **how) -> Claim:
    question = how.pop("question", "")
    made = (c for c in claims(table, question) if c.operation == operation)
    return next(c for c in made if all(getattr(c, k) == v for k, v in how.items()))


@pytest.mark.parametrize(
    ("table", "operation", "how", "text"),
    [
        (WARDS, "cell", {"rows": (5,), "columns": (3,)}, "تعداد تخت برای «جمع» ۱۱۴ تخت است."),
        (WARDS, "cell", {"rows": (1,), "columns": (2,)}, "طبقه برای «زنان و زایمان» اول است."),
        (COSTS, "sum", {"columns": (2,)}, "جمع هزینه ۱۴۰۲ همهٔ ردیف‌ها ۵٬۶۸۰٫۷۵ میلیون ریال است."),
        (COSTS, "mean", {"columns": (1,)}, "میانگین مبلغ سال ۱۴۰۲، ۱٬۲۰۰ میلیون ریال است (۴ مورد)."),
        (LINES, "least", {"columns": (4,)}, "کمترین سود و زیان ۱۴۰۲ را «کرمانشاه» با −۳۴۰ میلیون ریال دارد؛ بعد کرمان جنوب "
                                           "(−۵۰ میلیون ریال) و راه‌آهن (۰ میلیون ریال)."),
        (LINES, "growth", {"rows": (1,)}, "کاهش برای «کرمان» از مسافر سال ۱۴۰۱ (۲۰۰ هزار نفر) به مسافر سال ۱۴۰۲ (۱۸۰ هزار نفر) "
                                         "۱۰ درصد است."),
        (WARDS, "growth", {"rows": (1,)}, "رشد برای «زنان و زایمان» از برنامه بستری (۱٬۵۰۰ نفر) به عملکرد بستری (۱٬۶۵۰ نفر) "
                                         "۱۰ درصد است."),
        (WARDS, "count_columns", {"columns": (4, 5)}, "در ۱ بخش برنامه بستری بیشتر از عملکرد بستری است (مراقبت‌های ویژه)."),
        (WARDS, "count_equal", {"question": "77 تخت", "columns": (3,)}, "تعداد تخت در هیچ بخش برابر ۷۷ تخت نیست (۰ مورد)."),
        (WARDS, "nth_least", {"question": "دومین", "columns": (4,)}, "رتبهٔ دوم کمترین برنامه بستری را «زنان» با ۷۰۰ نفر دارد."),
        (COSTS, "count", {}, "تعداد موارد ۴ است."),
    ],
)  # fmt: skip
def test_wording(table: Sheet, operation: str, how: dict, text: str):
    assert say(one(table, operation, **how)) == text


def test_ties_are_said():
    tie = one(LINES, "compare", question="میدان آزادی راه‌آهن", columns=(2,))
    assert say(tie).endswith("؛ برابرند.")
    three = next(c for c in claims(LINES, "میدان آزادی راه‌آهن کرمان") if c.operation == "compare" and len(c.rows) == 3)
    assert say(three).endswith("«میدان آزادی» و «راه‌آهن» از همه بیشترند.")


@pytest.mark.parametrize(
    ("name", "year", "text"),
    [
        ("درآمد", 1402, "درآمد سال 1402"),
        ("درآمد 1402", 1402, "درآمد 1402"),
        ("درآمد سال ۱۴۰۲", 1402, "درآمد سال ۱۴۰۲"),
        ("درآمد سال 99", 1399, "درآمد سال 99"),
        ("درآمد سال", 1402, "درآمد سال 1402"),
        ("درآمد سال قبل", 1402, "درآمد سال قبل"),
        ("سال تاسیس", 1402, "سال تاسیس"),
        ("درآمد (میلیون ریال)|میلیون ریال", None, "درآمد"),
        ("درآمد (خالص)|میلیون ریال", None, "درآمد (خالص)"),
        ("", 1402, "مقدار سال 1402"),
    ],
)
def test_a_column_is_called_with_its_year_once_and_without_its_unit(name: str, year: int | None, text: str):
    assert heading(sheet("a", f"entity:خط; value:{name}", "یک; 1", year=year), 1) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("جمع", "جمع"), ("کل کشور", "کل کشور"), ("میانگین", "میانگین"), ("استان", "جمع (استان)"), ("", "جمع کل")],
)
def test_a_total_is_called_so_once(name: str, text: str):
    assert label(sheet("a", "entity:خط; value:تعداد", "یک; 1", f"+{name}; 1"), 1) == text


def test_long_names_are_cut_before_the_figure_is():
    name = "هزینه نگهداری و تعمیر ناوگان و ساختمان‌ها و تجهیزات و پایانه‌ها به تفکیک ماه‌های سال"
    far = "از میدان بزرگ شهر تا دورترین شهرک‌های شمال و جنوب و شرق و غرب"
    rows = [f"خط {n} {far}; {n}000; {n}500" for n in (1, 2, 3)]
    wide = sheet("a", f"entity:خط; value:برنامه {name}|میلیون ریال; value:عملکرد {name}|میلیون ریال", *rows)
    for claim in (c for c in claims(wide, "خط 1 و خط 2", 0.2) if c.operation not in LISTS):
        for longest in (LONGEST, 180):
            text = say(claim, longest)
            assert len(text) <= longest
            if isinstance(claim.values[0], int | float) and not claim.operation.startswith(("compare", "rank", "count")):
                assert shown(abs(claim.values[0])) in text, text


def test_words_of_latin_letters_keep_their_digits_and_sentences_stay_theirs():
    codes = sheet("a", "entity:دستگاه; text:مدل; text:شرح", "یک; A320; از سال 1400 کار می‌کند.", "دو; B2; خاموش")
    told = [say(c) for c in claims(codes)]
    assert "مدل برای «یک» A320 است." in told
    assert "شرح برای «یک»: از سال ۱۴۰۰ کار می‌کند." in told


def test_where_a_claim_stands_is_caption_and_section():
    assert place(one(WARDS, "cell")) == "تخت و بستری بخش‌های بیمارستان – درمان"
    assert place(one(ROUTES, "cell")) == "زمان سفر"
