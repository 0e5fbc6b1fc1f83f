"""Risk-coverage and calibration, counted by hand."""

import itertools

import pytest

from eval.selective import Judged, calibration, risk_coverage


def judged(*pairs):
    return [Judged(c, r) for c, r in pairs]


def test_curve_and_area():
    curve = risk_coverage(judged((0.9, True), (0.8, False), (0.7, True), (0.6, False)), questions=8)
    assert [p.coverage for p in curve.points] == pytest.approx([1 / 8, 2 / 8, 3 / 8, 4 / 8])
    assert [p.risk for p in curve.points] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert curve.aurc == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert curve.best_aurc == pytest.approx((0 + 0 + 1 / 3 + 2 / 4) / 4)


def test_a_confidence_that_sorts_perfectly_has_the_best_area():
    curve = risk_coverage(judged((0.9, True), (0.8, True), (0.2, False), (0.1, False)), questions=4)
    assert curve.aurc == pytest.approx(curve.best_aurc)


def test_answers_of_equal_confidence_count_in_any_order():
    answers = judged((0.9, True), (0.5, True), (0.5, False), (0.5, False), (0.1, True))
    areas = {round(risk_coverage(list(order), 5).aurc, 12) for order in itertools.permutations(answers)}
    assert len(areas) == 1
    assert len(risk_coverage(answers, 5).points) == 3


def test_nothing_answered():
    assert risk_coverage([], 5) is None
    assert calibration([]) is None


def test_calibration():
    answers = judged(*[(0.8, n < 8) for n in range(10)], *[(0.3, n < 9) for n in range(10)], (1.0, True))
    found = calibration(answers)
    assert [b.n for b in found.bins] == [10, 10, 1]
    assert found.ece == pytest.approx((10 * 0.6 + 10 * 0.0 + 0) / 21)
    assert found.brier == pytest.approx((8 * 0.04 + 2 * 0.64 + 9 * 0.49 + 1 * 0.09) / 21)
