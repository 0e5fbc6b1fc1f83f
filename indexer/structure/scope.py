"""The years that texts speak of, and the year that a table stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_FULL = r"(?:13\d\d|14[0-4]\d|1450|19\d\d|20\d\d|2100)"
_DATE = rf"\d{{1,2}}/\d{{1,2}}/(?P<last>{_FULL})(?!\d)|(?P<first>{_FULL})/\d{{1,2}}/\d{{1,2}}(?!\d)"
_COUNTED = (
    r"\s*(?:[%٪]|(?:نفر|درصد|ریال|تومان|هزار|میلیون|میلیارد|مورد|فقره|واحد|دستگاه|تخت|متر"
    r"|کیلو(?!یی)\S*|تن|هکتار|لیتر|عدد)\b)"
)
_NAMED = r"(?<!ماده )(?<!ماده\()(?<!شماره )(?<!صفحه )(?<!بند )(?<!کد )(?<!جدول )"
_END = rf"(?![\d٬٫]|[.,/]\d|{_COUNTED})"
_TO = r"\s*(?:[-–—/]|تا|الی|و|به)\s*(?:سال )?"
_RANGE = rf"(?P<from>{_FULL})(?:{_TO}(?P<to>{_FULL})|[-–](?P<within>\d\d)){_END}"
_SHORT = rf"سال(?:\s?های|ها)?\s(?:مالی\s)?(?:منتهی به\s)?(?P<short>[6-9]\d|0\d)(?:{_TO}(?P<also>[6-9]\d|0\d))?"
_LONGEST_RANGE = 5
_YEAR = re.compile(
    rf"(?<![\d.,٬٫/])(?:{_DATE}|{_NAMED}(?:{_RANGE}|(?P<full>{_FULL}))(?![\d٬٫]|[.,]\d|{_COUNTED})"
    rf"|{_SHORT}(?![\d٬٫/]|[.,]\d|{_COUNTED}))"
)


def years_of(text: str) -> tuple[int, ...]:
    """The years that a text names, each once, in its order; of a range its two ends.

    Jalali 1300 to 1450 and Gregorian 1900 to 2100 in any digits, and two digits behind «سال». A number that counts something
    («۱۴۰۰ نفر») or is the number of something («ماده ۱۳۰۰») is none.
    """
    found: list[int] = []
    for match in _YEAR.finditer(text.translate(_DIGITS).replace("\u200c", " ")):
        for name in ("last", "first", "from", "to", "full", "short", "also"):
            if match[name]:
                found.append(_whole(match[name]))
        if match["within"]:
            found.extend(_within(found[-1], match["within"]))
    return tuple(dict.fromkeys(found))


def scope_year(caption: str, section_titles: Sequence[str], document_year: int | None) -> int | None:
    """The one year that a table speaks of: its caption's, else the nearest section title's (`section_titles` from the
    outermost in), else the document's; None where the nearest that names years names several."""
    for text in (caption, *reversed(section_titles)):
        if years := years_of(text):
            return years[0] if len(years) == 1 else None
    return document_year


def _whole(digits: str) -> int:
    number = int(digits)
    return number if number > 99 else 1300 + number if number >= 60 else 1400 + number


def _within(first: int, digits: str) -> tuple[int, ...]:
    """The end of a range of few years, two digits of it in the century that makes it follow: 1398-02 ends in 1402."""
    end = first // 100 * 100 + int(digits)
    end += 100 if end < first else 0
    return (end,) if 0 < end - first <= _LONGEST_RANGE else ()
