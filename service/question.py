"""A question as it is understood before anything is searched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.tokens import ZWNJ

_LETTERS = str.maketrans("يىكةۀ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "ییکهه01234567890123456789.")
_SPACES = re.compile(r"\s+")
_STRAY_ZWNJ = re.compile(f"(?<!\\w){ZWNJ}+|{ZWNJ}+(?!\\w)|(?<={ZWNJ}){ZWNJ}+")


@dataclass(frozen=True)
class Question:
    """`asked` as typed, `text` as searched."""

    asked: str
    text: str


def understand(asked: str) -> Question:
    """Letters and digits in one form, spaces single."""
    text = asked.translate(_LETTERS)
    return Question(asked, _STRAY_ZWNJ.sub("", _SPACES.sub(" ", text)).strip())
