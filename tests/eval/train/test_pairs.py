"""The groups that the reader learns from."""

from __future__ import annotations

import numpy as np

from eval.train.labels import RIGHT, UNSURE, WRONG, Asked
from eval.train.pairs import WRONGS, reading_groups
from eval.train.prepared import Prepared
from service.answers.features import FEATURES


def prepared(labels: list[int], kind: str = "cell") -> Prepared:
    size = len(labels)
    return Prepared(
        Asked("q", "bus", "?", kind, "short", (1,), ()),
        "چند اتوبوس؟",
        (1,),
        ("cell",) * size,
        np.zeros((size, len(FEATURES)), np.float32),
        np.array(labels, np.int8),
        size,
        tuple(f"گزارهٔ {n}" for n in range(size)),
        (None,) * size,
    )


def test_a_group_holds_the_right_one_and_the_nearest_wrong_ones():
    one = prepared([WRONG, RIGHT, UNSURE, *[WRONG] * 8])
    scores = np.array([3, 2, 5, 1, 0, -1, -2, -3, -4, -5, -6], np.float32)
    (group,) = reading_groups([one], [scores])
    assert [e.text for e in group if e.label == 1] == ["گزارهٔ 1"]
    wrong = [e.text for e in group if e.label == 0]
    assert wrong[0] == "گزارهٔ 0"
    assert len(wrong) == WRONGS
    assert "گزارهٔ 2" not in wrong


def test_what_is_not_told_gives_wrong_ones_alone():
    (group,) = reading_groups([prepared([WRONG] * 6, "unanswerable")], [np.arange(6, dtype=np.float32)])
    assert all(e.label == 0 for e in group)


def test_a_question_without_a_right_candidate_teaches_nothing():
    assert not list(reading_groups([prepared([WRONG] * 4)], [np.arange(4, dtype=np.float32)]))
