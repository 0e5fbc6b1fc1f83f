import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indexer.repair as engine
from eval.garbling import garbled_document
from indexer.repair import Model, engine_hash, repair, repair_line
from indexer.repair.letters import plain
from tests.indexer.repair import prose


def letters_of(text: str) -> Counter[str]:
    return Counter(c for c in plain(text) if c.isalnum())


def words_right(clean: list[str], found: list[str]) -> float:
    right = total = 0
    for a, b in zip(clean, found, strict=True):
        want, have = Counter(a.split()), Counter(b.replace("\u200c", " ").split())
        total += sum(want.values())
        right += sum((want & have).values())
    return right / total


@pytest.fixture(scope="module")
def garbled():
    clean = prose.lines(70, seed=5)
    made = garbled_document(clean, seed=5)
    return made.clean, made.raw, made.damaged, repair(made.raw)


def test_garbled_prose_is_put_in_order(garbled):
    clean, _, damaged, lines = garbled
    squeeze = [re.sub(r"\s|\u200c", "", t) for t in clean]
    found = [re.sub(r"\s|\u200c", "", line.text) for line in lines]
    hit = [i for i, d in enumerate(damaged) if d]
    whole = [i for i, d in enumerate(damaged) if not d]
    assert sum(found[i] == squeeze[i] for i in hit) >= 0.5 * len(hit)
    assert words_right([clean[i] for i in hit], [lines[i].text for i in hit]) >= 0.75
    assert sum(found[i] == squeeze[i] for i in whole) >= 0.9 * len(whole)


def test_letters_are_kept_and_traced(garbled):
    _, raws, _, lines = garbled
    for raw, line in zip(raws, lines, strict=True):
        if not {"lost_glyphs", "kashida"} & set(line.repairs):
            assert letters_of(raw) == letters_of(line.text)
        covered = set()
        for text, source, length in line.map:
            for k in range(length):
                if line.text[text + k].isalnum():
                    assert plain(raw[source + k]) == plain(line.text[text + k])
                    covered.add(source + k)
        if not {"lost_glyphs", "kashida"} & set(line.repairs):
            assert covered == {i for i, c in enumerate(raw) if c.isalnum()}


def test_confident_lines_are_right_more_often(garbled):
    clean, _, _, lines = garbled
    right = {
        line.line: re.sub(r"\s|\u200c", "", c) == re.sub(r"\s|\u200c", "", line.text)
        for c, line in zip(clean, lines, strict=True)
    }
    ranked = [right[line.line] for line in sorted(lines, key=lambda line: -line.confidence)]
    half = len(ranked) // 2
    assert sum(ranked[:half]) > sum(ranked[half:])
    assert all(0 <= line.confidence <= 1 for line in lines)


def test_clean_document_passes_through():
    clean = prose.lines(50, seed=9)
    lines = repair(clean)
    assert [line.text for line in lines] == clean
    assert all(line.repairs == () for line in lines)


def test_blank_lines_and_numbers():
    raws = ["", "   ", "سلام", "\x0c", "12 34"]
    lines = repair(raws)
    assert [line.line for line in lines] == [1, 2, 3, 4, 5]
    assert [line.kind for line in lines[:2]] == ["blank", "blank"]
    assert [letters_of(line.text) for line in lines] == [letters_of(r) for r in raws]


def test_letter_forms_of_a_clean_document_alone_change():
    clean = prose.lines(30, seed=4)
    lines = repair([t.replace("ی", "ي").replace("ک", "ك") + " ۱۴۰۱" for t in clean])
    assert [line.text for line in lines] == [t + " ۱۴۰۱" for t in clean]
    assert all(line.repairs == ("letters",) for line in lines)


def test_parts_of_a_long_document(monkeypatch):
    """What is studied in a sample and put in order part by part is whole, in its place, and nearly as well read."""
    made = garbled_document(prose.lines(60, seed=6), seed=6)
    monkeypatch.setattr("indexer.repair.ordering.MOST_TRAINING_CHARACTERS", 3000)
    monkeypatch.setattr(engine, "CHUNK", 25)
    monkeypatch.setattr("indexer.repair.sampling.BLOCK", 10)
    lines = list(engine.repaired(made.raw))
    assert [line.line for line in lines] == list(range(1, 61))
    assert [line.raw for line in lines] == list(made.raw)
    assert words_right(list(made.clean), [line.text for line in lines]) > 0.6


def test_gibberish_loses_nothing():
    random = Random(3)
    raws = ["".join(random.choices("ابپتسشعقکگلمنوهی  ", k=80)) for _ in range(25)]
    raws += ["".join(random.choices("\x01\x7f\ufffdÃØ§Ù„Ø³Ù", k=60)), "\ud7ff\ue000" * 9, "\u202b\u200f\u200e"]
    for raw, line in zip(raws, repair(raws), strict=True):
        assert {"lost_glyphs", "kashida"} & set(line.repairs) or letters_of(raw) == letters_of(line.text)


def test_no_lines():
    assert repair([]) == []


@pytest.mark.parametrize("raw", ["ب" * 1_000_000, "\x00\x01\ufffd" * 500, "سلام " * 3000, "qwerty 123 ((((", "٪٪٪ --- ///"])
def test_odd_lines_lose_nothing(raw):
    lines = repair([raw, "این خط دوم است"])
    assert letters_of(lines[0].text) == letters_of(raw)


SMALL = None


def small_model() -> Model:
    global SMALL
    if SMALL is None:
        SMALL = Model.from_texts(prose.lines(60, seed=2))
    return SMALL


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="ابپتثجچ حخدذر زسشصي كىلمنوه12345.-/()•،:\u200c \u0640ab", max_size=60))
def test_any_line_keeps_its_letters(raw):
    line = repair_line(small_model(), raw)
    if not {"lost_glyphs", "kashida"} & set(line.repairs):
        assert letters_of(line.text) == letters_of(raw)


def test_one_line_against_a_trained_model():
    model = Model.from_texts(prose.lines(300, seed=3))
    clean = prose.lines(301, seed=3)[40]
    words = clean.split()
    raw = " ".join(words[8:]) + "  " + " ".join(words[:8])
    line = repair_line(model, raw)
    assert line.text.replace("\u200c", " ").split()[:4] == words[:4]
    assert "run_order" in line.repairs


def test_hash_follows_the_sources():
    assert re.fullmatch("[0-9a-f]{64}", engine_hash())
    assert Path(engine.__file__).exists()


@pytest.mark.slow
def test_seed_keeps_its_letters():
    seed = next((Path(__file__).parents[3] / "seeds").glob("*.txt"))
    raws = seed.read_text(encoding="utf-8").split("\n")
    for raw, line in zip(raws, repair(raws), strict=True):
        gained = letters_of(line.text) - letters_of(raw)
        lost = letters_of(raw) - letters_of(line.text)
        assert not gained or "lost_glyphs" in line.repairs
        assert not lost or "kashida" in line.repairs
