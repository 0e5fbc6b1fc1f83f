"""Documents are named by what only their titles say, and by the year of the report."""

import pytest

from indexer.corpus import Corpus, Line, Metadata
from service.addressed import addressed, find_names, same_report


def corpus(ident: str, title: str, year: int | None, *texts: str) -> Corpus:
    lines = tuple(Line(n, t, t, "paragraph") for n, t in enumerate((title, *texts), 1))
    metadata = Metadata(ident, title, year, f"{ident}.md", "md", "", len(lines))
    return Corpus(ident, lines, (), (), (), (), metadata=metadata)


NAMES = find_names(
    [
        corpus("hospital", "گزارش عملکرد بیمارستان مهر در سال ۱۴۰۲", 1402, "شمار تخت‌ها در سال ۱۴۰۱ بیشتر شد", "درآمد بیمارستان"),
        corpus("water-1400", "گزارش سالانه شرکت آب و فاضلاب سال ۱۴۰۰", 1400, "طول شبکه در سال ۱۴۰۰", "درآمد آب"),
        corpus("water-1401", "گزارش سالانه شرکت آب و فاضلاب سال ۱۴۰۱", 1401, "طول شبکه در سال ۱۴۰۱ و ۱۴۰۰", "درآمد فاضلاب"),
        corpus("rules", "آیین‌نامه استخدام", None, "ماده ۱ کارکنان و درآمد آنان"),
    ]
)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("تعداد تخت بیمارستان مهر چقدر است؟", {"hospital"}),
        ("طول شبکه فاضلاب چند کیلومتر است؟", {"water-1400", "water-1401"}),
        ("طول شبکه فاضلاب در سال 1400 چند کیلومتر است؟", {"water-1400"}),
        ("طول شبکه فاضلاب در سال 1399 چند کیلومتر است؟", {"water-1400", "water-1401"}),
        ("در گزارش سال 1402 شمار تخت‌ها چند است؟", {"hospital"}),
        ("بیمارستان در سال 1401 چند تخت داشت؟", {"hospital"}),
        ("درآمد در سال 1401 چقدر بود؟", set()),
        ("کارکنان چند نفرند؟", set()),
        ("آیین‌نامه استخدام چه می‌گوید؟", {"rules"}),
    ],
)
def test_documents_that_a_question_names(question, documents):
    assert addressed(question, NAMES) == documents


def test_of_reports_alike_but_for_the_year_the_one_asked_for():
    assert same_report("water-1401", "طول شبکه در سال 1400", NAMES) == "water-1400"
    assert same_report("water-1401", "طول شبکه در سال 1399", NAMES) == "water-1401"
    assert same_report("hospital", "تخت‌ها در سال 1401", NAMES) == "hospital"
