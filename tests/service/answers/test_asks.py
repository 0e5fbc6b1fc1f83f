"""Questions that claims answer: plain words, told apart by captions, none where a name tells no row."""

import pytest

from service.answers.asks import ASKED, ENDINGS, asks
from service.answers.claim import Claim
from service.answers.sheet import spaced
from tests.service.answers.tables import sheet

WARDS = sheet(
    "تخت‌های بیمارستان",
    "entity:بخش;value:تخت - مصوب|تخت;value:تخت - فعال|تخت;text:مدیر",
    "اورژانس;20;18;رضا",
    "جراحی;30;24;مینا",
    "اطفال;5;5;ا",
    "اطفال;6;6;ب",
)


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        (Claim("cell", WARDS, (0,), (2,), (18,)), "تخت (فعال) اورژانس چقدر است؟"),
        (Claim("cell", WARDS, (1,), (3,), ("مینا",)), "مدیر جراحی چیست؟"),
        (Claim("most", WARDS, (1,), (1,), ("جراحی", 30)), "بیشترین تخت (مصوب) مربوط به کدام بخش است؟"),
        (Claim("rank_most", WARDS, (0,), (1,), (2,)), "رتبهٔ اورژانس از نظر تخت (مصوب) چند است؟"),
        (Claim("share", WARDS, (0,), (1,), (32.8,)), "سهم اورژانس از کل تخت (مصوب) چند درصد است؟"),
        (Claim("difference", WARDS, (0, 1), (1,), (10, 20, 30)), "اختلاف تخت (مصوب) اورژانس و جراحی چقدر است؟"),
        (Claim("compare", WARDS, (0, 1), (1,), (20, 30, "جراحی")), "تخت (مصوب) اورژانس یا جراحی بیشتر است؟"),
        (Claim("sum", WARDS, (), (1,), (61,)), "جمع تخت (مصوب) همهٔ ردیف‌ها چقدر است؟"),
    ],
)
def test_a_claim_is_asked_for_in_plain_words(claim: Claim, question: str):
    assert asks(claim) == question
    assert claim.operation in ASKED
    assert spaced(question).endswith(ENDINGS)
    assert asks(claim, "تخت‌ها در سال 1401") == f"در «تخت‌ها در سال ۱۴۰۱»، {question}"


def test_what_has_no_short_question_is_not_asked_for():
    assert asks(Claim("cell", WARDS, (2,), (1,), (5,))) is None  # two rows of one name
    assert asks(Claim("count_more", WARDS, (1,), (1,), (1,), condition=20)) is None
    assert asks(Claim("cell", WARDS, (0,), (2,), (18,)), "تخت " * 50) is None
