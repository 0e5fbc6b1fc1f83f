"""Numbers in running text, in digits or in words: «هزار میلیارد ریال» is 1e12 of ریال, «دو هزار و پانصد» is 2500."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod

from indexer.tokens import ZWNJ
from service.patterns import patterns

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MONEY = {"ریال": 1.0, "تومان": 10.0}
"""In ریال."""


@dataclass(frozen=True)
class Quantity:
    """A number with the word of its unit, None where that says nothing; `scaled` where a million or more was said in words."""

    value: float
    unit: str | None
    scaled: bool = False


@cache
def scales() -> Mapping[str, float]:
    return {word: float(value) for word, value in patterns()["numbers"].items() if value >= 1000}


def read_number(tokens: Sequence[str]) -> tuple[float, int] | None:
    """The number that the first tokens say and how many of them say it; None where the first says none."""
    total, group, used = 0.0, None, 0
    for at, token in enumerate(tokens):
        value = _value(token)
        if token in scales():
            group = _times(total, group, scales()[token])
            total = 0.0 if group >= total * scales()[token] else total
        elif value is not None and group is None:
            group = value
        elif token == "و" and group is not None and at + 1 < len(tokens) and _goes_on(tokens[at + 1], group):
            total, group = total + group, None
            continue
        else:
            break
        used = at + 1
    return (total + (group or 0.0), used) if used else None


def quantity(text: str) -> Quantity | None:
    """The quantity that a text starts with."""
    tokens = [t.strip("؟?،؛.,:()") for t in text.replace(ZWNJ, " ").split()[:12]]
    number = read_number(tokens)
    if number is None:
        return None
    value, used = number
    after = tokens[used] if used < len(tokens) else ""
    return Quantity(value, after or None, any(scales().get(t, 0) >= 1e6 for t in tokens[:used]))


def in_unit(said: Quantity, unit: str | None) -> float:
    """The quantity counted in a column's unit: a thousand milliard ریال is 1e6 of میلیون ریال, and two thousand نفر
    are 2 of هزار نفر. Other units stay as they are."""
    words = (unit or "").replace(ZWNJ, " ").split()
    money = next((w for w in words if w in _MONEY), None)
    if money is None and said.unit in words:
        return said.value / prod(scales().get(w, 1.0) for w in words)
    if money is None or not (said.unit in _MONEY or said.scaled):
        return said.value
    size = _MONEY[money]
    for word in words:
        size *= scales().get(word, 1.0)
    return said.value * _MONEY.get(said.unit or money, _MONEY[money]) / size


def _times(total: float, group: float | None, scale: float) -> float:
    """«دو هزار و پانصد میلیارد»: a scale larger than what was said before holds for all of it."""
    if group is None:
        return scale
    return (total + group) * scale if total and scale > total else group * scale


def _value(token: str) -> float | None:
    if _DIGITS.fullmatch(token):
        return float(token.replace(",", ""))
    value = patterns()["numbers"].get(token)
    return float(value) if value is not None and value < 1000 else None


def _goes_on(token: str, group: float) -> bool:
    """Whether «و» joins the next word to a number: only to a smaller one."""
    value = _value(token)
    return value is not None and value < group
