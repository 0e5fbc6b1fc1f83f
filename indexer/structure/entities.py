"""Names known by their letters: provinces, totals, units. A garbled cell holds the letters of its name in another order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

import yaml

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


@cache
def provinces() -> dict[str, str]:
    """Letter bag of every spelling to the province's name."""
    data = yaml.safe_load(files("indexer").joinpath("data/provinces.yaml").read_text(encoding="utf-8"))
    return {bag(spelling): row["name"] for row in data for spelling in (row["name"], *row.get("also", ()))}


@cache
def _spellings() -> dict[str, str]:
    data = yaml.safe_load(files("indexer").joinpath("data/provinces.yaml").read_text(encoding="utf-8"))
    return {bag(spelling): spelling for row in data for spelling in (*reversed(row.get("also", [])), row["name"])}


TOTALS = {bag(t): t for t in ("جمع", "مجموع", "جمع کل", "جمع کشور", "جمع کل کشور", "مجموع کل", "کل کشور", "کل")}


def is_total(text: str) -> bool:
    """Whether a cell's text is a word for a total, in any order of its letters."""
    return bag(text) in TOTALS


def total_name(text: str) -> str:
    """The word for a total that has these letters."""
    return TOTALS[bag(text)]


def spelled_province(text: str) -> str | None:
    """The province whose letters a text holds, as this spelling of it is written, or None."""
    return _spellings().get(bag(text))


def province_name(text: str) -> str | None:
    """The official name of the province whose letters a text holds, or None."""
    return provinces().get(bag(text))


def find_province(words: Sequence[str]) -> tuple[int, int, str] | None:
    """The first longest span of words that holds exactly the letters of a province: (start, end, name)."""
    for size in range(min(len(words), 6), 0, -1):
        for start in range(len(words) - size + 1):
            name = provinces().get(bag("".join(words[start : start + size])))
            if name:
                return start, start + size, name
    return None
