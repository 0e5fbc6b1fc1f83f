"""A gold file is read whole or refused with its line."""

import json

import pytest

from eval.errors import GoldError
from eval.goldset import SAMPLE, read_gold
from tests.eval.conftest import QUESTIONS

DOCUMENTS = {"library": 39}


def write(path, *objects):
    path.write_text("".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects), encoding="utf-8")
    return path


def test_the_sample_that_comes_with_the_project_is_sound(report_lines):
    gold = read_gold(SAMPLE, {"report": len(report_lines)})
    assert (len(gold.questions), len(gold.texts), len(gold.tables)) == (138, 162, 27)
    assert all(q.document == "report" for q in gold.questions)
    assert {q.answerable for q in gold.questions if not q.evidence} == {False}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "riddle"}, "riddle"),
        ({"evidence": [[39, 40]]}, "بیرون از سند"),
        ({"evidence": [[5, 4]]}, "بیرون از سند"),
        ({"evidence": [[0, 4]]}, "بیرون از سند"),
        ({"evidence": [[1]]}, "بازه"),
        ({"evidence": [[1.5, 2]]}, "بازه"),
        ({"evidence": []}, "evidence"),
        ({"question": None}, "question"),
        ({"question": "  "}, "question"),
        ({"question": "آ" * 1001}, "question"),
        ({"values": [True]}, "values"),
        ({"values": "143"}, "values"),
        ({"style": None}, "style"),
        ({"document": "elsewhere"}, "elsewhere"),
        ({"id": "a1"}, "تکراری"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path, change, said):
    fields = {k: v for k, v in (QUESTIONS[0] | {"id": "b"} | change).items() if v is not None}
    path = write(tmp_path / "gold.jsonl", QUESTIONS[0], fields)
    with pytest.raises(GoldError, match=r"gold\.jsonl:2: ") as caught:
        read_gold([path], DOCUMENTS)
    assert said in str(caught.value)


def test_json_that_is_none_and_a_missing_file(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('\n{"id": \n', encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:2: "):
        read_gold([path], DOCUMENTS)
    with pytest.raises(GoldError, match=r"nowhere\.jsonl"):
        read_gold([tmp_path / "nowhere.jsonl"], DOCUMENTS)


def test_an_id_repeated_in_another_file(tmp_path):
    paths = [write(tmp_path / f"{name}.jsonl", QUESTIONS[0]) for name in "ab"]
    with pytest.raises(GoldError, match=r"b\.jsonl:1: .*a\.jsonl:1"):
        read_gold(paths, DOCUMENTS)


def test_of_several_documents_each_line_names_its_own(tmp_path):
    documents = DOCUMENTS | {"other": 5}
    path = write(tmp_path / "gold.jsonl", QUESTIONS[0])
    with pytest.raises(GoldError, match="document"):
        read_gold([path], documents)
    path = write(tmp_path / "gold.jsonl", QUESTIONS[0] | {"document": "library"})
    assert read_gold([path], documents).questions[0].document == "library"
