"""Long sentences that enumerate are lists; short ones and those without commas are none."""

from __future__ import annotations

from indexer.corpus import Corpus, Line, Passage
from indexer.store.index import Entry
from indexer.tokens import words
from service.enumerations import find_enumerations
from service.lists import KnownList
from service.prose import find_prose

NAMES = [
    f"شرکت بازرگانی و حمل و نقل بین‌المللی شعبه شماره {n} در استان‌های مرکزی کشور"
    for n in ("یک", "دو", "سه", "چهار", "پنج", "شش", "هفت")
]


def enumerations_of(text: str) -> tuple[tuple[KnownList, ...], dict[str, int]]:
    passage = Passage("p1", text, "prose", None, (1, 1))
    corpus = Corpus("report", (Line(1, text, text, "paragraph"),), (), (), (passage,), ())
    entries = (Entry("report", passage),)
    vocabulary = {w: n for n, w in enumerate(sorted(set(words(text))))}
    return find_enumerations(find_prose([corpus], entries, vocabulary), entries, vocabulary), vocabulary


def test_the_pieces_between_commas_are_items_and_the_ends_say_what_is_enumerated():
    text = f"در این سال پیمان همکاری با {'، '.join(NAMES)} بسته شده است که نهادهای طرف قرارداد هستند."
    (found,), vocabulary = enumerations_of(text)
    assert len(found.found.items) == len(NAMES)
    assert found.found.items[1].text == NAMES[1]
    assert found.entries == (0,)
    assert {vocabulary[w] for w in words("پیمان قرارداد")} <= found.lead
    assert not {vocabulary[w] for w in words("پنج")} & found.lead
    assert {vocabulary[w] for w in words("پنج")} <= found.inside


def test_a_sentence_that_can_be_shown_whole_is_no_list():
    assert not enumerations_of("پیمان با بانک، وزارت، اتاق، شهرداری و دانشگاه بسته شد.")[0]


def test_a_long_sentence_with_few_commas_is_no_list():
    assert not enumerations_of(f"پیمان با {' و '.join(NAMES)}، بسته شد.")[0]
