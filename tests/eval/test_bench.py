"""The benchmark's pieces on the small corpus: real servers, few questions."""

import pytest

from eval.bench.building import part_of
from eval.bench.serving import measure_server, our_server
from eval.errors import EvaluationError
from indexer.source import read_seeds
from tests.eval.conftest import QUESTIONS


def test_parts_of_a_document(small_seeds, tmp_path):
    seed = next(small_seeds.glob("*.txt"))
    whole = read_seeds(small_seeds)[0].lines
    assert read_seeds(part_of(seed, tmp_path, 16))[0].lines == whole
    assert read_seeds(part_of(seed, tmp_path, 4))[0].lines == whole[: len(whole) // 4]


def test_clients_share_the_questions(small_corpus):
    questions = [q["question"] for q in QUESTIONS] * 3
    with our_server(small_corpus) as server:
        found = measure_server(server, questions, clients=(1, 4))
        assert [(row["clients"], row["questions"]) for row in found["clients"]] == [(1, 12), (4, 12)]
        assert all(0 < row["p50"] <= row["p95"] <= row["max"] for row in found["clients"])
        assert found["memory_mb"] is None or found["memory_mb"]["peak"] >= found["memory_mb"]["now"] > 50


def test_a_server_that_dies_is_noticed(tmp_path):
    with pytest.raises(EvaluationError), our_server(tmp_path / "nowhere" / "\0"):
        pass
