"""The section tree of a document whose headings are known (`indexer.structure.lines`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indexer.corpus import Heading, Line, Section
from indexer.reading.document import Document
from indexer.structure.heading_levels import Head, reversed_numbers, turned
from indexer.structure.heading_marks import ARTICLES, Mark, read_mark

_ARTICLE_TITLE = 60
"""What follows the number of an article is its title where it is no longer than so many characters."""


def find_sections(lines: Sequence[Line], document: Document) -> tuple[Section, ...]:
    """The sections in order; none where no line is a heading.

    A heading line without a level goes on with the heading before it. Ids are the printed number, with the word before it
    where that is no plain number («ماده-12»), `~2` for its second use, and `s7` where none is printed.
    """
    heads: list[tuple[Line, str]] = []
    for line in lines:
        if line.kind != "heading":
            continue
        if line.level is None and heads:
            first, text = heads[-1]
            heads[-1] = (first, f"{text} {line.text.strip()}")
        else:
            heads.append((line, line.text.strip()))
    marks = [read_mark(text) for _, text in heads]
    reverse = reversed_numbers([Head(line.line, mark) for (line, _), mark in zip(heads, marks, strict=True)])
    path: list[Heading] = []
    used: Counter[str] = Counter()
    sections: list[Section] = []
    for at, ((line, text), mark) in enumerate(zip(heads, marks, strict=True)):
        number = mark.number if mark else None
        if mark and not mark.word:
            number = turned(number, reverse)
        title = heading_text(text, mark)
        path = [*path[: (line.level or 1) - 1], Heading(number, title)]
        end = heads[at + 1][0].line - 1 if at + 1 < len(heads) else lines[-1].line
        name = _id(mark, number) or f"s{at + 1}"
        used[name] += 1
        unique = name if used[name] == 1 else f"{name}~{used[name]}"
        sections.append(Section(unique, number, title, tuple(path), (line.line, end)))
    return tuple(sections)


def section_of(sections: Sequence[Section], line: int) -> Section | None:
    """The section in which a source line stands."""
    return next((s for s in sections if s.lines[0] <= line <= s.lines[1]), None)


def heading_text(text: str, mark: Mark | None) -> str:
    """The heading as a title: without its number, or the words themselves («ماده ۱۲») where nothing else stands there.

    An article's first sentence is text, not a title.
    """
    if mark is None:
        return text.strip().strip(":").strip()
    runs_on = mark.word in ARTICLES and (len(mark.title) > _ARTICLE_TITLE or text.rstrip().endswith((":", "."))) and mark.title
    if mark.title and not runs_on:
        return mark.title
    words = text[: text.find(mark.title)] if mark.title else text
    return words.strip(" \u200c\t:.-–—ـ").strip()


def _id(mark: Mark | None, number: str | None) -> str | None:
    if mark is None or number is None:
        return None
    if mark.word is None:
        return number
    return f"{mark.word}-{number}"
