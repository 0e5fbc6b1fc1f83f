from indexer.repair.language_model import make_alphabet
from indexer.repair.phrases import LENGTHS, learn_phrases, letters


def test_a_line_is_no_witness_for_itself():
    texts = ["شهر کوچک ما در کنار دریا است", "مردم شهر کوچک ما شادند"]
    alphabet = make_alphabet(texts)
    phrases = learn_phrases(alphabet, texts)
    symbols = letters(alphabet, texts[0])
    assert phrases.covered(symbols, phrases.own([]))[0] == len(symbols)
    alone = phrases.covered(symbols, phrases.own([texts[0]]))
    assert alone == [len("شهرکوچکما"), 0]


def test_short_texts_have_no_phrases():
    alphabet = make_alphabet(["آب"])
    phrases = learn_phrases(alphabet, ["آب"])
    assert phrases.covered(letters(alphabet, "آب"), phrases.own([])) == [0] * len(LENGTHS)
