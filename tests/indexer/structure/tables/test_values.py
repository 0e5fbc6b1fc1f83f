import pytest

from indexer.structure.tables.values import evidence, printed, read_columns


def one(*cells):
    return list(read_columns([cells])[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("۱۲٬۳۴۵", 12345),
        ("١٢٣", 123),
        ("1,234,567", 1234567),
        ("۱۲٫۵", 12.5),
        ("۴۹/۹", 49.9),
        ("(۱۲۳)", -123),
        ("-۱۲", -12),
        ("۱۲-", -12),
        ("−۷", -7),
        ("۷−", -7),
        ("٪۱۲", 12),
        ("۱۲٫۵٪", 12.5),
        ("+18", 18),
        ("۱۲ نفر", 12),
        ("۴۵ درصد", 45),
        ("0.5", 0.5),
        ("1 234 567", 1234567),
    ],
)
def test_a_printed_number(text, value):
    assert one(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "ـ",
        "—",
        "ندارد",
        "۱۴۰۱/۰۳/۱۵",
        "۱۴۰۰/۱۴۰۱",
        "۱۰-۲۰",
        "۲۰ تا ۳۰",
        "دوازده",
        "۰۲۱۸۸۷",
        "(۱۲",
        "۱۲:۳۰",
        "۱۲ شهریور",
        "الف ۱۲",
    ],
)
def test_no_number(text):
    assert one(text) == [None]


def test_months_of_a_year_are_no_decimals():
    assert one("۱۴۰۱/۰۳", "۱۴۰۱/۱۲") == [None, None]


def test_a_dot_is_what_its_column_proves():
    assert one("1.611", "2.400", "920") == [1611, 2400, 920]
    assert one("1.611", "5916.5") == [1.611, 5916.5]
    assert one("1.234.567", "1.611") == [1234567, 1611]
    thousands, decimals = read_columns([["1.611", "2.005", "3.720"], ["5916.5", "12.25", "7.125"]])
    assert thousands == (1611, 2005, 3720)
    assert decimals == (5916.5, 12.25, 7.125)


def test_a_dot_beside_grouping_commas_is_decimal():
    assert read_columns([["1,204", "3,310"], ["1.611", "2.400"]])[1] == (1.611, 2.4)


def test_a_comma_before_other_than_three_digits_is_decimal():
    assert one("12,5", "1,250") == [12.5, 1.25]


def test_the_document_decides_where_the_table_does_not():
    marks = evidence(n for t in ("1.234.567", "2.345.678") if (n := printed(t)) is not None)
    assert read_columns([["1.611"]], marks)[0] == (1611,)


def test_no_noise_in_values():
    assert one("۰٫۱", "۰٫۲", "5916.5") == [0.1, 0.2, 5916.5]
