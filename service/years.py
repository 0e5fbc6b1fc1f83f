"""Years in text: written in full, or by their last two digits where a word says that a year is meant."""

from __future__ import annotations

import re

_FULL = re.compile(r"(?<![\d.,])(1[34]\d\d)(?![\d.,]*\d)")
_SHORT = re.compile(r"(?:سال|پایان) (?:سال )?([89]\d|0\d)(?![\d.,٪%]|\s*درصد)")


def years_in(text: str) -> tuple[int, ...]:
    """The years of a text with ASCII digits, each once: «تا پایان 91» names 1391."""
    found = [(m.start(), int(m[1])) for m in _FULL.finditer(text)]
    found += [(m.start(1), int(m[1]) + (1300 if m[1][0] in "89" else 1400)) for m in _SHORT.finditer(text)]
    return tuple(dict.fromkeys(year for _, year in sorted(found)))
