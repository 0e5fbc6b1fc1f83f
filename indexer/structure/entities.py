"""Texts known by their letters, in whatever order: a garbled cell holds the letters of its name in another one."""

from __future__ import annotations

import re
from functools import lru_cache

_FOLD = str.maketrans("يىكةۀأإآٱئؤ", "ییکههاااایو")
_DROP = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LETTERS = str.maketrans("يىكۀ", "ییکه")


class _Bag(dict[int, str]):
    """What each character adds to a bag, found once: its folded form, nothing for a mark or a space."""

    def __missing__(self, code: int) -> str:
        folded = _DROP.sub("", chr(code).translate(_FOLD))
        self[code] = folded if folded.isalnum() else ""
        return self[code]


class _InPlace(dict[int, str]):
    """The Persian letter for each character, found once, a space for one that `letters` drops."""

    def __missing__(self, code: int) -> str:
        self[code] = letters(chr(code)) or " "
        return self[code]


_BAG, _IN_PLACE = _Bag(), _InPlace()


def letters_in_place(text: str) -> str:
    """Persian letter forms with every character kept in its place."""
    return text.translate(_IN_PLACE)


def letters(text: str) -> str:
    """Persian letter forms for the Arabic ones, kashida and direction marks dropped."""
    return _DROP.sub("", text.translate(_LETTERS))


@lru_cache(maxsize=65536)
def bag(text: str) -> str:
    """The letters and digits of a text in sorted order: equal for every order of its pieces."""
    return "".join(sorted(text.translate(_BAG)))


def letter_count(text: str) -> int:
    """How many letters and digits the bag of a text holds."""
    return len(text.translate(_BAG))


TOTALS = {bag(t): t for t in ("جمع", "مجموع", "جمع کل", "جمع کشور", "جمع کل کشور", "مجموع کل", "کل کشور", "کل")}


def is_total(text: str) -> bool:
    """Whether a cell's text is a word for a total, in any order of its letters."""
    return bag(text) in TOTALS


def total_name(text: str) -> str:
    """The word for a total that has these letters."""
    return TOTALS[bag(text)]
