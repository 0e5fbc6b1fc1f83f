"""What reading a file gives, whatever its format: lines in reading order, and the tables that the format shows as tables.

A reader decides nothing about meaning. What its format says for sure (a heading style, a Markdown mark, a cell) it passes on;
what it does not know it leaves None, and `indexer.structure` tells it from the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from indexer.corpus import Kind, Span

Format = Literal["txt", "md", "html", "pdf", "docx", "xlsx"]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, measured from the upper left corner of the page."""


@dataclass(frozen=True)
class SourceLine:
    """One line of `source.txt`; `text` holds no `\\n`. A table row is one line, its cells joined by tabs, rightmost first.

    `page` counts from 1, `size` is the font size in points. `kind` and `level` are what the format says for sure: a heading's
    level from 1 (outermost), a list item's nesting from 1. `marker` is what stands before a list item (`•`, `۱.`), where the
    format keeps it apart from the text; in text files it stands in the text too.

    `shown` is the line as a reader should see it (NFC, no control or direction marks, no Markdown marks, cells joined by tabs)
    where that differs from `text`; in text files `text` is the file's own line.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    size: float | None = None
    bold: bool | None = None
    kind: Kind | None = None
    level: int | None = None
    marker: str | None = None
    shown: str | None = None

    @property
    def seen(self) -> str:
        """The line as a reader should see it."""
        return self.text if self.shown is None else self.shown


@dataclass(frozen=True)
class Merged:
    """A cell over several places of the grid: its first row and column (from 0), how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class SourceTable:
    """A table as its format shows it: a full grid of texts, first column first in reading order (rightmost in Persian).

    A merged cell's text stands at every place that it covers; `merged` tells which those are. `lines` holds the source lines
    of each row (1-based). `head` is the number of header rows where the format says so, else None. `caption` is the source
    line of the caption, `lead` the nearest line before the table that may be one; None where there is none.
    """

    cells: tuple[tuple[str, ...], ...]
    lines: tuple[Span, ...]
    head: int | None = None
    merged: tuple[Merged, ...] = ()
    caption: int | None = None
    lead: int | None = None


@dataclass(frozen=True)
class PageSize:
    """Width and height in points of a page of a PDF; `label` is the number printed on it, where one is."""

    width: float
    height: float
    label: int | None = None


@dataclass(frozen=True)
class Document:
    """A file as read: `lines[i]` is source line i + 1.

    `ordered`: the format itself gives the order of letters (all but text files), so that no repair of order is tried.
    `title` is what the file's own metadata or title style says. `notes` are for the reader, in Persian: what could not be read.
    """

    id: str
    file: str
    format: Format
    sha256: str
    lines: tuple[SourceLine, ...]
    tables: tuple[SourceTable, ...] = ()
    pages: tuple[PageSize, ...] = ()
    title: str | None = None
    ordered: bool = True
    notes: tuple[str, ...] = ()

    def noted(self, *notes: str) -> Document:
        """The document with further notes."""
        return replace(self, notes=(*self.notes, *notes))
