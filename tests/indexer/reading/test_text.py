from pathlib import Path

import pytest

from indexer.errors import UnreadableError
from indexer.reading import read_document
from indexer.reading.aligned import aligned_tables, with_aligned_tables
from indexer.reading.text import text_lines

SEED = next((Path(__file__).parents[3] / "seeds").glob("*.txt"))
PERSIAN = "گزارش عملکرد شرکت آب و برق\nاین سند از آمار سال گذشته است و با دقت تهیه شده است"


def read(tmp_path, text, name="سند.md"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_give_the_same_lines(tmp_path, encoding):
    document = read(tmp_path, PERSIAN.encode(encoding), "a.txt")
    assert [line.text for line in document.lines] == PERSIAN.split("\n")
    assert document.notes == ()
    assert not document.ordered


def test_windows_1256_is_told_by_its_words(tmp_path):
    text = PERSIAN.replace("ی", "ي").replace("ک", "ك")
    document = read(tmp_path, text.encode("cp1256"), "a.txt")
    assert "\n".join(line.text for line in document.lines) == text
    assert "1256" in document.notes[0]


def test_bad_bytes_and_nul_are_notes(tmp_path):
    document = read(tmp_path, "سطر یک\nسطر ".encode() + b"\xff\x00" + " دو\n".encode(), "a.txt")
    assert [line.text for line in document.lines] == ["سطر یک", "سطر \ufffd\ufffd دو"]
    assert "سطر 2" in document.notes[0]


def test_marks_are_dropped_from_what_is_shown_and_kept_in_the_line(tmp_path):
    raw = "\u202bسيترو\u064a\u0654ن \u200fتا\xadيم‌ها\u202c"
    line = read(tmp_path, raw, "a.txt").lines[0]
    assert line.text == raw
    assert line.seen == "سيتروئن تايم‌ها"


def test_headings_lists_and_emphasis(tmp_path):
    text = "## فصل **دوم**\n\nعنوان\n---\n\n1. تنها\n\nمتن `کد`\n\n- یک\n  * دو\n\n۱) الف\n۲) ب\n\n***\nsnake_case و 5*3*2"
    lines = read(tmp_path, text).lines
    assert [(line.kind, line.level, line.seen) for line in lines if line.seen and line.kind != "bullet"] == [
        ("heading", 2, "فصل دوم"),
        ("heading", 2, "عنوان"),
        (None, None, "1. تنها"),
        (None, None, "متن کد"),
        (None, None, "snake_case و 5*3*2"),
    ]
    assert [(x.marker, x.level, x.seen) for x in lines if x.kind == "bullet"] == [
        ("-", 1, "- یک"), ("*", 2, "* دو"), ("۱)", 1, "۱) الف"), ("۲)", 1, "۲) ب"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "جدول ۳: تخت‌ها\n\n| ردیف | نام \\| نشان | تعداد |\n|---|:--:|---|\n| ۱ | **قم** |  |",
        "جدول ۳: تخت‌ها\n\nردیف | نام \\| نشان | تعداد\n---|---|---\n۱ | قم |",
        "پیش\n\n+---+---+---+\n| ردیف | نام \\| نشان | تعداد |\n+===+===+===+\n| ۱ | قم | |\n+---+---+---+\nجدول ۳: تخت‌ها",
    ],
)
def test_pipe_tables(tmp_path, text):
    document = read(tmp_path, text)
    (table,) = document.tables
    assert table.cells == (("ردیف", "نام | نشان", "تعداد"), ("۱", "قم", ""))
    assert table.head == 1
    assert document.lines[table.caption - 1].text == "جدول ۳: تخت‌ها"
    assert document.lines[table.caption - 1].kind == "caption"
    for row, (first, last) in zip(table.cells, table.lines, strict=True):
        assert first == last
        assert document.lines[first - 1].seen == "\t".join(row)


def test_code_and_statistics_of_changes_are_no_tables(tmp_path):
    text = "```\n| a | b |\n|---|---|\n| 1 | 2 |\n- x\n# y\n```\n\n a/foo.py | 12 ++--\n a/bar.py |  3 +--\n"
    document = read(tmp_path, text)
    assert document.tables == ()
    assert not [line for line in document.lines if line.kind in ("heading", "bullet", "table_row")]


def test_aligned_table_is_read_from_the_right(tmp_path):
    text = (
        "\u202bجدول \u202a :۱\u202cعملکرد\u202c\n\n"
        "\u202bعملکرد\u202c                \u202bبرنامه\u202c           \u202bنام استان\u202c\n"
        "\u202b۱۳۴\u202c                   \u202b۱۲۰\u202c              \u202bتهران\u202c\n"
        "\u202b۳۹٫۵\u202c                                     \u202bآذربایجان شرقی\u202c\n"
        "\u202b۸\u202c                     \u202b۷\u202c                \u202bیزد\u202c\n"
        "\u202b۹\u202c                     \u202b۶\u202c                \u202bقم\u202c\n"
    )
    document = with_aligned_tables(read(tmp_path, text, "a.txt"))
    (table,) = document.tables
    assert table.cells == (
        ("نام استان", "برنامه", "عملکرد"), ("تهران", "۱۲۰", "۱۳۴"), ("آذربایجان شرقی", "", "۳۹٫۵"),
        ("یزد", "۷", "۸"), ("قم", "۶", "۹"),
    )  # fmt: skip
    assert table.caption == 1
    assert document.lines[3].seen == "تهران\t۱۲۰\t۱۳۴"


def test_tab_separated_rows_keep_their_order(tmp_path):
    document = read(tmp_path, "نام\tبرنامه\tعملکرد\nتهران\t12\t13\nقم\t\t7\n", "a.txt")
    (table,) = aligned_tables(document.lines)
    assert table.cells == (("نام", "برنامه", "عملکرد"), ("تهران", "12", "13"), ("قم", "", "7"))


@pytest.mark.parametrize(
    "text",
    [
        "commit 5c1\nAuthor:  علی\nDate:    دوشنبه\n\n    پیام یک\n",
        "a1b2c3d  2023-01-01  first\nb2c3d4e  2023-01-02  second\nc3d4e5f  2023-01-03  third\nd4e5f6a  2023-01-04  fourth\n",
        "فصل اول ........ ۱\nفصل دوم ........ ۲۳\nفصل سوم ........ ۴۵\nفصل چهارم ...... ۶۷\n",
        "int a  =  1;\nint b  =  2;\nint c  =  3;\nint d  =  4;\n",
        "شرکت آب    خیابان آزادی\nشرکت برق   خیابان انقلاب\nشرکت گاز   میدان ونک\nشهرداری    بلوار کشاورز\n",
    ],
)
def test_listings_are_no_tables(tmp_path, text):
    assert aligned_tables(read(tmp_path, text, "a.txt").lines) == ()


def test_the_damaged_report_has_no_tables_of_its_own():
    document = read_document(SEED)
    assert document.tables == ()
    assert aligned_tables(document.lines) == ()
    assert [line.text for line in document.lines] == SEED.read_bytes().decode().removesuffix("\n").split("\n")


def test_title_of_a_yaml_head(tmp_path):
    document = read(tmp_path, "---\ntitle: گزارش\nyear: 1401\n---\n\nمتن\n")
    assert document.title == "گزارش"
    assert document.lines[1].kind == "page_header"


def test_a_file_of_any_ending_gives_its_lines_as_stored(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes("\ufeff  سطر یک \n\nسطر دو\t\n".encode())
    assert text_lines(path) == ("  سطر یک ", "", "سطر دو\t")


@pytest.mark.parametrize("data", [b"", b" \n\n", None])
def test_no_text_is_one_persian_sentence(tmp_path, data):
    path = tmp_path / "a.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UnreadableError, match=r"ندارد|باز نشد") as caught:
        text_lines(path)
    assert "\n" not in str(caught.value)
