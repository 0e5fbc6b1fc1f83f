"""Which line is the caption of which table: the same for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.reading.document import SourceLine, SourceTable

_CAPTION = re.compile(
    r"\W*(?:جدول|[Tt]able)\s*(?:(?:شماره|شمارهٔ|شماره‌ی)\s*)?"
    r"(?:[(\[]?\s*[0-9۰-۹٠-٩]|[:\-–—]|[(\[]?\s*(?:الف|[بپتجدهوزحط])\s*[)\]:\-–.])"
)
_LONGEST = 250
"""Letters of the longest caption; what is longer is prose that begins with a table's name."""


def is_caption(text: str) -> bool:
    """Whether a line's words make it a table's caption: «جدول ۳: …», «جدول شماره ۲-۱ …», and no sentence about one."""
    sentence = text.rstrip().endswith((".", "؟", "!")) and len(text.split()) > 12
    return len(text) <= _LONGEST and not sentence and _CAPTION.match(text) is not None


def with_captions(
    lines: Sequence[SourceLine], tables: Sequence[SourceTable]
) -> tuple[tuple[SourceLine, ...], tuple[SourceTable, ...]]:
    """Every table with its caption and lead where it had none, and the caption lines with their kind.

    A caption stands right above its table or right below, at most blank lines between. One that stands between two tables
    belongs where most captions of the document stand.
    """
    inside = {n for t in tables for a, b in t.lines for n in range(a, b + 1)}

    def nearest(line: int, step: int) -> int | None:
        line += step
        while 1 <= line <= len(lines) and not lines[line - 1].seen.strip():
            line += step
        return line if 1 <= line <= len(lines) and line not in inside else None

    def caption(line: int | None) -> int | None:
        if line is None or lines[line - 1].kind in ("heading", "bullet"):
            return None
        return line if lines[line - 1].kind == "caption" or is_caption(lines[line - 1].seen) else None

    leads = [nearest(t.lines[0][0], -1) for t in tables]
    above = [caption(line) for line in leads]
    below = [caption(nearest(t.lines[-1][1], 1)) for t in tables]
    shared = set(above) & set(below)
    first_above = sum(a is not None and a not in shared for a in above) >= sum(b is not None and b not in shared for b in below)
    found: list[SourceTable] = []
    used: set[int] = set()
    for table, lead, over, under in zip(tables, leads, above, below, strict=True):
        order = (over, under) if first_above else (under, over)
        free = [n for n in order if n is not None and n not in used and (n == over or not first_above or n not in above)]
        number = table.caption if table.caption is not None else next(iter(free), None)
        if number is not None:
            used.add(number)
        found.append(replace(table, caption=number, lead=table.lead if table.lead is not None else lead))
    marked = tuple(replace(line, kind="caption") if n in used else line for n, line in enumerate(lines, 1))
    return marked, tuple(found)
