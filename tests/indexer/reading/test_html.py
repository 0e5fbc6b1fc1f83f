from indexer.reading import read_document


def read(tmp_path, body, head="", encoding="utf-8", attributes=' dir="rtl"'):
    path = tmp_path / "صفحه.html"
    page = f'<html{attributes}><head><meta charset="{encoding}"><title>آب</title>{head}</head><body>{body}</body></html>'
    path.write_bytes(page.encode("cp1256" if encoding == "windows-1256" else encoding))
    return read_document(path)


def test_blocks_in_order(tmp_path):
    document = read(
        tmp_path,
        "<nav>منو</nav><h2>گزارش <b>سال</b></h2><p>خط یک<br>خط دو</p>متن <i>آزاد</i><script>x()</script>"
        '<p style="display: none">نهان</p><p hidden>نهان</p><dl><dt>نرخ</dt><dd>۵ درصد</dd></dl>',
    )
    assert [(line.text, line.kind, line.level) for line in document.lines] == [
        ("گزارش سال", "heading", 2), ("خط یک", None, None), ("خط دو", None, None),
        ("متن آزاد", None, None), ("نرخ: ۵ درصد", None, None),
    ]  # fmt: skip
    assert document.title == "آب"
    assert document.ordered


def test_nested_lists(tmp_path):
    document = read(tmp_path, '<ul><li>الف<ol start="3"><li>ب</li><li>پ</li></ol></li><li><p>ج</p><p>د</p></li></ul>')
    assert [(x.text, x.marker, x.level) for x in document.lines] == [
        ("الف", "•", 1), ("ب", "3.", 2), ("پ", "4.", 2), ("ج", "•", 1), ("د", None, None),
    ]  # fmt: skip


TABLE = """<table><caption>جدول ۱: آب</caption>
<tr><th rowspan=2>نام</th><th colspan=2>سال</th></tr><tr><th>۱۴۰۱</th><th>۱۴۰۲</th></tr>
<tr><td>تهران</td><td>1<br>2</td><td></td></tr></table>"""


def test_table_with_spans(tmp_path):
    document = read(tmp_path, TABLE)
    (table,) = document.tables
    assert table.cells == (("نام", "سال", "سال"), ("نام", "۱۴۰۱", "۱۴۰۲"), ("تهران", "1 2", ""))
    assert (table.head, table.caption) == (2, 1)
    assert [(m.row, m.column, m.rows, m.columns) for m in table.merged] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert [document.lines[a - 1].text for a, _ in table.lines] == ["نام\tسال\t", "\t۱۴۰۱\t۱۴۰۲", "تهران\t1 2\t"]


def test_absurd_spans_do_not_fill_the_memory(tmp_path):
    document = read(
        tmp_path, "<table><tr><td colspan=99999999 rowspan=99999999>الف</td><td>ب</td></tr><tr><td>پ</td></tr></table>"
    )
    assert document.tables[0].cells[0] == ("الف", "ب")


def test_left_to_right_table_that_is_read_from_its_last_column(tmp_path):
    rows = "".join(f"<tr><td>{n * 7}</td><td>شهر {name}</td></tr>" for n, name in enumerate(["قم", "یزد", "ری"], 1))
    document = read(tmp_path, f"<table><tr><td>تعداد</td><td>نام</td></tr>{rows}</table>", attributes=' dir="ltr"')
    assert document.tables[0].cells[1] == ("شهر قم", "7")


def test_layout_tables_are_walked(tmp_path):
    document = read(tmp_path, f"<table><tr><td><p>کنار</p></td><td>{TABLE}</td></tr></table>")
    assert document.lines[0].text == "کنار"
    assert len(document.tables) == 1


def test_declared_encoding(tmp_path):
    document = read(tmp_path, "<p>گزارش آب</p>", encoding="windows-1256")
    assert document.lines[0].text == "گزارش آب"
