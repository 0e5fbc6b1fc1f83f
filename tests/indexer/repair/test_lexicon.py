from __future__ import annotations

import pytest

from indexer.repair.lexicon import Lexicon, build_lexicon, document_words


@pytest.mark.parametrize(
    "word", ["کتاب", "می‌شود", "میشود", "کتاب‌ها", "کتابهای", "بهره‌برداری", "برنامه‌ریزی", "خانه‌ای", "بزرگترین"]
)
def test_words_and_affixed_words_are_known(lexicon: Lexicon, word: str) -> None:
    assert word in lexicon
    assert lexicon.frequency(word) > 0


@pytest.mark.parametrize("word", ["شووهر", "کتبااب", "صنعپبی", "قوورار", ""])
def test_garble_is_not_known(lexicon: Lexicon, word: str) -> None:
    assert word not in lexicon


def test_common_words_are_more_frequent(lexicon: Lexicon) -> None:
    assert lexicon.frequency("در") > lexicon.frequency("صنعت") > lexicon.frequency("صنعت‌گرا")
    assert lexicon.words()["در"] == lexicon.frequency("در")


@pytest.mark.parametrize(
    ("bare", "spelled"),
    [
        ("شهرکها", "شهرک‌ها"),
        ("میشود", "می‌شود"),
        ("برنامهریزی", "برنامه‌ریزی"),
        ("تنها", "تنها"),
        ("آنها", "آنها"),
        ("تورهای", "تورهای"),
    ],
)
def test_spelling_gives_zwnj_back(lexicon: Lexicon, bare: str, spelled: str) -> None:
    assert lexicon.spelling(bare) == spelled


def test_words_that_recur_in_the_document_are_learned() -> None:
    lines = ["شرکت ژیپوک در شهر بود", "کارخانه ژیپوک بزرگ شد", "از ژیپوک خرید کردند", "به ژیپوک رفتند"]
    assert "ژیپوک" not in build_lexicon([])
    assert "ژیپوک" in build_lexicon(lines)


def test_fragments_of_frequent_words_are_not_learned() -> None:
    lines = (
        ["در شهرک صنعتی بود", "هر واحد صنعتی آن", "کار صنعتی است"] * 4 + ["این نعتیص در", "آن شوورک در"] + ["از صنعت صنع بود"] * 3
    )
    lexicon = build_lexicon(lines)
    assert "شوورک" not in lexicon
    assert "نعتیص" not in lexicon


def test_outer_words_of_a_stretch_are_not_counted_unless_known() -> None:
    words, pairs = document_words(["نعتیص در شهر بزرگ  کوهپب از راه"])
    assert "نعتیص" not in words
    assert "کوهپب" not in words
    assert words["شهر"] == 1
    assert pairs["در", "شهر"] == 1
