"""The years that texts speak of, and the year that a table stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_FULL = r"(?<![\d/.,٬٫])(?:1[34]\d\d|19[5-9]\d|20[0-4]\d)(?![\d٬٫]|[,.]\d)"
_SHORT = r"(?<=سال )(?:[89]\d|0[0-9])(?!\d)"


def years_of(text: str) -> tuple[int, ...]:
    """The years that a text names, in its order; two digits behind «سال» are a Jalali year."""
    found = []
    for match in re.finditer(f"{_FULL}|{_SHORT}", text.translate(_DIGITS).replace("\u200c", " ")):
        number = int(match.group())
        found.append(number if number > 99 else 1300 + number if number >= 50 else 1400 + number)
    return tuple(dict.fromkeys(found))


def scope_year(caption: str, section_titles: Sequence[str], document_year: int | None) -> int | None:
    """The one year that a table speaks of: its caption's, else the nearest section title's (`section_titles` from the
    outermost in), else the document's; None where the nearest that names years names several."""
    for text in (caption, *reversed(section_titles)):
        if years := years_of(text):
            return years[0] if len(years) == 1 else None
    return document_year
