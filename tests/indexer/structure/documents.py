"""Documents as readers give them, written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.corpus import Line, Section
from indexer.reading.document import Document, Format, SourceLine, SourceTable
from indexer.structure.lines import classify
from indexer.structure.sections import find_sections


def document(sources: Sequence[SourceLine], *, title: str | None = None, file: str = "doc.txt", format: Format = "txt",
             tables: tuple[SourceTable, ...] = ()) -> Document:  # fmt: skip
    return Document("doc", file, format, "0" * 64, tuple(sources), tables, title=title)


def lines_of(made: Document) -> tuple[Line, ...]:
    raw = [Line(n, s.text, s.text, "paragraph" if s.text.strip() else "blank") for n, s in enumerate(made.lines, 1)]
    return classify(raw, made)


def text(*rows: str) -> Document:
    """A text file: nothing is known but its lines."""
    return document([SourceLine(row) for row in rows])


def sections_of(made: Document) -> tuple[Section, ...]:
    return find_sections(lines_of(made), made)


def outline(made: Document) -> list[tuple[str | None, str, int]]:
    """Number, title and level of each section."""
    return [(s.number, s.title, len(s.path)) for s in sections_of(made)]
