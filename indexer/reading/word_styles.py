"""What a Word paragraph's style says: heading level, title, caption, table of contents, numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from indexer.reading.word_numbering import W, is_on, value

_HEADING = re.compile(r"(?:heading|عنوان|تیتر|سرفصل)\s*([1-9۱-۹])", re.IGNORECASE)
_TITLE = re.compile(r"title|عنوان", re.IGNORECASE)
_CAPTION = re.compile(r"caption|زیرنویس|عنوان جدول|table title", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|فهرست)\s*\d|table of figures|toc heading", re.IGNORECASE)
_DEEPEST_CHAIN = 20


@dataclass(frozen=True)
class Style:
    """One style; `outline` is the heading level from 1, `number` and `depth` are its numbering, where it sets them itself."""

    id: str
    name: str
    base: str | None = None
    outline: int | None = None
    number: str | None = None
    depth: int | None = None
    right_to_left: bool = False
    bold: bool = False


@dataclass
class Styles:
    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, id: str | None) -> list[Style]:
        """The style and what it is based on, nearest first."""
        found: list[Style] = []
        style = self.by_id.get(id or self.default or "")
        while style is not None and len(found) < _DEEPEST_CHAIN:
            found.append(style)
            style = self.by_id.get(style.base or "")
        return found

    def heading_level(self, id: str | None) -> int | None:
        """By the outline level of the style or of one it is based on, else by the built-in name in English or Persian."""
        for style in self.chain(id):
            if style.outline is not None:
                return style.outline if style.outline <= 9 else None
            named = _HEADING.fullmatch(style.name)
            if named:
                return int(named[1])
        return None

    def numbering(self, id: str | None) -> tuple[str, int | None, str] | None:
        """Number id, level where it is said, and the style that says so."""
        found = next((s for s in self.chain(id) if s.number is not None), None)
        return (found.number, found.depth, found.id) if found is not None and found.number is not None else None

    def is_title(self, id: str | None) -> bool:
        return any(_TITLE.fullmatch(style.name) for style in self.chain(id))

    def is_caption(self, id: str | None) -> bool:
        return any(_CAPTION.fullmatch(style.name) for style in self.chain(id))

    def is_contents(self, id: str | None) -> bool:
        return any(_CONTENTS.fullmatch(style.name) for style in self.chain(id))


def read_styles(root: Any | None) -> Styles:
    """From the root of `styles.xml`; empty where there is none."""
    found = Styles()
    for node in root.iterfind(W + "style") if root is not None else ():
        id = node.get(W + "styleId") or ""
        outline, depth = value(node, "pPr/outlineLvl"), value(node, "pPr/numPr/ilvl")
        found.by_id[id] = Style(
            id=id,
            name=(value(node, "name") or id).strip(),
            base=value(node, "basedOn"),
            outline=int(outline) + 1 if outline is not None and outline.isdecimal() else None,
            number=value(node, "pPr/numPr/numId"),
            depth=int(depth) if depth is not None else None,
            right_to_left=is_on(node, "tblPr/bidiVisual"),
            bold=is_on(node, "rPr/b") or is_on(node, "rPr/bCs"),
        )
        if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
            found.default = id
    return found
