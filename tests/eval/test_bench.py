"""The benchmark's pieces on the small corpus: real servers, few questions."""

import json
import os
import sys
from pathlib import Path

import pytest

from eval.bench import repair_scaling
from eval.bench.building import part_of
from eval.bench.serving import Server, measure_server, running
from eval.errors import EvaluationError
from indexer.reading.text import text_lines
from tests.eval.conftest import QUESTIONS


def test_parts_of_a_document(small_seeds, tmp_path):
    seed = next(small_seeds.glob("*.txt"))
    whole = text_lines(seed)
    assert text_lines(part_of(seed, tmp_path, 16) / seed.name) == whole
    assert text_lines(part_of(seed, tmp_path, 4) / seed.name) == whole[: len(whole) // 4]


def test_clients_share_the_questions(server):
    questions = [q["question"] for q in QUESTIONS] * 3
    found = measure_server(Server(server.url, os.getpid()), questions, clients=(1, 4))
    assert [(row["clients"], row["questions"]) for row in found["clients"]] == [(1, 12), (4, 12)]
    assert all(0 < row["p50"] <= row["p95"] <= row["max"] for row in found["clients"])
    assert found["memory_mb"] is None or found["memory_mb"]["peak"] >= found["memory_mb"]["now"] > 50


def test_a_server_that_dies_is_noticed():
    with pytest.raises(EvaluationError, match="پایان"), running([sys.executable, "-c", ""], 9):
        pass


def test_repair_is_measured_by_length(tmp_path, capsys):
    text = Path(__file__).parents[1] / "data" / "prose" / "general.txt"
    out = tmp_path / "repair.json"
    assert repair_scaling.main([str(text), "--lines", "12", "--out", str(out)]) == 0
    (row,) = json.loads(out.read_text(encoding="utf-8"))["repair"]
    assert row["lines"] == 12
    assert 0 < row["words_ok"] <= 1
    assert row["peak_mb"] < 1000
    assert capsys.readouterr().out == out.with_suffix(".md").read_text(encoding="utf-8") + "\n"


def test_prose_of_any_length():
    lines = repair_scaling.prose(["یک جمله کوتاه است. جمله دیگری هم هست.", "این سومین جمله است."], 40)
    assert len(lines) == 40
