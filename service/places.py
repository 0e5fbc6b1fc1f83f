"""Iran's provinces in running text: by any spelling, with spaces, ZWNJ or a slip of the keyboard in a long name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from indexer.tokens import ZWNJ, fold

_GAP = rf"[\s{ZWNJ}]*"
_NOT_PLACES = re.compile(rf"(?:بانک|دفتر|ستاد|سازمان|اداره|هسته|شرکت){_GAP}مرکزی\b")


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    rows = yaml.safe_load(files("indexer").joinpath("data/provinces.yaml").read_text(encoding="utf-8"))
    pairs = [(fold(spelling), row["name"]) for row in rows for spelling in (row["name"], *row.get("also", ()))]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


@cache
def _pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    parts = [_GAP.join(re.escape(w) for w in spelling.split()) for spelling, _ in _spellings()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'({p})' for p in parts)})(?!\w)"), tuple(name for _, name in _spellings())


def find_places(text: str) -> list[tuple[int, int, str]]:
    """(start, end, province) in the folded text, in order. `fold` keeps lengths but for marks, so offsets hold for clean text."""
    folded = fold(text)
    spared = [m.span() for m in _NOT_PLACES.finditer(folded)]
    pattern, names = _pattern()
    found = []
    for match in pattern.finditer(folded):
        if not any(a <= match.start() < b for a, b in spared):
            found.append((match.start(), match.end(), names[(match.lastindex or 1) - 1]))
    return found


@cache
def place_words() -> frozenset[str]:
    """Every word of a province's name: no typo, whatever the document holds."""
    return frozenset(word for spelling, _ in _spellings() for word in spelling.split())


def nearest_place(words: list[str]) -> str | None:
    """The province that these words name but for one letter; only names of eight letters or more are guessed."""
    joined = "".join(fold(w).replace(ZWNJ, "") for w in words)
    for spelling, name in _spellings():
        bare = spelling.replace(" ", "")
        if len(bare) >= 8 and len(bare) == len(joined) and sum(a != b for a, b in zip(bare, joined, strict=True)) == 1:
            return name
    return None
