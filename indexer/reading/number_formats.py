"""A sheet's value as its number format shows it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any

_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Literal text, padding, colours and locales: none of them changes the figure."""
_DATE_PART = re.compile(r"y+|m+|d+|[^ymd]+")
_EXACT = 15
"""Digits that a sheet keeps; further ones are noise of the binary form."""


def shown(value: Any, format: str) -> str:
    """The value's text: rounded, grouped or in percent as the format says; literal text and scaling to thousands are left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, format)
    if isinstance(value, int | float):
        return _number(value, format)
    return str(value)


def _number(value: float, format: str) -> str:
    with localcontext() as context:
        context.prec = 60
        try:
            number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_EXACT}g}")
            return _formatted(number, format)
        except InvalidOperation:
            return str(value)


def _formatted(number: Decimal, format: str) -> str:
    parts = format.split(";")
    pattern = _ASIDE.sub("", parts[1] if number < 0 and len(parts) > 1 and parts[1].strip() else parts[0])
    percent = "%" in pattern
    if percent:
        number *= 100
    if not re.search("[0#?]", pattern) or "/" in pattern or re.search("[eE][+-]", pattern):
        return plain(number) + ("%" if percent else "")
    whole, _, fraction = pattern.replace("%", "").partition(".")
    least, most = fraction.count("0"), len(re.findall("[0#?]", fraction))
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}" if re.search(r"[0#?],[0#?]", whole) else f"{abs(rounded):f}"
    head, _, tail = text.partition(".")
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    head = head.zfill(len(re.findall("0", whole))) if "," not in whole else head
    return ("-" if rounded < 0 else "") + head + (f".{tail}" if tail else "") + ("%" if percent else "")


def plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime | date | time | timedelta, format: str) -> str:
    """A date as year/month/day in the order and with the signs of the format; the time where one is kept."""
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    pattern = _ASIDE.sub(lambda found: found[0][1] if found[0].startswith("\\") else "", format.split(";")[0]).lower()
    pattern = re.split(r"\s*h", pattern)[0]
    day = value.strftime("%Y-%m-%d")
    if "y" in pattern and "m" in pattern:
        named = {"y": f"{value.year:04d}", "mmm": value.strftime("%b"), "mmmm": value.strftime("%B"), "mm": f"{value.month:02d}",
                 "m": str(value.month), "dd": f"{value.day:02d}", "d": str(value.day), "ddd": "", "dddd": ""}  # fmt: skip
        pieces = [named.get(p, named["y"] if p[0] == "y" else p) for p in _DATE_PART.findall(pattern)]
        day = "".join(pieces).strip(" @,")
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        day += value.strftime(" %H:%M")
    return day
