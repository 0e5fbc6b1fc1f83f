"""Which candidates count as right when answering is learned."""

from __future__ import annotations

import pytest

from eval.train.labels import RIGHT, UNSURE, WRONG, Asked, label, span_of
from indexer.corpus import Column, Row, Table
from service.answers.candidates import Candidate
from service.answers.claim import Claim
from service.answers.sheet import Sheet


def sheet() -> Sheet:
    columns = (Column("خط", "entity"), Column("مسافر", "value", "نفر"), Column("اتوبوس", "value"))
    cells = (("آزادی", "120", "8"), ("پارک", "95", "8"), ("بازار", "40", "3"))
    rows = tuple(Row(f"t1-r{n}", "body", c, (None, float(c[1]), float(c[2])), (10 + n, 10 + n)) for n, c in enumerate(cells, 1))
    return Sheet("bus", Table("t1", "1", "مسافر خط‌ها", "1", (9, 13), columns, rows))


def question(values: tuple[object, ...], form: str, kind: str = "cell", **more: object) -> Asked:
    fields = {"table": "t1", "evidence": ((11, 11),)} | more
    return Asked("q", "bus", "?", kind, "short", values, form=form, **fields)  # type: ignore[arg-type]


def claim(operation: str, rows: tuple[int, ...], columns: tuple[int, ...], values: tuple[object, ...]) -> Candidate:
    return Candidate(operation, 0, 0.0, claim=Claim(operation, sheet(), rows, columns, values))  # type: ignore[arg-type]


def test_the_asked_cell_is_right_and_its_neighbour_is_not():
    asked = question((120,), "cell")
    assert label(asked, claim("cell", (0,), (1,), (120,)), [(11, 11)]) == RIGHT
    assert label(asked, claim("cell", (0,), (2,), (8,)), [(11, 11)]) == WRONG


def test_a_list_or_a_comparison_is_wrong_where_one_entry_was_asked():
    asked = question((120,), "cell")
    assert label(asked, claim("compare", (0, 1), (1,), (120, 95)), [(11, 12)]) == WRONG
    assert label(asked, claim("list", (), (1,), ("120", "95")), [(11, 12)]) == WRONG
    assert label(question(("آزادی",), "list"), claim("list", (), (0,), ("آزادی",)), [(11, 11)]) == RIGHT
    top = question(("آزادی",), "top", "aggregate", order="most")
    assert label(top, claim("most_n", (0, 1), (1,), ("آزادی", "پارک")), [(11, 12)]) == WRONG
    both = question((120, 95), "compare", "compare", evidence=((11, 12),))
    assert label(both, claim("compare", (0, 1), (1,), (120, 95)), [(11, 12)]) == RIGHT


def test_the_right_figure_by_another_way_teaches_nothing():
    asked = question((8,), "count", "aggregate")
    assert label(asked, claim("rank_most", (0,), (1,), (8,)), [(11, 11)]) == UNSURE


def test_the_same_figure_of_another_table_teaches_nothing():
    asked = question((120,), "cell", table="t9")
    assert label(asked, claim("cell", (0,), (1,), (120,)), [(11, 11)]) == UNSURE


def test_most_and_least_are_told_apart():
    asked = question(("آزادی",), "top", "aggregate", order="most")
    assert label(asked, claim("most", (0,), (1,), ("آزادی", 120)), [(11, 11)]) == RIGHT
    assert label(asked, claim("least", (0,), (1,), ("آزادی", 120)), [(11, 11)]) == UNSURE


def test_nothing_answers_what_is_not_told():
    assert label(question((), "", "unanswerable"), claim("cell", (0,), (1,), (120,)), [(11, 11)]) == WRONG


@pytest.mark.parametrize(
    ("values", "text", "found"),
    [
        (("کمبود اعتبار",), "دلیل تأخیر، کمبود اعتبار بود.", "کمبود اعتبار"),
        (("42",), "اورژانس با ۴۲ تخت گشایش یافت", "۴۲"),
        (("تخت", "اورژانس"), "اورژانس با ۴۲ تخت", "اورژانس با ۴۲ تخت"),
        (("نیست",), "اورژانس با ۴۲ تخت", None),
    ],
)
def test_the_shortest_stretch_that_holds_all_values(values: tuple[str, ...], text: str, found: str | None):
    span = span_of(question(values, "spans", "text"), text)
    assert (text[span[0] : span[1]] if span else None) == found
