import datetime

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from indexer.reading import read_document
from indexer.reading.number_formats import shown


@pytest.fixture
def book():
    return openpyxl.Workbook()


def saved(book, tmp_path):
    path = tmp_path / "کارپوشه.xlsx"
    book.save(path)
    return read_document(path)


def test_a_sheet_of_title_merged_heads_and_remark(book, tmp_path):
    sheet = book.active
    sheet.title = "بودجه"
    sheet.sheet_view.rightToLeft = True
    for place, text in {"A1": "بودجهٔ ۱۴۰۱", "A3": "نام", "B3": "سال ۱۴۰۱", "B4": "برنامه", "C4": "عملکرد"}.items():
        sheet[place] = text
    for area in ("A1:C1", "A3:A4", "B3:C3"):
        sheet.merge_cells(area)
    for row in [("قم", 1234567, 0.1 + 0.2), ("یزد", 5, None), ("ری", 7, 8)]:
        sheet.append(row)
    for n in range(5, 8):
        sheet.cell(n, 2).number_format = "#,##0"
    sheet["A8"] = "منبع: دفتر بودجه"
    document = saved(book, tmp_path)
    (table,) = document.tables
    assert table.cells == (
        ("نام", "سال ۱۴۰۱", "سال ۱۴۰۱"), ("نام", "برنامه", "عملکرد"), ("قم", "1,234,567", "0.3"),
        ("یزد", "5", ""), ("ری", "7", "8"),
    )  # fmt: skip
    assert [x.kind for x in document.lines] == ["heading", "caption", *["table_row"] * 5, None]
    assert document.lines[table.caption - 1].text == "بودجهٔ ۱۴۰۱"
    assert document.lines[-1].text == "منبع: دفتر بودجه"
    assert document.notes == ()


def test_blocks_apart_are_tables_apart(book, tmp_path):
    sheet = book.active
    for row in [("الف", "ب", None, "پ", "ت"), (1, 2, None, 3, 4), (None,) * 5, ("جدول ۲: دیگر",), ("ث", "ج"), (5, 6)]:
        sheet.append(row)
    sheet["XFD1048576"] = "دور"
    document = saved(book, tmp_path)
    assert [t.cells[1] for t in document.tables] == [("1", "2"), ("3", "4"), ("5", "6")]
    assert document.lines[document.tables[2].caption - 1].text == "جدول ۲: دیگر"
    assert document.lines[-1].text == "دور"


def test_sheet_names_are_headings_where_they_say_something(book, tmp_path):
    book.active["A1"] = "متن"
    assert saved(book, tmp_path).lines[0].kind is None
    book.create_sheet("Sheet2")["A1"] = "متن"
    assert [(x.text, x.level) for x in saved(book, tmp_path).lines if x.kind == "heading"] == [("Sheet", 1), ("Sheet2", 1)]


def test_hidden_parts_and_formulas_never_calculated_are_noted(book, tmp_path):
    sheet = book.active
    for row in [("نام", "نهان", "عدد"), ("قم", 1, 2), ("یزد", 3, 4), ("ری", 5, "=SUM(C2:C3)")]:
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("پنهان")["A1"] = "راز"
    book["پنهان"].sheet_state = "hidden"
    document = saved(book, tmp_path)
    assert document.tables[0].cells == (("نام", "عدد"), ("یزد", "4"), ("ری", ""))
    notes = "\n".join(document.notes)
    assert "C4" in notes
    assert "سطر پنهان خوانده نشد (2)" in notes
    assert "ستون پنهان خوانده نشد (B)" in notes
    assert "«پنهان»" in notes


def test_the_head_of_an_inserted_table(book, tmp_path):
    for row in [("نام", "عدد"), ("قم", 1), ("یزد", 2)]:
        book.active.append(row)
    book.active.add_table(Table(displayName="T", ref="A1:B3"))
    document = saved(book, tmp_path)
    assert document.tables[0].head == 1
    assert document.lines[0].kind == "table_header"


@pytest.mark.parametrize(("value", "format", "text"), [
    (0.1 + 0.2, "General", "0.3"), (1e15, "General", "1000000000000000"), (1e-7, "General", "0.0000001"), (12.0, "General", "12"),
    (0.125, "0%", "13%"), (0.1234, "0.0%", "12.3%"), (-1234567.891, "#,##0.00", "-1,234,567.89"), (2.5, "0", "3"),
    (1234.5, '#,##0.0" ریال"', "1,234.5"), (-5, "#,##0;(#,##0)", "-5"), (7, "000", "007"), (1.5, "0.00E+00", "1.5"),
    (3.10, "0.##", "3.1"),

    (True, "General", "TRUE"), ("۱۴۰۱/۰۵/۰۲", "General", "۱۴۰۱/۰۵/۰۲"),
    (datetime.datetime(2022, 3, 21), "yyyy/mm/dd", "2022/03/21"),
    (datetime.datetime(2022, 3, 1, 8, 5), "d-m-yyyy h:mm", "1-3-2022 08:05"), (0, '#,##0;-#,##0;"-"', "0"),
])  # fmt: skip
def test_values_as_shown(value, format, text):
    assert shown(value, format) == text


def test_the_caption_is_the_nearest_title_that_is_no_remark(book, tmp_path):
    sheet = book.active
    sheet["A1"] = "گزارش سالانهٔ بانک"
    sheet["A3"] = "ترکیب سهامداران"
    sheet["A4"] = "ارقام به میلیون ریال"
    for row in [("نام", "مبلغ"), ("الف", 10), ("ب", 20)]:
        sheet.append(row)
    document = saved(book, tmp_path)
    (table,) = document.tables
    assert document.lines[table.caption - 1].text == "ترکیب سهامداران"
