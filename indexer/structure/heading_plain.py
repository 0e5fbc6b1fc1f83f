"""Headings without a number, a mark or a font: short lines that stand apart from the prose of a text, again and again.

Nothing of one line alone makes it a heading. It is one where the document has a habit: its paragraphs are long and closed by a
mark, and lines that are short and open stand before them, alone, several times. Where that is not so, none is found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.corpus import Kind, Line
from indexer.structure.flow import CLOSED, MARK, text_width
from indexer.structure.heading_marks import is_title

_LONGEST = 60
_MOST_WORDS = 9
_LONGER = 2.5
"""A paragraph is longer than a heading by this factor, by the medians of both."""
_CLOSED_SHARE = 0.8
"""Share of the paragraphs that a mark closes, where a line without one says something."""
_FEWEST = 3
_MOST = 0.5
"""Share of headings among the blocks: where more of them are short and open, the text is a list, a poem or a form."""
_RUN = 2
"""So many headings may follow each other, a part and its first chapter; more are a list."""
_RUNS = 0.25
"""Share of the short open blocks that may stand in longer runs, where short open blocks are headings at all."""
_RARE = 0.05
_WIDE = re.compile(r"\S(?:\t| {3,})\S")
_INNER = re.compile(r"[:؛;؟!|=@$<>{}\\]|/(?:\s|$)|\d{5,}|(?:^|\s)[-–—](?:\s|$)|\.\s")
"""What a short line has that is a label with its value, an address, a command, a sentence and a half."""
_PERSIAN = re.compile("[\u0621-\u064a\u066e-\u06d3]{2}")
_QUESTION_LONGEST = 100
_QUESTIONS = 0.15
"""Share of the blocks that are questions, alone above an answer, in a text that is made of questions."""
_PARAGRAPH = 150
"""Characters of a line that was never broken for the width of a page."""
_VERB = re.compile(
    r"(?:^|\s)(?:است|نیست|هست|بود|نبود|باشد|نباشد|شد|شده|شود|نشد|گردد|گردید|کرد|کند|کنید|کنند|کنم|کنیم|دارد|دارند|ندارد|داشت|داد|دهد|گفت"
    r"|گوید|آمد|رفت|گرفت|یافت|ماند|نمود|نماید|(?:ن?می)[\s\u200c]\S+)$"
)
"""A line that ends as a sentence does, mark or no mark."""


@dataclass(frozen=True)
class _Block:
    """Lines between two blank ones; `short`: one open line that may be a heading; `question`: one line that asks; `prose`: other
    text that a mark closes, or that has some length."""

    lines: tuple[Line, ...]
    known: bool
    short: bool
    question: bool
    prose: bool
    closed: bool

    @property
    def length(self) -> int:
        return sum(len(line.text) for line in self.lines)


def plain_heads(lines: Sequence[Line], kinds: Mapping[int, Kind], listed: set[int], numbered: Sequence[int]) -> tuple[int, ...]:
    """The lines that are headings by their place and shape alone; `numbered` are those known already, which count as evidence
    where they have the same shape."""
    blocks = _blocks(lines, kinds, listed, frozenset(numbered))
    prose = [b for b in blocks if b.prose]
    closed = sum(b.closed for b in prose)
    if len(prose) < _FEWEST or closed < _CLOSED_SHARE * len(prose):
        return ()
    asked = _questions(blocks)
    shorts = [n for n, b in enumerate(blocks) if b.short and n]
    singles = [n for n in shorts if _run(blocks, n) <= _RUN and any(not b.short for b in blocks[n + 1 :])]
    alike = [b for b in blocks if b.known and len(b.lines) == 1 and b.length <= 2 * _LONGEST]
    enough = singles and len(singles) + len(alike) + len(asked) >= _FEWEST
    stray = len(shorts) - len(singles) > _RUNS * len(shorts) or len(shorts) > _MOST * len(blocks)
    if not enough or stray or median(b.length for b in prose) < _LONGER * median(blocks[n].length for n in singles):
        return tuple(blocks[n].lines[0].line for n in asked)
    return tuple(sorted(blocks[n].lines[0].line for n in (*singles, *asked)))


def stands_alone(lines: Sequence[Line], line: int) -> bool:
    """Whether a line has the shape of a title and a blank line below it."""
    text, below = lines[line - 1].text, lines[line].text if line < len(lines) else ""
    return is_title(text) and not text.rstrip().endswith(":") and not below.strip()


def _blocks(lines: Sequence[Line], kinds: Mapping[int, Kind], listed: set[int], numbered: frozenset[int]) -> list[_Block]:
    """The text in blocks: parted by blank lines, or line by line where every line is a paragraph and no blank line parts them."""
    groups: list[list[Line]] = []
    filled = [line for line in lines if line.text.strip() and kinds.get(line.line) != "page_header"]
    special = {n.line for n in filled if n.line in kinds or n.line in listed or n.line in numbered or MARK.match(n.text)}
    apart = sum(b.line > a.line + 1 for a, b in pairwise(filled))
    by_line = apart < _RARE * len(filled) and text_width([n for n in filled if n.line not in special]) >= _PARAGRAPH
    for line in filled:
        joins = groups and not by_line and groups[-1][-1].line == line.line - 1
        if joins and line.line not in special and groups[-1][-1].line not in special:
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[_Block] = []
    for group in groups:
        first = group[0].line
        above = found[-1] if found else None
        ended = above is None or above.known or (by_line and (above.closed or above.short))
        gap = above is not None and above.lines[-1].line < first - 1
        found.append(_block(group, first in special, first in numbered, ended or gap))
    return found


def _block(group: Sequence[Line], special: bool, known: bool, apart: bool) -> _Block:
    text = group[-1].text.rstrip()
    closed = bool(CLOSED.search(text)) or text.endswith(("»", ")", "…"))
    alone = not special and len(group) == 1 and apart
    short = alone and not closed and _may_head(text)
    question = alone and text.endswith("؟") and len(text) <= _QUESTION_LONGEST and len(text.split()) >= _FEWEST
    prose = not (special or short or question) and (closed or sum(len(line.text) for line in group) > 2 * _LONGEST)
    return _Block(tuple(group), known, short, question, prose, closed or special)


def _may_head(text: str) -> bool:
    """Whether a line has the shape of a heading: short, open, a name of something rather than a sentence or a label."""
    text = text.strip()
    fits = len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and is_title(text) and _PERSIAN.search(text)
    return bool(fits) and not (_INNER.search(text) or _WIDE.search(text) or _VERB.search(text))


def _questions(blocks: Sequence[_Block]) -> list[int]:
    """The questions of a text that asks and answers: each above an answer, and enough of them."""
    found = [n for n, b in enumerate(blocks) if b.question]
    answered = all(n + 1 < len(blocks) and not blocks[n + 1].question and not blocks[n + 1].short for n in found)
    return found if len(found) >= max(_FEWEST, _QUESTIONS * len(blocks)) and answered else []


def _run(blocks: Sequence[_Block], at: int) -> int:
    """How many short blocks stand beside each other here."""
    first = last = at
    while first > 1 and blocks[first - 1].short:
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1].short:
        last += 1
    return last - first + 1
