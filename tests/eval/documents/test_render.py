import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from eval.documents import render
from eval.documents.as_text import clean_html, markdown, plain_text
from eval.documents.figures import figure
from eval.documents.gold_document import read_gold_document
from eval.errors import GoldError


def test_no_file_tells_the_gold(small):
    assert "data-" not in clean_html(small)
    assert clean_html(small).count("<table") == 3
    assert "| تعداد (فقره) - برنامه |" in markdown(small)
    assert "جدول 1" not in plain_text(small)


def test_word_has_styles_numbers_and_merged_right_to_left_tables(small, tmp_path):
    path = tmp_path / "a.docx"
    render.write_as(small, path, "docx")
    word = docx.Document(path)
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == [
        "1- سپرده‌ها",
        "2- تسهیلات",
        "3- تکلیف‌های نیمهٔ دوم",
    ]
    table = word.tables[1]
    assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc or table.cell(1, 0).text == table.cell(0, 0).text


def test_a_workbook_holds_numbers(small, tmp_path):
    path = tmp_path / "a.xlsx"
    render.write_as(small, path, "xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    cells = {cell.value: cell.number_format for row in sheet.iter_rows() for cell in row}
    assert cells[640250] == "#,##0"
    assert cells[-6.5] == "0.0"


def test_rendered_once(sources, tmp_path):
    path = render.rendered(sources[0], tmp_path, "md")
    made = path.stat().st_mtime_ns
    assert render.rendered(sources[0], tmp_path, "md").stat().st_mtime_ns == made


def test_a_missing_program_leaves_its_format_out_and_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    formats, notes = render.available(["md", "pdf-lo", "pdf-cr"])
    assert formats == ["md"]
    assert "soffice" in notes[0]
    assert "chromium" in notes[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [("۱٬۲۳۴٫۵", 1234.5), ("(۱۲,۳۴۵)", -12345), ("-۳/۴", -3.4), ("12.5%", 12.5), ("1402/11/30", None), ("دو", None), ("۰", 0)],
)
def test_figures(text, value):
    assert (figure(text).value if figure(text) else None) == value


def test_a_name_that_the_head_does_not_say_is_an_error(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        '<html><body><table><colgroup><col data-name="ب" data-role="text"></colgroup><thead><tr><th>الف</th></tr></thead>'
        "<tbody><tr><td>۱</td></tr></tbody></table></body></html>",
        encoding="utf-8",
    )
    with pytest.raises(GoldError, match="سرستون"):
        read_gold_document(path)
