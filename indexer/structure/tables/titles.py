"""What stands over a table: its printed number, its caption, and the unit that they give."""

from __future__ import annotations

import re

from indexer.structure.tables.folding import folded, tidy

_NUMBER = r"[\d۰-۹٠-٩]+(?:\s?[-–./ـ]\s?[\d۰-۹٠-٩]+)*"
_TABLE = re.compile(
    rf"^\W*جدول\s*(?:شماره[ٔ‌ی]*|ش\.?)?\s*[(\[]?\s*(?P<number>{_NUMBER})\s*[)\]]?\s*(?:[-–—:.،ـ)]+|\s|$)\s*(?P<text>.*)$", re.DOTALL
)
_WORDLESS = re.compile(r"^\W*جدول\s*[:：\-–]\s*(?P<text>.+)$", re.DOTALL)
_LONGEST_LEAD = 140


def numbered(text: str) -> tuple[str | None, str]:
    """The number that a caption prints (ASCII digits joined by `-`) and its text without word and number."""
    said = tidy(text)
    found = _TABLE.match(said)
    if found:
        number = "-".join(re.findall(r"\d+", folded(found["number"])))
        return number, found["text"].strip(" :-–—")
    wordless = _WORDLESS.match(said)
    return None, (wordless["text"] if wordless else said).strip(" :")


def is_caption(text: str) -> bool:
    """Whether a text begins as a numbered caption does."""
    return _TABLE.match(tidy(text)) is not None


def lead_caption(text: str) -> str | None:
    """What a line before a table says of it: a sentence that ends in a colon, or a short line that is no sentence."""
    said = tidy(text)
    if said.endswith(":"):
        # Only the last sentence leads to the table.
        return re.split(r"(?<=[.؟!])\s+", said[:-1].strip())[-1]
    return said if 0 < len(said) <= _LONGEST_LEAD and not said.endswith((".", "؛", "؟", "!", "،")) and "\t" not in text else None


def is_continued(text: str) -> bool:
    """Whether a caption says that a table goes on («ادامهٔ جدول ۳»)."""
    return folded(text).startswith("ادامه")
