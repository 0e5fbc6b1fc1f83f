"""Small typed tables of other kinds of organization: a hospital's wards, a bus company's lines, what they spend."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.corpus import Column, Row, Table
from service.answers.sheet import Sheet

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_YEAR = re.compile(r"1[34]\d\d")


def column(told: str) -> Column:
    """`entity:بخش`, `value:تخت|تخت`: role, name, and behind a stroke the unit; a year in the name is the column's."""
    role, _, rest = told.partition(":")
    name, _, unit = rest.partition("|")
    year = _YEAR.search(name)
    assert role in ("entity", "index", "value", "text")
    return Column(name, role, unit or None, int(year[0]) if year else None)


def sheet(caption: str, columns: str, *rows: str, year: int | None = None, section: str = "", document: str = "d") -> Sheet:
    """Columns and cells are parted by semicolons; a row is a total where it begins with `+`; `(…)` in front is its scope."""
    made = tuple(column(c.strip()) for c in columns.split(";"))
    table = Table("t1", "1", caption, None, (1, len(rows) + 1), made, tuple(_rows(rows, made)), year=year)
    return Sheet(document, table, section)


def _rows(rows: Sequence[str], columns: Sequence[Column]) -> list[Row]:
    out = []
    for n, told in enumerate(rows, 1):
        scope, _, rest = told.removeprefix("(").partition(")") if told.startswith("(") else ("", "", told)
        cells = tuple(c.strip() for c in rest.strip().removeprefix("+").split(";"))
        assert len(cells) == len(columns), told
        values = tuple(
            float(x) if c.role == "value" and _NUMBER.fullmatch(x) else None for c, x in zip(columns, cells, strict=True)
        )
        out.append(Row(f"t1-r{n}", "total" if rest.strip().startswith("+") else "body", cells, values, (n, n), scope=scope))
    return out


WARDS = sheet(
    "تخت و بستری بخش‌های بیمارستان",
    "index:ردیف; entity:بخش; text:طبقه; value:تعداد تخت|تخت; value:برنامه بستری|نفر; value:عملکرد بستری|نفر; value:درصد تحقق",
    "1; مراقبت‌های ویژه; همکف; 12; 400; 380; 95",
    "2; زنان و زایمان; اول; 30; 1500; 1650; 110",
    "3; زنان; اول; 18; 700; 700; 100",
    "4; کودکان; دوم; 24; 900; ; ",
    "5; اورژانس; همکف; 30; 5000; 6125.5; 122.51",
    "+; جمع; ; 114; 8500; 8855.5; 104.2",
    section="درمان",
)
LINES = sheet(
    "مسافران و درآمد خط‌های اتوبوس",
    "entity:خط; text:نوع; value:مسافر سال 1401|هزار نفر; value:مسافر سال 1402|هزار نفر; value:سود و زیان 1402|میلیون ریال",
    "کرمانشاه; برون‌شهری; 120; 150; -340",
    "کرمان; برون‌شهری; 200; 180; 1200",
    "کرمان جنوب; برون‌شهری; 80; 0; -50",
    "میدان آزادی; شهری; 950; 1020; 2500",
    "راه‌آهن; شهری; 950; 700; 0",
    "ترمینال; شهری; 0; 35; 15",
)
ROUTES = sheet(
    "زمان سفر",
    "entity:ایستگاه; entity:جهت; value:زمان|دقیقه; value:سهم تاخیر|درصد",
    "دانشگاه; رفت; 25; 10",
    "دانشگاه; برگشت; 32; 12.5",
    "بازار; رفت; 14; 40",
    "بازار; برگشت; 14; 37.5",
    year=1400,
)
COSTS = sheet(
    "هزینه‌های تعمیرگاه",
    "entity:شرح; value:مبلغ (میلیون ریال)|میلیون ریال; value:جمع هزینه 1402|میلیون ریال",
    "(قطعات) لاستیک; 1500; 1700",
    "(قطعات) روغن; 300; 280",
    "(دستمزد) مکانیک; 2100; 2600.75",
    "(دستمزد) شاگرد; 900; 1100",
    "+جمع کل; 4800; 5680.75",
    year=1402,
)
SHEETS = (WARDS, LINES, ROUTES, COSTS)
