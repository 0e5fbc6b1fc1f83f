"""Follow-ups written out whole: other rows, years, columns, computations, names of the answer."""

import pytest

from indexer.tokens import stem
from service.conversation.mentions import Lexicon, make_lexicon
from service.conversation.readings import NOTHING, Reading, readings, said
from tests.service.answers.tables import sheet

WARDS = sheet(
    "تخت‌های بیمارستان",
    "entity:بخش;value:تخت مصوب|تخت;value:تخت فعال|تخت",
    "اورژانس;20;18",
    "جراحی;30;24",
    "زنان;16;16",
    year=1401,
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return make_lexicon((WARDS,), {stem(word): 2.0 for word in ("تخت", "فعال", "مصوب", "بیمارستان")}, 5.0)


def texts(asked: str, before: str, lexicon: Lexicon, answer: str = "", operation: str = "cell_number") -> list[str]:
    return [r.whole.text for r in found(asked, before, lexicon, answer, operation)]


def found(asked: str, before: str, lexicon: Lexicon, answer: str = "", operation: str = "cell_number") -> list[Reading]:
    told = said(answer, lexicon) if answer else NOTHING
    return readings(said(asked, lexicon), operation, [(said(before, lexicon), told)], 1401)


def test_the_question_as_it_stands_is_the_first_reading(lexicon: Lexicon):
    first = found("جراحی چطور", "تخت فعال اورژانس چند تا بود", lexicon)[0]
    assert (first.whole.text, first.way) == ("جراحی چطور", "alone")
    assert [r.way for r in readings(said("جراحی چطور", lexicon), "cell_number", [], None)] == ["alone"]


@pytest.mark.parametrize(
    ("asked", "before", "whole"),
    [
        ("جراحی چطور", "تخت فعال اورژانس چند تا بود", "تخت فعال جراحی چند تا بود"),
        ("مصوب چی", "تخت فعال اورژانس چند تا بود", "تخت مصوب اورژانس چند تا بود"),
        ("1400 چی", "تخت فعال اورژانس در 1401 چند تا بود", "تخت فعال اورژانس در 1400 چند تا بود"),
        ("سال قبلش", "تخت فعال اورژانس در 1401 چند تا بود", "تخت فعال اورژانس در 1400 چند تا بود"),
        ("پارسال", "تخت فعال اورژانس در 1399 چند تا بود", "تخت فعال اورژانس در 1398 چند تا بود"),
        ("رتبه اش", "تخت فعال اورژانس چند تا بود", "تخت فعال اورژانس، رتبه اش"),
    ],
)
def test_what_is_said_now_takes_the_place_of_its_like(asked: str, before: str, whole: str, lexicon: Lexicon):
    assert whole in texts(asked, before, lexicon)


def test_what_is_computed_is_asked_for_in_plain_words(lexicon: Lexicon):
    turns = [(said("تخت فعال جراحی", lexicon), NOTHING), (said("تخت فعال اورژانس چند تا بود", lexicon), NOTHING)]
    whole = [r.whole.text for r in readings(said("اختلافشون", lexicon), "difference", turns, None)]
    assert "اختلاف تخت فعال اورژانس و جراحی چقدر است" in whole


def test_a_question_may_be_about_a_name_of_the_answer(lexicon: Lexicon):
    before, answer = "کدام بخش بیشترین تخت فعال را دارد", "بیشترین تخت فعال را «جراحی» با ۲۴ تخت دارد؛ بعد اورژانس"
    assert "جراحی، آنجا مصوب چند تا بود" in texts("آنجا مصوب چند تا بود", before, lexicon, answer)


def test_nobody_asks_the_same_again_and_no_reading_stands_twice(lexicon: Lexicon):
    before = "تخت فعال اورژانس چند تا بود"
    whole = texts("چرا", before, lexicon)
    assert before not in whole
    assert len(set(whole)) == len(whole)
