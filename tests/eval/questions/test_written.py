"""Written questions are read strictly and checked against the documents as the indexer reads them."""

import json
from pathlib import Path

import pytest

import eval.questions
from eval.errors import GoldError
from eval.questions import public_tables
from eval.questions.__main__ import main
from eval.questions.written import checked, read_document, read_written
from indexer.corpus import write_corpus
from indexer.pipeline import make_corpus

FOLDER = Path(eval.questions.__file__).parent
REPORT = "port_authority"
CELL = {
    "id": "a1", "document": REPORT, "question": "تو گناوه چند تن بار خالی کردن؟", "style": "colloquial", "type": "cell",
    "table": "t1", "program": {"op": "cell", "rows": ["r3"], "columns": [1]},
}  # fmt: skip
TEXT = {
    "id": "a2", "document": REPORT, "question": "مدیرکل بنادر کیست؟", "style": "plain", "type": "text",
    "spans": ["ناخدا فرامرز دریابیگی"], "lines": [1, 20],
}  # fmt: skip
NONE = {
    "id": "a3", "document": REPORT, "question": "تلفن مدیرکل چند است؟", "style": "plain", "type": "unanswerable",
    "missing": "detail",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A corpus of one of the reports, without an index."""
    folder = tmp_path_factory.mktemp("corpus")
    path = FOLDER / "reports" / f"{REPORT}.md"
    write_corpus(make_corpus(path, REPORT, folder / REPORT), folder / REPORT)
    return folder


def write(path, *objects):
    path.write_text("".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects), encoding="utf-8")
    return path


def test_the_committed_questions_are_read_and_those_of_a_report_hold(corpus):
    questions = read_written(sorted((FOLDER / "written").glob("*.jsonl")))
    assert len(questions) == 6205
    of_report = [q for q in questions if q.document == REPORT]
    tables, lines = read_document(corpus, REPORT)
    found = [checked(q, tables, lines) for q in of_report]
    assert len(found) == 150
    assert all(q.answerable == bool(values and places) for q, (values, places) in zip(of_report, found, strict=True))
    assert {path.stem for path in (FOLDER / "reports").glob("*.md")} == {q.document for q in questions if q.id.startswith("s")}


def test_what_answers_a_question_and_where_it_stands(corpus, tmp_path):
    unquoted = {key: TEXT[key] for key in TEXT if key != "spans"} | {"id": "a4", "question": "مدیرکل؟", "quoted": False}
    cell, text, none, lines_alone = read_written([write(tmp_path / "q.jsonl", CELL, TEXT, NONE, unquoted)])
    tables, lines = read_document(corpus, REPORT)
    values, places = checked(cell, tables, lines)
    assert (values, places) == ((tables["t1"].rows[2].values[1],), (tables["t1"].rows[2].lines,))
    assert checked(text, tables, lines) == (("ناخدا فرامرز دریابیگی",), ((1, 20),))
    assert checked(none, tables, lines) == ((), ())
    assert checked(lines_alone, tables, lines) == ((), ((1, 20),))
    assert [q.operation for q in (cell, text, none, lines_alone)] == ["cell", "text", "none", "text"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (CELL | {"type": "riddle"}, "riddle"),
        (CELL | {"style": "grand"}, "grand"),
        (CELL | {"question": " "}, "question"),
        (CELL | {"program": "sum"}, "program"),
        (CELL | {"lines": [1, 2]}, "program"),
        (CELL | {"type": "unanswerable"}, "missing"),
        (TEXT | {"spans": []}, "spans"),
        (TEXT | {"spans": ["آ" * 201]}, "بلندتر"),
        (TEXT | {"lines": [3, 2]}, "lines"),
        (NONE | {"missing": "all"}, "all"),
        (NONE | {"type": "text"}, "missing"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(wrong, said, tmp_path):
    with pytest.raises(GoldError, match=r"q\.jsonl:1: ") as error:
        read_written([write(tmp_path / "q.jsonl", wrong)])
    assert said in str(error.value)


@pytest.mark.parametrize(
    "second", [CELL | {"question": "دیگر"}, CELL | {"id": "b", "question": "تو  گناوه چند تن بار خالي كردن؟"}]
)
def test_an_id_used_twice_and_a_question_asked_twice_are_refused(second, tmp_path):
    with pytest.raises(GoldError, match=r"two\.jsonl:1: .*تکراری.*one\.jsonl:1"):
        read_written([write(tmp_path / "one.jsonl", CELL), write(tmp_path / "two.jsonl", second)])


def test_the_command_counts_and_shows(corpus, tmp_path, capsys):
    path = write(tmp_path / "q.jsonl", CELL, TEXT, NONE)
    assert main(["--corpus", str(corpus), "--show", str(path)]) == 0
    said = capsys.readouterr().out
    assert "a2 مدیرکل بنادر کیست؟ => ناخدا فرامرز دریابیگی" in said
    assert "3 questions" in said
    assert f"3 {REPORT}" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (CELL | {"table": "t99"}, "t99"),
        (CELL | {"program": {"op": "cell", "rows": ["r99"], "columns": [1]}}, "r99"),
        (TEXT | {"spans": ["ناخدا خیالی"]}, "ناخدا خیالی"),
        (TEXT | {"lines": [1, 9999]}, "9999"),
        (NONE | {"document": "nowhere"}, "nowhere"),
    ],
)
def test_the_command_ends_with_two_and_one_line_at_what_does_not_hold(wrong, said, corpus, tmp_path, capsys):
    assert main(["--corpus", str(corpus), str(write(tmp_path / "q.jsonl", wrong))]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_documents_of_tables_are_made_of_neighbours_in_order(tmp_path):
    def table(number, domain, rows):
        title = f"{domain} {number:02d}"
        return {"id": title, "domain": domain, "title": title, "columns": ["نام", "شمار"], "rows": rows}

    rows = [["الف|ب", 1], [None, 2], ["پ", 3]]
    tables = [table(n, "banks", rows) for n in range(10)] + [table(n, "codes", rows * 20) for n in range(11)]
    tables += [table(0, "documents", rows), table(1, "documents", rows[:2])]
    assert public_tables.main([str(write(tmp_path / "tables.jsonl", *tables)), str(tmp_path / "out")]) == 0
    made = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert [made[name].count("\n## ") for name in sorted(made)] == [9, 6, 1]
    assert "| الف/ب | 1 |\n|  | 2 |\n| پ | 3 |" in made["tables_00"]
    assert made["tables_01"].count("| پ | 3 |") == 1 + 5 * 13
    assert made["tables_01"].startswith("# گردآوردهٔ جدول‌ها، بخش 2\n\n## banks 09\n\nbanks 09\n\n| نام | شمار |\n|---|---|\n")
