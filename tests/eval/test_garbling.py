from collections import Counter

from eval.garbling import Damage, emission_order, garbled_document, wrapped
from tests.indexer.repair import general

PLAIN = Damage(blocks=0, kashida=0, lost_glyphs=0, bullets=0, section_numbers=0, turned_years=0)
FORMS = str.maketrans("يك()«»[]", "یک)(»«][")


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text.translate(FORMS) if c.isalnum())


def test_block_rule():
    assert emission_order([5, 1, 2, 3, 2, 1]) == [4, 3, 2, 1, 7, 5, 0, 10, 6, 9, 12, 8, 13, 11]


def test_letters_are_moved_and_none_is_lost():
    made = garbled_document(general.lines(120), seed=1, damage=PLAIN)
    assert all(letters(a) == letters(b) for a, b in zip(made.clean, made.raw, strict=True))
    hurt = sum(made.damaged) / len(made.damaged)
    assert 0.75 <= hurt <= 0.95


def test_the_same_seed_gives_the_same_document():
    lines = general.lines(30)
    assert garbled_document(lines, seed=4) == garbled_document(lines, seed=4) != garbled_document(lines, seed=5)


def test_a_cut_shows_at_double_spaces():
    """Nearly every double space of a line that came out last piece first is a cut."""
    made = garbled_document(general.lines(400), seed=2, damage=PLAIN)
    doubled = sum("  " in raw.strip() for raw, kind in zip(made.raw, made.kinds, strict=True) if kind == "reversed")
    assert doubled > 0.5 * made.kinds.count("reversed")
    assert not any("  " in raw for raw, kind in zip(made.raw, made.kinds, strict=True) if kind == "intact")


def test_width():
    assert max(map(len, wrapped(general.paragraphs(), 80))) <= 80
