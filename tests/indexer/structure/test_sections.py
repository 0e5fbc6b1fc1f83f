"""The section tree of documents of any kind: right numbers, titles and levels."""

from __future__ import annotations

from indexer.reading.document import PageSize, SourceLine
from indexer.structure.sections import section_of
from tests.indexer.structure.documents import document, outline, sections_of, text

PROSE = "در این سال درآمد شرکت نسبت به سال پیش افزایش یافت و هزینه‌ها کاهش پیدا کرد."


def test_levels_of_the_format():
    rows = [("گزارش", 1), ("فصل اول: کلیات", 2), ("۱-۱ هدف", 3), ("فصل بیست و یکم: پایان", 2)]
    made = document([SourceLine(t, kind="heading", level=level) for t, level in rows])
    assert outline(made) == [(None, "گزارش", 1), ("1", "کلیات", 2), ("1-1", "هدف", 3), ("21", "پایان", 2)]
    assert [s.id for s in sections_of(made)] == ["s1", "فصل-1", "1-1", "فصل-21"]


def test_numbers_of_any_depth_in_a_plain_text():
    titles = ("فصل دوم: منابع", "۲-۱ نیروی انسانی", "۲-۱-۱ آموزش", "۲-۲ مالی")
    rows = [row for title in titles for row in (title, "", PROSE, "")]
    assert outline(text(*rows)) == [("2", "منابع", 1), ("2-1", "نیروی انسانی", 2), ("2-1-1", "آموزش", 3), ("2-2", "مالی", 2)]


def test_which_word_is_the_outer_one_is_learned():
    def rows(outer: str, inner: str) -> list[str]:
        return [f"{outer} اول: یک", "", f"{inner} اول: دو", PROSE, "", f"{inner} دوم: سه", PROSE, "", f"{outer} دوم: چهار", PROSE]

    for outer, inner in (("بخش", "فصل"), ("فصل", "بخش"), ("فصل", "گفتار")):
        assert [level for _, _, level in outline(text(*rows(outer, inner)))] == [1, 2, 2, 1]


def test_articles_of_a_law_are_units_and_nest_below_chapters():
    made = text("فصل یکم– جرایم", f"ماده ۱– {PROSE}", "تبصره ۱– " + PROSE, f"ماده ۲ (اصلاحی ۱۳۹۷/۱۰/۱۵)ـ {PROSE}",
                "فصل دوم– کیفر", f"ماده ۳- {PROSE}")  # fmt: skip
    assert [(s.id, len(s.path), s.lines) for s in sections_of(made)] == [
        ("فصل-1", 1, (1, 1)),
        ("ماده-1", 2, (2, 3)),
        ("ماده-2", 2, (4, 4)),
        ("فصل-2", 1, (5, 5)),
        ("ماده-3", 2, (6, 6)),
    ]
    assert sections_of(made)[1].title == "ماده ۱"


def test_lone_numbers_above_prose_are_headings_and_lists_between_them_are_not():
    made = text("۱- کلیات", "", PROSE, "", "۲- اهداف", "", PROSE, "۱- رشد", "۲- سود", "۳- نام", "", "۳- پایان", "", PROSE)
    assert [(n, t) for n, t, _ in outline(made)] == [("1", "کلیات"), ("2", "اهداف"), ("3", "پایان")]


def test_font_sizes_and_bold_make_levels():
    rows = [("گزارش سالانه", 20.0, True), ("درآمدها", 15.0, True), (PROSE, 11.0, False), ("فروش", 11.0, True),
            (PROSE, 11.0, False), ("هزینه‌ها", 15.0, True), (PROSE, 11.0, False)]  # fmt: skip
    made = document([SourceLine(t, page=1, size=size, bold=bold) for t, size, bold in rows], format="pdf")
    assert outline(made) == [(None, "گزارش سالانه", 1), (None, "درآمدها", 2), (None, "فروش", 3), (None, "هزینه‌ها", 2)]


def test_a_heading_over_two_lines_is_one():
    first = SourceLine("گزارش عملکرد سالانه شرکت آب و فاضلاب", page=1, box=(100, 50, 500, 70), size=20.0, bold=True)
    second = SourceLine("منطقه کویر", page=1, box=(400, 75, 500, 95), size=20.0, bold=True)
    body = [SourceLine(PROSE, page=1, box=(80, 120 + 20 * n, 500, 131 + 20 * n), size=11.0, bold=False) for n in range(3)]
    made = document([first, second, *body], format="pdf")
    made = type(made)(**{**made.__dict__, "pages": (PageSize(595, 842),)})
    assert [s.title for s in sections_of(made)] == ["گزارش عملکرد سالانه شرکت آب و فاضلاب منطقه کویر"]
    assert sections_of(made)[0].lines == (1, 5)


def test_numbers_printed_least_significant_first_are_turned():
    rows = [r for t in ("۱- یک", "۱-۱ الف‌ها", "۲-۱ ب‌ها", "۳-۱ پ‌ها", "۲- دو", "۱-۲ ت‌ها", "۲-۲ ث‌ها") for r in (t, "", PROSE, "")]
    assert [n for n, _, _ in outline(text(*rows))] == ["1", "1-1", "1-2", "1-3", "2", "2-1", "2-2"]


def test_ids_are_unique_and_every_line_behind_the_first_heading_has_a_section():
    rows = [r for t in ("بخش اول: یک", "فصل اول: دو", "بخش دوم: سه", "فصل اول: چهار") for r in (t, PROSE, "")]
    sections = sections_of(text(*rows))
    assert [s.id for s in sections] == ["بخش-1", "فصل-1", "بخش-2", "فصل-1~2"]
    assert all(section_of(sections, n) for n in range(1, len(rows) + 1))


def test_no_headings_no_sections():
    assert sections_of(text(PROSE, "", PROSE)) == ()
