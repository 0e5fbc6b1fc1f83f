"""The tokens of the index copy of a text: words for one BM25 index, character 4-grams for the other.

Only what is searched is changed so; what is cited stays as it is. hazm's `persian_style` and `persian_numbers` stay off,
since they rewrite figures.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import hazm
import yaml

ZWNJ = "\u200c"
_WORD = re.compile(r"[^\W_]+(?:[./][0-9]+)*")
_JOINED = re.compile(rf"[^\W_]+(?:{ZWNJ}[^\W_]+)+|[^\W_]+(?:[./][0-9]+)*")
_FORMS = str.maketrans(dict(zip("يىكةۀأإٱآؤئ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "ییکههاااا" + "وی" + "0123456789" * 2 + ".", strict=True)))
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_AFFIXES = frozenset(["ها", "های", "هایی", "هایش", "ای", "ی", "تر", "ترین", "می", "نمی", "ام", "ات", "اش", "ایم", "اند"])


@lru_cache(maxsize=1)
def _stemmer() -> hazm.Stemmer:
    return hazm.Stemmer()


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """The function words of `indexer/data/stop_words.yaml`, folded, joined and apart."""
    groups = yaml.safe_load(files("indexer").joinpath("data/stop_words.yaml").read_text(encoding="utf-8"))
    said = {fold(word) for group in groups for word in group}
    return frozenset(said | {word.replace(ZWNJ, "") for word in said})


def fold(text: str) -> str:
    """One form for each letter and digit (Persian letters, ASCII digits, no marks), lower case for Latin."""
    return _MARKS.sub("", text).translate(_FORMS).lower()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its endings (hazm's suffix stemmer), or itself where nothing would be left."""
    return _stemmer().stem(word) or word


def words(text: str) -> list[str]:
    """Stems of the words of a text, without stop words; a text of nothing but stop words keeps them."""
    joined = [word for word in _JOINED.findall(fold(text)) if word not in stop_words()] or _JOINED.findall(fold(text))
    found = [part for word in joined for part in parts(word)]
    kept = [w for w in found if w not in stop_words()] or found
    return [stem(w) for w in kept]


def parts(word: str) -> list[str]:
    """The parts of a word joined by ZWNJ, without affixes: a text may write them with a space, a ZWNJ or nothing."""
    pieces = word.split(ZWNJ)
    return [p for p in pieces if p not in _AFFIXES] or pieces


def character_ngrams(text: str, n: int = 4) -> list[str]:
    """Overlapping runs of `n` characters of the folded text with single spaces; ZWNJ counts as nothing."""
    flat = f" {' '.join(_WORD.findall(fold(text).replace(ZWNJ, '')))} "
    return [flat[i : i + n] for i in range(max(1, len(flat) - n + 1))]


def alike(a: str, b: str) -> bool:
    """Whether two words differ by a slip: a letter more, less or another."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    x, y = a[start:], b[start:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[:2][::-1] and x[2:] == y[2:])
