import re
from collections import Counter

import pytest

from indexer.repair import repair
from indexer.repair.portion_prices import FIXED, Tally, prices, prior
from tests.indexer.repair import extracted

LEAST = {"chromium": 0.9, "libreoffice": 0.35, "libreoffice_joined": 0.85, "libreoffice_kashida": 0.35}
"""Share of lines in order; before the repair it is .48, .19, .02 and .15."""


def letters_of(text: str) -> Counter[str]:
    return Counter(c for c in extracted.squeezed(text) if c.isalpha())


@pytest.fixture(scope="module", params=extracted.KINDS)
def repaired(request):
    raws = extracted.raws(request.param)
    return request.param, raws, repair(raws)


def test_lines_are_put_in_order(repaired):
    kind, raws, lines = repaired
    assert len(lines) == len(raws)
    assert extracted.share_in_order([line.text for line in lines]) >= LEAST[kind]


def test_numbers_are_turned_back(repaired):
    _, _, lines = repaired
    printed = Counter(re.findall(r"\d{3,}", " ".join(map(extracted.squeezed, extracted.clean()))))
    found = Counter(re.findall(r"\d{3,}", " ".join(extracted.squeezed(line.text) for line in lines)))
    assert printed.total() == 23
    assert (printed - found).total() <= 1  # the first of a page, whose direction is another


def test_letters_stay_and_are_traced(repaired):
    _, raws, lines = repaired
    for raw, line in zip(raws, lines, strict=True):
        assert letters_of(raw) == letters_of(line.text)
        for text, source, length in line.map:
            assert extracted.squeezed(raw[source : source + length]) == extracted.squeezed(line.text[text : text + length])


def test_words_are_whole_again(repaired):
    _, _, lines = repaired
    words = Counter(re.findall(r"[^\W\d_]+", " ".join(extracted.clean()).replace("\u200c", " ")))
    found = Counter(re.findall(r"[^\W\d_]+", " ".join(line.text for line in lines).replace("\u200c", " ")))
    assert (words & found).total() >= 0.93 * words.total()


def test_prices_are_probabilities():
    for producer in ("chromium", "libreoffice", "libreoffice_joined"):
        for place in (
            ("A", " ", "A"),
            ("A", "", "D"),
            ("A", "k", "A"),
            ("(", "", "A"),
            ("L", " ", "L"),
            ("D", "", "-"),
            ("A", "z", "A"),
        ):
            given = prior(producer, place)
            assert given.kept + given.cut + given.block == pytest.approx(1)


def test_a_document_corrects_what_is_in_doubt_alone():
    tally = Tally()
    loose, fixed = ("(", "", "A"), ("A", "", "A")
    for place in (loose, fixed):
        for _ in range(200):
            tally.add(place, 1, 0)
    assert prior("libreoffice", loose).weight < FIXED == prior("libreoffice", fixed).weight
    assert prices("libreoffice", loose, tally)[0].argmax() == 1
    assert prices("libreoffice", fixed, tally)[0].argmax() == 0
