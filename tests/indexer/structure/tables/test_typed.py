from dataclasses import replace

import pytest

from indexer.corpus import Heading, Section
from indexer.reading.document import Merged, SourceTable
from indexer.structure.tables.typed import is_total, type_tables
from tests.indexer.structure.tables.compact import SAMPLES, Sample, document_of, filled, typed

FORMS = ("marked", "sheet", "pipes")


def grid(*rows, head=1, caption=1, lead=None, first=2, merged=()):
    cells = tuple(tuple(c.strip() for c in row.split("|")) for row in rows)
    return SourceTable(cells, tuple((first + n, first + n) for n in range(len(rows))), head, merged, caption, lead)


def read(source, *before, sections=(), year=None):
    document, lines = document_of([("", source)], [*before, *("\t".join(r) for r in source.cells)])
    return type_tables(document, lines, sections, year)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_columns_rows_and_slips_of_a_table(sample: Sample, form: str):
    table = typed(sample, form)
    found = [(c.name, c.role, c.unit, c.year, c.measure) for c in table.columns]
    assert [c[0] for c in found] == [c[0] for c in sample.columns]
    for mine, wanted in zip(found, sample.columns, strict=True):
        if wanted[1] == "value":
            assert mine == wanted
        elif wanted[1] != "text-or-value":
            assert mine[1] == wanted[1]
    assert [list(r.cells) for r in table.rows] == filled(sample, True)[0][len(sample.head) :]
    assert [n for n, r in enumerate(table.rows) if r.kind == "total"] == sample.totals
    failed = {(c.row, c.column) for c in table.checks if c.state == "failed"}
    assert failed == {(f"{table.id}-r{r + 1}", c) for r, c in sample.slips}


def test_samples_are_proved_where_they_claim_something():
    proved = {s.id: {c.kind for c in typed(s, "marked").checks if c.state == "verified"} for s in SAMPLES}
    assert proved["bank-deposits"] == {"column_sum", "row_sum", "growth", "row_count"}
    assert proved["bank-income"] == {"column_sum", "ratio"}
    assert proved["hosp-cost"] == {"column_sum", "row_sum"}
    assert proved["uni-faculty"] == {"column_sum", "ratio"}
    assert proved["muni-budget"] == {"column_sum", "ratio", "row_count"}
    # Rates, limits, ages: nothing that adds up.
    for ident in ("bank-npl", "hosp-los", "water-quality", "elec-loss", "muni-parks"):
        assert proved[ident] == set()


def test_levels_of_a_head_are_kept():
    sample = next(s for s in SAMPLES if s.id == "water-sub")
    assert typed(sample, "sheet").columns[2].heads == ("مشترکان آب", "۱۴۰۰")


def test_a_figure_column_without_a_name_is_neither_value_nor_proved():
    source = grid("بخش | | مبلغ", "الف | ۱۲ | ۱۰۰", "ب | ۱۵ | ۲۰۰", "جمع | ۲۷ | ۳۰۰")
    (table,) = read(source, "جدول ۱: هزینه‌ها")
    assert table.columns[1].role == "text"
    assert [r.values[1] for r in table.rows] == [None] * 3
    assert {k for c in table.checks for _, k in c.cells} == {2}


def test_a_table_without_a_header_has_no_values():
    (table,) = read(grid("الف | ۱۲ | ۱۰۰", "ب | ۱۵ | ۲۰۰", "ج | ۲۷ | ۳۰۰", head=None), "جدول ۱: هزینه‌ها")
    assert len(table.rows) == 3
    assert not any(c.role == "value" for c in table.columns)
    assert table.checks == ()


def test_number_caption_and_ids():
    rows = ("نام | مقدار", "الف | ۱", "ب | ۳")
    sources = [grid(*rows, caption=n, first=n + 1) for n in (1, 5, 9)]
    lines = []
    for caption in ("جدول شماره (۳-۲): منابع", "جدول ۳-۲ مصارف", "تعداد شعب"):
        lines += [caption, *("\t".join(r) for r in sources[0].cells)]
    document, read_lines = document_of([("", s) for s in sources], lines)
    tables = type_tables(document, read_lines, (), None)
    assert [(t.id, t.number, t.caption) for t in tables] == [
        ("t3-2", "3-2", "منابع"),
        ("t3-2b", "3-2", "مصارف"),
        ("tx1", None, "تعداد شعب"),
    ]
    assert [t.lines for t in tables] == [(1, 4), (5, 8), (9, 12)]
    assert tables[0].issues != ()


def test_a_lead_sentence_or_the_section_gives_the_caption():
    rows = ("نام | مقدار", "الف | ۱", "ب | ۳")
    (led,) = read(grid(*rows, caption=None, lead=1), "شعب به این شرح‌اند. تعداد کارکنان هر شعبه چنین است:")
    assert led.caption == "تعداد کارکنان هر شعبه چنین است"
    section = Section("s1", "2", "منابع انسانی", (Heading("2", "منابع انسانی"),), (1, 5))
    (under,) = read(grid(*rows, caption=None, lead=1), "این جدول شعب را نشان می‌دهد.", sections=[section])
    assert (under.caption, under.section) == ("منابع انسانی", "s1")


def test_the_year_comes_from_caption_before_section_before_document():
    rows = ("نام | مقدار", "الف | ۱", "ب | ۳")
    section = Section("s1", "2", "عملکرد سال ۱۴۰۰", (Heading("2", "عملکرد سال ۱۴۰۰"),), (1, 5))
    years = [
        read(grid(*rows), caption, sections=sections, year=1402)[0].columns[1].year
        for caption, sections in (("جدول ۱: شعب در ۱۳۹۹", [section]), ("جدول ۱: شعب", [section]), ("جدول ۱: شعب", []))
    ]
    assert years == [1399, 1400, 1402]


def test_dividing_rows_are_scope_and_no_data():
    source = grid(
        "شرح | ۱۴۰۰ | ۱۴۰۱",
        "درآمدها | درآمدها | درآمدها",
        "فروش | ۱۰۰ | ۱۲۰",
        "خدمات | ۵۰ | ۷۰",
        "جمع | ۱۵۰ | ۱۹۰",
        "هزینه‌ها | هزینه‌ها | هزینه‌ها",
        "حقوق | ۴۰ | ۵۰",
        "خدمات | ۳۰ | ۳۵",
        "جمع | ۷۰ | ۸۵",
        merged=(Merged(1, 0, 1, 3), Merged(5, 0, 1, 3)),
    )
    (table,) = read(source, "جدول ۱: بودجه")
    assert [(r.cells[0], r.scope, r.kind) for r in table.rows] == [
        ("فروش", "درآمدها", "body"),
        ("خدمات", "درآمدها", "body"),
        ("جمع", "درآمدها", "total"),
        ("حقوق", "هزینه‌ها", "body"),
        ("خدمات", "هزینه‌ها", "body"),
        ("جمع", "هزینه‌ها", "total"),
    ]
    assert [c.state for c in table.checks] == ["verified"] * 4


def test_a_header_on_the_next_page_is_no_row():
    source = grid("نام | مقدار", "الف | ۱", "نام | مقدار", "ب | ۳")
    assert [r.cells[0] for r in read(source, "جدول ۱: شعب")[0].rows] == ["الف", "ب"]


def test_layout_is_no_table():
    assert (
        read(
            grid("تهیه‌کننده: | تأییدکننده: | تصویب‌کننده:", "امضا: | امضا: | امضا:", "تاریخ: | تاریخ: | تاریخ:", caption=None),
            "متن",
        )
        == ()
    )
    assert read(grid("به نام خدا", "شرکت آب", caption=None), "متن") == ()


def test_a_row_of_units_gives_units_and_no_level():
    source = grid("محصول | تولید | فروش", " | تن | میلیون ریال", "سیمان | ۱۲۰ | ۴۵۰", "گچ | ۳۰ | ۸۰", head=2)
    (table,) = read(source, "جدول ۱: تولید")
    assert [(c.name, c.unit) for c in table.columns] == [("محصول", None), ("تولید", "تن"), ("فروش", "میلیون ریال")]


def test_the_same_figures_in_two_tables_prove_each_other_whatever_names_the_rows():
    rows = ("شعبه | سپرده", "مرکزی | ۱۲۰۴", "بازار | ۸۸۰", "دانشگاه | ۴۱۵", "راه‌آهن | ۶۰۲", "بندر | ۷۷۱")
    other = (*rows[:5], "بندر | ۷۱۷")
    sources = [grid(*rows, caption=1, first=2), grid(*other, caption=8, first=9)]
    lines = ["جدول ۱: سپرده", *(["x"] * 6), "جدول ۲: سپرده شعب", *(["x"] * 6)]
    document, read_lines = document_of([("", s) for s in sources], lines)
    tables = type_tables(document, read_lines, (), 1401)
    states = [c.state for c in tables[0].checks if c.kind == "cross_reference"]
    assert sorted(states) == ["failed", *["verified"] * 4]


@pytest.mark.parametrize(
    ("label", "last", "wanted"),
    [
        ("جمع", False, True),
        ("جمع هزینه‌ها", False, True),
        ("مجموع کل", True, True),
        ("کل شرکت", True, True),
        ("کل شرکت", False, False),
        ("جمع‌آوری پسماند", False, False),
        ("جمع آوری پسماند", False, False),
        ("میانگین", True, False),
    ],
)
def test_labels_of_totals(label, last, wanted):
    assert is_total(label, last) is wanted


def test_the_total_of_a_part_is_not_held_against_the_total_of_all():
    rows = ("شعبه | سپرده", "مرکزی | ۱۲۰۴", "بازار | ۸۸۰", "دانشگاه | ۴۱۵", "راه‌آهن | ۶۰۲", "جمع | ۳۱۰۱")
    longer = (*rows[:5], "بندر | ۷۷۱", "جمع | ۳۸۷۲")
    sources = [grid(*rows, caption=1, first=2), grid(*longer, caption=8, first=9)]
    document, lines = document_of([("", s) for s in sources], ["جدول ۱: سپرده", *(["x"] * 6), "جدول ۲: سپرده شعب", *(["x"] * 7)])
    tables = type_tables(document, lines, (), 1401)
    assert {c.state for t in tables for c in t.checks} == {"verified"}


def test_corrections_come_before_the_checks():
    source = grid("بخش | مبلغ (ریال) | پرداخت", "الف | ۱۰۰۰ | ۴۰۰", "ب | ۲۰۰۱ | ۵۰۰", "جمع | ۳۰۰۰ | ۹۰۰")
    document, lines = document_of([("", source)], ["جدول ۱: هزینه‌ها", *("\t".join(r) for r in source.cells)])

    def amend(tables):
        (table,) = tables
        row = replace(table.rows[1], cells=("ب", "۲۰۰۰", "۵۰۰"), values=(None, 2000.0, 500.0))
        columns = (*table.columns[:2], replace(table.columns[2], measure="cumulative"))
        return (replace(table, rows=(table.rows[0], row, table.rows[2]), columns=columns),)

    (before,) = type_tables(document, lines, (), None)
    (after,) = type_tables(document, lines, (), None, amend=amend)
    assert [c.state for c in before.checks] == ["verified", "failed"]
    assert [c.state for c in after.checks] == ["verified"] * 2
    assert after.columns[2].measure == "cumulative"


def test_results_of_an_account_are_totals_only_where_they_add_up():
    rows = ["شرح | ۱۴۰۱ | ۱۴۰۲", "درآمد | ۹۰۰۰ | ۹۵۰۰", "هزینه | ۴۰۰۰ | ۴۲۰۰", "سود ناخالص | ۵۰۰۰ | ۵۳۰۰", "مالیات | ۱۰۰۰ | ۱۱۰۰"]
    (table,) = read(grid(*rows, "سود خالص | ۴۰۰۰ | ۴۲۰۰"), "جدول ۱: سود و زیان")
    assert [r.kind for r in table.rows] == ["body", "body", "total", "body", "total"]
    assert {c.state for c in table.checks} == {"verified"}
    (other,) = read(grid(*rows, "سود خالص | ۳۹۰۰ | ۴۲۰۰"), "جدول ۱: سود و زیان")
    assert other.rows[-1].kind == "body"
    assert not any(c.state == "failed" for c in other.checks)


def kinds(*rows):
    (table,) = read(grid(*rows), "جدول ۱: آمار")
    assert not any(c.state == "failed" for c in table.checks)
    return "".join(r.kind[0] for r in table.rows)


def test_a_row_of_means_or_extremes_is_no_body_row_and_adds_up_nothing():
    months = ("ماه | تعداد | سهم (درصد)", "مهر | ۱۰ | ۲۵", "آبان | ۲۰ | ۵۰", "آذر | ۱۰ | ۲۵")
    for label in ("میانگین", "میانگین ماهانه", "بیشینه", "متوسط سال"):
        assert kinds(*months, f"{label} | ۱۷ | ۳۰") == "bbbt"
    assert kinds(*months, "جمع سال | ۴۰ | ۱۰۰", "میانگین | ۱۳٫۳ | ۳۳٫۳", "بیشینه | ۲۰ | ۵۰") == "bbbttt"
    # The shares are those of the sum, not of the mean.
    (table,) = read(grid(*months, "جمع سال | ۴۰ | ۱۰۰", "میانگین | ۱۳٫۳ | ۳۳٫۳"), "جدول ۱: آمار")
    assert {c.kind for c in table.checks} == {"column_sum", "ratio"}


def test_a_mean_that_is_a_thing_of_its_own_stays_in_the_body():
    assert kinds("شاخص | مقدار", "مرگ | ۱۲", "بستری | ۳۰۰", "میانگین اقامت | ۳") == "bbb"
    assert kinds("اندازه | شمار", "بزرگ | ۱۲", "کوچک | ۳۰", "متوسط | ۷") == "bbb"
    assert kinds("آماره | نمره", "حداقل | ۱۲", "میانگین | ۱۵", "حداکثر | ۱۹") == "bbb"


def test_the_whole_year_is_no_month():
    months = ("ماه | شمار | دما", "مهر | ۱۱۰ | ۲۵", "آبان | ۲۲۵ | ۱۲", "آذر | ۱۳۰ | ۸", "دی | ۳۰۹ | ۳")
    assert kinds(*months, "سال | ۷۷۴ | ۱۲") == "bbbbt"
    assert kinds(*months, "سال ۱۴۰۲ | ۱۹۳٫۵ | ۱۲") == "bbbbt"
    assert kinds("بخش | شمار | دما", *(r.replace("ماه", "بخش") for r in months[1:]), "همه | ۷۷۴ | ۱۲") == "bbbbt"
    assert kinds("سال | شمار | دما", "سال ۱۴۰۰ | ۱۱۰ | ۲۵", "سال ۱۴۰۱ | ۲۲۵ | ۱۲", "سال ۱۴۰۲ | ۱۳۰ | ۸") == "bbb"


def test_means_are_proved_without_a_word():
    rows = ("شهر | شمار | نرخ", "الف | ۱۱۰ | ۲٫۵", "ب | ۲۲۵ | ۱٫۲", "ج | ۱۳۰ | ۰٫۸")
    assert kinds(*rows, "معمول | ۱۵۵ | ۱٫۵") == "bbbt"
    assert kinds(*rows, "معمول | ۱۵۵ | ۱٫۶") == "bbbb"


def test_a_head_of_units_that_tells_columns_apart_stays_in_their_names():
    source = grid("بخش | ۱۴۰۱ | ۱۴۰۱", " | فقره | نفر ساعت", "الف | ۱۲ | ۴۵۰", "ب | ۳۰ | ۸۰", head=2)
    (table,) = read(source, "جدول ۱: دوره‌ها")
    assert [(c.name, c.unit) for c in table.columns[1:]] == [("۱۴۰۱ - فقره", "فقره"), ("۱۴۰۱ - نفر ساعت", "نفر ساعت")]


def test_flattened_heads_get_their_levels_back():
    source = grid("نام | سال ۱۴۰۱ - شهری - زن | سال ۱۴۰۱ - شهری - مرد | سال ۱۴۰۱ - جمع | کد - ملی", "الف | ۱۲ | ۴۵ | ۵۷ | ۳")
    (table,) = read(source, "جدول ۱: جمعیت")
    assert [c.heads for c in table.columns] == [
        (),
        ("سال ۱۴۰۱", "شهری", "زن"),
        ("سال ۱۴۰۱", "شهری", "مرد"),
        ("سال ۱۴۰۱", "جمع"),
        (),
    ]


def test_columns_of_years_and_spans_have_no_year_of_the_table():
    source = grid("سد | سال احداث | ۱۴۰۰-۱۴۰۱ | حجم", "الف | ۱۳۴۰ | ۴۵ | ۷", "ب | ۱۳۵۰ | ۴۶ | ۸")
    (table,) = read(source, "جدول ۱: سدها در سال ۱۴۰۲")
    assert [c.year for c in table.columns[1:]] == [None, None, 1402]


def test_words_inside_names_give_no_measure():
    source = grid("ماه | عمل کوچک | عمل متوسط | شاخص کل | درصد موفقیت", "مهر | ۱۰ | ۱۱ | ۱۲۰۰ | ۸۰", "آبان | ۲۰ | ۲۲ | ۱۳۰۰ | ۸۱")
    (table,) = read(source, "جدول ۱: عمل‌ها")
    assert [c.measure for c in table.columns[1:]] == [None, None, None, "percent"]


def test_codes_name_the_rows_where_heads_are_years():
    source = grid("کد شهرستان | ۱۳۵۵ | ۱۳۶۵", "0501 | پاوه | اسلام‌آباد", "0502 | سنقر | باختران", "0503 | قصر | پاوه")
    (table,) = read(source, "جدول ۱: کدها")
    assert [c.role for c in table.columns] == ["entity", "text", "text"]
