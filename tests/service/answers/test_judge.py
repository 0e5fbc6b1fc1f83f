"""Signs and margins of a short list: what leads, and by how much, over those that say something else."""

import numpy as np
import pytest

from service.answers.candidates import Candidate
from service.answers.features import FEATURES
from service.answers.judge import MARGINS, SIGNS, Considered, Judge, margins_of, same, signs_of
from service.answers.reader import Read


def considered(*values, operation="cell", first=0.0, read: Read | None = None, **features: float) -> Considered:
    row = np.zeros(len(FEATURES), dtype=np.float32)
    for name, value in features.items():
        row[FEATURES.index(name.replace("_", " "))] = value
    return Considered(Candidate(operation, 0, 0.0), row, first, 0.0, read, values)


def margin(found, scores) -> tuple[int, dict[str, float]]:
    place, margins = margins_of(found, signs_of(found), np.array(scores, dtype=np.float32))
    assert margins.shape == (len(MARGINS),)
    return place, dict(zip(MARGINS, margins.tolist(), strict=True))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (considered(12), considered(12, "نفر"), True),
        (considered(12), considered(13), False),
        (considered("اورژانس", 12), considered("اورژانس"), True),
        (considered(318, operation="span"), considered("پرستار", 318), True),
        (considered("x", operation="span"), considered("y"), False),
    ],
)
def test_which_candidates_say_the_same(one: Considered, other: Considered, alike: bool):
    assert same(one, other) is alike


def test_signs_are_of_each_and_beside_the_best():
    found = [
        considered(1, first=2.0, read=Read(3.0, (0, 4), -20.0), operation="span", span=1.0, covered=0.5),
        considered(2, first=5.0, read=Read(1.0)),
        considered(3, first=4.0),
    ]
    signs = signs_of(found)
    assert signs.shape == (3, len(SIGNS))
    told = {name: signs[:, n].tolist() for n, name in enumerate(SIGNS)}
    assert told["first of the best"] == [-3, 0, -1]
    assert (told["read"], told["read of the best"]) == ([3, 1, 0], [0, -2, 0])
    assert told["unread"] == [0, 0, 1]
    assert told["sureness"] == [-8, 0, 0]
    assert (told["span"], told["read of a span"], told["covered"]) == ([1, 0, 0], [3, 0, 0], [0.5, 0, 0])


def test_the_lead_is_over_those_that_say_something_else():
    place, told = margin([considered(7), considered(12), considered(12), considered(9)], [1.0, 3.0, 2.5, 0.0])
    assert place == 1
    assert told["lead"] == pytest.approx(2.0)
    odds = np.exp([1.0, 3.0, 2.5, 0.0])
    assert told["share"] == pytest.approx(odds[1:3].sum() / odds.sum(), rel=1e-5)
    assert told["alike"] == pytest.approx(np.log1p(2))


def test_where_nothing_else_is_said_the_lead_is_a_fixed_one_and_no_lead_is_endless():
    assert margin([considered(7), considered(7)], [1.0, 0.0])[1]["lead"] == 4
    assert margin([considered(7), considered(8)], [90.0, 0.0])[1]["lead"] == 8


def test_the_margins_are_those_of_the_first():
    found = [considered(7, first=1.0, covered=0.25), considered(8, first=2.0, covered=0.75)]
    assert margin(found, [0.0, 1.0])[1]["covered"] == 0.75
    assert margin(found, [1.0, 0.0])[1]["first of the best"] == -1


def test_a_judge_weighs_standardised_signs():
    def ones(n: int, at: int) -> np.ndarray:
        return np.eye(n, dtype=np.float32)[at]

    signs, margins = len(SIGNS), len(MARGINS)
    judge = Judge(
        mean=np.full(signs, 2.0, dtype=np.float32), spread=np.full(signs, 4.0, dtype=np.float32), order=ones(signs, 2),
        margin_mean=np.zeros(margins, dtype=np.float32), margin_spread=np.full(margins, 2.0, dtype=np.float32),
        weights=ones(margins, 1), bias=-1.0, threshold=0.5,
    )  # fmt: skip
    assert judge.scores(np.stack([10 * ones(signs, 2), ones(signs, 0)])).tolist() == [2.0, -0.5]
    assert judge.probability(2 * ones(margins, 1)) == pytest.approx(0.5)
    assert judge.probability(20 * ones(margins, 1)) > 0.99
