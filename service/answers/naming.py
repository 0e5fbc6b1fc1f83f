"""What columns, rows and kinds of rows are called in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.structure.tables.summaries import is_statistic
from service.answers.figures import persian_digits, shown
from service.answers.sheet import Sheet
from service.years import years_in

_SAME: tuple[tuple[str, ...], ...] = (
    *(("جمع", "مجموع"), ("میانگین", "متوسط"), ("کل",), ("اختلاف", "تفاوت"), ("رشد",), ("کاهش",), ("فهرست",)),
    *(("بیشترین", "حداکثر"), ("کمترین", "حداقل"), ("مقایسهٔ", "مقایسه")),
)
"""Words that say the same at the beginning of a sentence and of a column's name."""
_TOTAL = ("جمع", "مجموع", "کل", "سرجمع")
_NO_KIND = frozenset(("", "شرح", "عنوان", "نام", "ردیف"))
_OTHER_YEAR = re.compile(r"^(?:سال|تاریخ)\b|سال (?:قبل|گذشته|پیش|آینده|پایه)")
"""Names of columns that do not speak of the year of their table."""

_YEAR_BEFORE = re.compile(r"(?<=\b[1۱][34۳۴]\d\d) (?=[−\d])")
MOST_NAMED = 12
"""Names of a list that its sentence gives at most."""


def heading(sheet: Sheet, column: int) -> str:
    """The name of a column without its unit, with its year where the name does not tell it."""
    c = sheet.columns[column]
    name = " ".join(c.name.split())
    if c.unit:
        name = re.sub(rf"\s*\(\s*{re.escape(c.unit)}\s*\)", "", name).strip() or name
    year = sheet.years[column]
    if not year or year in years_in(persian_ascii(name)) or str(year) in persian_ascii(name) or _OTHER_YEAR.search(name):
        return name or "مقدار"
    return f"{name.removesuffix(' سال') or 'مقدار'} سال {year}"


def label(sheet: Sheet, row: int) -> str:
    """What a row is called."""
    own = sheet.labels[row]
    if sheet.rows[row].kind == "body" or own.split(" ")[0] in _TOTAL or is_statistic(own):
        return own
    return f"جمع ({own})" if own else "جمع کل"


def entity(sheet: Sheet) -> str:
    """What one row is: «استان» of a column «نام استان»."""
    own = re.sub(r"^(?:نام|عنوان)(?:\s+-)?\s+", "", re.sub(r"\s*\(.*?\)", "", sheet.entity)).strip()
    return "مورد" if own in _NO_KIND else own


def led(word: str, name: str) -> str:
    """A name with a word before it, once: «جمع» before «جمع هزینه» is not said twice."""
    first = name.split(" ")[0]
    return name if any(word in same and first in same for same in _SAME) else f"{word} {name}"


def persian_ascii(text: str) -> str:
    """A text with ASCII digits."""
    return text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2))


def in_persian(text: str) -> str:
    """A text with Persian digits, but for words of Latin letters («A320» stays), and a comma between a year and a figure."""
    text = _YEAR_BEFORE.sub("، ", text)
    return re.sub(r"\S+", lambda m: m[0] if re.search("[A-Za-z]", m[0]) else persian_digits(m[0]), text)


def short_sheet(sheet: Sheet, longest: int) -> Sheet:
    """The table with names of columns and rows cut to so many characters."""
    table = sheet.table
    named = sheet.naming
    columns = tuple(replace(c, name=_cut(c.name, longest)) for c in table.columns)
    cells = [tuple(_cut(x, longest) if n in named else x for n, x in enumerate(row.cells)) for row in table.rows]
    rows = tuple(replace(r, scope=_cut(r.scope, longest), cells=x) for r, x in zip(table.rows, cells, strict=True))
    return Sheet(sheet.document, replace(table, columns=columns, rows=rows), sheet.section)


def _cut(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rsplit(' ', 1)[0]}…"


def listing(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Names parted by commas, and how many more there are."""
    told = "، ".join(names[:most])
    return told if len(names) <= most else f"{told} و {shown(len(names) - most)} مورد دیگر"


def joined(parts: Sequence[str]) -> str:
    """«الف، ب و پ»."""
    return parts[0] if len(parts) == 1 else f"{'، '.join(parts[:-1])} و {parts[-1]}"
