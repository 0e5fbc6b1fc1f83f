"""A question as it is understood: letters, digits, spoken forms and typos put right, and what it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from indexer.structure.entities import letters
from indexer.tokens import ZWNJ, fold, parts, stem, stop_words
from service.patterns import empty_words
from service.places import find_places, nearest_place
from service.spelling import Vocabulary, joined, written
from service.years import years_in

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_SPACES = re.compile(r"\s+")
_STRAY_ZWNJ = re.compile(f"(?<!\\w){ZWNJ}|{ZWNJ}(?!\\w)")
_WORD = re.compile(rf"[^\W_]+(?:{ZWNJ}[^\W_]+)*")
_YEAR = re.compile(r"1[34]\d\d")
_TABLE = re.compile(r"جدول (?:شماره )?(\d{1,3})\b")
_SECTION = re.compile(r"(?:بخش|بند|فصل|قسمت) (?:شماره )?(\d{1,2}(?:-\d{1,2})*)\b")


@dataclass(frozen=True)
class Question:
    """`asked` as typed, `text` as searched; the rest is what was read out of it.

    `terms` are the stems of the words that say what is asked about, without provinces, years and question words.
    """

    asked: str
    text: str
    terms: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    table: str | None = None
    section: str | None = None


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Stem of a word to the stems of the words that may stand for it."""
    groups: dict[str, set[str]] = {}
    for group in _data("synonyms.yaml"):
        stems = {stem(fold(w).replace(ZWNJ, "")) for w in group}
        for s in stems:
            groups.setdefault(s, set()).update(stems - {s})
    return {k: tuple(sorted(v)) for k, v in groups.items()}


def _data(name: str) -> Any:
    return yaml.safe_load(files("service").joinpath(f"data/{name}").read_text(encoding="utf-8"))


def understand(asked: str, vocabulary: Vocabulary | None = None) -> Question:
    """Reads a question. With the document's `vocabulary` typos are mended and spoken plurals undone."""
    text = _plain(asked)
    text = _WORD.sub(lambda m: written(m[0], vocabulary), text)
    text = joined(_SPACES.sub(" ", text).strip(), vocabulary)
    provinces, rest = _without_provinces(text)
    table, section = _TABLE.search(text), _SECTION.search(text)
    return Question(
        asked=asked,
        text=text,
        terms=terms_of(rest),
        provinces=provinces,
        years=years_in(text),
        table=table[1] if table else None,
        section=section[1] if section else None,
    )


def _plain(asked: str) -> str:
    text = letters(asked.replace(ZWNJ, "\x00")).replace("\x00", ZWNJ).translate(_DIGITS)
    text = re.sub(f"{ZWNJ}+", ZWNJ, _SPACES.sub(" ", text))
    return _STRAY_ZWNJ.sub("", text).strip()


def _without_provinces(text: str) -> tuple[tuple[str, ...], str]:
    places = find_places(text)
    found = [name for _, _, name in places]
    for start, end, _ in reversed(places):
        text = text[:start] + " " + text[end:]
    words = text.split()
    for size in (4, 3, 2):  # a misspelt name of several words
        for start in range(len(words) - size + 1):
            if name := nearest_place(words[start : start + size]):
                found.append(name)
                words[start : start + size] = [""] * size
    return tuple(dict.fromkeys(found)), " ".join(w for w in words if w)


def terms_of(text: str) -> tuple[str, ...]:
    """Stems of the words that say what is asked about, cut at ZWNJ as the index is."""
    empty = empty_words() | stop_words()
    said = [w for w in (fold(m) for m in _WORD.findall(text)) if w.replace(ZWNJ, "") not in empty and not _YEAR.fullmatch(w)]
    return tuple(dict.fromkeys(stem(part) for w in said for part in parts(w) if part not in empty))
