"""The numbers that Word computes for list items and headings and does not store in the text (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ALPHABETS = {"arabicAlpha": "ابتثجحخدذرزسشصضطظعغفقکلمنهوی", "arabicAbjad": "ابجدهوزحطیکلمنسعفصقرشتثخذضظغ"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class NumberLevel:
    """One level of a numbering: `text` with places %1 to %9, `style` the paragraph style that is numbered by it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str | None = None
    plain: bool = False


@dataclass
class Numbering:
    """The numberings of a document and how far each has counted while its paragraphs are read in order."""

    levels: dict[str, dict[int, NumberLevel]] = field(default_factory=dict)
    """Number id to its levels."""
    shared: dict[str, str] = field(default_factory=dict)
    """Number id to the abstract numbering that counts for it."""
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    """Number id to the levels that start anew at its first use."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number: str, style: str | None) -> int:
        """The level of a numbering that is tied to a paragraph style; 0 where none is."""
        return next((i for i, level in self.levels.get(number, {}).items() if style and level.style == style), 0)

    def next(self, number: str, level: int) -> tuple[str, bool] | None:
        """The mark of the next paragraph at this level (0 is outermost) and whether it is a bullet; None where it has none."""
        levels = self.levels.get(number)
        if levels is None or level not in levels:
            return None
        counts = self.counts.setdefault(self.shared[number], {})
        again = self.restarts.get(number, {})
        if level in again and (number, level) not in self.seen:
            counts[level] = again[level] - 1
        self.seen.add((number, level))
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for i in [i for i in counts if i > level]:
            restart = levels[i].restart if i in levels else None
            if restart is None or level < restart:
                del counts[i]
        here = levels[level]
        if here.format == "bullet":
            return "•", True
        if here.format == "none" and not here.text.strip():
            return None

        def place(found: re.Match[str]) -> str:
            k = int(found[1]) - 1
            at = levels.get(k, NumberLevel())
            return written(counts.setdefault(k, at.start), "decimal" if here.plain and at.format != "none" else at.format)

        mark = _PLACE.sub(place, here.text).strip()
        return (mark, False) if mark else None


def written(number: int, format: str) -> str:
    """A number in one of Word's number formats; those of other scripts as decimal."""
    if format in _ALPHABETS:
        letter = _ALPHABETS[format][(number - 1) % len(_ALPHABETS[format])]
        return "الف" if letter == "ا" else letter
    if format == "hindiNumbers":
        return str(number).translate(_PERSIAN_DIGITS)
    if format in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman"):
        roman, rest = "", number
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return roman.upper() if format == "upperRoman" else roman
    if format == "decimalZero":
        return f"{number:02d}"
    return "" if format == "none" else str(number)


def read_numbering(root: Any | None) -> Numbering:
    """From the root of `numbering.xml`; empty where there is none."""
    found = Numbering()
    if root is None:
        return found
    abstract = {node.get(W + "abstractNumId"): node for node in root.iterfind(W + "abstractNum")}
    linked = {value(node, "styleLink"): id for id, node in abstract.items() if value(node, "styleLink")}
    for node in root.iterfind(W + "num"):
        number, base = node.get(W + "numId"), value(node, "abstractNumId")
        if number is None or base not in abstract:
            continue
        base = linked.get(value(abstract[base], "numStyleLink"), base)
        levels = dict(_level(item) for item in abstract[base].iterfind(W + "lvl"))
        for change in node.iterfind(W + "lvlOverride"):
            i = int(change.get(W + "ilvl") or 0)
            own = change.find(W + "lvl")
            if own is not None:
                levels[i] = replace(_level(own)[1], style=levels.get(i, NumberLevel()).style)
            start = value(change, "startOverride")
            if start is not None:
                found.restarts.setdefault(number, {})[i] = int(start)
        found.levels[number] = levels
        found.shared[number] = base or ""
    return found


def _level(node: Any) -> tuple[int, NumberLevel]:
    restart = value(node, "lvlRestart")
    return int(node.get(W + "ilvl") or 0), NumberLevel(
        start=int(value(node, "start") or 1),
        format=value(node, "numFmt") or "decimal",
        text=value(node, "lvlText") or "",
        restart=int(restart) if restart is not None else None,
        style=value(node, "pStyle"),
        plain=is_on(node, "isLgl"),
    )


def value(node: Any | None, name: str) -> str | None:
    """`w:val` of a child; `name` may be a path of names joined by `/`."""
    child = node.find("/".join(W + part for part in name.split("/"))) if node is not None else None
    return child.get(W + "val") if child is not None else None


def is_on(node: Any | None, name: str) -> bool:
    """Whether a switch (`<w:b/>`, `<w:b w:val="1"/>`) is there and on."""
    child = node.find("/".join(W + part for part in name.split("/"))) if node is not None else None
    return child is not None and child.get(W + "val", "1") not in ("0", "false", "off")
