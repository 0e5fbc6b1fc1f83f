"""Bytes to text, and what of a text is for display only and no part of what it says."""

from __future__ import annotations

import codecs
import re
import unicodedata

REPLACED = "\ufffd"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)
"""Control, direction and joining marks, zero-width spaces, soft hyphens, lone surrogates. ZWNJ belongs to the word and stays."""
_SPACES = re.compile("[\t\n\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_PRESENTATION = re.compile("[\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc]+")
_PERSIAN = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FUNCTION_WORDS = frozenset("و در به از که این با را است برای آن تا یا هر بر شد شود های می ها".replace("ی", "ي").split())
"""In the letters of Windows-1256, which has no Persian ye."""
_BAD_SHARE = 0.05
"""Up to this share of the letters beyond ASCII, bad bytes are flaws of a UTF-8 text; above it, the text is not UTF-8."""


def clean(text: str) -> str:
    """The text in NFC without control and direction marks, presentation forms folded, every white space a plain space."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    text = _INVISIBLE.sub("", text)
    return _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def squeezed(text: str) -> str:
    """`clean`, with single spaces and none at the ends: for formats whose white space is layout alone."""
    return " ".join(clean(text).split())


def is_persian(text: str) -> bool:
    """Whether most letters of the text are Arabic-script letters."""
    letters = len(_LETTER.findall(text))
    return letters > 0 and 2 * len(_PERSIAN.findall(text)) > letters


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and Persian notes on what was not plain about it; never fails.

    UTF-8, UTF-16 and UTF-32 by their mark; UTF-16 without one by its zero bytes; Windows-1256 where UTF-8 does not fit and
    common Persian words come out. A byte that fits nothing, and a NUL, becomes U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _noted(data[len(mark) :].decode(encoding, "replace"))
    wide = _wide_encoding(data)
    if wide:
        return _noted(data.decode(wide, "replace"))
    text = data.decode("utf-8", "replace")
    bad = text.count(REPLACED)
    if bad and bad > _BAD_SHARE * sum(ch > "\x7f" for ch in text):
        other = data.decode("cp1256", "replace")
        words = _WORDS.findall(other)
        if sum(word in _FUNCTION_WORDS for word in words) * 50 >= max(len(words), 1):
            return _noted(other, "نویسه‌ها با Windows-1256 خوانده شد")
    return _noted(text)


def _noted(text: str, *notes: str) -> tuple[str, tuple[str, ...]]:
    text = text.replace("\x00", REPLACED)
    bad = text.count(REPLACED)
    if bad:
        line = text.count("\n", 0, text.index(REPLACED)) + 1
        notes = (*notes, f"{bad} نویسهٔ ناخوانا با «{REPLACED}» جایگزین شد (نخستین در سطر {line})")
    return text, notes


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: the high bytes of Persian and Latin text are 06 and 00, and blanks have 00."""
    if len(data) < 4 or len(data) % 2 or b"\x00" not in data[:4096]:
        return None
    for encoding, high, low in (("utf-16-le", data[1:8192:2], data[0:8192:2]), ("utf-16-be", data[0:8192:2], data[1:8192:2])):
        if sum(b in (0x00, 0x06, 0x20) for b in high) >= 0.9 * len(high) and 0x00 not in low:
            return encoding
    return None
