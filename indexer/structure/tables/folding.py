"""The texts of cells and heads: as they are kept, and as they are compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_LETTERS = str.maketrans("يىكۀ", "ییکه")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_HIDDEN = re.compile("[\u0640\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HARAKAT = re.compile("[\u064b-\u0652\u0670]")
_FOLD = str.maketrans("ةأإآٱئؤ", "هااااوی".replace("وی", "یو"))


_KEPT = 50_000


@lru_cache(_KEPT)
def tidy(text: str) -> str:
    """A cell's text as it is kept: one line, Persian letters, joiners as printed, no direction marks and no kashida."""
    kept = " ".join(_HIDDEN.sub("", text.translate(_LETTERS)).split())
    # A stroke drawn with kashidas is a dash.
    return kept if kept or not text.strip() else "-"


@lru_cache(_KEPT)
def folded(text: str) -> str:
    """A text as it is compared: ASCII digits, one form of each letter, joiners as spaces."""
    plain = _HARAKAT.sub("", tidy(text).replace("ء", "")).translate(_FOLD).translate(_DIGITS)
    return " ".join(plain.replace("\u200c", " ").lower().split())


def words(text: str) -> list[str]:
    """The words of a folded text, without punctuation."""
    return re.findall(r"\w+", folded(text))


@lru_cache(_KEPT)
def holds(phrases: tuple[str, ...], text: str) -> bool:
    """Whether a text holds one of these phrases, whole words; a part of a compound («کوتاه‌مدت») or a plural is no word."""
    apart, joined = (f" {' '.join(words(t))} " for t in (text, text.replace("\u200c", "")))
    return any(f" {p} " in (apart if " " in p else joined) for p in (" ".join(words(p)) for p in phrases))


@cache
def _column_words() -> dict[str, list[list[str]]]:
    text = files("indexer").joinpath("data/column_words.yaml").read_text(encoding="utf-8")
    found: dict[str, list[list[str]]] = yaml.safe_load(text)
    return found


@cache
def vocabulary(kind: str) -> tuple[str, ...]:
    """The words of one class in `data/column_words.yaml`."""
    return tuple(str(word) for row in _column_words()[kind] for word in row)
