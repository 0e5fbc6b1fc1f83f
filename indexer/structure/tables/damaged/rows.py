"""A table line cut into atoms: numbers, dashes and runs of text, in raw order and in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from indexer.structure.entities import letters_in_place
from indexer.structure.tables.numbers import DIGITS, is_number

_NUMBER = r"[-–]?(?:[%٪]\s?)?[-–]?\d[\d.,،/%٪]*[-–]?"
_LEADING = re.compile(
    rf"\s*(?:(?P<paren>[()]\s*)(?P<negative>\d[\d.,،/]*)\s*[()]|(?P<number>{_NUMBER})(?=\s|$)|(?P<dash>[-–_])(?=\s|$))"
)
YEAR = re.compile(r"1[34]\d\d|9\d")


@dataclass(frozen=True)
class Atom:
    """A number, a dash or a run of text; `start` and `end` are offsets in the raw line `line`."""

    kind: Literal["number", "dash", "text"]
    text: str
    line: int
    start: int
    end: int
    negative: bool = False

    @property
    def is_year(self) -> bool:
        return self.kind == "number" and bool(YEAR.fullmatch(self.text.translate(DIGITS)))


def cut(raw: str, line: int) -> list[Atom]:
    """The atoms of a raw line, in raw order."""
    return list(_cut(raw, line))


@lru_cache(maxsize=16384)
def _cut(raw: str, line: int) -> tuple[Atom, ...]:
    raw = letters_in_place(raw).translate(DIGITS)
    atoms: list[Atom] = []
    place = 0
    while match := _LEADING.match(raw, place):
        if match["negative"]:
            atoms.append(Atom("number", match["negative"], line, match.start("negative"), match.end("negative"), True))
        elif match["number"]:
            text = re.sub(r"\s", "", match["number"])
            atoms.append(Atom("number", text, line, match.start("number"), match.end("number")))
        else:
            atoms.append(Atom("dash", "-", line, match.start("dash"), match.end("dash")))
        place = match.end()
    tokens = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", raw[place:])]
    for position, (token, start, end) in enumerate(tokens):
        start, end = start + place, end + place
        numeric = is_number(token)
        if numeric and re.fullmatch(r"1[34]\d\d", token.translate(DIGITS)) and 0 < position < len(tokens) - 1:
            numeric = is_number(tokens[position + 1][0]) or is_number(tokens[position - 1][0])
        dash = token in ("-", "–", "_") and bool(atoms) and (atoms[-1].kind != "text" or position == len(tokens) - 1)
        if numeric:
            atoms.append(Atom("number", token, line, start, end))
        elif dash:
            atoms.append(Atom("dash", "-", line, start, end))
        elif atoms and atoms[-1].kind == "text":
            last = atoms[-1]
            atoms[-1] = replace(last, text=raw[last.start : end], end=end)
        else:
            atoms.append(Atom("text", token, line, start, end))
    return tuple(atoms)


def numbers(atoms: Sequence[Atom]) -> list[Atom]:
    return [a for a in atoms if a.kind == "number"]
