"""The bullet and number lists of a document, each with the words that lead into it.

A mark of another kind inside an item opens a list of its own, led by that item: `❖ دستورالعمل‌ها از قبیل:` and then `✓`.
Where the format says how deep an item lies, that stands for the kind of its mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.corpus import Line, ListItem, Section, TextList
from indexer.structure.flow import MARK, SIGNS, UNSEEN, WRAPPED, broken_width
from indexer.structure.numbered import heading_title
from indexer.structure.sections import section_of

_CLOSED = re.compile(r"[؛;.؟!]\s*$")
_SENTENCE_END = re.compile(r"(?<=[.؛؟!])\s+(?=\D)")
_PROSE = frozenset({"heading", "paragraph", "bullet"})
LEAD_LINES = 4
LONGEST_UNMARKED = 6
"""Lines between two items that may be an item whose mark was lost, or the second sentence of the item before."""


@dataclass
class _Open:
    """A list that may still go on. `mark` is its kind of mark, `number` the last number where it is numbered."""

    mark: str
    lead: ListItem
    number: int | None
    level: int = 1
    items: list[ListItem] = field(default_factory=list)


@dataclass
class _Reader:
    """The state between two lines: the open lists from the outermost in, and the lines that belong to none of them."""

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
                self.stack[-1].items[-1] = replace(above, text=f"{above.text} {only.text}", lines=(above.lines[0], only.lines[1]))
            elif len(ended.items) >= 2:
                section = section_of(self.sections, ended.items[0].lines[0])
                title, lead = section.title if section else "", ended.lead
                span = (lead.lines[0], ended.items[-1].lines[1])
                own = section.id if section else None
                self.found.append(TextList("", own, title, lead.text.strip(" :"), tuple(ended.items), span))

    def mark(self, line: Line, match: re.Match[str] | None) -> None:
        """An item: its mark, or none where the format alone says that it is one."""
        text = line.text[match.end() if match else 0 :].strip().rstrip(SIGNS).strip()
        if not text:
            return
        kind, number = _kind(line, match)
        self._leave_deeper(line.level)
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
        if at is not None and not _said(line) and at == len(self.stack) - 1 and self.stack[at].items[-1].text.endswith(":"):
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
        self.stack[-1].level = line.level or len(self.stack)
        self.stack[-1].items.append(ListItem(text, (line.line, line.line), len(self.stack)))
        self.between, self.interrupted, self.last = [], False, line.text

    def _leave_deeper(self, level: int | None) -> None:
        """Ends the lists whose items lie deeper than the next one."""
        while level is not None and self.stack and self.stack[-1].level > level:
            self.close(len(self.stack) - 1)

    def plain(self, line: Line, leads: bool) -> None:
        """A line without a mark; `leads`: it ends in a colon and an item of an open list comes next."""
        if self.stack and not self.between and not leads and self._goes_on():
            items = self.stack[-1].items
            text = f"{items[-1].text} {line.text.strip()}"
            items[-1] = replace(items[-1], text=text.rstrip(SIGNS).strip(), lines=(items[-1].lines[0], line.line))
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

    def _unmarked(self) -> ListItem | None:
        """What stands between two items, where it reads like an item itself and not like the lead of a new list."""
        text = " ".join(line.text.strip() for line in self.between)
        fits = len(self.between) <= LONGEST_UNMARKED and _CLOSED.search(text) and not self.interrupted
        return ListItem(text, (self.between[0].line, self.between[-1].line)) if fits else None


def find_lists(lines: Sequence[Line], sections: Sequence[Section]) -> tuple[TextList, ...]:
    """Runs of two or more items, over page breaks and with their continuation lines; in the order in which they begin."""
    seen = [line for line in lines if line.kind not in UNSEEN and line.text.strip()]
    heads = {s.lines[0] for s in sections}
    reader = _Reader(sections, broken_width(lines))
    for at, line in enumerate(seen):
        if line.kind not in _PROSE:
            reader.interrupted = True
            continue
        if line.line in heads or line.kind == "heading":
            reader.heading(line)
        elif (match := MARK.match(line.text)) or _said(line):
            reader.mark(line, match)
        else:
            following = seen[at + 1] if at + 1 < len(seen) else None
            leads = bool(following) and line.text.rstrip().endswith(":") and _mark(following) in [s.mark for s in reader.stack]
            reader.plain(line, leads)
    reader.close()
    found = sorted(reader.found, key=lambda x: (x.lines[0], -x.lines[1]))
    return tuple(replace(x, id=f"l{n}") for n, x in enumerate(found, 1))


def _said(line: Line) -> bool:
    """Whether the format says that a line is an item, mark or no mark."""
    return line.kind == "bullet" and line.level is not None


def _mark(line: Line | None) -> str | None:
    """The kind of mark of a line that is an item."""
    match = MARK.match(line.text) if line else None
    return _kind(line, match)[0] if line and (match or _said(line)) else None


def _kind(line: Line, match: re.Match[str] | None) -> tuple[str, int | None]:
    """The kind of a mark and its number, if it has one; the depth where the format tells it."""
    number = (match["number"] or match["after"]) if match else None
    if match is None or _said(line):
        return f"level {line.level}", int(number) if number else None
    if number:
        return "number", int(number)
    return match["sign"] or ("dash" if match["dash"] else "letter"), None


def _lead(before: Sequence[Line], first: Line) -> ListItem:
    """The last sentence before a list that begins with the line `first`; empty where nothing stands before it."""
    taken: list[Line] = []
    for line in reversed(before[-LEAD_LINES:]):
        if taken and (_CLOSED.search(line.text) or line.text.rstrip().endswith(":")):
            break
        taken.insert(0, line)
    text = " ".join(heading_title(line.text) for line in taken)
    return ListItem(_SENTENCE_END.split(text)[-1], (taken[0].line if taken else first.line, first.line))
