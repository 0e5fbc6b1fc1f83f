"""What a reply states of a candidate: words, values, unit, what it rests on."""

from dataclasses import replace

import pytest

from indexer.embedding import embed_passages, model_id
from indexer.store.index import build_index
from service.answers.answer import MOST_CITED, Answer, abstention, answer_of, canonical, span_values, verified
from service.answers.candidates import Candidate, candidates
from service.answers.claim import Claim
from service.answers.figures import persian_digits
from service.answers.say import LONGEST
from service.answers.windows import Window
from service.collection import Collection
from service.prose import Prose
from tests.service.conftest import DOCUMENT, sample_corpus


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("12", 12),
        ("۱۲", 12),
        ("1,250", 1250),
        ("1.250", 1250),
        ("۱٬۲۵۰٬۰۰۰", 1250000),
        ("۱٬۲۳۴٫۵۶۷", 1234.567),
        ("0.125", 0.125),
        ("۵٫۱۲۵", 5.125),
        ("12.5", 12.5),
        ("12/5", 12.5),
        ("-340", -340),
        ("−۳۴۰", -340),
        ("-1,250", -1250),
        ("1401/02/03", None),
    ],
)
def test_the_number_that_a_figure_says(figure: str, value: float | None):
    assert canonical(figure) == value


@pytest.mark.parametrize(
    ("told", "values", "unit"),
    [
        ("318 نفر", (318,), "نفر"),
        ("72 درصد", (72,), "درصد"),
        ("72٪", (72,), "درصد"),
        ("850 میلیارد ریال", (850,), "میلیارد ریال"),
        ("1399", (1399,), None),
        ("درمانگاه دیابت", ("درمانگاه دیابت",), None),
        ("41 نفر و 17 نفر", ("41 نفر و 17 نفر",), None),
        ("آزمایشگاه شبانه‌روزی با 12 کارشناس", ("آزمایشگاه شبانه‌روزی با 12 کارشناس",), None),
    ],
)
def test_a_stretch_of_text_is_a_figure_with_its_unit_or_its_words(told: str, values: tuple, unit: str | None):
    assert span_values(told) == (values, unit)


@pytest.fixture
def found(hospital: Collection, gathered):
    def of(question: str, operation: str) -> Candidate:
        asked, evidence = gathered(question)
        return next(c for c in candidates(hospital, asked, evidence) if c.operation == operation)

    return of


@pytest.mark.parametrize(
    ("question", "operation", "kind", "unit"),
    [
        ("برنامه قلب", "cell", "cell", None),
        ("بیشترین عملکرد", "most", "aggregate", None),
        ("سهم قلب از عملکرد", "share", "aggregate", "درصد"),
        ("بخش‌های با بیش از 1000", "list_more", "list", None),
    ],
)
def test_a_claim_is_answered_with_its_values_and_rows(hospital, found, question: str, operation: str, kind: str, unit):
    candidate = found(question, operation)
    assert candidate.claim is not None
    answer = answer_of(hospital, candidate, 0.9, None)
    assert (answer.kind, answer.unit, answer.confidence, answer.values) == (kind, unit, 0.9, candidate.claim.values)
    assert answer.answered
    rows = [hospital.index.entries[n].passage.row for n in answer.entries]
    assert rows == [candidate.claim.sheet.rows[r].id for r in candidate.claim.rows]
    assert answer.verified is True


def test_no_more_rows_are_cited_than_can_be_looked_at(hospital: Collection, found):
    claim = found("جمع برنامه", "sum").claim
    assert len(answer_of(hospital, Candidate("sum", 0, 0, claim=claim), 1, None).entries) == 4
    many = replace(claim, over=claim.over * 5)
    assert len(answer_of(hospital, Candidate("sum", 0, 0, claim=many), 1, None).entries) == MOST_CITED


def test_the_answer_out_of_running_text_is_its_span_in_its_sentence(hospital: Collection, found):
    candidate = found("شمار پرستاران بیمارستان چند نفر است", "span")
    start = candidate.statement.index("318 نفر")
    answer = answer_of(hospital, candidate, 0.8, (start, start + len("318 نفر")))
    assert (answer.values, answer.unit, answer.kind) == ((318,), "نفر", "passage")
    assert answer.text == "در پایان سال ۱۴۰۱ شمار پرستاران بیمارستان به ۳۱۸ نفر رسید که ۷۲ درصد آنان زن هستند."
    for entry, spans in answer.highlights.items():
        passage = hospital.index.entries[entry].passage.text
        assert [passage[a:b] for a, b in spans] == ["318 نفر"]
    assert set(answer.highlights) == set(answer.entries)


def test_text_without_a_span_is_given_from_its_beginning(hospital: Collection, found):
    window = found("شمار پرستاران بیمارستان چند نفر است", "span")
    answer = answer_of(hospital, window, 0.5, None)
    assert answer.text.startswith("در پایان سال ۱۴۰۱ شمار پرستاران")
    assert len(answer.text) <= LONGEST


@pytest.mark.parametrize("start", [0, 35, 200, 390])
@pytest.mark.parametrize("length", [3, 90, 250])
def test_a_long_sentence_is_cut_around_the_answer_between_words(hospital: Collection, start: int, length: int):
    text = " ".join(f"واژه{n:03}" for n in range(90))
    prose = Prose(text, (), (), frozenset())
    candidate = Candidate("span", 0, 0, window=Window(prose, 0, len(text), (0,), "عنوان", 0, 0.0, frozenset()))
    begin = candidate.statement.index("واژه") + start // 8 * 8
    end = begin + length // 8 * 8 + 7
    answer = answer_of(hospital, candidate, 0.5, (begin, end))
    assert len(answer.text) <= LONGEST
    assert answer.text.strip("…") in persian_digits(text)
    assert all(len(word) == 7 for word in answer.text.strip("…").split())
    assert persian_digits(candidate.statement[begin:end]) in answer.text


def test_a_list_is_given_with_its_lead(hospital: Collection, found):
    answer = answer_of(hospital, found("خدمات تازه بیمارستان چیست", "items"), 0.7, None)
    assert answer.kind == "list"
    assert answer.values[0] == "درمانگاه دیابت در طبقه همکف"
    assert answer.text.endswith("نوبت‌دهی تلفنی برای سالمندان؛ آزمایشگاه شبانه‌روزی با ۱۲ کارشناس")
    assert hospital.index.entries[answer.entries[0]].passage.section == "1-2"


def test_a_long_list_is_cut_between_words(hospital: Collection, found):
    known = found("خدمات تازه بیمارستان چیست", "items").found
    items = known.found.items * 10
    many = Candidate("items", 0, 0, found=replace(known, found=replace(known.found, items=items)))
    text = answer_of(hospital, many, 0.7, None).text
    assert len(text) <= LONGEST
    assert text.endswith("…")


@pytest.fixture(scope="module")
def library(model) -> Collection:
    corpus = sample_corpus()
    texts = [p.text for p in corpus.passages]
    return Collection(build_index([corpus], texts, embed_passages(model, texts), model_id(model)), model)


def test_figures_are_proved_or_contradicted_or_neither(library: Collection):
    sheet = library.sheets[DOCUMENT, "t1"]

    def claim(operation, rows, columns=(2,), over=()):
        return verified(library, Claim(operation, sheet, rows, columns, (1,), over))

    assert claim("cell", (0,)) is True
    assert claim("cell", (2,)) is False
    assert claim("compare", (0, 2)) is False
    assert claim("cell", (0,), (1,)) is None
    assert claim("sum", (), over=(0, 1)) is True
    assert claim("sum", (), over=(0, 1, 2)) is False
    assert claim("most", (0,), over=(0, 1, 2)) is True
    assert claim("count", (), ()) is None


def test_an_abstention_answers_nothing():
    assert not abstention(0.2).answered
    assert (abstention(0.2).confidence, abstention().reason, abstention().values) == (0.2, "unsure", ())
    assert Answer("۱۲", "cell", (12,)).answered
