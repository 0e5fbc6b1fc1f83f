"""The usual column names, known by their letters in any order, and what kind of column each may head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.structure.entities import bag, letter_count
from indexer.structure.tables.damaged.regions import terms

YEAR = re.compile(r"1[34]\d\d")
_PERIOD = re.compile(r"(?:ماهه(\d{1,2})|(\d{1,2})ماهه)")


@dataclass(frozen=True)
class Name:
    """A column name as read, and the kinds of column it may head (`INET`, all where nothing is known)."""

    text: str
    kinds: str
    opens: bool = True


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Letter bag to (name, kinds) for the usual column names, dated ones without their year."""
    found: dict[str, tuple[str, str]] = {}
    columns = terms()["columns"]
    for kind in "IETN":
        for name in columns[kind]:  # type: ignore[call-overload]
            found[bag(name)] = (name, kind)
    for name in columns["dated"]:  # type: ignore[call-overload]
        found.setdefault(bag(name), (name, "N"))
    return found


@cache
def _match(letters_of: str) -> tuple[str, str] | None:
    """The usual name with these letters, up to two lost ones in a name of five letters and more (one in a name of four)."""
    known = _known()
    if letters_of in known:
        return known[letters_of]
    have = Counter(letters_of)
    for missing in (1, 2):
        for key in _with_losses().get((len(letters_of) + missing, missing), ()):
            if all(key.count(c) >= n for c, n in have.items()):
                return known[key]
    return None


@cache
def _with_losses() -> dict[tuple[int, int], list[str]]:
    """The usual names that are known with one or two letters lost, by their number of letters and of lost ones."""
    found: dict[tuple[int, int], list[str]] = {}
    for key in _known():
        most = 2 if len(key) >= 10 else 1 if len(key) >= 6 or (len(key) == 4 and key == bag("مبلغ")) else 0
        for missing in range(1, most + 1):
            found.setdefault((len(key), missing), []).append(key)
    return found


@cache
def _longest() -> int:
    """Letters of the longest usual name."""
    return max(map(len, _known()))


def named(words: Sequence[str]) -> Name | None:
    """The usual name that a few words are, with the year that stands among them."""
    return _named("".join(words))


@lru_cache(maxsize=65536)
def named_parts(parts: tuple[str, ...]) -> Name | None:
    """The usual name that texts are together, as `named` of all their words."""
    return named(" ".join(parts).split())


@lru_cache(maxsize=65536)
def _named(text: str) -> Name | None:
    period = _PERIOD.fullmatch(text)
    if period:
        return Name(f"{period[1] or period[2]} ماهه", "IETNP")
    year = YEAR.search(text)
    dateless = YEAR.sub("", text) if year else text
    if letter_count(dateless) > _longest():
        return None
    letters_only = bag(dateless)
    if not letters_only or re.search(r"\d", letters_only):
        return None
    hit = _match(letters_only)
    if hit is None:
        return None
    name, kind = hit
    kind = "P" if "درصد" in name else kind
    return Name(f"{name} {year[0]}" if year else name, kind)


def usual_name(word: str) -> bool:
    """Whether a word is a usual column name by itself."""
    return _match(bag(word)) is not None
