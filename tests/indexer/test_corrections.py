from dataclasses import replace
from pathlib import Path

import pytest

from indexer.corpus import Column, Line, Row, Table
from indexer.corrections import (
    apply_to_lines,
    apply_to_tables,
    as_repaired,
    raw_mark,
    read_corrections,
    row_mark,
    table_mark,
)
from indexer.errors import CorrectionError
from indexer.pipeline import structured
from indexer.reading import Document, SourceLine

TABLE = Table(
    "t1",
    "1",
    "نمونه",
    None,
    (1, 3),
    (Column("نام استان", "entity"), Column("مساحت هکتار", "value", "هکتار", 1400, "plan")),
    (Row("t1-r1", "body", ("یزد", "81"), (None, 81.0), (3, 3)),),
)
TABLE_LINES = (
    Line(1, "جدول 1", "جدول 1", "caption"),
    Line(2, "نام استان مساحت", "نام استان مساحت", "table_header"),
    Line(3, "81 يزد", "یزد 81", "table_row"),
)
LINES = (Line(1, "رهش صنعتي", "رهش صنعتی", "paragraph", ("letters",), 0.4), Line(2, "", "", "blank"))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "corrections.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_corrected_line_says_so_and_can_be_taken_back(tmp_path: Path):
    entries = read_corrections(
        written(tmp_path, f"- {{line: 1, text: شهر صنعتی, by: a, reason: order, raw: '{raw_mark(LINES[0].raw)}'}}")
    )
    lines, notes = apply_to_lines(LINES, entries)
    assert notes == []
    assert lines[0].text == "شهر صنعتی"
    assert lines[0].corrected
    assert "manual" in lines[0].repairs
    assert as_repaired(lines[0]) == LINES[0]
    assert lines[1] == LINES[1]


def test_a_correction_of_a_line_that_has_changed_is_reported_not_applied(tmp_path: Path):
    lines, notes = apply_to_lines(LINES, read_corrections(written(tmp_path, "- {line: 1, text: شهر, raw: '00000000'}")))
    assert lines == LINES
    assert len(notes) == 1
    _, notes = apply_to_lines(LINES, read_corrections(written(tmp_path, "- {line: 9, text: شهر}")))
    assert len(notes) == 1


def test_a_doubt_is_kept_beside_the_line(tmp_path: Path):
    lines, _ = apply_to_lines(LINES, read_corrections(written(tmp_path, "- {line: 1, doubt: نام خوانا نیست}")))
    assert lines[0].doubt == "نام خوانا نیست"
    assert not lines[0].corrected


def test_a_cell_is_corrected(tmp_path: Path):
    mark = row_mark(TABLE, TABLE.rows[0], TABLE_LINES)
    entry = f"- {{table: t1, row: t1-r1, column: 1, value: '18', by: a, reason: sum, was: '{mark}'}}"
    entries = read_corrections(written(tmp_path, entry))
    (mended,), notes = apply_to_tables([TABLE], TABLE_LINES, entries)
    assert notes == []
    assert mended.rows[0].values == (None, 18.0)
    assert mended.rows[0].repaired == (1,)
    _, notes = apply_to_tables([], TABLE_LINES, entries)
    assert len(notes) == 1


def test_a_column_is_corrected_and_keeps_what_the_entry_does_not_name(tmp_path: Path):
    mark = table_mark(TABLE, TABLE_LINES)
    entry = f"- {{table: t1, column: 1, name: مساحت واگذاری - عملکرد (هکتار), measure: actual, year: null, was: '{mark}'}}"
    (mended,), notes = apply_to_tables([TABLE], TABLE_LINES, read_corrections(written(tmp_path, entry)))
    assert notes == []
    assert mended.columns == (TABLE.columns[0], Column("مساحت واگذاری - عملکرد (هکتار)", "value", "هکتار", None, "actual"))
    assert mended.rows == TABLE.rows


def test_a_column_said_to_be_text_holds_no_figures(tmp_path: Path):
    entries = read_corrections(written(tmp_path, "- {table: t1, column: 1, name: سال بودجه, role: text}"))
    (mended,), _ = apply_to_tables([TABLE], TABLE_LINES, entries)
    assert mended.columns[1].role == "text"
    assert mended.rows[0].cells == ("یزد", "81")
    assert mended.rows[0].values == (None, None)


def test_a_caption_is_corrected(tmp_path: Path):
    entries = read_corrections(written(tmp_path, "- {table: t1, caption: مساحت زمین واگذار شده}"))
    (mended,), notes = apply_to_tables([TABLE], TABLE_LINES, entries)
    assert (mended.caption, notes) == ("مساحت زمین واگذار شده", [])


@pytest.mark.parametrize(
    "entry",
    [
        "{table: t1, column: 1, name: مساحت, was: '00000000'}",
        "{table: t1, column: 2, name: مساحت}",
        "{table: t9, column: 1, name: مساحت}",
        "{table: t1, caption: مساحت, was: '00000000'}",
        "{table: t1, row: t1-r1, column: 1, value: '18', was: '00000000'}",
        "{table: t1, row: t1-r2, column: 1, value: '18'}",
    ],
)
def test_a_correction_of_a_table_that_has_changed_is_reported_not_applied(tmp_path: Path, entry: str):
    tables, notes = apply_to_tables([TABLE], TABLE_LINES, read_corrections(written(tmp_path, f"- {entry}")))
    assert tables == (TABLE,)
    assert len(notes) == 1


def test_the_mark_of_a_table_follows_its_header_not_its_rows():
    changed = [replace(line, raw=line.raw + "x") for line in TABLE_LINES]
    assert table_mark(TABLE, (*TABLE_LINES[:2], changed[2])) == table_mark(TABLE, TABLE_LINES)
    assert table_mark(TABLE, (TABLE_LINES[0], changed[1], TABLE_LINES[2])) != table_mark(TABLE, TABLE_LINES)
    assert table_mark(replace(TABLE, columns=TABLE.columns[:1]), TABLE_LINES) != table_mark(TABLE, TABLE_LINES)


def test_the_arithmetic_speaks_of_what_was_corrected(tmp_path: Path):
    text = ["جدول شماره 1- فروش زمین", "رديف نام استان تعداد", "10 يزد 1", "35 قم 2", "17 البرز 3", "63 جمع"]
    lines = [Line(n, raw, raw.replace("ي", "ی"), "paragraph") for n, raw in enumerate(text, 1)]
    document = Document("d", "d.txt", "txt", "", tuple(SourceLine(t) for t in text), ordered=False)
    (table,) = structured(document, lines, damaged=True).tables
    (total,) = [c for c in table.checks if c.kind == "column_sum"]
    assert (total.state, total.expected) == ("failed", 62)
    entries = "- {table: t1, row: t1-r2, column: 2, value: '36', reason: a}\n- {table: t1, column: 2, name: تعداد واگذاری}\n"
    made = structured(document, lines, read_corrections(written(tmp_path, entries)), damaged=True)
    (table,) = made.tables
    (total,) = [c for c in table.checks if c.kind == "column_sum"]
    assert made.metadata is not None
    assert made.metadata.notes == ()
    assert (total.state, total.expected) == ("verified", 63)
    assert any("تعداد واگذاری: 36" in p.text for p in made.passages if p.row == "t1-r2")


@pytest.mark.parametrize(
    "text",
    [
        "- {line: x, text: a}",
        "a: b",
        "- {line: 1}",
        "- [1",
        "- {line: 1, txt: a}",
        "- 5",
        "- {table: t1, column: 1}",
        "- {table: t1, column: 1, name: a, role: x}",
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path: Path, text: str):
    with pytest.raises(CorrectionError) as caught:
        read_corrections(written(tmp_path, text))
    assert "\n" not in str(caught.value)
