from pathlib import Path

import pytest

from indexer.corpus import Line, Row, Table
from indexer.corrections import apply_to_lines, apply_to_tables, as_repaired, raw_mark, read_corrections
from indexer.errors import CorrectionError

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
    table = Table("t1", "1", "نمونه", None, (1, 2), (), (Row("t1-r1", "body", ("یزد", "81"), (None, 81.0), (2, 2)),))
    entries = read_corrections(written(tmp_path, "- {table: t1, row: t1-r1, column: 1, value: '18', by: a, reason: sum}"))
    (mended,), notes = apply_to_tables([table], entries)
    assert notes == []
    assert mended.rows[0].values == (None, 18.0)
    assert mended.rows[0].repaired == (1,)
    _, notes = apply_to_tables([], entries)
    assert len(notes) == 1


@pytest.mark.parametrize("text", ["- {line: x, text: a}", "a: b", "- {line: 1}", "- [1", "- {line: 1, txt: a}", "- 5"])
def test_a_bad_file_is_one_clear_error(tmp_path: Path, text: str):
    with pytest.raises(CorrectionError) as caught:
        read_corrections(written(tmp_path, text))
    assert "\n" not in str(caught.value)
