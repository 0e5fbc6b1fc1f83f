"""Letter forms: Arabic and presentation forms become Persian letters, one for one."""

from __future__ import annotations

import unicodedata

from indexer.repair.traced import Traced, take

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقلمنهوپچژکگیۀ\u064b-\u0652\u0654\u0655\u0670"
"""Persian letters and their marks, as the inside of a regular expression's brackets."""

TATWEEL = "\u0640"
# Symbol-font bullets that extraction leaves in the private use area (Wingdings code + 0xF000).
_SYMBOLS = {
    "\uf050": "✓", "\uf0fc": "✓", "\uf0d8": "➢", "\uf0b7": "•", "\uf0a7": "▪", "\uf076": "❖", "\uf0c3": "❖",
    "\uf0a8": "□", "\uf06c": "●", "\uf06e": "■", "\uf0e0": "→", "\uf02d": "-",
}  # fmt: skip
_ARABIC = {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ہ": "ه", "ە": "ه", "ھ": "ه", "ے": "ی", "ې": "ی", "ڪ": "ک", "ݣ": "ک"}
_DIGITS = {chr(zero + d): str(d) for zero in (0x6F0, 0x660) for d in range(10)}


def _forms() -> dict[str, str]:
    """Presentation forms that stand for one letter (Unicode compatibility decomposition)."""
    found = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain_form = unicodedata.normalize("NFKC", chr(code))
        if len(plain_form) == 1 and plain_form != chr(code):
            found[chr(code)] = _ARABIC.get(plain_form, plain_form)
    return found


_TABLE = str.maketrans(_forms() | _ARABIC)
_ALL = str.maketrans(_forms() | _ARABIC | _SYMBOLS | _DIGITS)


def plain(text: str) -> str:
    """Persian letters for Arabic and presentation forms; the length stays. Digits and marks are left."""
    return text.translate(_TABLE)


def normalise(traced: Traced) -> Traced:
    """Persian letters, ASCII digits and standard bullets in place; tatweel is dropped."""
    text = traced.text.translate(_ALL)
    if TATWEEL not in text:
        return Traced(text, traced.origin)
    return take(Traced(text, traced.origin), (i for i, char in enumerate(text) if char != TATWEEL))


def persian(traced: Traced) -> Traced:
    """Persian letters for Arabic and presentation forms, and nothing else: what a document that is not garbled needs."""
    return Traced(plain(traced.text), traced.origin)
