"""The kind of every line of an undamaged text: by what its format says, else by its own text, its font and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.corpus import Kind, Line
from indexer.reading.document import Document
from indexer.structure.flow import MARK
from indexer.structure.heading_levels import levels
from indexer.structure.heading_marks import LONGEST
from indexer.structure.heading_search import find_heads

_NUMBER = r"[(\[]?\s*[0-9۰-۹٠-٩]{1,3}(?:\s?[-–—./]\s?[0-9۰-۹٠-٩]{1,3}){0,3}\s*[)\]]?"
_CAPTION = re.compile(
    rf"^\s*(?:جدول|نمودار|شکل|تصویر|نقشه|عکس)\s*(?:شماره\s*)?(?:(?P<number>{_NUMBER})\s*(?P<mark>[:.]|[-–—ـ](?=\s|\D)|$)?|[:–-]\s)"
)
_SAYS = re.compile(r"(?:^|\s)(?:که|را|است|شد|شده|می[\s\u200c]\S+|نشان|ارائه|آمده|مشاهده|مطابق|زیر)(?:[\s.،]|$)")
_WIDE = re.compile(r"\S(?:\t|\s{3,})\S")
_KEPT: frozenset[Kind] = frozenset({"page_header", "chart"})


def classify(lines: Sequence[Line], document: Document) -> tuple[Line, ...]:
    """The lines with their kinds, and with the level of headings (from 1, outermost) and list items.

    Line i + 1 belongs to `document.lines[i]`. A heading over several lines has its level at the first alone.
    Where nothing marks headings none are found.
    """
    kinds = _certain(lines, document)
    heads, further = find_heads(lines, document, kinds)
    depth = levels(heads)
    settled = []
    for line, source in zip(lines, document.lines, strict=True):
        level = source.level if source.kind == "bullet" else None
        if line.line in depth or line.line in further:
            kind: Kind = "heading"
            level = depth.get(line.line)
        else:
            kind = kinds.get(line.line) or _by_text(line)
        settled.append(replace(line, kind=kind, level=level))
    return tuple(settled)


def is_caption(text: str) -> bool:
    """Whether a line is the caption of a table or picture, and not a sentence that speaks of one."""
    match = _CAPTION.match(text)
    if not match or len(text) > 2 * LONGEST:
        return False
    rest = text[match.end() :]
    if match["number"] is None or match["mark"]:
        return bool(rest.strip()) or match["mark"] is not None
    return len(text) <= LONGEST and not _SAYS.search(rest) and not text.rstrip().endswith((".", "،", "؛"))


def _certain(lines: Sequence[Line], document: Document) -> dict[int, Kind]:
    """What format and tables leave no doubt about, by line."""
    kinds: dict[int, Kind] = {}
    for line, source in zip(lines, document.lines, strict=True):
        if not line.text.strip():
            kinds[line.line] = "blank"
        elif source.kind is not None and source.kind != "blank":
            kinds[line.line] = source.kind
        elif line.kind in _KEPT:
            kinds[line.line] = line.kind
    for table in document.tables:
        for at, (first, last) in enumerate(table.lines):
            kind: Kind = "table_header" if table.head is not None and at < table.head else "table_row"
            kinds |= {n: kind for n in range(first, last + 1) if kinds.get(n) != "blank"}
        if table.caption is not None and kinds.get(table.caption) != "heading":
            kinds[table.caption] = "caption"
    for line in lines:
        if kinds.get(line.line, "paragraph") == "paragraph" and is_caption(line.text):
            kinds[line.line] = "caption"
    return {n: k for n, k in kinds.items() if k != "paragraph"}


def _by_text(line: Line) -> Kind:
    if MARK.match(line.text):
        return "bullet"
    if line.kind in ("table_row", "table_header") and len(_WIDE.findall(line.text)) >= 2:
        return line.kind
    return "paragraph"
