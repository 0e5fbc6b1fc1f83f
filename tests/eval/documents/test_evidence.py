import json
from dataclasses import replace

import pytest

from eval.documents.evidence import as_contract, gold_questions, quoted_lines, read_questions
from eval.documents.gold_document import read_gold_document
from eval.errors import GoldError
from eval.goldset import read_gold
from indexer.corpus import Line


def test_every_question_of_every_source_finds_its_lines(sources, perfect):
    for source in sources:
        gold, fields = read_gold_document(source), read_questions(source)
        found = gold_questions(gold, fields, perfect(gold))
        assert [q.id for q in found] == [f["id"] for f in fields]


def test_the_row_and_the_quote_are_where_the_evidence_points(small, perfect):
    corpus = perfect(small)
    cell = {"id": "a", "question": "؟", "type": "cell", "style": "short", "answer": "", "values": [1]}
    [found] = gold_questions(
        small, [cell | {"evidence": [{"table": "1", "row": "فرودگاه"}, {"quote": "به سبب رکود بازار"}]}], corpus
    )
    row, quote = (corpus.lines[first - 1].text for first, _ in found.evidence)
    assert row.split("\t")[1] == "فرودگاه"
    assert "رکود بازار" in quote


def test_a_row_is_found_by_its_cells_where_the_table_was_not_read(small, perfect):
    corpus = replace(perfect(small), tables=())
    cell = {"id": "a", "question": "؟", "type": "cell", "style": "short", "answer": "", "values": [1]}
    [found] = gold_questions(small, [cell | {"evidence": [{"table": "2", "row": "خودرو"}]}], corpus)
    assert "16,810" in corpus.lines[found.evidence[0][0] - 1].text


def test_a_question_whose_evidence_the_file_has_not_is_left_out(small, perfect):
    corpus = replace(perfect(small), lines=(Line(1, "چیز دیگری", "چیز دیگری", "paragraph"),), tables=())
    text = {"id": "a", "question": "؟", "type": "text", "style": "short", "answer": "", "values": [1]}
    assert gold_questions(small, [text | {"evidence": [{"quote": "پروندهٔ 38 بدهکار به مراجع قضایی"}]}], corpus) == []


def test_a_row_that_the_gold_has_not_is_an_error(small, perfect):
    cell = {"id": "a", "question": "؟", "type": "cell", "style": "short", "answer": "", "values": [1]}
    with pytest.raises(GoldError, match="نیست"):
        gold_questions(small, [cell | {"evidence": [{"table": "1", "row": "راه‌آهن"}]}], perfect(small))


def test_a_quote_may_run_over_printed_lines_and_have_a_wrong_letter():
    lines = [
        Line(n, t, t, "paragraph") for n, t in enumerate(("سرآغاز سخن", "نسبت مطالبات غیرجاری از", "شش درصد به پنج ذرصد رسید"), 1)
    ]
    assert quoted_lines("مطالبات غیرجاری از شش درصد به پنج درصد", lines) == (2, 3)


def test_the_contract_form_is_read_by_the_harness(small, perfect, tmp_path, sources):
    corpus = perfect(small)
    path = tmp_path / "gold.jsonl"
    found = gold_questions(small, read_questions(sources[0]), corpus)
    path.write_text("".join(json.dumps(as_contract(q), ensure_ascii=False) + "\n" for q in found), encoding="utf-8")
    assert read_gold([path], {small.name: len(corpus.lines)}).questions == tuple(found)
