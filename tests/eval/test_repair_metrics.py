"""Repair scores agree with the reference scorer, and with what a person counts."""

import random

import pytest

from eval.goldset import SAMPLE, read_gold
from eval.repair_metrics import edit_distance, score_span, score_texts
from indexer.corpus import Line


@pytest.fixture(scope="module")
def gold(report_lines):
    return read_gold(SAMPLE, {"report": len(report_lines)}).texts


def test_hand_counted():
    score = score_span("خدمات شهرک‌های صنعتی", "خدماتشهرک های صنعتی")
    assert (score.errors, score.order_ok) == (0, 1)
    assert (score.words, score.words_right) == (3, 1)  # two words run together are both wrong
    assert score_span("• الف ب", "الف ب").words_ok == 1
    assert score_span("عملکرد", "عمل رد").cer == pytest.approx(1 / 6)
    assert edit_distance("kitten", "sitting") == 3


@pytest.mark.parametrize("gold_text", ["", "الف"])
def test_empty_texts(gold_text):
    assert score_span(gold_text, "").words_right == 0


def test_agrees_with_the_reference_on_raw_lines(reference, gold, report_lines):
    theirs = [0] * 4
    for item in gold:
        found = " ".join(report_lines[item.lines[0] - 1 : item.lines[1]])
        theirs = [a + b for a, b in zip(theirs, reference["score_text"].score(item.clean, found), strict=True)]
    lines = [Line(n, raw, raw, "paragraph") for n, raw in enumerate(report_lines, 1)]
    ours = score_texts(gold, {"report": lines}, lambda line: line.raw)["all"]
    assert [ours.errors, ours.characters, ours.words, ours.words_right] == theirs
    assert ours.spans == 162
    assert ours.cer > 0.5


def test_agrees_with_the_reference_on_damaged_gold(reference, gold):
    rng = random.Random(3)
    for item in gold[::4]:
        letters = list(item.clean)
        for _ in range(rng.randint(0, 6)):
            at = rng.randrange(len(letters))
            letters[at] = rng.choice(["", " ", "\u200c", letters[at], "ا"])
        found = "".join(letters)
        ours = score_span(item.clean, found)
        assert (ours.errors, ours.characters, ours.words, ours.words_right) == reference["score_text"].score(item.clean, found)
