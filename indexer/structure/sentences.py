"""The running text of each section, cut into sentences across the borders of passages, lines and pages.

Passages are cut for embedding, at a number of characters; whoever answers wants whole sentences. A sentence too long to
answer with is cut into its clauses.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate

from indexer.corpus import Line, PartKind, Section, Sentence, Span, Table
from indexer.structure.flow import MARK, UNSEEN, WRAPPED, blank_parts, broken_width, by_section, running_text

LONGEST_PART = 380
WRAPPED_CAPTION = 0.9
"""A caption goes on in the next line only where it fills its own (compare `flow.WRAPPED`)."""
Block = tuple[int, int, PartKind]
_SENTENCE_END = re.compile(r"(?<=[.؛؟!])(?<!\.\.)\s+(?!\d)")
_CLAUSE_END = re.compile(r"(?<=،)\s+|\n")
_CLOSED = re.compile(r"[.؛:؟!]\s*$")


def find_sentences(lines: Sequence[Line], sections: Sequence[Section], tables: Sequence[Table]) -> tuple[Sentence, ...]:
    """The sentences, items, headings, captions and leads in order, numbered from 0; clauses of one sentence share its number.

    Their text is as it stands, with `\\n` where it runs over lines.
    """
    prose = running_text(lines, tables)
    known = {line.line for line in prose}
    broken = [line.line for line in lines if line.line not in known and line.kind not in UNSEEN and line.text.strip()]
    width, parts = broken_width(prose), blank_parts(prose)
    found: list[Sentence] = []
    number = 0
    for section, members in by_section(prose, sections):
        text = "\n".join(line.text for line in members)
        starts = list(accumulate((len(line.text) + 1 for line in members), initial=0))
        for start, end, kind in _sentences(_blocks(members, width, broken, parts), text):
            for a, b in _clauses(text, start, end):
                span: Span = (members[bisect(starts, a) - 1].line, members[bisect(starts, b - 1) - 1].line)
                found.append(Sentence(number, section.id if section else None, kind, text[a:b], span))
            number += 1
    return tuple(found)


def _sentences(blocks: Iterator[Block], text: str) -> Iterator[Block]:
    """(start, end, kind) of every sentence, item, heading, caption and lead of a section."""
    for start, end, kind in blocks:
        cut = start
        for match in [*_SENTENCE_END.finditer(text, start, end), None]:
            stop = match.start() if match else end
            if match and len(re.findall(r"[^\W\d_]", text[cut:stop])) < 3:
                continue  # «1. » opens a sentence, it is none
            if text[cut:stop].strip():
                own: PartKind = "lead" if kind in ("text", "item") and text[cut:stop].rstrip().endswith(":") else kind
                yield cut, stop, own
            cut = match.end() if match else end


def _blocks(members: Sequence[Line], width: float, broken: Sequence[int], parts: bool) -> Iterator[Block]:
    """(start, end, kind) of the runs of lines that belong together: a paragraph, an item, a heading, a caption.

    `broken` are the lines of tables and charts, over which nothing runs on; `parts`: neither does it over a blank line.
    """
    start, at = 0, 0
    kind: PartKind = "text"
    for n, line in enumerate(members):
        before = members[n - 1] if n else None
        between = before and bisect(broken, before.line) != bisect(broken, line.line)
        gap = before and parts and line.line > before.line + 1 and before.kind != "caption"
        if before and (between or gap or _begins(before, line, width)):
            yield start, at - 1, kind
            start = at
        if start == at:
            kind = _kind(line)
        at += len(line.text) + 1
    if members:
        yield start, at - 1, kind


def _kind(line: Line) -> PartKind:
    if line.kind == "heading" or line.kind == "caption":
        return line.kind
    return "item" if MARK.match(line.text) or _said(line) else "text"


def _said(line: Line) -> bool:
    """Whether the format says that a line is a list item."""
    return line.kind == "bullet" and line.level is not None


def _begins(before: Line, line: Line, width: float) -> bool:
    """Whether a line begins something new rather than going on with the line before."""
    if line.kind in ("heading", "caption") or before.kind == "heading" or MARK.match(line.text) or _said(line):
        return True
    closed = bool(_CLOSED.search(before.text))
    if before.kind == "caption":
        return closed or len(before.text) < WRAPPED_CAPTION * width
    return len(before.text) < WRAPPED * width


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= LONGEST_PART:
        yield start, end
        return
    cut = start
    for match in [*_CLAUSE_END.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if text[cut:stop].strip():
            yield cut, stop
        cut = match.end() if match else end
