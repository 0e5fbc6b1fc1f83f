"""Intervals that cover, tests that find what is there and nothing else."""

import numpy as np
import pytest
from scipy import stats

from eval.significance import difference, estimate, mcnemar


def test_interval_of_a_share_is_near_the_normal_one():
    values = [1.0] * 60 + [0.0] * 40
    found = estimate(values)
    spread = 1.96 * (0.6 * 0.4 / 100) ** 0.5
    assert found.mean == 0.6
    assert found.n == 100
    assert found.low == pytest.approx(0.6 - spread, abs=0.02)
    assert found.high == pytest.approx(0.6 + spread, abs=0.02)
    assert estimate(values) == found


def test_intervals_cover_about_as_often_as_they_say():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(120):
        found = estimate(list(rng.normal(0.3, 1.0, 60)))
        hits += found.low <= 0.3 <= found.high
    assert 0.88 <= hits / 120 <= 0.99


def test_no_values():
    with pytest.raises(ValueError, match="no values"):
        estimate([])


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (5, 5), (10, 2), (0, 7), (31, 12)])
def test_mcnemar_is_the_two_sided_binomial_test(gained, lost):
    expected = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    assert mcnemar(gained, lost) == pytest.approx(expected)


def test_paired_difference_on_shared_questions_only():
    new = {str(i): float(i < 80) for i in range(100)}
    old = {str(i): float(i < 60) for i in range(90)}
    found = difference(new, old)
    assert found.n == 90
    assert found.delta == pytest.approx(20 / 90)
    assert (found.gained, found.lost, found.test) == (20, 0, "mcnemar")
    assert found.significant
    assert found.low > 0
    assert difference(old, new).delta == pytest.approx(-20 / 90)
    assert difference({"a": 1.0}, {"b": 1.0}) is None


def test_paired_bootstrap_where_scores_are_graded():
    rng = np.random.default_rng(2)
    old = {str(i): float(v) for i, v in enumerate(rng.uniform(0, 0.8, 80))}
    better = {i: v + 0.1 + float(rng.normal(0, 0.05)) for i, v in old.items()}
    same = {i: v + float(rng.normal(0, 0.05)) for i, v in old.items()}
    assert difference(better, old).test == "bootstrap"
    assert difference(better, old).p < 0.01
    assert difference(old, dict(old)).p == 1.0
    assert difference(same, old).low < 0.02
