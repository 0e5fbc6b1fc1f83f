"""The bullet and number lists of a document, each with the words that lead into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.corpus import Line, Section, Span
from indexer.structure.sections import heading_title, section_of

_MARK = re.compile(
    r"^\s*(?:[•❖➢✓▪●○◆■o*]|[-–](?=\s)|\d{1,2}\s*[-–.)](?!\d)|[-–]\s*\d{1,2}(?!\d)|[الفبجدهو]\)|[الفبجدهو]\s*-\s)\s*"
)
_CLOSED = re.compile(r"[؛;.:؟!]\s*$")
_PROSE = frozenset({"heading", "paragraph", "bullet"})
LEAD_LINES = 3


@dataclass(frozen=True)
class Item:
    text: str
    lines: Span


@dataclass(frozen=True)
class TextList:
    """`lead` is the sentence before the list where it ends in a colon, `title` the title of its section."""

    document: str
    title: str
    lead: str
    items: tuple[Item, ...]
    lines: Span


def find_lists(document: str, lines: Sequence[Line], sections: Sequence[Section]) -> tuple[TextList, ...]:
    """Runs of two or more items with nothing but their own continuation lines between them."""
    prose = [line for line in lines if line.kind in _PROSE and line.text.strip()]
    heads = {s.lines[0] for s in sections}
    found: list[TextList] = []
    items: list[Item] = []
    before: list[Line] = []

    def close() -> None:
        if len(items) >= 2:
            section = section_of(sections, items[0].lines[0])
            title = section.title if section else ""
            found.append(TextList(document, title, _lead(before), tuple(items), (items[0].lines[0], items[-1].lines[1])))

    for line in prose:
        head = line.line in heads or line.kind == "heading"
        mark = None if head else _MARK.match(line.text)
        if mark:
            items.append(Item(line.text[mark.end() :].strip(), (line.line, line.line)))
        elif items and not head and not _CLOSED.search(items[-1].text):
            last = items[-1]
            items[-1] = Item(f"{last.text} {line.text.strip()}", (last.lines[0], line.line))
        else:
            close()
            if items or head:
                before = []
            items = []
            before.append(line)
    close()
    return tuple(found)


def _lead(before: Sequence[Line]) -> str:
    """The lines right before a list, back to the last full stop."""
    taken: list[str] = []
    for line in reversed(before[-LEAD_LINES:]):
        if taken and re.search(r"[.؛؟!]\s*$", line.text):
            break
        taken.insert(0, heading_title(line.text))
    return " ".join(taken).strip(" :")
