"""The committed corpus of the report: every line traced to its raw line, every table sound."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.corpus import Corpus, Line, read_corpus, read_records, write_records
from indexer.corrections import read_corrections
from indexer.review import objections
from tests.conftest import REPORT, ROOT

FOLDER = ROOT / "corpus" / REPORT.stem
_FORMS = str.maketrans(
    {**dict.fromkeys("أإٱ", "ا"), **dict.fromkeys("يى", "ی"), "ك": "ک", **dict.fromkeys("ةۀ", "ه")}
    | {d: str(n % 10) for n, d in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(FOLDER)


def letters(text: str) -> list[str]:
    return [c for c in text.translate(_FORMS) if c.isalnum()]


def test_every_source_line_is_there_as_stored(corpus: Corpus, report_lines: tuple[str, ...]):
    assert [line.raw for line in corpus.lines] == list(report_lines)
    assert [line.line for line in corpus.lines] == list(range(1, len(report_lines) + 1))


def test_every_kept_letter_stands_in_the_text_exactly_once_where_the_map_says(corpus: Corpus):
    for line in corpus.lines:
        used: list[int] = []
        for start, raw, length in line.map:
            ours, theirs = line.text[start : start + length], line.raw[raw : raw + length]
            assert len(ours) == len(theirs) == length, line.line
            assert letters(ours) == letters(theirs), line.line
            used.extend(raw + k for k in range(length) if line.raw[raw + k].isalnum())
        assert len(used) == len(set(used)), line.line


def test_letters_are_added_or_dropped_only_where_a_repair_says_so(corpus: Corpus):
    for line in corpus.lines:
        before, after = Counter(letters(line.raw)), Counter(letters(line.text))
        if not {"lost_glyphs", "manual"} & set(line.repairs):
            assert not after - before, line.line
        if not {"kashida", "manual"} & set(line.repairs):
            assert not before - after, line.line


def test_what_the_project_writes_uses_persian_letters(corpus: Corpus):
    assert not any(c in line.text for line in corpus.lines for c in "يك")
    assert not any(c in cell for table in corpus.tables for row in table.rows for cell in row.cells for c in "يك")


def test_tables_are_rectangular_and_their_ids_unique(corpus: Corpus):
    assert len({t.id for t in corpus.tables}) == len(corpus.tables)
    for table in corpus.tables:
        rows = {row.id for row in table.rows}
        assert len(rows) == len(table.rows)
        assert all(len(row.cells) == len(row.values) == len(table.columns) for row in table.rows), table.id
        assert all(row in rows for check in table.checks for row, _ in check.cells), table.id


def test_passages_lie_in_the_document_and_name_what_exists(corpus: Corpus):
    sections, rows = {s.id for s in corpus.sections}, {r.id for t in corpus.tables for r in t.rows}
    for passage in corpus.passages:
        assert 1 <= passage.lines[0] <= passage.lines[1] <= len(corpus.lines)
        assert passage.section is None or passage.section in sections
        assert passage.row is None or passage.row in rows


def test_the_corrections_stand_up_to_review(corpus: Corpus):
    assert list(objections(corpus.lines, corpus.tables, read_corrections(FOLDER / "corrections.yaml"))) == []


def test_records_survive_writing_and_reading(corpus: Corpus, tmp_path: Path):
    write_records(corpus.lines[:200], tmp_path / "lines.jsonl")
    assert read_records(Line, tmp_path / "lines.jsonl") == corpus.lines[:200]


def test_a_damaged_record_is_named_by_its_line(tmp_path: Path):
    (tmp_path / "lines.jsonl").write_text('{"line": 1, "raw": "", "text": "", "kind": "blank"}\n{"line": 2\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"lines\.jsonl:2"):
        read_records(Line, tmp_path / "lines.jsonl")
