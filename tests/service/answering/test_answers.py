"""Answers over the small corpus: computed over typed rows, cited, and no figure that is not founded."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from service.answering import answer, candidates
from service.answering.answer import Answer
from service.answering.guard import unfounded_figures
from service.collection import Collection, load_collection
from service.question import understand
from service.retrieval import retrieve


@pytest.fixture(scope="module")
def collection(small_corpus: Path) -> Collection:
    return load_collection(small_corpus, None)


def offered(collection: Collection, asked: str, kind: str) -> Answer:
    """The first answer of a kind that the service forms for a question, whether or not it would dare to give it."""
    question = understand(asked, collection.vocabulary)
    found = candidates(collection, question, retrieve(collection, question, None, 50))
    return next(c.answer for c in found if c.answer.kind == kind)


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("کدام استان بیشترین عملکرد خرید کتاب را داشت؟", ("تهران", 110)),
        ("کمترین عملکرد خرید کتاب مربوط به کدام استان است؟", ("گیلان", 30)),
        ("دو استانی که بیشترین عملکرد خرید کتاب را داشتند کدام‌اند؟", ("تهران", 110, "فارس", 55)),
        ("میانگین عملکرد خرید کتاب استان‌ها چقدر است؟", (60,)),
        ("کدام استان‌ها برنامه خرید کتاب را محقق نکردند؟", ("تهران", "فارس")),
        ("اختلاف برنامه و عملکرد خرید کتاب تهران چند است؟", (10,)),
        ("عملکرد خرید کتاب یزد بیشتر بود یا گیلان؟", ("یزد", 45, 30)),
        ("چند استان عملکرد خرید کتاب بیش از 50 داشتند؟", (2, "تهران", "فارس")),
        ("رتبه یزد در عملکرد خرید کتاب چند است؟", (3, 45)),
    ],
)
def test_what_is_computed_over_rows(collection: Collection, asked: str, values: tuple[object, ...]):
    given = offered(collection, asked, "aggregate")
    assert given.values[: len(values)] == values
    cited = [collection.index.entries[n].passage for n in given.entries]
    assert all(p.kind == "table_row" for p in cited)
    assert not any(p.row and collection.rows["library", p.row].row.kind == "total" for p in cited)


@pytest.mark.parametrize(("asked", "value"), [("عملکرد خرید کتاب استان یزد", 45), ("برنامه خرید کتاب استان فارس چند بود؟", 60)])
def test_the_cell_that_is_meant(collection: Collection, asked: str, value: int):
    given = offered(collection, asked, "cell")
    assert given.values == (value,)
    assert given.verified is True


def test_a_list_is_given_whole_and_in_order(collection: Collection):
    given = offered(collection, "خدمات کتابخانه چیست؟", "list")
    places = [given.text.find(word) for word in ("امانت", "نشست", "پایگاه", "سالن")]
    assert -1 not in places
    assert places == sorted(places)
    assert len(given.text) <= 400


def test_a_figure_for_a_province_is_not_given_from_a_source_that_does_not_name_it(collection: Collection):
    question = understand("شمار اعضای فعال در استان کرمان چند نفر است؟", collection.vocabulary)
    assert candidates(collection, question, retrieve(collection, question, None, 50)) == []
    assert not answer(collection, question, retrieve(collection, question, None, 50)).answered


def test_the_guard_sees_a_figure_that_no_source_holds(collection: Collection):
    given = offered(collection, "عملکرد خرید کتاب استان یزد", "cell")
    assert unfounded_figures(collection, given) == []
    forged = Answer(given.text.replace("45", "54"), given.kind, given.values, entries=given.entries)
    assert unfounded_figures(collection, forged) == ["54"]


def test_no_answer_to_a_random_question_holds_an_unfounded_figure(collection: Collection):
    rng = random.Random(1401)
    vocabulary = sorted(collection.vocabulary)
    frames = ["{} {} چند است؟", "کدام {} بیشترین {} را دارد؟", "{} {} {} در سال 1401", "مجموع {} و {} چقدر است؟", "{} چیست؟"]
    for _ in range(60):
        frame = rng.choice(frames)
        asked = frame.format(*rng.choices(vocabulary, k=frame.count("{}")))
        question = understand(asked, collection.vocabulary)
        evidence = retrieve(collection, question, None, 50)
        given = answer(collection, question, evidence)
        assert unfounded_figures(collection, given) == [], asked
        assert all(n < len(collection.index.entries) for n in given.entries)
        assert bool(given.entries) == given.answered
