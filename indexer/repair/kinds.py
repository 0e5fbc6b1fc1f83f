"""What sort of line this is, from its text alone; the structure steps refine it."""

from __future__ import annotations

import re

from indexer.corpus import Kind
from indexer.repair.layout import BULLETS

_NUMBER = re.compile(r"%?\d+(?:[./,٫٬]\d+)*%?")
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION = frozenset(("در به از که برای با است شده می این آن باشد گردید را تا بر طبق شرح نیز هر ها های").split())  # noqa: SIM905
_CAPTION = re.compile(r"(?:جدول|نمودار|شکل|تصویر)")
_SECTION = re.compile(r"^\s*\d{1,2}(?:-\d{1,2})+-|(?:-\s?\d{1,2}){2,}\s*$")


def is_row(text: str) -> bool:
    """Whether a line has the look of a table row: figures and names, no running text."""
    numbers = _NUMBER.findall(text)
    words = _WORD.findall(text)
    if not numbers:
        return False
    if _CAPTION.search(text) or _SECTION.search(text) or any(c in BULLETS for c in text):
        return False
    function = sum(w in _FUNCTION for w in words)
    first_or_last = bool(re.match(r"\s*%?\d+(?:[./,]\d+)*\s", text + " ") or re.search(r"\s%?\d+(?:[./,]\d+)*%?\s*$", " " + text))
    if not words:
        return True
    if len(numbers) >= 3 and len(numbers) >= len(words) * 0.5:
        return True
    return first_or_last and function == 0 and len(words) <= 12


def is_running_text(text: str) -> bool:
    """Whether the run order of a line is to be restored."""
    return len(_WORD.findall(text)) >= 2 and not is_row(text)


def kind_of(text: str, running: bool) -> Kind:
    stripped = text.strip()
    if not stripped:
        return "blank"
    if re.match(r"(?:جدول|نمودار|شکل|تصویر)\s*(?:شماره)?\s*\(?\d+", stripped):
        return "caption"
    if re.match(r"\d{1,2}(?:-\d{1,2}){1,6}-?\s", stripped):
        return "heading"
    if stripped[0] in BULLETS or re.match(r"[-–o]\s", stripped):
        return "bullet"
    if running:
        return "paragraph"
    return "table_row" if _NUMBER.search(stripped) else "table_header"
