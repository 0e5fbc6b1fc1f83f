# ruff: noqa
"""Canonical forms shared by the three scorers."""

import json
import re

_LETTERS = str.maketrans("يىكةۀأإٱ", "ییکههااا")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_DROP = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
ZWNJ = "\u200c"


def canon(text: str) -> str:
    """Persian letters, ASCII digits, no diacritics or direction marks; spaces and ZWNJ kept."""
    text = _DROP.sub("", text.translate(_LETTERS).translate(_DIGITS))
    return text.replace("“", '"').replace("”", '"').replace("٪", "%").replace("\xa0", " ")


def squeeze(text: str) -> str:
    """`canon` without any space, ZWNJ or bullet sign."""
    return re.sub(r"[\s\u200c✓❖•➢\uf050\uf0c3]", "", canon(text))


def number(text):
    """A float for a canonical number string ('1.234.567' and '1,234' read as grouped), else None."""
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, (int, float)):
        return float(text)
    t = canon(str(text)).strip().replace("٬", ",").replace("%", "").strip()
    negative = bool(re.fullmatch(r"\(.*\)|-.*|.*-", t)) and any(c.isdigit() for c in t)
    t = t.strip("()- ")
    if re.fullmatch(r"\d{1,3}([.,،]\d{3}){2,}", t) or re.fullmatch(r"\d{1,3}[,،]\d{3}", t):
        t = re.sub(r"[.,،]", "", t)
    t = t.replace("/", ".")
    try:
        return -float(t) if negative else float(t)
    except ValueError:
        return None


def same_value(a, b) -> bool:
    """Numbers equal to 1e-6 relative, names equal after squeezing."""
    x, y = number(a), number(b)
    if x is not None and y is not None:
        return abs(x - y) <= 1e-6 * max(1.0, abs(x), abs(y))
    return squeeze(str(a)) == squeeze(str(b))


def read_jsonl(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def overlaps(a, b) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
