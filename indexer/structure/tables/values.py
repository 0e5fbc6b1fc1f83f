"""Numbers as clean text prints them: one reading for each, decided cell, column, table and document in turn.

A separator before three digits groups thousands or marks decimals (`1.611` is 1611 in one report and 1.611 in another): what
the other numbers of the column prove decides, then those of the table, then those of the document. A slash marks decimals
(`۴۹/۹`) but in dates. Damaged text, whose numbers have several readings, is read by `numbers.readings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.structure.tables.folding import folded, tidy
from indexer.structure.tables.units import is_unit

Mark = Literal["group", "decimal"]

_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩،٪’'", "01234567890123456789,%٬٬")
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<before>[-–—−+]?\s*%?\s*[-–—−+]?)\s*(?P<digits>\d+(?:[.,٬٫/]\d+)*)\s*(?P<after>%?\s*[-–—−+]?\s*%?)\s*"
    r"(?P<close>\))?\s*[*†]*\s*(?P<unit>[^\d()]*)"
)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d])")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
EMPTY = frozenset(("", "-", "--", "---", "–", "—", "−", "_", "...", "…", "×", "x", "*", "ندارد", "n/a", "na", "nan", "none"))


@dataclass(frozen=True)
class Printed:
    """A number as printed: its ASCII digits with separators, whether it is negative, has a percent sign, and its unit."""

    digits: str
    negative: bool
    percent: bool
    unit: str


@dataclass
class Evidence:
    """How often a separator is proved to group or to mark decimals, or may do either; `wholes` are numbers without one."""

    dot_groups: int = 0
    dot_decimals: int = 0
    dot_either: int = 0
    comma_groups: int = 0
    comma_decimals: int = 0
    comma_either: int = 0
    own_groups: int = 0
    own_decimals: int = 0
    largest: int = 0

    def add(self, other: Evidence) -> None:
        for name in self.__dataclass_fields__:
            mine, its = getattr(self, name), getattr(other, name)
            setattr(self, name, max(mine, its) if name == "largest" else mine + its)


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing: blank, a dash, «ندارد»."""
    return folded(text).strip() in EMPTY


@lru_cache(50_000)
def printed(text: str) -> Printed | None:
    """The number that a cell prints, or None where it is a text, a date, a range or a code with a leading zero."""
    plain = tidy(text).replace("\u200c", " ").translate(_ASCII)
    plain = _SPACED.sub(lambda m: re.sub(r"\s", "٬", m.group()), plain)
    found = _NUMBER.fullmatch(plain.strip())
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    unit = found["unit"].strip(" .")
    if unit and not is_unit(unit):
        return None
    digits = found["digits"]
    if digits[0] == "0" and len(digits) > 1 and digits[1].isdigit():
        return None
    if digits.count("/") > 1 or (digits.count("/") and re.search(r"/(?:1[34]\d\d|20\d\d)$", digits)):
        return None
    signs = found["before"] + found["after"]
    negative = bool(found["open"]) or any(c in "-–—−" for c in signs)
    return Printed(digits, negative, "%" in signs or folded(unit) == "درصد", "" if folded(unit) == "درصد" else unit)


def evidence(numbers: Iterable[Printed]) -> Evidence:
    """What the separators of these numbers prove."""
    found = Evidence()
    for digits in (n.digits for n in numbers):
        found.own_groups += "٬" in digits
        found.own_decimals += "٫" in digits or "/" in digits
        if digits.isdigit():
            found.largest = max(found.largest, int(digits))
        if "." in digits and "," in digits:
            last_dot = digits.rfind(".") > digits.rfind(",")
            found.dot_decimals += last_dot
            found.comma_groups += last_dot
            found.dot_groups += not last_dot
            found.comma_decimals += not last_dot
            continue
        for name, mark in (("dot", "."), ("comma", ",")):
            if mark not in digits:
                continue
            # Next to a decimal mark of its own the separator can only group.
            sure = digits.count(mark) > 1 or "٫" in digits or "/" in digits
            grouped = bool(_GROUPED.fullmatch(re.split("[٫/]", digits)[0]))
            kind = "groups" if grouped and sure else "either" if grouped else "decimals"
            setattr(found, f"{name}_{kind}", getattr(found, f"{name}_{kind}") + 1)
    return found


def _comma(column: Evidence, table: Evidence, document: Evidence) -> Mark:
    for level in (column, table, document):
        if bool(level.comma_groups) != bool(level.comma_decimals):
            return "group" if level.comma_groups else "decimal"
    return "group"


def _dot(column: Evidence, table: Evidence, document: Evidence) -> Mark:
    if bool(column.dot_groups) != bool(column.dot_decimals):
        return "group" if column.dot_groups else "decimal"
    if column.dot_groups:
        return "group" if column.dot_groups >= column.dot_decimals else "decimal"
    for level in (column, table, document):
        if level.own_groups or level.comma_groups or (level.comma_either and not level.comma_decimals):
            return "decimal"
        if level.own_decimals:
            return "group"
    if column.largest >= 1000:
        return "decimal"
    if column.dot_either >= 3:
        return "group"
    for level in (table, document):
        if bool(level.dot_groups) != bool(level.dot_decimals):
            return "group" if level.dot_groups else "decimal"
    return "group" if column.largest >= 100 else "decimal"


def value(number: Printed, dot: Mark, comma: Mark) -> float | None:
    """The value of a printed number by what its separators mean; None where they cannot mean that."""
    digits = number.digits.replace("٬", "")
    for mark, means in ((".", dot), (",", comma)):
        if mark not in digits:
            continue
        # Separators that do not stand before three digits cannot group.
        other = "," if mark == "." else "."
        whole = re.split(rf"[٫/{other}]", digits)[0]
        grouped = means == "group" and bool(re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+", whole))
        digits = digits.replace(mark, "" if grouped else "٫")
    digits = digits.replace("/", "٫")
    if digits.count("٫") > 1:
        return None
    read = float(digits.replace("٫", "."))
    return -read if number.negative and read else read


def _dates(numbers: Sequence[Printed | None]) -> bool:
    """Whether the slashes of a column are those of months (`۱۴۰۱/۰۳`)."""
    slashed = [n.digits for n in numbers if n is not None and "/" in n.digits]
    return bool(slashed) and all(re.fullmatch(r"1[34]\d\d/(?:0?[1-9]|1[0-2])", d) for d in slashed)


def read_columns(columns: Sequence[Sequence[str]], document: Evidence | None = None) -> tuple[tuple[float | None, ...], ...]:
    """The numbers of a table's cells, column by column; None where a cell prints none."""
    numbers = [[printed(cell) for cell in column] for column in columns]
    own = [evidence(n for n in column if n is not None) for column in numbers]
    whole = Evidence()
    for each in own:
        whole.add(each)
    found: list[tuple[float | None, ...]] = []
    for column, its in zip(numbers, own, strict=True):
        dates = _dates(column)
        dot, comma = _dot(its, whole, document or whole), _comma(its, whole, document or whole)
        found.append(tuple(None if n is None or (dates and "/" in n.digits) else value(n, dot, comma) for n in column))
    return tuple(found)


def is_year(text: str) -> bool:
    """Whether a cell holds a year and nothing else."""
    return bool(re.fullmatch(r"(?:سال )?(?:1[34]\d\d|19\d\d|20\d\d)", folded(text)))
