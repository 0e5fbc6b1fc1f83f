import pytest

import indexer.repair as engine
from indexer.repair import engine_hash
from indexer.repair.language_model import make_alphabet
from indexer.repair.layout import CUT_FORCED, brackets_are_mirrored, lay_out
from indexer.repair.runs import intact_prior
from indexer.repair.traced import from_raw


@pytest.fixture(scope="module")
def alphabet():
    return make_alphabet(["این متن برای الفبا کافی است (گچپژ) ABC 123 ؛"])


def test_brackets_that_turn_their_back_to_the_word_are_mirrored():
    assert brackets_are_mirrored(["سال )گذشته( رسید", "(3) ردیف )دوم"])
    assert not brackets_are_mirrored(["سال (گذشته) رسید", "ردیف )دوم"])
    assert not brackets_are_mirrored(["بی هیچ نشان"])


@pytest.mark.parametrize("raw", [" ؛مناطق در این", ".رسید محترم"])
def test_mark_that_stands_first_is_cut_off(raw, alphabet):
    layout = lay_out(from_raw(raw), alphabet)
    assert layout.candidates[1] == 1
    assert layout.kinds[1] == CUT_FORCED


def test_latin_words_stay_together(alphabet):
    layout = lay_out(from_raw("دستگاه All in one است"), alphabet)
    inside = range(len("دستگاه") + 1, len("دستگاهAllinone"))
    assert not set(inside) & set(layout.candidates.tolist())


def test_number_that_touches_a_word_speaks_against_an_intact_line():
    def known(_):
        return 5.0

    assert intact_prior("منابع سال 1401", known) > 0 > intact_prior("1401منابع سال", known)


def test_hash_covers_the_repair_alone(monkeypatch):
    whole = engine_hash.__wrapped__()
    monkeypatch.setattr(engine, "DATA", engine.DATA[:1])
    assert engine_hash.__wrapped__() != whole
