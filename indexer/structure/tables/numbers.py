"""Numbers as a table cell prints them, and the other ways their characters may be read.

A run-order damage cuts a printed number into pieces and emits them in the wrong order, so the possible readings of a number
are the
rotations of its characters (`618.` is 18.6, `021` is 210, `723.29` is 29.723). Separators are read two ways: a dot or comma
before
three digits groups thousands or marks decimals, a slash marks decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
NUMBER = re.compile(r"[-–−]?[%٪]?[-–−]?\d[\d.,،/%٪]*[-–−]?")
GROUPED = re.compile(r"\d{1,3}(?:[.,،]\d{3})+")
DECIMAL = re.compile(r"\d+[./,]\d+")
WHOLE = re.compile(r"0|[1-9]\d*")


@dataclass(frozen=True)
class Reading:
    """One way to read a printed number; `cost` is 0 for the characters as they stand."""

    value: float
    text: str
    cost: float


def is_number(token: str) -> bool:
    """Whether a token is a number: digits with separators, percent signs, a minus."""
    return bool(NUMBER.fullmatch(token.translate(DIGITS)))


def plain(value: float) -> str:
    """Canonical string: no grouping, `.` for decimals."""
    if value == int(value):
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _values(text: str, grouped: bool | None) -> list[tuple[float, float]]:
    """Values and prior costs of one order of characters; `grouped` tells what a dot before three digits is, None if unknown."""
    found: list[tuple[float, float]] = []
    if WHOLE.fullmatch(text):
        found.append((float(text), 0.0))
    if GROUPED.fullmatch(text):
        several = len(re.findall(r"[.,،]", text)) > 1 or "," in text or "،" in text
        value = float(re.sub(r"[.,،]", "", text))
        if not text.startswith("0") or value == 0:
            found.append((value, 0.0 if grouped or several else 1.0))
    if DECIMAL.fullmatch(text) and not (len(text) > 1 and text[0] == "0" and text[1].isdigit()):
        three = bool(GROUPED.fullmatch(text)) and "/" not in text
        found.append((float(re.sub(r"[/,]", ".", text)), 1.5 if grouped and three else 0.0))
    return found


def readings(token: str, grouped: bool | None = None, negative: bool = False) -> list[Reading]:
    """All readings of a printed number, cheapest first: as it stands, then rotated, then reversed as a whole."""
    text = token.translate(DIGITS).replace("٪", "%")
    minus = negative or bool(re.match(r"[-–−]|%[-–−]", text)) or text.endswith(("-", "–", "−"))
    text = re.sub(r"[-–−%]", "", text)
    orders: dict[str, float] = {text: 0.0}
    for cut in range(1, len(text)):
        orders.setdefault(text[cut:] + text[:cut], 2.0)
    # The runs between separators in reverse: 723.29 is 29.723, 4/218 is 218/4.
    orders["".join(reversed(re.split(r"([.,،/])", text)))] = min(
        2.0, orders.get("".join(reversed(re.split(r"([.,،/])", text))), 9.0)
    )
    orders.setdefault(text[::-1], 4.0)
    best: dict[float, Reading] = {}
    for order, price in orders.items():
        for value, cost in _values(order, grouped):
            value = -value if minus else value
            if value not in best or best[value].cost > price + cost:
                best[value] = Reading(value, order, price + cost)
    return sorted(best.values(), key=lambda r: r.cost)


def groups_thousands(tokens: list[str]) -> bool | None:
    """Whether dots group thousands among these numbers: proved by two groups in one number or a leading group over many,
    else unknown."""
    tokens = [re.sub(r"[-–−%٪()]", "", t.translate(DIGITS)) for t in tokens]
    dotted = [t for t in tokens if "." in t or "," in t]
    if any(len(re.findall(r"[.,،]", t)) > 1 and GROUPED.fullmatch(t) for t in tokens):
        return True
    if len(dotted) >= 3 and sum(bool(GROUPED.fullmatch(t)) for t in dotted) >= 0.75 * len(dotted):
        return True
    if any(DECIMAL.fullmatch(t) and not GROUPED.fullmatch(t) for t in dotted):
        return False
    return None
