"""BM25 composed of documents gives what one index over all texts gives."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import pytest

from indexer.store.bm25 import BM25, count, read_counts, write_counts


@pytest.fixture(scope="module")
def texts() -> list[list[str]]:
    chance = random.Random(7)
    words = [chr(0x627 + k) * n for k in range(20) for n in (1, 2, 3)]
    return [chance.choices(words, weights=range(1, 61), k=chance.randint(1, 80)) for _ in range(300)]


@pytest.mark.parametrize("cuts", [[0, 300], [0, 1, 299, 300], [0, 100, 100, 300]])
def test_scores_are_those_of_one_index_however_the_texts_are_cut(texts: list[list[str]], cuts: list[int]):
    whole = bm25s.BM25()
    whole.index(texts, show_progress=False)
    parts = BM25([count(texts[a:b]) for a, b in pairwise(cuts)])
    for question in (["ا"], ["ا", "ببب", "ا"], texts[5]):
        np.testing.assert_allclose(parts.scores(question), whole.get_scores(question), rtol=1e-5, atol=1e-6)


def test_an_unknown_token_counts_nothing(texts: list[list[str]]):
    assert not BM25([count(texts)]).scores(["ناشناخته"]).any()


def test_counts_survive_writing_and_reading(texts: list[list[str]], tmp_path: Path):
    for number, part in enumerate((texts, [["تنها \ud800"]], [])):
        path = tmp_path / f"{number}.npz"
        write_counts(count(part), path)
        read, made = read_counts(path), count(part)
        assert read.tokens == made.tokens
        for name in ("starts", "texts", "counts", "lengths"):
            assert np.array_equal(getattr(read, name), getattr(made, name))
