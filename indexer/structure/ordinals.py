"""What stands for a number in headings: ordinals in words, letters of the alphabet, Latin numerals."""

from __future__ import annotations

import re

_UNITS = ("", "یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم")
_PLAIN = ("", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه")
_TEENS = ("ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده")
_TENS = {20: "بیست", 30: "سی", 40: "چهل", 50: "پنجاه", 60: "شصت", 70: "هفتاد", 80: "هشتاد", 90: "نود"}
LETTERS = ("الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س", "ش")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_FOLD = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " "})


def _words() -> dict[str, int]:
    """Every ordinal from «اول» to «نود و نهم», and the cardinals up to twenty that stand after «فصل» at times."""
    known = {"اول": 1, "نخست": 1, "یکم": 1, "سیم": 30, "سی ام": 30}
    known |= {word: n for n, word in enumerate(_UNITS) if word}
    known |= {word: n for n, word in enumerate(_PLAIN) if word}
    known |= {word + "م": n for n, word in enumerate(_TEENS, 10)} | {word: n for n, word in enumerate(_TEENS, 10)}
    known["هیجدهم"] = 18
    for ten, word in _TENS.items():
        known |= {word + "م": ten, word: ten} | {f"{word} و {unit}": ten + n for n, unit in enumerate(_UNITS) if unit}
        known[f"{word} و اول"] = ten + 1
    return known


_ORDINALS = _words()
_LONGEST_FIRST = "|".join(sorted((w.replace(" ", r"[\s\u200c]+") for w in _ORDINALS), key=len, reverse=True))
ORDINAL = rf"(?:{_LONGEST_FIRST})(?![^\W\d_])(?!\u200c)"
"""Matches an ordinal in words, up to the end of its last word."""
LETTER = rf"(?:{'|'.join(LETTERS)})(?![^\W\d_])(?!\u200c)"


def ascii_digits(text: str) -> str:
    """The text with Persian and Arabic digits as ASCII ones."""
    return text.translate(_DIGITS)


def canonical(printed: str) -> str | None:
    """The number that a heading prints, in ASCII: «بیست و یکم» is "21", «۲-۱» and «2.1» are "2-1", «الف» stays."""
    text = " ".join(printed.translate(_FOLD).split())
    if text in LETTERS:
        return text
    if text in _ORDINALS:
        return str(_ORDINALS[text])
    numbers = re.findall(r"\d+", ascii_digits(text))
    return "-".join(str(int(n)) for n in numbers) or None
