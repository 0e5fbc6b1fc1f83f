"""Digits of one number that were emitted out of order.

A number that the extraction cut in two comes out with its parts changed over: `0114` for 1401. Only evidence moves a digit: a
year that the document names elsewhere, or a zero in front that no number has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.repair.letters import normalise
from indexer.repair.traced import Traced, from_raw, take

_INTEGER = re.compile(r"(?<![\d./,،٬٫-])\d+(?![\d/٬٫-])(?![.,،]\d)")
_HALVES = re.compile(r"(?<![\d./,،])(\d{1,3})[ ]+(\d{1,3})(?![\d./])")
_YEAR_WORD = re.compile(r"(?:^|[^\w])سال(?:‌?های?|ی)?[ ]*(?:مالی[ ]*|[:،(][ ]*)?$")
_PERCENT = re.compile(r"[ ]*(?:%|٪|درصد)")
# Years of the solar Hijri and of the Gregorian calendar that reports of our day may name.
_YEARS = (*range(1300, 1450), *range(1900, 2100))
_OFTEN = 3
"""Times a year must be named to be known."""


def known_years(lines: Sequence[str]) -> frozenset[str]:
    """The years that a document names often, as four ASCII digits, from its raw lines."""
    counts = Counter(
        m.group() for line in lines for m in _INTEGER.finditer(normalise(from_raw(line)).text) if len(m.group()) == 4
    )
    return frozenset(year for year in map(str, _YEARS) if counts[year] >= _OFTEN)


def _rotations(number: str) -> Iterable[tuple[str, int]]:
    """The number with its first `k` digits put last."""
    return ((number[k:] + number[:k], k) for k in range(1, len(number)))


def _turn(number: str, after_year_word: bool, percent: bool, years: frozenset[str]) -> int:
    """How many digits to move from the front to the end; 0 for none."""
    if len(number) == 4 and number not in years and (after_year_word or number[0] == "0") and int(number) not in _YEARS:
        found = {turned: k for turned, k in _rotations(number) if turned in years}
        if len(found) == 1:
            return next(iter(found.values()))
    if percent and len(number) == 2 and number[0] == "0" and number[1] != "0":
        return 1
    return 0


def reorder(traced: Traced, years: frozenset[str] = frozenset()) -> Traced:
    """Puts the digits of years and percentages in order where there is but one way to; every other number stays as it is."""
    order = list(range(len(traced.text)))
    dropped: set[int] = set()
    for match in _INTEGER.finditer(traced.text):
        start, end = match.span()
        after_year_word = _YEAR_WORD.search(traced.text, 0, start) is not None
        k = _turn(match.group(), after_year_word, _PERCENT.match(traced.text, end) is not None, years)
        order[start:end] = [*range(start + k, end), *range(start, start + k)]
    for match in _HALVES.finditer(traced.text):
        # A year with a space in it, from two runs.
        if match[1] + match[2] in years and _YEAR_WORD.search(traced.text, 0, match.start()):
            dropped.update(range(match.end(1), match.start(2)))
    if not dropped and order == sorted(order):
        return traced
    return take(traced, (place for place in order if place not in dropped))
