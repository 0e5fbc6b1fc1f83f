"""The guessed cause of a failure, one by one."""

import pytest

from eval.failures import CAUSES, cause
from eval.goldset import GoldQuestion
from eval.observation import of_reply
from indexer.corpus import Column, Corpus, Line, Row, Table

TEXT = {1: "مقدمه", 2: "شمار اعضا 5320 نفر است", 10: "تهران 120 110", 11: "یزد 40 45", 20: "گیلان 7 9"}
LINES = tuple(Line(n, TEXT.get(n, ""), TEXT.get(n, ""), "paragraph") for n in range(1, 31))


def table(ident, first, rows):
    made = tuple(
        Row(f"{ident}-{n}", "body", tuple(map(str, cells)), tuple(c if isinstance(c, int) else None for c in cells), (n, n))
        for n, cells in enumerate(rows, first)
    )
    return Table(ident, "1", "", None, (first, first + len(rows) - 1), (Column("", "entity"),) * 3, made)


TABLES = (table("t1", 10, [["تهران", 120, 110], ["یزد", 40, 45]]), table("t2", 20, [["گیلان", 7, 9]]))
CORPUS = Corpus("d", LINES, (), TABLES, (), ())


def question(kind="cell", values=("110",), evidence=((10, 10),), where="1"):
    return GoldQuestion("q", "؟", kind, "short", "", values, evidence, table=where, document="d")


def seen(values, cited, shown=((2, "p2"), (10, "t1-10"), (11, "t1-11"), (20, "t2-20")), answered=True, text=""):
    hits = [{"id": i, "text": "", "cells": [""], "score": 1.0, "source": {"document": "d", "lines": [n, n]}} for n, i in shown]
    answer = {"text": text, "values": values, "unit": None, "citations": cited, "confidence": 0.9}
    body = {"answered": answered, "answer": answer, "passages": hits[:1], "rows": hits[1:]}
    return of_reply(body, (), 1.0)


@pytest.mark.parametrize(
    ("asked", "got", "expected"),
    [
        (question("unanswerable", (), (), None), seen([1], ["t1-10"]), "unanswerable_answered"),
        (question(), seen([], [], answered=False), "false_abstention"),
        (question(evidence=((15, 15),)), seen([], [], answered=False), "retrieval"),
        (question(), seen([120], ["t1-10"]), "wrong_column"),
        (question(values=("111",)), seen([120], ["t1-10"]), "unread"),
        (question(), seen([45], ["t1-11"]), "wrong_row"),
        (question(), seen([7], ["t2-20"]), "wrong_table"),
        (question(values=("110", "120")), seen([110], ["t1-10"]), "incomplete"),
        (question("aggregate", ("155",), ((10, 11),)), seen([160], ["t1-10"]), "computation"),
        (question("text", ("5320",), ((2, 2),), None), seen([1398], ["t1-10"]), "wrong_passage"),
        (question("text", ("5320",), ((2, 2),), None), seen([1398], ["p2"]), "wrong_extract"),
        (question("text", ("5321",), ((2, 2),), None), seen([1398], ["p2"]), "unread"),
        (question("text", ("5320",), ((25, 25),), None), seen([1398], ["p2"]), "retrieval"),
    ],
)
def test_cause(asked, got, expected):
    assert cause(asked, got, CORPUS) == expected
    assert expected in CAUSES
