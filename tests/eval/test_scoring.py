"""The contract's metrics, against hand computation and against the reference scorer."""

import random

import pytest

from eval.goldset import GoldQuestion, read_gold
from eval.observation import Found, of_reply
from eval.scoring import covered, score
from tests.eval.conftest import QUESTIONS


def question(**fields):
    base = {"id": "q", "question": "؟", "type": "cell", "style": "short", "answer": "143", "values": ("143",), "document": "d"}
    return GoldQuestion(**(base | {"evidence": ((10, 10),)} | fields))


def hit(ident, first, last, text=""):
    return {"id": ident, "text": text, "cells": [text], "score": 1.0, "source": {"document": "d", "lines": [first, last]}}


def reply(passages=(), rows=(), values=(), citations=(), answered=True, text=""):
    answer = {"text": text, "values": list(values), "unit": None, "citations": list(citations), "confidence": 0.5}
    return {"answered": answered, "answer": answer, "passages": list(passages), "rows": list(rows)}


def ranked(body):
    return tuple(Found(h["id"], "row", "d", tuple(h["source"]["lines"]), 1.0, h["text"]) for h in body["rows"])


def scored(q, body):
    return score(q, of_reply(body, ranked(body), 1.0))


def test_right_and_cited():
    body = reply(rows=[hit("r1", 10, 10, "تهران | 143"), hit("r2", 12, 12)], values=[143], citations=["r1"])
    scores = scored(question(), body)
    assert scores["evidence@1"] == scores["row@1"] == scores["right"] == scores["cited"] == scores["context@1"] == 1
    assert scores["wrong"] == 0
    assert scores["cited_lines_p"] == scores["cited_lines_r"] == 1


def test_evidence_counts_k_passages_and_k_rows():
    body = reply([hit("p1", 1, 2), hit("p2", 9, 11)], [hit("r1", 3, 3), hit("r2", 4, 4)])
    scores = scored(question(), body)
    assert (scores["evidence@1"], scores["evidence@5"], scores["row@1"]) == (0, 1, 0)


def test_the_same_lines_of_another_document_are_no_evidence():
    body = reply([hit("p1", 10, 10)])
    assert scored(question(document="e"), body)["evidence@10"] == 0


def test_citation_of_what_is_not_in_the_reply():
    body = reply([hit("p1", 10, 10)], values=[143], citations=["p1", "p9"])
    assert scored(question(), body)["cited"] == 0


def test_citation_precision_and_recall_by_lines():
    body = reply([hit("p1", 8, 11), hit("p2", 20, 21)], citations=["p1", "p2"], values=[1])
    scores = scored(question(evidence=((10, 13),)), body)
    assert scores["cited_lines_p"] == pytest.approx(2 / 6)
    assert scores["cited_lines_r"] == pytest.approx(2 / 4)


def test_an_abstention_is_neither_right_nor_wrong():
    scores = scored(question(), reply([hit("p1", 10, 10)], answered=False))
    assert (scores["right"], scores["wrong"], scores["answered"]) == (0, 0, 0)
    assert "cited" not in scores


def test_the_unanswerable():
    q = question(type="unanswerable", values=(), evidence=())
    assert scored(q, reply(answered=False)) == {"abstained": 1, "right": 1, "strict": 1, "lenient": 1, "wrong": 0}
    assert scored(q, reply(values=[1]))["wrong"] == 1


def test_no_values_no_verdict():
    scores = scored(question(type="text", values=()), reply([hit("p1", 10, 10)], values=[1], citations=["p1"]))
    assert "right" not in scores
    assert scores["cited"] == 1


def test_a_list_needs_half_of_its_lines():
    q = question(type="list", evidence=((10, 19),))
    found = [Found("p1", "passage", "d", (10, 12), 1.0)]
    assert not covered(q, found)  # with the neighbours 9..13: four of ten
    assert covered(q, [*found, Found("p2", "passage", "d", (15, 15), 1.0)])


def test_agrees_with_the_reference_on_random_replies(reference, gold_file):
    rng = random.Random(7)
    gold = read_gold([gold_file], {"library": 39})
    texts = ["", "شمار اعضا 5320 نفر", "امانت کتاب و سالن مطالعه", "120 و 110"]
    for _ in range(300):
        hits = []
        for kind in "pr":
            spans = [(a := rng.randint(1, 39), min(39, a + rng.randint(0, 6))) for _ in range(rng.randint(0, 12))]
            hits.append(
                [hit(f"{kind}{i}", *s) | {"source": {"document": "library", "lines": list(s)}} for i, s in enumerate(spans)]
            )
        ids = [h["id"] for group in hits for h in group] + ["x"]
        body = reply(*hits, rng.sample([120, "110", 5320, "امانت کتاب", "سالن‌مطالعه"], 2), rng.sample(ids, min(2, len(ids))),
                     rng.random() < 0.7, rng.choice(texts))  # fmt: skip
        for item, q in zip(QUESTIONS, gold.questions, strict=True):
            ours, theirs = score(q, of_reply(body, (), 1.0)), reference["score_questions"].score(item, body)
            assert {m: bool(ours[m]) for m in theirs} == theirs
