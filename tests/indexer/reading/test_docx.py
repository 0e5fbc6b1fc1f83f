import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from indexer.reading import read_document


@pytest.fixture
def word():
    return docx.Document()


def saved(word, tmp_path):
    path = tmp_path / "سند.docx"
    word.save(path)
    return read_document(path)


def numbered(paragraph, number, level=0):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def add_numbering(word, levels, number=90):
    """`levels`: (format, text) of each level."""
    root = word.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (format, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def fill(word, rows, right_to_left=True):
    table = word.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    if right_to_left:
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    return table


def test_styles_title_and_order(word, tmp_path):
    own = word.styles.add_style("سرتیتر سازمان", 1)
    own.base_style = word.styles["Heading 2"]
    named = word.styles.add_style("عنوان ۳", 1)
    named.base_style = None
    word.add_paragraph("گزارش سالانه", style="Title")
    word.add_paragraph("کلیات", style="Heading 1")
    word.add_paragraph("بخش خودی", style=own)
    word.add_paragraph("بند", style=named)
    fill(word, [("نام", "عدد"), ("قم", "۱"), ("یزد", "۲")])
    word.add_paragraph("پس از جدول")
    document = saved(word, tmp_path)
    assert document.title == "گزارش سالانه"
    assert [(x.kind, x.level) for x in document.lines[:4]] == [(None, None), ("heading", 1), ("heading", 2), ("heading", 3)]
    assert [x.text for x in document.lines[4:]] == ["نام\tعدد", "قم\t۱", "یزد\t۲", "پس از جدول"]
    assert document.tables[0].lines == ((5, 5), (6, 6), (7, 7))


def test_computed_numbers(word, tmp_path):
    number = add_numbering(word, [("hindiNumbers", "%1-"), ("arabicAlpha", "%2)"), ("decimal", "%1.%3")])
    for level, text in [(0, "یک"), (1, "یک الف"), (1, "یک ب"), (0, "دو"), (1, "دو الف"), (2, "ژرف")]:
        numbered(word.add_paragraph(text), number, level)
    word.add_paragraph("گلوله", style="List Bullet")
    document = saved(word, tmp_path)
    assert [(x.marker, x.level, x.text) for x in document.lines] == [
        ("۱-", 1, "یک"), ("الف)", 2, "یک الف"), ("ب)", 2, "یک ب"), ("۲-", 1, "دو"), ("الف)", 2, "دو الف"), ("۲.1", 3, "ژرف"),
        ("•", 1, "گلوله"),
    ]  # fmt: skip
    assert {x.kind for x in document.lines} == {"bullet"}


def test_numbered_headings_carry_their_number(word, tmp_path):
    number = add_numbering(word, [("decimal", "فصل %1:"), ("decimal", "%1-%2")])
    for level, text in [(0, "کلیات"), (1, "هدف"), (1, "دامنه"), (0, "نتایج"), (1, "آمار")]:
        numbered(word.add_paragraph(text, style=f"Heading {level + 1}"), number, level)
    texts = [x.text for x in saved(word, tmp_path).lines]
    assert texts == ["فصل 1: کلیات", "1-1 هدف", "1-2 دامنه", "فصل 2: نتایج", "2-1 آمار"]


def test_merged_cells_repeated_head_and_caption(word, tmp_path):
    word.add_paragraph("جدول ۲: سرانه", style="Caption")
    table = fill(word, [("نام", "سال", ""), ("", "۱۴۰۱", "۱۴۰۲"), ("قم", "۳", "۴")])
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    for row in table.rows[0], table.rows[1]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document = saved(word, tmp_path)
    (found,) = document.tables
    assert found.cells == (("نام", "سال", "سال"), ("نام", "۱۴۰۱", "۱۴۰۲"), ("قم", "۳", "۴"))
    assert (found.head, found.caption) == (2, 1)
    assert [(m.row, m.column, m.rows, m.columns) for m in found.merged] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert [x.kind for x in document.lines] == ["caption", "table_header", "table_header", "table_row"]


@pytest.mark.parametrize(("right_to_left", "rows"), [
    (True, [("ردیف", "نام", "تعداد"), ("۱", "قم", "۵"), ("۲", "یزد", "۶"), ("۳", "ری", "۷")]),
    (False, [("تعداد", "نام", "ردیف"), ("۵", "قم", "۱"), ("۶", "یزد", "۲"), ("۷", "ری", "۳")]),
])  # fmt: skip
def test_reading_order_of_columns(word, tmp_path, right_to_left, rows):
    fill(word, rows, right_to_left)
    assert saved(word, tmp_path).tables[0].cells[1] == ("۱", "قم", "۵")


def test_tracked_changes_controls_boxes_and_notes(word, tmp_path):
    body = word.element.body
    w = nsdecls("w")
    body.insert(0, parse_xml(
        f'<w:p {w}><w:r><w:t xml:space="preserve">سود </w:t></w:r><w:del w:id="1"><w:r><w:delText>۱۰</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>۱۲</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>نهان</w:t></w:r>'
        '<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>کادر</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>'
    ))  # fmt: skip
    body.insert(1, parse_xml(f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>مهار محتوا</w:t></w:r></w:p></w:sdtContent></w:sdt>"))
    word.sections[0].header.paragraphs[0].text = "سرصفحه"
    document = saved(word, tmp_path)
    assert [x.text for x in document.lines] == ["سود ۱۲", "کادر", "مهار محتوا"]


def test_table_of_contents_is_left_out(word, tmp_path):
    word.styles.add_style("toc 1", 1)
    word.add_paragraph("کلیات\t۳", style="toc 1")
    word.add_paragraph("متن")
    assert [x.text for x in saved(word, tmp_path).lines] == ["متن"]


def test_a_frame_of_one_cell_is_text_and_pictures_are_noted(word, tmp_path):
    word.add_table(1, 1).cell(0, 0).text = "کادر تأکید"
    word.paragraphs or word.add_paragraph("x")
    word.add_paragraph().add_run()._r.append(OxmlElement("w:drawing"))
    document = saved(word, tmp_path)
    assert document.tables == ()
    assert document.lines[0].text == "کادر تأکید"
    assert "تصویر" in document.notes[0]


def test_footnote_follows_its_paragraph(word, tmp_path):
    import zipfile

    run = word.add_paragraph("نرخ ۵ درصد").add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run._r.append(reference)
    word.add_paragraph("بعد")
    path = tmp_path / "الف.docx"
    word.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        note = '<w:footnote w:id="2"><w:p><w:r><w:t>بی‌مالیات</w:t></w:r></w:p></w:footnote>'
        archive.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>")
    assert [x.text for x in read_document(path).lines] == ["نرخ ۵ درصد", "بی‌مالیات", "بعد"]
