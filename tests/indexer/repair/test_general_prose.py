"""The repair holds on texts that are nothing like the report: general prose garbled by the same rules, and clean documents."""

from itertools import pairwise

import pytest

from eval.garbling import garbled_document, wrapped
from indexer.repair import repair
from tests.indexer.repair import general


def test_garbled_prose_and_the_whole_lines_in_it():
    made = garbled_document(general.lines(100), seed=1)
    hurt, whole = general.scores(made, [line.text for line in repair(made.raw)])
    assert hurt.words_ok >= 0.7
    assert whole.cer <= 0.1


def rows() -> list[str]:
    """Prose around tables in columns."""
    text = general.paragraphs()
    cities = ["تهران", "اصفهان", "خراسان رضوی", "سیستان و بلوچستان", "گیلان", "قم"]
    out = []
    for k in range(6):
        out += [*wrapped([text[k]]), "", "ردیف    نام استان        مقدار تولید    مقدار مصرف"]
        out += [f"{i}     {city:<20} {1234 * i + k}      {i}.{k}" for i, city in enumerate(cities, 1)]
    return out


CLEAN = {
    "paragraphs": general.paragraphs()[:40],
    "lines": wrapped(general.paragraphs()[40:60], 80),
    "without joiners": [t.replace("\u200c", "") for t in general.lines(60)],
    "joiners as spaces": [t.replace("\u200c", " ") for t in general.lines(60)],
    "tables": rows(),
    "two columns": [f"{a[:30].strip()}        {b[:30].strip()}" for a, b in pairwise(general.lines(40))],
    "five lines": general.lines(105)[100:],
    "one line": general.lines(1),
}


@pytest.mark.parametrize("name", CLEAN)
def test_clean_document_passes_through(name: str):
    lines = repair(CLEAN[name])
    assert [line.text for line in lines] == CLEAN[name]
    assert not any(line.repairs for line in lines)


@pytest.mark.slow
def test_a_long_garbled_document():
    made = garbled_document(general.lines(2400), seed=2)
    hurt, whole = general.scores(made, [line.text for line in repair(made.raw)])
    assert hurt.words_ok >= 0.75
    assert whole.cer <= 0.1


@pytest.mark.slow
def test_a_long_clean_document():
    clean = wrapped(general.paragraphs(), 80)
    lines = repair(clean)
    moved = sum("run_order" in line.repairs for line in lines)
    assert moved <= 0.005 * len(lines)
    assert [line.text for line in lines] == clean
