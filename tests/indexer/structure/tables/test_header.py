from indexer.reading.document import Merged, SourceTable
from indexer.structure.tables.header import lay_out


def layout(*rows, head=None, merged=()):
    cells = tuple(tuple(c.strip() for c in row.split("|")) for row in rows)
    return lay_out(SourceTable(cells, tuple((n, n) for n in range(len(rows))), head, merged))


def test_a_title_over_the_sheet_is_no_header():
    found = layout(
        "بودجه شهر | بودجه شهر | بودجه شهر", "شرح | مصوب | عملکرد", "الف | ۱۲ | ۱۳", "ب | ۲ | ۳", merged=(Merged(0, 0, 1, 3),)
    )
    assert found.titles == ("بودجه شهر",)
    assert found.heads == (("شرح",), ("مصوب",), ("عملکرد",))
    assert found.body == (2, 3)


def test_a_group_that_is_written_once_stands_over_all_its_columns():
    found = layout(
        "شرح | سال ۱۴۰۰ | | سال ۱۴۰۱ |",
        " | برنامه | عملکرد | برنامه | عملکرد",
        "الف | ۱ | ۲ | ۳ | ۴",
        "ب | ۱ | ۲ | ۳ | ۴",
        head=1,
    )
    assert found.heads[2] == ("سال ۱۴۰۰", "عملکرد")
    assert found.heads[3] == ("سال ۱۴۰۱", "برنامه")
    assert found.body == (2, 3)


def test_years_as_a_second_level_and_years_as_data():
    found = layout("شرح | درآمد | درآمد", "شرح | ۱۴۰۰ | ۱۴۰۱", "الف | ۱۲ | ۲۲", "ب | ۱۴ | ۲۱")
    assert found.heads[1] == ("درآمد", "۱۴۰۰")
    data = layout("بنا | احداث | بازسازی", "موزه | ۱۳۴۵ | ۱۳۸۰", "بازار | ۱۳۱۲ | ۱۳۷۵")
    assert data.body == (1, 2)


def test_a_row_that_numbers_the_columns_is_neither_header_nor_data():
    found = layout("شرح | مصوب | عملکرد", "(۱) | (۲) | (۳)", "الف | ۱۲ | ۱۳", "ب | ۲ | ۳", head=1)
    assert found.heads[0] == ("شرح",)
    assert found.body == (2, 3)


def test_empty_columns_of_a_sheet_are_left_out():
    found = layout("شرح | | مصوب", "الف | | ۱۲", "ب | | ۱۳")
    assert len(found.heads) == 2


def test_one_column_is_no_table():
    assert layout("به نام خدا", "متن") is None
