"""Opening a PDF, and what it says about itself: bookmarks and title."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from indexer.errors import UnreadableError
from indexer.reading.pdf.order import finished

PDFIUM = threading.RLock()
"""PDFium runs in one thread at a time: held around every call of it, page by page, so that a long document blocks no other."""
MOST_PAGES = 5000
FILE_ENDINGS = (".doc", ".docx", ".pdf", ".odt", ".html", ".htm", ".md", ".txt", ".xlsx", ".indd", ".qxd")
MOST_BOOKMARKS = 5000


@contextmanager
def opened(path: Path) -> Iterator[pypdfium.PdfDocument]:
    """The open document, to be used under the lock PDFIUM; closed after use. Raises UnreadableError where it cannot be read."""
    with PDFIUM:
        document = _open(path)
    try:
        yield document
    finally:
        with PDFIUM:
            document.close()


def _open(path: Path) -> pypdfium.PdfDocument:
    try:
        if path.stat().st_size == 0:
            raise UnreadableError(f"«{path.name}» خالی است.")
        document = pypdfium.PdfDocument(path)
    except OSError as error:
        raise UnreadableError(f"«{path.name}» خوانده نشد: {error.strerror or error}") from error
    except pypdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError(f"«{path.name}» با گذرواژه قفل شده است؛ نسخهٔ بدون گذرواژه را بدهید.") from error
        raise UnreadableError(f"«{path.name}» پی‌دی‌اف سالمی نیست و باز نشد.") from error
    pages = len(document)
    if 0 < pages <= MOST_PAGES:
        return document
    document.close()
    if pages == 0:
        raise UnreadableError(f"«{path.name}» صفحه‌ای ندارد.")
    raise UnreadableError(f"«{path.name}» {pages} صفحه دارد؛ بیشینه {MOST_PAGES} صفحه است.")


def read_bookmarks(document: pypdfium.PdfDocument) -> list[tuple[int, int | None, str]]:
    """Level from 1, page from 1 or None, and title of each bookmark."""
    found: list[tuple[int, int | None, str]] = []
    try:
        for bookmark in document.get_toc(max_depth=8):
            target = bookmark.get_dest()
            index = target.get_index() if target is not None else None
            found.append((bookmark.level + 1, None if index is None else index + 1, finished(bookmark.get_title())))
            if len(found) >= MOST_BOOKMARKS:
                break
    except (pypdfium.PdfiumError, ValueError):
        return found
    return found


def read_title(document: pypdfium.PdfDocument) -> str | None:
    """The title in the file's metadata, unless it is a file name."""
    title = finished(document.get_metadata_value("Title") or "")
    file_like = title.lower().endswith(FILE_ENDINGS)
    return title if title and not file_like and sum(char.isalpha() for char in title) >= 3 else None


def file_sha256(path: Path) -> str:
    """Hex digest of the file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
