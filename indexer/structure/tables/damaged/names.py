"""The usual column names, known by their letters in any order, and what kind of column each may head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.structure.entities import bag
from indexer.structure.tables.damaged.regions import terms

YEAR = re.compile(r"1[34]\d\d")


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
    best: tuple[int, str] | None = None
    for key in known:
        missing = len(key) - len(letters_of)
        if (
            0 < missing <= (2 if len(key) >= 10 else 1 if len(key) >= 6 or (len(key) == 4 and key == bag("مبلغ")) else 0)
            and all(key.count(c) >= n for c, n in have.items())
            and (best is None or missing < best[0])
        ):
            best = (missing, key)
    return known[best[1]] if best else None


def named(words: Sequence[str]) -> Name | None:
    """The usual name that a few words are, with the year that stands among them."""
    return _named("".join(words))


@lru_cache(maxsize=65536)
def named_parts(parts: tuple[str, ...]) -> Name | None:
    """The usual name that texts are together, as `named` of all their words."""
    return named(" ".join(parts).split())


@lru_cache(maxsize=65536)
def _named(text: str) -> Name | None:
    period = re.fullmatch(r"(?:ماهه(\d{1,2})|(\d{1,2})ماهه)", text)
    if period:
        return Name(f"{period[1] or period[2]} ماهه", "IETNP")
    year = YEAR.search(text)
    letters_only = bag(YEAR.sub("", text))
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
