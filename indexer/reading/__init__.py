"""One file a format, all giving the same `Document`.

The library of a format is imported when the first file of that format is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from indexer.errors import SeedError, UnreadableError
from indexer.reading.container import LARGEST_FILE, LARGEST_TEXT, MEGABYTE, check_parts, kind_of_bytes
from indexer.reading.document import Document, Format, SourceLine, SourceTable

__all__ = ["FORMATS", "Document", "Format", "SourceLine", "SourceTable", "document_paths", "read_document"]


def _read_text(path: Path) -> Document:
    from indexer.reading.text import read_text

    return read_text(path)


def _read_html(path: Path) -> Document:
    from indexer.reading.html import read_html

    return read_html(path)


def _read_docx(path: Path) -> Document:
    from indexer.reading.docx import read_docx

    return read_docx(path)


def _read_xlsx(path: Path) -> Document:
    from indexer.reading.xlsx import read_xlsx

    return read_xlsx(path)


def _read_pdf(path: Path) -> Document:
    from indexer.reading.pdf import read_pdf

    return read_pdf(path, path.stem)


FORMATS: dict[str, tuple[Format, Callable[[Path], Document]]] = {
    ".txt": ("txt", _read_text),
    ".md": ("md", _read_text),
    ".markdown": ("md", _read_text),
    ".html": ("html", _read_html),
    ".htm": ("html", _read_html),
    ".docx": ("docx", _read_docx),
    ".docm": ("docx", _read_docx),
    ".xlsx": ("xlsx", _read_xlsx),
    ".xlsm": ("xlsx", _read_xlsx),
    ".pdf": ("pdf", _read_pdf),
}
"""Ending (lower case) to its format and reader."""

_NAMES = {"txt": "متن", "md": "متن", "html": "HTML", "docx": "Word", "xlsx": "Excel", "pdf": "PDF"}


def document_paths(folder: Path) -> list[tuple[str, Path]]:
    """The documents of a folder, by name, each with its id: the stem, or `stem-ending` where an earlier file has that stem.

    Hidden files and Office's lock files (`~$…`) are left out. Raises SeedError where there is no such folder.
    """
    if not folder.is_dir():
        raise SeedError(f"پوشهٔ سندها پیدا نشد: {folder}")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.suffix.lower() not in FORMATS or path.name.startswith((".", "~$")) or not path.is_file():
            continue
        id, count = path.stem, 1
        while id in found:
            id = f"{path.stem}-{path.suffix[1:].lower()}" + (f"-{count}" if count > 1 else "")
            count += 1
        found[id] = path
    return [(id, path) for id, path in found.items()]


def read_document(path: Path, id: str | None = None) -> Document:
    """A file of any format as `Document`, with its SHA-256; `id` is the stem unless given.

    A file whose bytes are of another of our formats than its ending says is read as what it is, with a note. Raises
    UnreadableError with one Persian sentence where it cannot be read or holds no text.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise UnreadableError(f"پروندهٔ «{path.name}» از قالب‌های خواندنی نیست")
    digest, data = _digest(path)
    told = kind_of_bytes(path, data)
    named, reader = FORMATS[ending]
    notes: tuple[str, ...] = ()
    if told is None and named not in ("txt", "md", "html"):
        if b"\x00" in data or not data.strip():
            raise UnreadableError(f"پروندهٔ «{path.name}» خراب است یا {_NAMES[named]} نیست")
        told = "html" if b"<html" in data[:2048].lower() else "txt"
    if told is not None and told != named:
        reader = FORMATS[f".{told}"][1]
        notes = (f"پسوند پرونده {ending} است ولی محتوای آن {_NAMES[told]} است و چنان خوانده شد",)
    format = told or named
    if path.stat().st_size > (LARGEST_TEXT if format in ("txt", "md", "html") else LARGEST_FILE):
        size = path.stat().st_size // MEGABYTE
        raise UnreadableError(f"پروندهٔ «{path.name}» با {size} مگابایت از اندازهٔ مجاز بزرگ‌تر است")
    document = _read(path, format, reader)
    # A PDF of pictures notes its pages itself.
    if not any(c.isalnum() for line in document.lines for c in line.seen) and format != "pdf":
        pictures = format in ("docx", "html") and document.notes
        raise UnreadableError(f"پروندهٔ «{path.name}» " + ("جز تصویر متنی ندارد" if pictures else "متنی ندارد"))
    return replace(document.noted(*notes), id=id or path.stem, file=path.name, format=format, sha256=digest)


def _read(path: Path, format: Format, reader: Callable[[Path], Document]) -> Document:
    try:
        if format in ("docx", "xlsx"):
            check_parts(path)
        return reader(path)
    except UnreadableError:
        raise
    except MemoryError as error:
        raise UnreadableError(f"پروندهٔ «{path.name}» بزرگ‌تر از آن است که در حافظه جا شود") from error
    except Exception as error:  # whatever a library makes of a broken file: the other documents go on
        raise UnreadableError(f"پروندهٔ «{path.name}» خراب یا ناقص است و خوانده نشد") from error


def _digest(path: Path) -> tuple[str, bytes]:
    """SHA-256 of a file and its first 64 kB, without holding it in memory."""
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            file.seek(0)
            return digest.hexdigest(), file.read(65536)
    except OSError as error:
        raise UnreadableError(f"پروندهٔ «{path.name}» باز نشد ({error.strerror})") from error
