"""What is suggested can be answered, and is answered as it was meant."""

import pytest

from service.ask import ask
from service.collection import Collection
from service.schemas import AskRequest


@pytest.mark.parametrize("question", ["عملکرد بستری بخش اورژانس چقدر بود؟", "کدام بخش کمترین بیمار را بستری کرد؟", "سلام"])
def test_every_suggestion_is_answered_surely(question: str, hospital: Collection):
    reply = ask(hospital, AskRequest(question=question))
    assert 1 <= len(reply.suggestions) <= 4
    assert len(set(reply.suggestions)) == len(reply.suggestions)
    assert question not in reply.suggestions
    for suggestion in reply.suggestions:
        told = ask(hospital, AskRequest(question=suggestion))
        assert told.answered, suggestion
        assert told.answer.confidence > 0.9, suggestion
        assert told.answer.citations


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("برنامه قلب چقدر است؟", 700),
        ("رتبهٔ جراحی از نظر عملکرد چند است؟", 2),
        ("بیشترین عملکرد مربوط به کدام بخش است؟", "اورژانس"),
        ("کمترین برنامه مربوط به کدام بخش است؟", "قلب"),
        ("سهم اورژانس از کل عملکرد چند درصد است؟", 69.397042),
    ],
)
def test_what_is_asked_in_these_words_is_looked_up(question: str, value: float | str, hospital: Collection):
    reply = ask(hospital, AskRequest(question=question))
    assert value in reply.answer.values
    assert reply.answer.confidence > 0.9


def test_where_nothing_is_in_a_table_nothing_is_suggested(hospital: Collection):
    reply = ask(hospital, AskRequest(question="بیمارستان شهر در چه سالی گشایش یافت؟"))
    assert reply.suggestions == []
