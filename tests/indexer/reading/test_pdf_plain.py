"""A page with a list of two levels and a table without rules, as Chromium tags it and with the tags taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.reading.document import Document, Merged
from indexer.reading.pdf import read_pdf

DATA = Path(__file__).parents[2] / "data" / "pdf"


@pytest.fixture(scope="module", params=["plain_tagged.pdf", "plain_untagged.pdf"])
def document(request: pytest.FixtureRequest) -> Document:
    return read_pdf(DATA / request.param, "plain")


def test_table_without_rules_has_its_cells_and_its_head_of_two_levels(document: Document) -> None:
    (table,) = document.tables
    assert [list(row) for row in table.cells] == [
        ["میوه", "سال ۱۴۰۱", "سال ۱۴۰۱", "سال ۱۴۰۲", "سال ۱۴۰۲"],
        ["میوه", "برنامه", "برداشت", "برنامه", "برداشت"],
        ["انار دانه\u200cسیاه", "۱۲۰", "۱۱۸", "۱۳۰", "۱۴۲"],
        ["انگور", "۴۰", "۳۷", "۴۰", "-"],
        ["سیب", "۷۵", "۸۱", "۸۰", "۷۹"],
        ["جمع", "۲۳۵", "۲۳۶", "۲۵۰", "۲۲۱"],
    ]
    assert table.head == 2
    assert {Merged(0, 0, 2, 1), Merged(0, 1, 1, 2), Merged(0, 3, 1, 2)} == set(table.merged)
    assert table.caption is not None
    assert document.lines[table.caption - 1].text == "جدول ۱: برداشت میوه"


def test_list_items_have_their_depth(document: Document) -> None:
    items = [(line.text.removeprefix("• "), line.level) for line in document.lines if line.kind == "bullet"]
    assert [level for _, level in items] == [1, 1, 2, 2, 1]
    assert items[0][0] == "کاشت نهال در کرت\u200cهای شرقی"


def test_prose_is_no_table(document: Document) -> None:
    (table,) = document.tables
    rows = {number for first, last in table.lines for number in range(first, last + 1)}
    outside = " ".join(line.text for number, line in enumerate(document.lines, 1) if number not in rows)
    assert "باران بهار امسال کم بود" in outside
    assert "نشانی باغ: روستای بالا" in outside
