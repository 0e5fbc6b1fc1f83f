"""Running text cut into sentences over the borders of lines, and only there."""

from __future__ import annotations

from indexer.corpus import Row, Table
from indexer.reading.document import SourceLine
from indexer.structure.sentences import find_sentences
from tests.indexer.structure.documents import document, lines_of, sections_of, text

LONG = "در این سال درآمد شرکت نسبت به سال پیش افزایش یافت و هزینه‌های جاری آن کاهش چشمگیری پیدا"


def test_sentences_run_over_broken_lines_and_know_their_section():
    made = text("فصل اول: کلیات", "", LONG, "کرد. سود نیز بیشتر شد.", "", "فصل دوم: مالی", "", LONG, "کرده است.")
    found = find_sentences(lines_of(made), sections_of(made), ())
    assert [(s.kind, s.section, s.lines) for s in found] == [
        ("heading", "فصل-1", (1, 1)),
        ("text", "فصل-1", (3, 4)),
        ("text", "فصل-1", (4, 4)),
        ("heading", "فصل-2", (6, 6)),
        ("text", "فصل-2", (8, 9)),
    ]
    assert [s.number for s in found] == [0, 1, 2, 3, 4]
    assert found[1].text == f"{LONG}\nکرد."


def test_where_every_line_is_a_paragraph_none_run_on():
    whole = [f"{LONG} کرد." for _ in range(5)]
    found = find_sentences(lines_of(text(*whole, LONG, "سطری دیگر")), (), ())
    assert [s.text for s in found] == [*whole, LONG, "سطری دیگر"]


def test_items_and_leads():
    made = document([SourceLine("اقدام‌ها:"), SourceLine("خرید", kind="bullet", level=1), SourceLine("• فروش")])
    assert [s.kind for s in find_sentences(lines_of(made), (), ())] == ["lead", "item", "item"]


def test_rows_of_tables_are_no_sentences_and_nothing_runs_over_them():
    table = Table("t1", "1", "", None, (2, 2), (), (Row("t1-r1", "body", ("الف",), (None,), (2, 2)),))
    found = find_sentences(lines_of(text(LONG, "الف", LONG)), (), (table,))
    assert [s.lines for s in found] == [(1, 1), (3, 3)]


def test_clauses_of_one_long_sentence_share_its_number():
    found = find_sentences(lines_of(text("، ".join([LONG] * 6) + ".")), (), ())
    assert len(found) == 6
    assert {s.number for s in found} == {0}
