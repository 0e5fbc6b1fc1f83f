"""Questions with turns before them, over a real index with the shipped models."""

import pytest

from indexer.embedding import embed_passages, model_id
from indexer.pipeline import make_corpus
from indexer.store.index import build_index
from service.ask import ask, gather
from service.collection import Collection
from service.conversation.history import in_context
from service.schemas import AskRequest, AskResponse, Turn
from tests.conftest import DATA

FIRST = "عملکرد بستری بخش اورژانس چقدر بود؟"


def turn(question: str, answer: str = "") -> Turn:
    return Turn(question=question, answer=answer)


def talked(collection: Collection, *questions: str) -> list[AskResponse]:
    history: list[Turn] = []
    replies = []
    for question in questions:
        reply = ask(collection, AskRequest(question=question, history=history or None))
        history.append(turn(question, reply.answer.text))
        replies.append(reply)
    return replies


def test_another_row_is_looked_up_as_the_one_before(hospital: Collection):
    first, second = talked(hospital, FIRST, "کودکان چطور؟")
    assert first.answer.values == [6100]
    assert not first.leaned
    assert second.leaned
    assert "کودکان" in second.interpreted
    assert "عملکرد" in second.interpreted
    assert second.answer.values == [850]


def test_a_question_that_stands_alone_is_left_as_it_is(hospital: Collection):
    alone = ask(hospital, AskRequest(question="شمار پرستاران بیمارستان در پایان سال ۱۴۰۱ چند نفر بود؟"))
    _, after = talked(hospital, FIRST, "شمار پرستاران بیمارستان در پایان سال ۱۴۰۱ چند نفر بود؟")
    assert not after.leaned
    assert after.answer.values == alone.answer.values
    assert after.answer.confidence == pytest.approx(alone.answer.confidence, abs=0.02)


def test_without_turns_nothing_is_written_out(hospital: Collection):
    context = in_context(hospital, FIRST, [])
    assert (context.whole, context.form) == (FIRST, None)


def test_what_was_meant_is_worked_out_again_where_it_was_forgotten(hospital: Collection):
    request = AskRequest(question="کودکان چطور؟", history=[turn(FIRST, "عملکرد برای «اورژانس» ۶۱۰۰ است.")])
    before = gather(hospital, request).carried
    fresh = Collection(hospital.index, hospital.model)
    again = gather(fresh, request).carried
    assert before is not None
    assert again is not None
    assert again.before[0].candidate is not None
    assert again.before[0].candidate.claim is not None
    assert again.before[0].candidate.claim.values == (6100,)


def test_greetings_between_questions_are_no_turns(hospital: Collection):
    history = [turn(FIRST, "عملکرد برای «اورژانس» ۶۱۰۰ است."), turn("سلام", "سلام!")]
    with_greeting = gather(hospital, AskRequest(question="کودکان چطور؟", history=history))
    without = gather(hospital, AskRequest(question="کودکان چطور؟", history=history[:1]))
    assert with_greeting.question.text == without.question.text


@pytest.fixture(scope="module")
def two(hospital: Collection, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The hospital's report beside one of a library, both with a table of plan and performance."""
    folder = tmp_path_factory.mktemp("two")
    file = next((DATA / "seeds").glob("*.txt"))
    library = make_corpus(file, "library", folder)
    corpora = [*hospital.index.corpora, library]
    texts = [passage.text for corpus in corpora for passage in corpus.passages]
    index = build_index(corpora, texts, embed_passages(hospital.model, texts), model_id(hospital.model))
    return Collection(index, hospital.model)


def test_a_question_that_leans_stays_with_the_document_that_was_spoken_of(two: Collection):
    first, second = talked(two, FIRST, "کودکان چطور؟")
    assert 6100 in first.answer.values
    assert second.leaned
    assert {row.source.document for row in second.rows[:1]} == {"hospital"}
    other, back = talked(two, "عملکرد خرید کتاب استان تهران چقدر بود؟", "یزد چطور؟")
    assert 110 in other.answer.values
    assert {row.source.document for row in back.rows[:1]} == {"library"}


def test_another_document_may_be_asked_after_one(two: Collection):
    _, after, back = talked(two, FIRST, "عملکرد خرید کتاب استان یزد چقدر بود؟", "تهران چطور؟")
    assert 45 in after.answer.values
    assert {row.source.document for row in back.rows[:1]} == {"library"}
