"""What words are to the documents is read from their tables."""

import pytest

from indexer.tokens import stem, words
from service.conversation.mentions import Lexicon, make_lexicon, mentions
from service.question import understand
from tests.service.answers.tables import sheet

WARDS = sheet("تخت‌های بیمارستان", "entity:بخش;value:تخت مصوب|تخت;value:تخت فعال|تخت", "اورژانس;20;18", "مراقبت‌های ویژه;12;12")
LINES = sheet("مسافران اتوبوس", "entity:خط;value:مسافر|نفر", "بازار;900", "اورژانس;300", year=1401)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    known = ("تخت", "فعال", "مصوب", "بیمارستان", "مسافر", "بازار", "اورژانس", "پرستار")
    return make_lexicon((WARDS, LINES), {stem(word): 2.0 for word in known}, 5.0)


def roles(text: str, lexicon: Lexicon) -> list[tuple[str, str | None]]:
    return [(m.text, m.role) for m in mentions(understand(text).text, lexicon)]


def test_rows_columns_and_captions_are_told_apart(lexicon: Lexicon):
    assert roles("تخت فعال مراقبت‌های ویژه چند تا بود", lexicon)[:3] == [
        ("تخت", "measure"),
        ("فعال", "measure"),
        ("مراقبت‌های ویژه", "name"),
    ]
    assert dict(roles("مسافران اتوبوس", lexicon))["اتوبوس"] == "scope"


def test_a_name_is_one_mention_and_knows_its_tables(lexicon: Lexicon):
    (name,) = (m for m in mentions("اورژانس چطور", lexicon) if m.whole)
    assert name.held["name"] == {0, 1}
    (name,) = (m for m in mentions("مراقبت های ویژه؟", lexicon) if m.whole)
    assert name.held["name"] == {0}


def test_an_ending_joined_to_a_name_is_taken_off_where_the_documents_do_not_know_the_word(lexicon: Lexicon):
    (name,) = (m for m in mentions("بازارم بگو", lexicon) if m.whole)
    assert name.text == "بازار"


def test_years_and_words_of_running_text_say_something_and_question_words_do_not(lexicon: Lexicon):
    found = {m.text: m for m in mentions("پرستار در 1401 چند نفر", lexicon)}
    assert found["1401"].year == 1401
    assert found["پرستار"].said
    assert found["پرستار"].role is None
    assert not found["در"].said
    assert not found["چند"].said


def test_what_the_best_table_covers_is_a_share_of_the_weight(lexicon: Lexicon):
    assert lexicon.covered(frozenset(words("تخت فعال"))) == (1.0, 4.0)
    share, weight = lexicon.covered(frozenset(words("تخت مسافر")))
    assert (share, weight) == (0.5, 4.0)
    assert lexicon.covered(frozenset()) == (0.0, 0)
