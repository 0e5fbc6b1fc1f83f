"""A question as it is understood: letters, digits, spoken forms and typos put right, and what kind of answer it wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from indexer.structure.entities import letters
from indexer.tokens import ZWNJ, fold, parts, stem, stop_words
from service.places import find_places, nearest_place
from service.spelling import Vocabulary, written

Intent = Literal[
    "top",
    "difference",
    "multiple",
    "rank",
    "max",
    "min",
    "mean",
    "sum",
    "count",
    "filter",
    "compare",
    "number",
    "list",
    "name",
    "other",
]

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_SPACES = re.compile(r"\s+")
_STRAY_ZWNJ = re.compile(f"(?<!\\w){ZWNJ}|{ZWNJ}(?!\\w)")
_WORD = re.compile(rf"[^\W_]+(?:{ZWNJ}[^\W_]+)*")
_YEAR = re.compile(r"(?<![\d.,])(1[34]\d\d)(?![\d.,])")
_TABLE = re.compile(r"جدول (?:شماره )?(\d{1,3})\b")
_SECTION = re.compile(r"(?:بخش|بند|فصل|قسمت) (?:شماره )?(\d{1,2}(?:-\d{1,2})*)\b")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:[.]\d+)?(?![\d])")


@dataclass(frozen=True)
class Question:
    """`asked` as typed, `text` as searched; the rest is what was read out of it.

    `terms` are the stems of the words that say what is asked about, without provinces, years and question words.
    """

    asked: str
    text: str
    intent: Intent = "other"
    terms: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    measures: frozenset[str] = frozenset()
    condition: Literal["greater", "less", "zero", "missed", "reached"] | None = None
    threshold: float | None = None
    limit: int = 1
    wants_list: bool = False
    table: str | None = None
    section: str | None = None


@cache
def patterns() -> Mapping[str, Any]:
    """`service/data/question_words.yaml`."""
    loaded: Mapping[str, Any] = _data("question_words.yaml")
    return loaded


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
    text = _SPACES.sub(" ", text).strip()
    provinces, rest = _without_provinces(text)
    years = tuple(dict.fromkeys(int(y) for y in _YEAR.findall(text)))
    measures = frozenset(name for name, pattern in patterns()["measures"].items() if re.search(pattern, text))
    condition, threshold = _condition(text)
    intent, limit = _intent(text, provinces)
    table, section = _TABLE.search(text), _SECTION.search(text)
    return Question(
        asked=asked,
        text=text,
        intent=intent,
        terms=_terms(rest),
        provinces=provinces,
        years=years,
        measures=measures,
        condition=condition,
        threshold=threshold,
        limit=limit,
        wants_list=bool(re.search(patterns()["list"], text)),
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


def _terms(text: str) -> tuple[str, ...]:
    """Stems of the words that say what is asked about, cut at ZWNJ as the index is."""
    empty = {fold(w).replace(ZWNJ, "") for w in patterns()["empty"]} | stop_words()
    said = [w for w in (fold(m) for m in _WORD.findall(text)) if w.replace(ZWNJ, "") not in empty and not _YEAR.fullmatch(w)]
    return tuple(dict.fromkeys(stem(part) for w in said for part in parts(w) if part not in empty))


def _intent(text: str, provinces: tuple[str, ...]) -> tuple[Intent, int]:
    for name, pattern in patterns()["intents"].items():
        match = re.search(pattern, text)
        if match:
            n = match.groupdict().get("n")
            if n is None:
                return name, 1
            return name, int(n) if n.isdigit() else patterns()["numbers"][n]
    if (len(provinces) == 2 and re.search(r"\bیا\b|بیشتر|کمتر", text)) or re.search(patterns()["compare"], text):
        return "compare", 1
    for name in ("numeric", "list", "name"):
        if re.search(patterns()[name], text):
            return ("number" if name == "numeric" else name), 1  # type: ignore[return-value]
    return "other", 1


def _condition(text: str) -> tuple[Any, float | None]:
    rules = patterns()["thresholds"]
    for name in ("missed", "reached"):
        if re.search(rules[name], text):
            return name, None
    for name in ("greater", "less"):
        match = re.search(rules[name] + r" (?P<value>\d+(?:\.\d+)?)(?P<scale> هزار| میلیون)?", text)
        if match:
            scale = {" هزار": 1e3, " میلیون": 1e6, None: 1.0}[match["scale"]]
            return name, float(match["value"]) * scale
    return ("zero", 0.0) if re.search(rules["zero"], text) else (None, None)
