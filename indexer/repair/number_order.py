"""Numbers that an extractor wrote from their last digit to the first, told by how numbers look.

pypdf writes the characters of a run right to left, and Persian digits, drawn left to right, go with them. A document has all
its numbers behind Persian letters so or none, so that they decide together: numbers do not begin with zeros, many end with them,
first digits are small more often than large (Benford 1938), thousands come in threes from the right, years are of our time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from indexer.corpus import Span
from indexer.repair.letters import LETTERS
from indexer.repair.traced import Traced, take

NUMBER = re.compile(r"\d+(?:[./٫٬,:\-]\d+)*")
"""A number with its inner marks, of ASCII digits."""
CLEAR = 3.0
"""Nats by which turned numbers must be likelier than those as they stand."""
_STRONG = re.compile(rf"(?P<number>{NUMBER.pattern})|(?P<persian>[{LETTERS}])|(?P<latin>[A-Za-z])")
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,٬٫/]\d{3})+")
_DATE = re.compile(r"1[34]\d\d/[01]?\d/[0-3]?\d")
_YEAR = re.compile(r"1[34]\d\d|19\d\d|20[0-4]\d")
_FIRST = [math.log(0.01), *(math.log(0.99 * math.log10(1 + 1 / digit)) for digit in range(1, 10))]
_ZERO_LAST, _OTHER_LAST = math.log(0.25), math.log(0.75 / 9)
_IN_THREES, _LIKE_DATE, _LIKE_YEAR = 3.0, 5.0, 2.5
"""Nats for a number that is so written and would hardly be by chance."""


def plausibility(number: str) -> float:
    """Log likelihood of the way a number is written."""
    score = _IN_THREES * bool(_THOUSANDS.fullmatch(number)) + _LIKE_DATE * bool(_DATE.fullmatch(number))
    for digits in _DIGITS.findall(number):
        if len(digits) > 1:
            score += _LIKE_YEAR * bool(_YEAR.fullmatch(digits)) + _FIRST[int(digits[0])]
            score += _ZERO_LAST if digits[-1] == "0" else _OTHER_LAST
    return score


def turned(number: str) -> str:
    return number[::-1]


def turned_by_group(number: str) -> str:
    return _DIGITS.sub(lambda m: m[0][::-1], number)


WAYS = (turned, turned_by_group)
"""The ways in which an extractor may have written all numbers: each from its end, or the digits between its marks."""


Way = Callable[[str], str]


def written_backwards(lines: Sequence[Traced], raws: Sequence[str]) -> list[tuple[Span, ...]]:
    """Where in each line the numbers stand that may have been written from their end: Persian and Arabic digits are neutral to
    pypdf and go with the letters before them, which may stand in an earlier line; behind Latin they come out in order."""
    found: list[tuple[Span, ...]] = []
    backwards = False
    for line, raw in zip(lines, raws, strict=True):
        spans: list[Span] = []
        for match in _STRONG.finditer(line.text):
            if match.lastgroup == "number" and not raw[line.origin[match.start()]].isascii():
                if backwards and len(match[0]) > 1:
                    spans.append(match.span())
            else:
                backwards = match.lastgroup == "persian"
        found.append(tuple(spans))
    return found


def way_of(lines: Sequence[Traced], raws: Sequence[str]) -> Way | None:
    """How the numbers that may be written backwards must be turned to be likeliest; None: they stand right."""
    places = written_backwards(lines, raws)
    numbers = [line.text[start:end] for line, spans in zip(lines, places, strict=True) for start, end in spans]
    as_they_stand = sum(map(plausibility, numbers))
    best = max(WAYS, key=lambda way: sum(plausibility(way(n)) for n in numbers))
    return best if sum(plausibility(best(n)) for n in numbers) > as_they_stand + CLEAR else None


def with_numbers_turned(lines: Sequence[Traced], raws: Sequence[str]) -> list[Traced]:
    """The lines with their numbers in order, and the slashes of dates between their parts."""
    way = way_of(lines, raws)
    places = written_backwards(lines, raws) if way else [()] * len(lines)
    return [dates_together(_turn(line, spans, way)) for line, spans in zip(lines, places, strict=True)]


def _turn(line: Traced, spans: Sequence[Span], way: Way | None) -> Traced:
    order = list(range(len(line.text)))
    for begin, stop in spans:
        groups = [(begin, stop)]
        if way is turned_by_group:
            groups = [(begin + g.start(), begin + g.end()) for g in _DIGITS.finditer(line.text[begin:stop])]
        for start, end in groups:
            order[start:end] = range(end - 1, start - 1, -1)
    return take(line, order) if spans else line


_APART = re.compile(r"(?<!\d)1[34]\d\d(\d\d)(\d\d)(\s*)(/)\s*(/)")


def dates_together(line: Traced) -> Traced:
    """The line with the slashes of a date between its numbers, where a justified line has them drawn behind: `14030101 //`."""
    order = list(range(len(line.text)))
    for match in _APART.finditer(line.text):
        month, day = match.start(1), match.start(2)
        first, second = match.start(4), match.start(5)
        rest = [at for at in range(match.end(2), match.end()) if at not in (first, second)]
        order[match.start() : match.end()] = [
            *range(match.start(), month),
            first,
            *range(month, day),
            second,
            *range(day, match.end(2)),
            *rest,
        ]
    return take(line, order) if order != sorted(order) else line
