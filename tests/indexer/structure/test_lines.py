"""Kinds of lines: what the format says, what the text alone says, and what must not be taken for a heading or caption."""

from __future__ import annotations

import pytest

from indexer.reading.document import SourceLine, SourceTable
from indexer.structure.lines import is_caption
from tests.indexer.structure.documents import document, lines_of, text

PROSE = "در این سال درآمد شرکت نسبت به سال پیش افزایش یافت و هزینه‌ها کاهش پیدا کرد."


@pytest.mark.parametrize(
    ("line", "yes"),
    [
        ("جدول ۳: درآمدها به تفکیک استان", True),
        ("نمودار ۲ روند مصرف", True),
        ("شکل ۵-۱: مقایسه عملکرد", True),
        ("جدول شماره (۴) - کارکنان", True),
        ("جدول ۱-۲", True),
        ("جدول ۳ نشان می‌دهد که درآمد بیشتر شده است", False),
        ("جدول زمان‌بندی در پیوست آمده است.", False),
        ("شکل‌گیری سازمان", False),
    ],
)
def test_captions(line: str, yes: bool):
    assert is_caption(line) is yes


def test_what_the_format_says_stands():
    heads = [SourceLine("گزارش", kind="heading", level=1), SourceLine("کلیات", kind="heading", level=2)]
    made = document([*heads, SourceLine("یک", kind="bullet", level=1), SourceLine("متن.")])
    said = [(x.kind, x.level) for x in lines_of(made)]
    assert said == [("heading", 1), ("heading", 2), ("bullet", 1), ("paragraph", None)]


def test_rows_of_a_table_are_rows_whatever_they_look_like():
    table = SourceTable((("ردیف", "نام"), ("۱-۱", "تهران")), ((2, 2), (3, 3)), head=1, caption=1)
    made = document([SourceLine("درآمدها"), SourceLine("ردیف\tنام"), SourceLine("۱-۱\tتهران")], tables=(table,))
    assert [x.kind for x in lines_of(made)] == ["caption", "table_header", "table_row"]


@pytest.mark.parametrize(
    "rows",
    [
        ["۱- خرید دستگاه تازه برای بخش", "۲- آموزش کارکنان", "۳- تعمیر ساختمان"],
        ["۱۴۰۱/۱۲/۲۹ جلسه برگزار شد", PROSE],
        ["۱.۵ میلیون ریال هزینه شد", PROSE],
        ["فصل اول: کلیات ........ ۵", "فصل دوم: درآمدها ........ ۹"],
        ["فصل اول: کلیات ۵", "فصل دوم: درآمدها ۹", "فصل سوم: هزینه‌ها ۱۲"],
        ["عنوانی که هیچ نشانی ندارد", "", PROSE],
        ["بخش دولتی سهم بیشتری داشت", "", PROSE],
    ],
)
def test_no_heading_is_invented(rows: list[str]):
    assert "heading" not in [x.kind for x in lines_of(text(*rows))]


def test_marks_of_items():
    kinds = [x.kind for x in lines_of(text("موارد زیر:", "الف) نخست", "ب) دوم", "• سوم", "- چهارم"))]
    assert kinds == ["paragraph", "bullet", "bullet", "bullet", "bullet"]


def test_clean_text_is_not_changed():
    made = text("فصل اول: کلیات", "", PROSE, "۱- یک", "۲- دو")
    assert [x.text for x in lines_of(made)] == [s.text for s in made.lines]
