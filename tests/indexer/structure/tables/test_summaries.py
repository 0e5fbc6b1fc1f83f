from indexer.corpus import Row
from indexer.structure.tables.summaries import is_sum, is_whole, summary_rows


def test_a_total_adds_up_where_its_label_names_no_statistic():
    rows = [Row("t1-r1", kind, (label, "12"), (None, 12.0), (1, 1)) for label, kind in (
        ("جمع کل", "total"), ("سال ۱۴۰۲", "total"), ("میانگین ماهانه", "total"), ("درصد", "total"), ("مهر", "body"),
    )]  # fmt: skip
    assert [is_sum(r) for r in rows] == [True, True, False, False, False]


def test_the_whole_of_rows():
    assert all(map(is_whole, ("سال", "کل سال", "سال ۱۴۰۲", "استان", "همه")))
    assert not any(map(is_whole, ("", "۱۴۰۲", "استان یزد", "سال آبی")))


def test_statistics_stand_at_the_end():
    assert summary_rows(["الف", "ب", "جمع", "میانگین", "سهم از کل"], [False, False, True, False, False]) == {3, 4}
    assert summary_rows(["میانگین", "الف", "ب"], [False] * 3) == set()
    assert summary_rows(["الف", "میانگین", "بیشینه"], [False] * 3) == set()
