from indexer.reading.document import SourceLine
from indexer.reading.spaced_rows import spaced_tables


def found(*lines: str):
    return spaced_tables([SourceLine(text) for text in lines], set())


ROWS = ("یزد 109 143", "تهران 210 260", "خراسان رضوی 80 95")


def test_rows_below_a_head_line_are_a_table():
    (table,) = found("خرید کتاب", "استان  برنامه  عملکرد", *ROWS)
    assert table.cells == (
        ("استان", "برنامه", "عملکرد"),
        ("یزد", "109", "143"),
        ("تهران", "210", "260"),
        ("خراسان رضوی", "80", "95"),
    )
    assert (table.lines, table.head) == (((2, 2), (3, 3), (4, 4), (5, 5)), 1)


def test_running_numbers_and_a_total_without_one():
    (table,) = found("جدول ۱: خرید", "", "ردیف نام برنامه عملکرد", "", "1 یزد ۱۰ ۱۲", "", "2 قم ۲۰ ۱۱", "", "جمع ۳۰ ۲۳")
    assert table.cells[1:] == (("1", "یزد", "۱۰", "۱۲"), ("2", "قم", "۲۰", "۱۱"), ("", "جمع", "۳۰", "۲۳"))


def test_heads_that_cannot_be_told_apart_are_left_out():
    (table,) = found("جدول ۱: خرید کتاب", *ROWS)
    assert table.head == 0
    assert table.cells[0] == ("یزد", "109", "143")


def test_prose_lists_and_addresses_are_no_table():
    assert found("استان  برنامه  عملکرد", *ROWS[:2]) == ()
    assert found("این سه استان بیش از همه خریدند.", *ROWS) == ()
    assert found("نام نشانی تلفن", "یزد خیابان امام پلاک 12", "قم بلوار امین پلاک 4", "ساری میدان ساعت 7") == ()
    assert found("در سال 1400 شمار اعضا 120 نفر بود.", "در سال 1401 شمار اعضا 130 نفر بود.", "در سال 1402 به 140 رسید.") == ()
    assert found("فهرست", "1 کلیات 5", "2 منابع 9", "3 نتیجه 14") == ()
