"""When a value that was given is the value that was asked for.

Three degrees. *Contract*: numbers equal after rounding to the gold's decimals, names equal without spaces or standing inside
one that is given, and little given beside what was asked (`concise`). *Strict*: also the sign, and the
unit with its scale (هزار, میلیون, میلیارد) where the gold answer names a unit of measure. *Lenient*: unit and sign do not
count, a factor of 100, 10^3, 10^6 or 10^9 neither, and rounding to half a percent passes: what a forgiving harness reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

ZWNJ = "\u200c"
LONGEST_TEXT, LONGEST_VALUES = 300, 600
"""Characters of an answer's text, and of the strings in `values` of an answer from prose, above which they prove nothing."""

_LETTERS = str.maketrans("يىكةۀأإٱ", "ییکههااا")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_IGNORED = re.compile(r"[\s\u200c✓❖•➢\uf050\uf0c3]")
_GROUPED = re.compile(r"\d{1,3}([.,،]\d{3}){2,}|\d{1,3}[,،]\d{3}")
_NUMBER = re.compile(r"\d+(?:[./٫]\d+)*")
_SIGNED = re.compile(r"(?<![\d\w])[-−]?\d+(?:[.,،/٬]\d+)*")  # in prose a parenthesis is no minus sign

SCALES = {"هزار": 1e3, "میلیون": 1e6, "میلیارد": 1e9}
# fmt: off
_UNIT_WORDS = frozenset((
    "ریال", "تومان", "دلار", "یورو", "درصد", "هکتار", "متر", "مترمربع", "مترمکعب", "مربع", "مکعب", "کیلومتر", "لیتر", "تن",
    "کیلوگرم", "مگاوات", "کیلووات", "وات", "آمپر", "ولت", "ثانیه", "دقیقه", "ساعت", "روز", "ماه", "سال", "نفر",
))
# fmt: on
_LINKS = frozenset({"بر", "در", "-"})
_RATES = frozenset({"ثانیه", "دقیقه", "ساعت", "روز"})
"""What may follow a link: لیتر بر ثانیه is one unit, هکتار در سال 1401 is not."""
_LENIENT_FACTORS = (1.0, 1e2, 1e3, 1e6, 1e9)


@lru_cache(maxsize=65536)
def canon(text: str) -> str:
    """Persian letters, ASCII digits, no diacritics or direction marks; spaces and ZWNJ kept."""
    text = _MARKS.sub("", text.translate(_LETTERS).translate(_DIGITS))
    return text.replace("“", '"').replace("”", '"').replace("٪", "%").replace("\xa0", " ")


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """`canon` without any space, ZWNJ or bullet sign."""
    return _IGNORED.sub("", canon(text))


def number(value: Any) -> float | None:
    """The number that a value is, or None. `1.234.567` and `1,234` are read as grouped, `(5)`, `-5` and `5-` as negative."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    return _number(str(value))


@lru_cache(maxsize=65536)
def _number(value: str) -> float | None:
    text = canon(value).strip().replace("٬", ",").replace("%", "").strip()
    negative = bool(re.fullmatch(r"\(.*\)|-.*|.*-", text)) and any(c.isdigit() for c in text)
    text = text.strip("()- ")
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[.,،]", "", text)
    try:
        found = float(text.replace("/", "."))
    except ValueError:
        return None
    return -found if negative else found


def same_value(a: Any, b: Any) -> bool:
    """Numbers equal to 1e-6 relative, names equal after squeezing."""
    x, y = number(a), number(b)
    if x is not None and y is not None:
        return abs(x - y) <= 1e-6 * max(1.0, abs(x), abs(y))
    return squeeze(str(a)) == squeeze(str(b))


def equal(gold: Any, found: Any) -> bool:
    """A number after rounding to the gold's decimals, a name after squeezing."""
    x, y = number(gold), number(found)
    if x is None or y is None:
        return squeeze(str(gold)) == squeeze(str(found))
    digits = canon(str(gold))
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    return same_value(x, y) or round(y, decimals) == round(x, decimals)


def given(value: str, kind: str, answer: Mapping[str, Any]) -> bool:
    """The contract's degree: in `values`, or a name inside one of them; for prose also in a text of at most LONGEST_TEXT
    characters."""
    values = answer.get("values") or ()
    if any(equal(value, found) for found in values):
        return True
    text = answer.get("text") or ""
    readable = kind == "text" and len(text) <= LONGEST_TEXT
    if number(value) is not None:
        return readable and any(equal(value, n) for n in _NUMBER.findall(canon(text)))
    inside = kind in ("text", "list", "compare", "aggregate")
    name = squeeze(value)
    within = inside and any(isinstance(found, str) and name in squeeze(found) for found in values)
    return within or (readable and name in squeeze(text))


def concise(gold: Sequence[Any], kind: str, answer: Mapping[str, Any]) -> bool:
    """Whether `values` holds little that was not asked: at most two numbers more, twice the items of a list and two more or 15,
    strings of at most LONGEST_VALUES characters for prose."""
    values = answer.get("values") or ()
    if kind == "list":
        return len(values) <= max(15, 2 * len(gold) + 2)
    numbers = {round(n, 6) for n in map(number, values) if n is not None}
    extra = sum(not any(equal(g, n) for g in gold if number(g) is not None) for n in numbers)
    return extra <= 2 and (kind != "text" or sum(len(v) for v in values if isinstance(v, str)) <= LONGEST_VALUES)


def given_strictly(value: str, kind: str, answer: Mapping[str, Any], gold_answer: str) -> bool:
    """As `given`, and sign, unit and scale agree wherever the gold answer names a unit of measure beside the number."""
    wanted = number(value)
    if wanted is None:
        return given(value, kind, answer)
    text = answer.get("text") or ""
    in_text = quantities(text) if len(text) <= LONGEST_TEXT else ()
    stated = _stated(answer, in_text)
    if kind in ("text", "list"):
        stated += in_text
    gold = next((q for q in quantities(gold_answer) if same_value(q[0], wanted)), (wanted, 1.0, ""))
    return any(_same_quantity(gold, q) for q in stated)


def given_leniently(value: str, kind: str, answer: Mapping[str, Any]) -> bool:
    """As a forgiving harness has it: see the module's docstring."""
    text = answer.get("text") or ""
    wanted = number(value)
    if wanted is None:
        name = squeeze(value)
        return given(value, kind, answer) or any(name in squeeze(str(v)) for v in (*(answer.get("values") or ()), text))
    found = [n for n in map(number, answer.get("values") or ()) if n is not None]
    found += [n for n in map(number, _NUMBER.findall(canon(text))) if n is not None]
    return any(_roughly(abs(wanted), abs(n)) for n in found)


Quantity = tuple[float, float, str]
"""Number as printed, its scale (1, 1e3, 1e6, 1e9, or products), and its unit without spaces ("" where none is named)."""


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text with the scale and unit of measure that follow it."""
    text = canon(text).replace(ZWNJ, " ").replace("%", " درصد ")
    found = []
    for match in _SIGNED.finditer(text):
        value = number(match[0].replace("−", "-"))
        if value is not None:
            found.append((value, *_unit(text[match.end() :])))
    return tuple(found)


def _stated(answer: Mapping[str, Any], in_text: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The numbers in `values`, with the answer's unit, or else the unit that the text gives the same number."""
    unit = _unit(canon(answer.get("unit") or "").replace(ZWNJ, " ").replace("%", "درصد"))
    stated = []
    for value in map(number, answer.get("values") or ()):
        if value is None:
            continue
        if unit[1]:
            stated.append((value, *unit))
        else:
            stated += [q for q in in_text if same_value(q[0], value)] or [(value, *unit)]
    return tuple(stated)


def _unit(text: str) -> tuple[float, str]:
    """Scale and unit at the start of a text: `میلیارد ریال در سال` -> (1e9, "ریال")."""
    scale, unit, linked = 1.0, "", False
    for word in re.findall(r"[^\W\d_]+|-|[^\w\s]|\d+", text):
        if word in SCALES and not unit:
            scale *= SCALES[word]
        elif word in (_RATES if linked else _UNIT_WORDS):
            unit += word
            linked = False
        elif unit and word in _LINKS and not linked:
            linked = True
        else:
            break
    return scale, unit


def _same_quantity(gold: Quantity, found: Quantity) -> bool:
    if not gold[2] and gold[1] == 1.0:
        return same_value(gold[0], found[0])
    return found[2] == gold[2] and same_value(gold[0] * gold[1], found[0] * found[1])


def _roughly(a: float, b: float) -> bool:
    close = (abs(a * f - b) <= 0.005 * max(a * f, b) or abs(a - b * f) <= 0.005 * max(a, b * f) for f in _LENIENT_FACTORS)
    return a == b or (min(a, b) > 0 and any(close))
