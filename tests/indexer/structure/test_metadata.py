"""What a document is called and which year it reports on."""

from __future__ import annotations

import pytest

from indexer.reading.document import Document, SourceLine
from indexer.structure.metadata import find_metadata
from tests.indexer.structure.documents import document, lines_of, sections_of, text

PROSE = "در این دوره درآمد شرکت نسبت به دورهٔ پیش افزایش یافت و هزینه‌ها کاهش پیدا کرد."


def told(made: Document, heads: tuple[str, ...] = ()) -> tuple[str, int | None]:
    found = find_metadata(made, lines_of(made), sections_of(made), heads)
    return found.title, found.year


def test_the_files_own_title_stands_unless_it_is_a_programs_name_for_it():
    row = [SourceLine("گزارش سال ۱۴۰۲", kind="heading", level=1), SourceLine(PROSE)]
    assert told(document(row, title="کارنامهٔ بیمارستان ۱۴۰۱")) == ("کارنامهٔ بیمارستان ۱۴۰۱", 1401)
    assert told(document(row, title="Microsoft Word - Document1.docx")) == ("گزارش سال ۱۴۰۲", 1402)


def test_first_heading_first_line_or_file_name():
    assert told(text("قانون مسئولیت مدنی", "", PROSE))[0] == "قانون مسئولیت مدنی"
    assert told(document([SourceLine(PROSE)], file="گزارش_مالی_1401.pdf")) == ("گزارش مالی 1401", 1401)


def test_a_part_of_a_book_is_no_title():
    made = text("مقدمه:", "", "گزارش فعالیت هیئت مدیره به مجمع عمومی برای سال منتهی به 29/12/1401 در پنج سرفصل به شرح زیر است:")
    assert told(made) == ("گزارش فعالیت هیئت مدیره به مجمع عمومی برای سال منتهی به 29/12/1401", 1401)


@pytest.mark.parametrize(
    ("captions", "heads", "year"),
    [
        (["جدول ۱: درآمد سال ۱۴۰۱", "جدول ۲: هزینه سال ۱۴۰۱"], ("عملکرد ۱۴۰۱",), 1401),
        (["جدول ۱: درآمد سال ۱۴۰۱", "جدول ۲: هزینه سال ۱۴۰۰"], ("عملکرد ۱۴۰۱", "۱۴۰۰"), None),
        (["جدول ۱: درآمد سال ۱۴۰۱"], (), None),
    ],
)
def test_else_the_year_of_most_captions_and_heads_with_a_margin(captions: list[str], heads: tuple[str, ...], year: int | None):
    assert told(text("کارنامه", "", PROSE, *captions), heads)[1] == year


def test_a_range_is_no_year():
    assert told(text("برنامه ۱۴۰۰-۱۴۰۲", "", PROSE))[1] is None


def test_the_date_of_a_decree_is_no_year():
    made = text("قانون کار", "", *[f"ماده {n} (اصلاحی ۱۳۹۷/۱۰/۱۵)ـ {PROSE}" for n in range(1, 6)])
    assert told(made) == ("قانون کار", None)


def test_the_year_that_running_text_names_where_captions_name_too_few():
    said = "سال ۱۴۰۲ سال کم‌آبی بود و برداشت از چاه‌ها کم شد."
    assert told(text("کارنامه", "", said, "جدول ۱: درآمد سال ۱۴۰۲", "در سال ۱۴۰۲ دو چاه تازه به کار افتاد."))[1] == 1402
    assert told(text("تاریخچه", "", *(f"در سال {n} شعبه‌ای تازه گشوده شد." for n in range(1390, 1396))))[1] is None
    assert told(text("قانون کار", "", *([f"{PROSE} (اصلاحی ۱۳۹۹)"] * 4)))[1] is None


def test_the_first_of_several_chapters_is_no_title():
    chapters = [SourceLine("هدف کلی", kind="heading", level=2), SourceLine(PROSE)]
    chapters += [SourceLine("جامعهٔ آماری", kind="heading", level=2), SourceLine(PROSE)] * 2
    assert told(document(chapters, file="survey-guide (2).docx"))[0] == "survey guide"
    number_alone = [SourceLine("فصل ۵", kind="heading", level=1), SourceLine(PROSE)]
    assert told(document(number_alone, file="گزارش%20پنجم.md"))[0] == "گزارش پنجم"
