"""What the reader is told where prose and table give different figures for one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answering.answer import Answer, Candidate
from service.answering.contradiction import contradicting
from service.answering.signs import SIGNS
from service.question import understand

QUESTION = understand("در سال 1401 چند کتابخانه نوساز شد؟")
PROSE = Candidate(Answer("در سال 1401 تعداد 20 کتابخانه نوساز شد", "passage", (20,), entries=(1,)), dict.fromkeys(SIGNS, 0.0))
ROW_SIGNS = {"row_total": 1.0, "column_measure": 0.3}
CELL = Candidate(Answer("جمع: 23", "cell", (23,), entries=(2,)), {**PROSE.signs, **ROW_SIGNS})


def test_prose_and_table_that_differ_are_both_told():
    assert "23" in contradicting(QUESTION, PROSE, [PROSE, CELL])[0]
    assert "20" in contradicting(QUESTION, CELL, [PROSE, CELL])[0]


@pytest.mark.parametrize(
    "other",
    [
        replace(CELL, answer=replace(CELL.answer, values=(20,))),
        replace(CELL, answer=replace(CELL.answer, values=(230,))),
        replace(CELL, answer=replace(CELL.answer, unit="هکتار")),
        replace(CELL, signs={**CELL.signs, "row_total": 0.0}),
        replace(CELL, signs={**CELL.signs, "unsaid": 0.4}),
        replace(CELL, signs={**CELL.signs, "year_missed": 1.0}),
    ],
)
def test_the_same_figure_or_another_thing_is_no_contradiction(other: Candidate):
    assert contradicting(QUESTION, PROSE, [PROSE, other]) == ()


def test_a_plan_does_not_contradict_what_was_done():
    assert contradicting(understand("برنامه نوسازی کتابخانه در 1401 چند بود؟"), CELL, [PROSE, CELL]) == ()
