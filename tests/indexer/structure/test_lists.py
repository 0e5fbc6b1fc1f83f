"""How lists are cut: the lines are such as reports print them."""

from __future__ import annotations

import pytest

from indexer.corpus import Heading, Kind, Line, Section, TextList
from indexer.structure.lists import find_lists

FILLER = "سطری بلند از متن گزارش که تا لبهٔ صفحه می‌رسد و پهنای ستون متن را در این سند نشان می‌دهد"
SECTION = (Section("2", "2", "واگذاری شهرک‌ها", (Heading("2", "واگذاری شهرک‌ها"),), (1, 100)),)


def lists(*texts: str, kinds: dict[int, Kind] | None = None) -> tuple[TextList, ...]:
    """The lists of a document whose first line is a full one."""
    lines = [Line(1, FILLER, FILLER + ".", "paragraph")]
    for n, text in enumerate(texts, 2):
        lines.append(Line(n, text, text, (kinds or {}).get(n - 2, "bullet" if text[:1] in "•❖✓-" else "paragraph")))
    return find_lists(lines, SECTION)


def test_a_mark_of_another_kind_opens_a_list_led_by_its_item():
    outer, inner = lists(
        "اقدامات زیر انجام شد:",
        "❖ تهیه چک لیست‌های واگذاری؛",
        "❖ ابلاغ دستورالعمل‌های راهبری از قبیل:",
        "✓ دستورالعمل نگهداری فضای سبز؛",
        "✓ شرح وظایف پرسنل آتش‌نشان؛",
        "❖ اصلاح موادی از اساسنامه نمونه.",
    )
    assert [i.text for i in outer.items] == [
        "تهیه چک لیست‌های واگذاری؛",
        "ابلاغ دستورالعمل‌های راهبری از قبیل:",
        "اصلاح موادی از اساسنامه نمونه.",
    ]
    assert outer.lead == "اقدامات زیر انجام شد"
    assert inner.lead == "ابلاغ دستورالعمل‌های راهبری از قبیل"
    assert len(inner.items) == 2
    assert inner.lines == (4, 6)


def test_an_item_that_ends_in_a_colon_leads_those_of_its_own_kind():
    (found,) = lists("با اهداف زیر:", "❖ اهداف کلی طرح:", "❖ رقابت‌پذیر کردن صنایع؛", "❖ رفع بحران‌ها.")
    assert found.lead == "اهداف کلی طرح"
    assert [i.text for i in found.items] == ["رقابت‌پذیر کردن صنایع؛", "رفع بحران‌ها."]


def test_an_item_whose_mark_was_lost_is_bridged():
    (found,) = lists("چالش‌ها:", "• کمبود منابع مالی.", "عدم وجود اهرم اجرایی برای برخورد با واحدها.", "• نبود ردیف اعتباری.")
    assert [i.lines for i in found.items] == [(3, 3), (4, 4), (5, 5)]


def test_a_lead_between_two_runs_of_items_parts_them():
    first, second = lists(
        "عملکرد گروه‌ها:",
        "• ایجاد 105 شغل",
        "• بازدید از 15 شرکت",
        "توافقات صورت گرفته با طرف دیگر:",
        "• خرید تجهیزات",
        "• اخذ استاندارد",
    )
    assert (first.lead, second.lead) == ("عملکرد گروه‌ها", "توافقات صورت گرفته با طرف دیگر")


def test_an_item_goes_on_after_a_full_line_and_over_a_page_but_not_after_a_short_one():
    whole = "• " + FILLER
    (found,) = lists(whole, "سازمان", whole, "5", "سازمان", "• کوتاه", "عنوانی دیگر", kinds={3: "page_header"})
    assert [i.lines for i in found.items] == [(2, 3), (4, 6), (7, 7)]


def test_a_table_ends_what_stands_before_it():
    (found,) = lists(
        "• یک واحد راه‌اندازی شد", "• " + FILLER, "جدول شماره 4", "متنی که پس از جدول می‌آید", kinds={2: "caption", 3: "paragraph"}
    )
    assert [i.lines for i in found.items] == [(2, 2), (3, 3)]


def test_numbers_that_begin_again_begin_another_list():
    first, second = lists("1- نخست.", "2- دوم.", "1- یکم.", "2- دیگر.")
    assert [len(x.items) for x in (first, second)] == [2, 2]


@pytest.mark.parametrize("text", ["✓", "✓ ✓"])
def test_a_mark_without_a_text_is_no_item(text: str):
    (found,) = lists("✓ تامین مواد (14%) ✓", text, "✓ رفع مشکل بازار (13%)")
    assert [i.text for i in found.items] == ["تامین مواد (14%)", "رفع مشکل بازار (13%)"]


def test_the_lead_is_the_last_sentence_before():
    (found,) = lists("شناسنامه دو شهرک تکمیل شد. سایر فعالیت‌ها به شرح ذیل است:", "✓ 520 نشست", "✓ 896 دوره")
    assert found.lead == "سایر فعالیت‌ها به شرح ذیل است"
    assert found.title == "واگذاری شهرک‌ها"


def test_the_depth_that_the_format_tells_nests_items_without_marks():
    said = [("کارها:", None), ("خرید", 1), ("دارو", 2), ("تجهیزات", 2), ("فروش", 1)]
    lines = [Line(n, t, t, "bullet" if level else "paragraph", level=level) for n, (t, level) in enumerate(said, 1)]
    outer, inner = find_lists(lines, SECTION)
    assert [i.text for i in outer.items] == ["خرید", "فروش"]
    assert (inner.lead, [i.text for i in inner.items], inner.items[0].level) == ("خرید", ["دارو", "تجهیزات"], 2)
    assert (outer.id, inner.id, outer.section) == ("l1", "l2", "2")


def test_items_of_a_law_with_a_drawn_dash():
    (found,) = lists("قرارداد باید شامل موارد زیر باشد:", "‌۱ـ نام طرفین؛", "‌۲ـ نشانی ملک؛", "‌۳ـ بها.")
    assert [i.text for i in found.items] == ["نام طرفین؛", "نشانی ملک؛", "بها."]
