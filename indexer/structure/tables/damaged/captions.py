"""Line kinds told from the raw letters: captions of tables and charts, headings, bullets, running headers, prose.

A caption ends (in raw order) with its number and the letters of «جدول شماره» in any order, because they are the first run of
the line.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.corpus import Line
from indexer.structure.entities import bag, letters
from indexer.structure.tables.numbers import DIGITS

Sort = Literal["caption", "chart", "heading", "bullet", "page", "prose", "loose", "blank"]

BULLETS = "❖✓•➢o▪◦⮚"
TABLE_WORDS = {bag("جدول شماره"), bag("جدول")}
CHART_WORDS = {bag("نمودار شماره"), bag("نمودار")}
_TAIL = re.compile(r"(?P<before>.*?)(?P<dash>[-–:]?\s*)(?P<number>\d{1,3})\s*(?P<after>[-–:]?\s*[^\d]*)$", re.S)
_PLAIN = re.compile(r"^\s*(?P<word>جدول|نمودار)\s*(?:شماره)?\s*(?P<number>\d{1,3})\s*(?P<dash>[-–:]?)\s*(?P<title>.*)$")
_SECTION = re.compile(r"(?:^|\s)(?:-?\s*\d{1,2}\s*-\s*){1,6}\d{0,2}\s*$|^\s*\d{1,2}(?:-\d{1,2}){1,6}\s*[-.]?\s")


@dataclass(frozen=True)
class Mark:
    """What a line is; captions carry their printed number and their text without it."""

    sort: Sort
    number: str | None = None
    title: str = ""


def _caption(line: Line) -> Mark | None:
    raw = letters(line.raw)
    match = _TAIL.match(raw)
    if match:
        words = bag(match["after"])
        for sort, known in (("caption", TABLE_WORDS), ("chart", CHART_WORDS)):
            if words in known:
                marked = bool(match["dash"].strip() or (match["after"].strip()[:1] in "-–:" and match["after"].strip()))
                alone = not match["before"].strip()
                if marked or alone:
                    return Mark(
                        "caption" if sort == "caption" else "chart",
                        match["number"].translate(DIGITS),
                        _title(line, match["before"]),
                    )
    match = _PLAIN.match(line.text)
    if match and (match["dash"] or not match["title"]):
        return Mark("caption" if match["word"] == "جدول" else "chart", match["number"].translate(DIGITS), match["title"].strip())
    match = re.search(r"([-–]\s*(\d{1,3})\s*)(\D{4,14}?)(?=\s{2}|$)", raw)
    if raw.lstrip().startswith(("-", "–")) and match and bag(match[3]) in CHART_WORDS:
        return Mark("chart", match[2], raw)
    return None


def _title(line: Line, before: str) -> str:
    """The caption's words: from the repaired line where it opens with the label, else what stands before the label in the
    raw line."""
    match = _PLAIN.match(line.text)
    if match and match["title"].strip():
        return match["title"].strip(" -–:")
    return before.strip(" -–:")


def running_headers(lines: Sequence[Line]) -> set[int]:
    """Lines of a running page header: the same letters at least three times, far apart, and the lone page number after each."""
    places: dict[str, list[int]] = {}
    for line in lines:
        key = bag(line.raw)
        if len(key) >= 20 and not re.search(r"\d\s+\d", line.raw):
            places.setdefault(key, []).append(line.line)
    found: set[int] = set()
    by_number = {line.line: line for line in lines}
    for where in places.values():
        if len(where) < 3 or min(b - a for a, b in itertools.pairwise(where)) < 30:
            continue
        for number in where:
            found.add(number)
            after = [n for n in range(number + 1, number + 4) if n in by_number and by_number[n].raw.strip()]
            if after and re.fullmatch(r"\s*\d{1,4}\s*", by_number[after[0]].raw):
                found.add(after[0])
    return found


def looks_like_prose(text: str) -> bool:
    """Whether a line reads as running text: many letters and hardly a number, or a sentence's end."""
    count = sum(c.isalpha() for c in text)
    numbers = len(re.findall(r"(?<!\S)[%٪]?-?\d[\d.,،/%]*(?!\S)", text))
    leading = re.match(r"\s*(?:[%٪()-]*\s*\d[\d.,،/%]*[\s()%-]+){2,}", text)
    if leading and numbers >= 2:
        return False
    if len(re.findall(r"(?:^|[\s)])[-–](?=[\s(\w])|[-–](?=\s)", text)) >= 3:
        return False
    if count >= 75:
        return numbers <= 4
    if count >= 55 and numbers <= 2 and re.search(r"[^\W\d]{2}\.\s", text):
        return True
    if 4 <= count <= 40 and not numbers and re.search(r"\s:(?:\s|$)|:\s*$", text) and not re.search(r"\d", text):
        return True
    ended = bool(re.search(r"(?:^|\s|\w)[.؛;]\s*$|^\s*[.؛]\s", text)) or text.rstrip().endswith(("؛", ":"))
    return count >= 18 and ended and numbers <= 2


def mark_lines(lines: Sequence[Line]) -> dict[int, Mark]:
    """A mark for every line, by line number."""
    pages = running_headers(lines)
    marks: dict[int, Mark] = {}
    repeated = Counter(bag(line.raw) for line in lines if line.raw.strip())
    for line in lines:
        raw = letters(line.raw)
        if not raw.strip():
            marks[line.line] = Mark("blank")
        elif line.line in pages:
            marks[line.line] = Mark("page")
        elif caption := _caption(line):
            marks[line.line] = caption
        elif any(word in BULLETS for word in raw.split()) or raw.strip()[0] in BULLETS or re.search("[\uf000-\uf0ff]", raw):
            marks[line.line] = Mark("bullet")
        elif _SECTION.search(raw) and sum(c.isalpha() for c in raw) >= 6 and not re.search(r"\d[.,]\d|%", raw):
            marks[line.line] = Mark("heading")
        elif looks_like_prose(raw) and repeated[bag(raw)] < 3:
            marks[line.line] = Mark("prose")
        else:
            marks[line.line] = Mark("loose")
    return marks
