"""Talk is answered politely and never takes a question's place."""

import pytest

from service.answers.figures import persian_digits
from service.ask import ask
from service.collection import Collection
from service.schemas import AskRequest
from service.talk import KINDS, SUBSTANCE, reply_to, talk_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [("سلام", "greeting"), ("خیلی ممنون", "thanks"), ("خداحافظ", "farewell"), ("تو کی هستی؟", "identity")],
)
def test_talk_is_recognised(text: str, kind: str, hospital: Collection):
    assert talk_kind(hospital, text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "سلام، عملکرد بستری اورژانس چقدر بود؟",
        "ممنون، حالا کودکان چطور؟",
        "چند پرستار دارید؟",
        "اختلافشون؟",
        "چرا؟",
        "سلام " * 20,
    ],
)
def test_questions_are_not_talk(text: str, hospital: Collection):
    assert talk_kind(hospital, text) is None


def test_a_reply_to_talk_is_no_answer(hospital: Collection):
    counted: list[str] = []
    reply = ask(hospital, AskRequest(question="سلام، خسته نباشید"), counted.append)
    assert (reply.answered, reply.answer.kind, reply.answer.reason) == (False, "talk", None)
    assert (reply.answer.values, reply.answer.citations, reply.rows, reply.passages) == ([], [], [], [])
    assert reply.answer.verified is None
    assert counted == ["talk"]


def test_replies_speak_of_the_documents(hospital: Collection):
    documents = list(hospital.corpora)
    for kind in KINDS:
        if kind != SUBSTANCE:
            told = reply_to(hospital, kind, documents)
            assert "{" not in told
            assert len(told) <= 300
    assert persian_digits(hospital.title(documents[0])) in reply_to(hospital, "about_documents", documents)
