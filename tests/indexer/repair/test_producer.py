import pytest

from eval.garbling import garbled_document
from indexer.damage import damage, is_damaged
from indexer.repair.lexicon import general_lexicon
from indexer.repair.producer import kashidas, made_by, torn_lines
from tests.indexer.repair import extracted, general


@pytest.mark.parametrize("kind", extracted.KINDS)
def test_each_producer_is_told(kind):
    made = made_by(extracted.raws(kind), general_lexicon())
    assert made is not None
    assert made.producer == {"libreoffice_kashida": "libreoffice"}.get(kind, kind)
    found = damage(extracted.raws(kind))
    assert found.is_damaged
    assert found.spans == ((1, len(extracted.raws(kind))),)


def test_clean_text_has_none(report_lines):
    assert made_by(extracted.clean(), general_lexicon()) is None
    assert made_by(general.lines(400), general_lexicon()) is None
    assert not is_damaged(extracted.clean())
    assert torn_lines(extracted.clean()) == 0.0


def test_a_text_whose_cuts_do_not_show_has_none(report_lines):
    assert made_by(report_lines, general_lexicon()) is None
    assert made_by(garbled_document(general.lines(200), 3).raw, general_lexicon()) is None


def test_text_without_letters_has_none():
    assert made_by([], general_lexicon()) is None
    assert made_by(["12 34", ""], general_lexicon()) is None


def test_a_mark_that_stands_in_words_alone_is_a_kashida():
    lines = ["ک..تاب و دف..تر", "م..درسه و خا..نه"] * 30
    assert "." in kashidas(lines)
    assert "." not in kashidas(["کتاب. دفتر", "مدرسه. خانه"] * 30)
    assert "»" not in kashidas(["این»کتاب«آن است"] * 60)  # a quotation that was turned round
