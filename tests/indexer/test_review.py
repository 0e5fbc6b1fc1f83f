from pathlib import Path

from indexer.corpus import Column, Line, Row, Table
from indexer.corrections import CaptionCorrection, CellCorrection, ColumnCorrection, LineCorrection, raw_mark, read_corrections
from indexer.review import append_correction, doubtful, letter_change, objections

LINES = (
    Line(1, "ود توانسته باشد سازمان با عملكرد خ", "x", "paragraph", confidence=0.9),
    Line(2, "م ا ت نوا ي صنعتي", "y", "table_header", confidence=0.3),
    Line(3, "شووهركها سال 0114", "z", "paragraph", confidence=0.5),
    Line(4, "", "", "blank"),
)
TABLE = Table("t1", "1", "شهرک‌ها", None, (2, 3), (Column("نام", "entity"),), (Row("t1-r1", "body", ("یزد",), (None,), (3, 3)),))


def test_reordered_letters_are_no_change():
    change = letter_change(LINES[0].raw, "سازمان با عملکرد خود توانسته باشد")
    assert (change.added, change.dropped) == ("", "")
    assert change.explained


def test_lost_glyphs_and_kashida_explain_themselves_digits_do_not():
    assert letter_change(LINES[1].raw, "مساحت نواحی صنعتی").lost_glyphs
    assert letter_change(LINES[2].raw, "شهرک‌ها سال 1401").dropped == "وو"
    assert letter_change(LINES[2].raw, "شهرک‌ها سال 1401").explained
    assert not letter_change(LINES[2].raw, "شهرک‌ها سال 1402").explained
    assert not letter_change(LINES[0].raw, "سازمان با عملکرد بسیار خوب خود توانسته باشد").explained
    assert not letter_change(LINES[0].raw, "سازمان با عملکرد").explained


def test_what_stands_in_the_way_is_named():
    good = LineCorrection(1, "سازمان با عملکرد خود توانسته باشد", raw=raw_mark(LINES[0].raw))
    assert list(objections(LINES, [], [good])) == []
    bad = [
        LineCorrection(1, "سازمان", raw=raw_mark(LINES[0].raw)),
        LineCorrection(2, "مساحت", raw="00000000"),
        LineCorrection(9, "a"),
        CellCorrection("t1", "t1-r1", 0, "5"),
        CellCorrection("t1", "t1-r9", 0, "5", reason="سند چاپی"),
        ColumnCorrection("t1", 0, "نام استان"),
        ColumnCorrection("t1", 0, "استان"),
        ColumnCorrection("t1", 3, "استان"),
        ColumnCorrection("t1", 0, "استان", was="00000000"),
        CaptionCorrection("t2", "شهرک‌ها"),
        LineCorrection(1, "سازمان", reason="سند چاپی"),
    ]
    assert len(list(objections(LINES, [TABLE], bad))) == 11


def test_least_sure_lines_come_first():
    assert [line.line for line in doubtful(LINES)] == [2, 3, 1]


def test_what_is_appended_is_read_back(tmp_path: Path):
    path = tmp_path / "corrections.yaml"
    entries = (LineCorrection(1, "سازمان: «با» # عملکرد - خود", by="آ", raw="1f0c9a3e"), LineCorrection(2, doubt="نام", by="آ"))
    for entry in entries:
        append_correction(path, entry)
    assert read_corrections(path) == entries
