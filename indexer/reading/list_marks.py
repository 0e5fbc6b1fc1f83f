"""The marks of list items in text: bullets, and numbers or letters that count on from item to item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BULLET = re.compile(r"(\s*)([-*+•◦▪▫●○■□◆◇►▸‣⁃∙·✓✔–—]|[\ue000-\uf8ff])(?:\s+)(?=\S)")
_NUMBERED = re.compile(r"(\s*)(\(?([0-9۰-۹٠-٩]{1,3})[.)]|\(([0-9۰-۹٠-٩]{1,3})\)|(الف|[ابپتثجچحخدهوزطیيکكلمن])\))\s+(?=\S)")
_ALPHABETS = ("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "ابجدهوزحطیکلمن")
_INDENT = 2
"""Columns by which a nested item stands further in."""


@dataclass(frozen=True)
class ListMark:
    """What stands before an item; `level` is its nesting from 1."""

    marker: str
    level: int


@dataclass(frozen=True)
class _Mark:
    indent: int
    text: str
    counts: tuple[int, ...]
    """What the mark may count as: a letter has a place in the alphabet and one in the abjad order; empty for a bullet."""


def find_list_marks(texts: Mapping[int, str]) -> dict[int, ListMark]:
    """The list items among numbered lines (line number to text, marks of direction gone; lines that may hold no item left out).

    A number or letter alone is no list (it may number a heading): it must count on from, or to, a neighbouring item with
    nothing but blank or indented lines between.
    """
    marks = {n: mark for n, text in texts.items() if (mark := _mark(text)) is not None}
    sure = {n for n, mark in marks.items() if not mark.counts}
    last: dict[int, int] = {}
    for n in sorted(texts):
        mark = marks.get(n)
        if mark is None:
            if texts[n].strip() and not texts[n].startswith("  "):
                last.clear()
            continue
        for indent in [i for i in last if i > mark.indent]:
            del last[indent]
        before = last.get(mark.indent)
        if before is not None and mark.counts and any(b + 1 == a for a in mark.counts for b in marks[before].counts):
            sure |= {before, n}
        last[mark.indent] = n
    return _nested({n: marks[n] for n in sorted(sure)}, texts)


def _mark(text: str) -> _Mark | None:
    found = _BULLET.match(text)
    if found:
        return _Mark(len(found[1]), found[2], ())
    found = _NUMBERED.match(text)
    if not found:
        return None
    letter = found[5]
    if letter is None:
        return _Mark(len(found[1]), found[2], (int(found[3] or found[4]),))
    letter = "ا" if letter == "الف" else letter.replace("ي", "ی").replace("ك", "ک")
    return _Mark(len(found[1]), found[2], tuple(order.index(letter) for order in _ALPHABETS if letter in order))


def _nested(marks: Mapping[int, _Mark], texts: Mapping[int, str]) -> dict[int, ListMark]:
    found: dict[int, ListMark] = {}
    open_at: list[int] = []
    previous = 0
    for n, mark in marks.items():
        between = [texts.get(k, "x") for k in range(previous + 1, n)]
        if any(text.strip() and not text.startswith(" ") for text in between):
            open_at = []
        while open_at and mark.indent < open_at[-1] + _INDENT:
            open_at.pop()
        open_at.append(mark.indent)
        found[n] = ListMark("•" if "\ue000" <= mark.text <= "\uf8ff" else mark.text, len(open_at))
        previous = n
    return found
