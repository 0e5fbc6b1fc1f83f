from hypothesis import given
from hypothesis import strategies as st

from indexer.alignment import align
from indexer.repair.traced import ADDED, offset_map

RAW = "تاي تحقق جهش صنعتي و دستيابي به اهداف  ود توانسته باشد گام مهمي در راسعملكرد خزمان با  اميد است كه سا"
TEXT = "امید است که سازمان با عملکرد خود توانسته باشد گام مهمی در راستای تحقق جهش صنعتی و دستیابی به اهداف"


def test_every_letter_of_a_reordered_line_finds_its_place():
    traced = align(RAW, TEXT)
    kept = [o for c, o in zip(traced.text, traced.origin, strict=True) if c.isalnum()]
    assert ADDED not in kept
    assert sorted(kept) == [i for i, c in enumerate(RAW) if c.isalnum()]


def test_a_restored_glyph_is_added_and_brackets_are_mirrored():
    traced = align("م ا ت )هكتار(", "مساحت (هکتار)")
    assert [c for c, o in zip(traced.text, traced.origin, strict=True) if o == ADDED] == ["س", "ح"]


@given(st.text("ابپتسش ۱23()", max_size=40), st.text("ابپتسش ۱23()", max_size=40))
def test_no_raw_character_is_used_twice_and_kept_ones_agree(raw: str, text: str):
    traced = align(raw, text)
    kept = [o for o in traced.origin if o != ADDED]
    assert len(kept) == len(set(kept))
    for start, at, length in offset_map(traced):
        assert [c for c in text[start : start + length] if c.isalnum()] == [c for c in raw[at : at + length] if c.isalnum()]
