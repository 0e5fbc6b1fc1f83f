"""Groups of a question with candidates that are right and near ones that are not: what the reader learns choosing from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from eval.train.examples import Example
from eval.train.labels import RIGHT, WRONG
from eval.train.prepared import Floats, Prepared

WRONGS, RIGHTS, WINDOWS = 4, 2, 1
"""Wrong candidates of a group, right ones at most, and stretches of running text among the wrong ones at most."""


def reading_groups(questions: Sequence[Prepared], scores: Sequence[Floats], seed: int = 0) -> Iterator[list[Example]]:
    """For each question its best right candidates and the wrong ones that the first choice (`scores`) finds likeliest."""
    draw = random.Random(seed)
    for number, (one, first) in enumerate(zip(questions, scores, strict=True)):
        order = np.argsort(-first[: len(one.statements)], kind="stable").tolist()
        marks = one.labels
        right = [n for n in order if marks[n] == RIGHT][:1]
        right += [n for n in order if marks[n] == RIGHT and n not in right and one.operations[n] != one.operations[right[0]]][: RIGHTS - 1]
        wrong = [n for n in order if marks[n] == WRONG]
        spans = [n for n in wrong if one.operations[n] == "span"][:WINDOWS]
        others = [n for n in wrong if one.operations[n] != "span"]
        others = others[:2] + draw.sample(others[2:10], min(len(others[2:10]), WRONGS - 2))
        chosen = others[: WRONGS - len(spans)] + spans if right or one.asked.type == "unanswerable" else []
        if one.asked.type != "unanswerable" and not right:
            continue
        group = [
            Example(one.text, one.statements[n], float(marks[n] == RIGHT), one.spans[n], number) for n in [*right, *chosen]
        ]
        if all(e.label == 0 for e in group):
            group = [Example(e.question, e.text, 0.0) for e in group[:3]]
        yield group


