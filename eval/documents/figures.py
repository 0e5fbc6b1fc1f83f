"""The figure that a cell of a gold document prints: in Persian or ASCII digits, grouped or not, bracketed or with a minus."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from eval.matching import canon, squeeze

_FIGURE = re.compile(r"\d+|\d{1,3}(?:[,٬،]\d{3})+")


@dataclass(frozen=True)
class Figure:
    """`decimals` is how many stand after the point; `percent`: a percent sign is printed; `bracketed`: its minus is brackets."""

    value: float
    decimals: int
    grouped: bool
    percent: bool
    bracketed: bool


@lru_cache(maxsize=65536)
def figure(text: str) -> Figure | None:
    """The figure of a text that is nothing but a figure, else None."""
    plain = canon(text).strip()
    percent = plain.strip("()- ").endswith("%") or plain.startswith("%")
    plain = plain.replace("%", "").strip()
    bracketed = plain.startswith("(") and plain.endswith(")")
    minus = re.match("[-−]", plain) is not None or re.search(r"\d[-−]$", plain) is not None
    plain = plain.strip("()-− ")
    whole, point, after = plain.partition("/") if "/" in plain else plain.partition(".")
    if not _FIGURE.fullmatch(whole) or (point and not after.isdigit()):
        return None
    digits = re.sub(r"\D", "", whole)
    value = float(f"{digits}.{after or 0}")
    return Figure(-value if bracketed or minus else value, len(after), len(digits) != len(whole), percent, bracketed)


def same_cell(wanted: str, text: str, value: float | None) -> bool:
    """Whether a found cell (its text and its number) says what the gold cell says: the same number, or the same letters."""
    gold = figure(wanted)
    if gold is None:
        return squeeze(wanted) == squeeze(text)
    if value is None:
        own = figure(text)
        value = own.value if own else None
    return value is not None and abs(gold.value - value) <= 1e-6 * max(1.0, abs(gold.value))
