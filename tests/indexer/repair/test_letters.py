from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.repair.letters import normalise, plain
from indexer.repair.traced import from_raw


def test_arabic_letters_become_persian_in_place() -> None:
    done = normalise(from_raw("كتابي ﺷﻬﺮك ٢٥"))
    assert done.text == "کتابی شهرک 25"
    assert done.origin == tuple(range(len(done.text)))


def test_tatweel_is_dropped_and_the_rest_keeps_its_place() -> None:
    done = normalise(from_raw("ســال"))
    assert done.text == "سال"
    assert done.origin == (0, 3, 4)


def test_private_use_bullets_become_standard_ones() -> None:
    assert normalise(from_raw("\uf0b7 یک \uf050 دو")).text == "• یک ✓ دو"


@given(st.text())
def test_only_forms_change(text: str) -> None:
    done = normalise(from_raw(text))
    assert len(plain(text)) == len(text)
    assert len(done.text) == len(text) - text.count("\u0640")
    assert normalise(done) == done
