"""ir-measures on line overlap, against the formulas written out."""

from math import log2

import pytest

from eval.goldset import GoldQuestion
from eval.observation import Found, Observation
from eval.ranking import ranking_scores


def found(ident, first, last):
    return Found(ident, "passage", "d", (first, last), 0.0)


INDEX = [found(f"p{n}", n * 10, n * 10 + 9) for n in range(30)]


def asked(ident, *evidence, kind="text"):
    return GoldQuestion(ident, "؟", kind, "short", "", (), evidence, document="d")


def scores(q, ranking):
    return ranking_scores([q], {q.id: Observation((), (), tuple(ranking), None, 0.0)}, INDEX).get(q.id)


def test_against_hand_computation():
    q = asked("q", (15, 15), (100, 119), (250, 250))  # relevant: p1, p10, p11, p25
    ranking = [INDEX[n] for n in (3, 10, 4, 1, 11, 5, 6, 7, 8, 9, 25)]
    got = scores(q, ranking)
    gain = sum(1 / log2(rank + 1) for rank in (2, 4, 5))
    ideal = sum(1 / log2(rank + 1) for rank in (1, 2, 3, 4))
    assert got["RR@10"] == pytest.approx(1 / 2)
    assert got["nDCG@10"] == pytest.approx(gain / ideal)
    assert got["recall@1"] == 0
    assert got["recall@5"] == pytest.approx(2 / 3)
    assert got["recall@10"] == pytest.approx(2 / 3)


def test_one_passage_may_reach_several_ranges():
    got = scores(asked("q", (11, 12), (15, 15)), [INDEX[1], INDEX[2]])
    assert got["recall@1"] == 1


def test_nothing_found_nothing_relevant_nothing_asked():
    q = asked("q", (15, 15))
    assert set(scores(q, []).values()) == {0}
    assert set(scores(asked("q", (900, 901)), [INDEX[1]]).values()) == {0}
    assert scores(asked("q", kind="unanswerable"), [INDEX[1]]) is None


def test_equal_scores_keep_the_order_of_the_ranking():
    q = asked("q", (0, 0))
    first, last = [INDEX[0], *INDEX[1:9]], [*INDEX[1:9], INDEX[0]]
    assert scores(q, first)["RR@10"] == 1
    assert scores(q, last)["RR@10"] == pytest.approx(1 / 9)
