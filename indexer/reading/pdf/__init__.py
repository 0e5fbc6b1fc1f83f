"""PDF: lines by the boxes of their glyphs, ruled and aligned tables, running heads and headings; OCR where a page has no text."""

from __future__ import annotations

from pathlib import Path

from indexer.reading.document import Document
from indexer.reading.pdf.assembly import assemble
from indexer.reading.pdf.opening import PDFIUM, file_sha256, opened, read_bookmarks, read_title
from indexer.reading.pdf.page import read_page
from indexer.reading.pdf.recognition import recognise

__all__ = ["read_pdf"]


def read_pdf(path: Path, id: str) -> Document:
    """The PDF as lines and tables. Raises UnreadableError where it is broken, encrypted, empty, or has no text at all.

    Trouble with some pages (no text, letters not told, OCR) is noted on the document.
    """
    with opened(path) as pdf:
        pages = []
        for index in range(len(pdf)):
            with PDFIUM:
                pages.append(read_page(pdf, index))
        with PDFIUM:
            bookmarks = read_bookmarks(pdf)
            title = read_title(pdf)
    pages, recognised, notes = recognise(path, pages)
    document = assemble(pages, bookmarks, recognised)
    return Document(
        id=id, file=path.name, format="pdf", sha256=file_sha256(path),
        lines=document.lines, tables=document.tables, pages=document.pages, title=title, notes=tuple(notes),
    )  # fmt: skip
