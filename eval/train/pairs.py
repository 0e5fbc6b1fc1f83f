"""Groups of a question with candidates that are right and near ones that are not: what the reader learns choosing from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from eval.train.examples import Example
from eval.train.labels import RIGHT, UNSURE, WRONG
from eval.train.prepared import Floats, Prepared

WRONGS, RIGHTS, NEAR = 4, 2, 7
"""Wrong candidates of a group and right ones at most; the wrong ones are drawn from so many, the likeliest always among them."""
EASY, EASY_KEPT = 0.95, 0.4
"""From this probability on of a right one by the first choice a question is easy, and of these only a part is read."""


def reading_groups(questions: Sequence[Prepared], scores: Sequence[Floats], seed: int = 0) -> Iterator[list[Example]]:
    """For each question its best right candidates and the wrong ones that the first choice (`scores`) finds likeliest."""
    draw = random.Random(seed)
    for one, first in zip(questions, scores, strict=True):
        order = np.argsort(-first[: len(one.statements)], kind="stable").tolist()
        marks = one.labels
        right = [n for n in order if marks[n] == RIGHT][:1]
        right += [n for n in order if marks[n] == RIGHT and n not in right and one.operations[n] != one.operations[right[0]]]
        right = right[:RIGHTS]
        if not right and one.asked.type != "unanswerable":
            continue
        near = [n for n in order if marks[n] == WRONG][:NEAR]
        most = (WRONGS if right else WRONGS - 1) - 1
        wrong = [*near[:1], *draw.sample(near[1:], min(most, len(near) - 1))] if near else []
        if right and _sure(first, marks) > EASY and draw.random() > EASY_KEPT:
            continue
        group = [Example(one.text, one.statements[n], float(marks[n] == RIGHT), one.spans[n]) for n in [*right, *wrong]]
        if group:
            yield group if right else [Example(e.question, e.text, 0.0) for e in group]


def _sure(first: Floats, marks: npt.NDArray[np.int8]) -> float:
    """The probability that the first choice gives to right candidates, those that teach nothing apart."""
    odds = np.exp(first - first.max())
    return float(odds[marks == RIGHT].sum() / odds[marks != UNSURE].sum())
