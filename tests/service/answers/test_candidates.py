"""What may be answered from the evidence of a question over a report."""

import pytest

from service.answers.candidates import LONGEST_CLAIM, LONGEST_PLACE, LONGEST_READ, Candidate, candidates, evidence_tables
from service.collection import Collection


@pytest.fixture
def found(hospital: Collection, gathered):
    def of(question: str) -> list[Candidate]:
        asked, evidence = gathered(question)
        return candidates(hospital, asked, evidence)

    return of


@pytest.mark.parametrize(
    ("question", "operation", "values"),
    [
        ("اختلاف عملکرد بستری اورژانس و کودکان", "difference", (5250, 6100, 850)),
        ("بیشترین عملکرد بستری از کدام بخش بود؟", "most", ("اورژانس", 6100)),
        ("برنامه بستری قلب چند بود؟", "cell", (700,)),
        ("چند بخش بیش از 1000 بستری داشتند؟", "count_more", (2,)),
        ("جمع برنامه بستری", "cell", (7800,)),
        ("خدمات تازه بیمارستان چیست؟", "items",
         ("درمانگاه دیابت در طبقه همکف", "نوبت‌دهی تلفنی برای سالمندان", "آزمایشگاه شبانه‌روزی با 12 کارشناس")),
    ],
)  # fmt: skip
def test_the_right_answer_is_among_the_candidates(found, question: str, operation: str, values: tuple):
    made = [(c.operation, c.claim.values if c.claim else c.values) for c in found(question)]
    assert (operation, values) in made


def test_each_has_one_source_and_says_what_it_claims_within_what_is_read(found):
    for candidate in found("شمار پرستاران و برنامه بستری اورژانس"):
        assert [candidate.claim, candidate.window, candidate.found].count(None) == 2
        longest = LONGEST_PLACE + LONGEST_CLAIM + 2 if candidate.claim else 600 if candidate.window else LONGEST_READ
        assert 0 < len(candidate.statement) <= longest
        assert candidate.nearness <= 0
        assert (candidate.text_at is None) is (candidate.window is None)


def test_rows_beside_each_other_are_only_those_that_the_question_names(found):
    assert not [c for c in found("برنامه بستری چیست") if c.operation == "difference"]
    pairs = {c.claim.rows for c in found("اختلاف برنامه جراحی و قلب") if c.operation == "difference"}
    assert pairs == {(2, 3)}


def test_tables_come_once_with_the_score_of_their_best_row(hospital: Collection, gathered):
    evidence = gathered("برنامه بستری اورژانس")[1]
    ((sheet, score),) = evidence_tables(hospital, evidence)
    assert sheet is hospital.sheets["hospital", "t1"]
    assert score == max(h.score for h in evidence.rows)


def test_what_answers_is_words_of_the_text_alone(found):
    window = next(c for c in found("شمار پرستاران") if c.window)
    text = window.window.text
    at = window.text_at
    assert window.statement[at:] == text
    assert window.told((at, at + len(text.split()[0]))) == text.split()[0].strip(" .،؛:()«»")
    assert window.told((0, at)) == window.told(None)  # the titles answer nothing
    assert len(window.told(None)) <= 200
