"""The bullet and number lists of a document, each with the words that lead into it.

A mark of another kind inside an item opens a list of its own, led by that item: `❖ دستورالعمل‌ها از قبیل:` and then `✓`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from indexer.corpus import Line, Section, Span
from indexer.structure.sections import heading_title, section_of

MARK = re.compile(
    r"^\s*(?:(?P<sign>[•❖➢✓▪●○◆■*]|o(?=\s|$))|(?P<dash>[-–](?=\s))|(?P<number>\d{1,2})\s*[-–.)](?!\d)"
    r"|[-–]\s*(?P<after>\d{1,2})(?!\d)|(?P<letter>الف|[بجدهو])(?:\)|\s*-\s))\s*"
)
_SIGNS = "•❖➢✓▪●○◆■*"
_CLOSED = re.compile(r"[؛;.؟!]\s*$")
_SENTENCE_END = re.compile(r"(?<=[.؛؟!])\s+(?=\D)")
_PROSE = frozenset({"heading", "paragraph", "bullet"})
_UNSEEN = frozenset({"blank", "page_header"})
"""What stands between two lines of one item where it runs over a page."""
LEAD_LINES = 4
WRAPPED = 0.7
"""A line shorter than this share of the page's width was not broken for want of room: what follows is something new."""
LONGEST_UNMARKED = 6
"""Lines between two items that may be an item whose mark was lost, or the second sentence of the item before."""


@dataclass(frozen=True)
class Item:
    text: str
    lines: Span


@dataclass(frozen=True)
class TextList:
    """`lead` is the sentence or item before the list, `title` the title of its section; `lines` begins with the lead."""

    document: str
    title: str
    lead: str
    items: tuple[Item, ...]
    lines: Span


@dataclass
class _Open:
    """A list that may still go on. `mark` is its kind of mark, `number` the last number where it is numbered."""

    mark: str
    lead: Item
    number: int | None
    items: list[Item] = field(default_factory=list)


@dataclass
class _Reader:
    """The state between two lines: the open lists from the outermost in, and the lines that belong to none of them."""

    document: str
    sections: Sequence[Section]
    width: float
    found: list[TextList] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    between: list[Line] = field(default_factory=list)
    interrupted: bool = False
    last: str = ""
    """The last line of the last item, as printed."""

    def close(self, depth: int = 0) -> None:
        """Ends the lists from `depth` inwards; one with a single item goes back into the item that leads it."""
        while len(self.stack) > depth:
            ended = self.stack.pop()
            if len(ended.items) == 1 and self.stack and self.stack[-1].items:
                above, only = self.stack[-1].items[-1], ended.items[0]
                self.stack[-1].items[-1] = Item(f"{above.text} {only.text}", (above.lines[0], only.lines[1]))
            elif len(ended.items) >= 2:
                section = section_of(self.sections, ended.items[0].lines[0])
                title, lead = section.title if section else "", ended.lead
                span = (lead.lines[0], ended.items[-1].lines[1])
                self.found.append(TextList(self.document, title, lead.text.strip(" :"), tuple(ended.items), span))

    def mark(self, line: Line, match: re.Match[str]) -> None:
        text = line.text[match.end() :].strip().rstrip(_SIGNS).strip()
        if not text:
            return
        kind, number = _kind(match)
        at = next((n for n, s in enumerate(self.stack) if s.mark == kind), None)
        if self.between:
            unmarked = self._unmarked() if at is not None and at == len(self.stack) - 1 else None
            if unmarked:
                self.stack[-1].items.append(unmarked)
            else:
                self.close()
                at = None
        if at is not None and number == 1 and self.stack[at].number:
            self.close(at)
            at = None
        if at is not None and at == len(self.stack) - 1 and self.stack[at].items[-1].text.endswith(":"):
            # An item that ends in a colon and is followed by one of its own kind leads a list rather than standing in one.
            led = self.stack[at].items.pop()
            self.close(at)
            self.stack.append(_Open(kind, led, number))
        elif at is None:
            lead = self.stack[-1].items[-1] if self.stack else _lead(self.between, line)
            self.stack.append(_Open(kind, lead, number))
        else:
            self.close(at + 1)
            self.stack[at].number = number
        self.stack[-1].items.append(Item(text, (line.line, line.line)))
        self.between, self.interrupted, self.last = [], False, line.text

    def plain(self, line: Line, leads: bool) -> None:
        """A line without a mark; `leads`: it ends in a colon and an item of an open list comes next."""
        if self.stack and not self.between and not leads and self._goes_on():
            items = self.stack[-1].items
            text = f"{items[-1].text} {line.text.strip()}"
            items[-1] = Item(text.rstrip(_SIGNS).strip(), (items[-1].lines[0], line.line))
            self.last = line.text
        else:
            self.between.append(line)

    def heading(self, line: Line) -> None:
        self.close()
        self.between, self.interrupted = [line], False

    def _goes_on(self) -> bool:
        text = self.stack[-1].items[-1].text
        if self.interrupted or _CLOSED.search(text):
            return False
        return text.endswith(":") or len(self.last) >= WRAPPED * self.width

    def _unmarked(self) -> Item | None:
        """What stands between two items, where it reads like an item itself and not like the lead of a new list."""
        text = " ".join(line.text.strip() for line in self.between)
        fits = len(self.between) <= LONGEST_UNMARKED and _CLOSED.search(text) and not self.interrupted
        return Item(text, (self.between[0].line, self.between[-1].line)) if fits else None


def find_lists(document: str, lines: Sequence[Line], sections: Sequence[Section]) -> tuple[TextList, ...]:
    """Runs of two or more items, over page breaks and with their continuation lines; in the order in which they begin."""
    seen = [line for line in lines if line.kind not in _UNSEEN and line.text.strip()]
    heads = {s.lines[0] for s in sections}
    lengths = [len(line.text) for line in seen if line.kind in ("paragraph", "bullet")]
    reader = _Reader(document, sections, float(np.percentile(lengths, 90)) if lengths else 0.0)
    for at, line in enumerate(seen):
        if line.kind not in _PROSE:
            reader.interrupted = True
            continue
        if line.line in heads or line.kind == "heading":
            reader.heading(line)
        elif match := MARK.match(line.text):
            reader.mark(line, match)
        else:
            following = MARK.match(seen[at + 1].text) if at + 1 < len(seen) else None
            leads = bool(following) and line.text.rstrip().endswith(":") and _kind(following)[0] in [s.mark for s in reader.stack]
            reader.plain(line, leads)
    reader.close()
    return tuple(sorted(reader.found, key=lambda x: (x.lines[0], -x.lines[1])))


def _kind(match: re.Match[str] | None) -> tuple[str, int | None]:
    """The kind of a mark and its number, if it has one."""
    assert match is not None
    number = match["number"] or match["after"]
    if number:
        return "number", int(number)
    return match["sign"] or ("dash" if match["dash"] else "letter"), None


def _lead(before: Sequence[Line], first: Line) -> Item:
    """The last sentence before a list that begins with the line `first`; empty where nothing stands before it."""
    taken: list[Line] = []
    for line in reversed(before[-LEAD_LINES:]):
        if taken and (_CLOSED.search(line.text) or line.text.rstrip().endswith(":")):
            break
        taken.insert(0, line)
    text = " ".join(heading_title(line.text) for line in taken)
    return Item(_SENTENCE_END.split(text)[-1], (taken[0].line if taken else first.line, first.line))
