"""What a file is by its first bytes, and whether an Office file (a ZIP of XML parts) is safe to open."""

from __future__ import annotations

import zipfile
from pathlib import Path

from indexer.errors import UnreadableError
from indexer.reading.document import Format

MEGABYTE = 1 << 20
LARGEST_TEXT = 64 * MEGABYTE
"""Text and HTML: a printed page is about 4 kB of UTF-8, so this is 16,000 pages; what is larger is a log or a dump."""
LARGEST_FILE = 512 * MEGABYTE
"""PDF and Office files, whose size is mostly pictures."""
LARGEST_PARTS = 384 * MEGABYTE
"""XML parts of an Office file in all, unpacked: parsing takes several times that in memory."""
LARGEST_RATIO = 400
"""Packed to unpacked: sheets of equal cells reach 100, bombs 1,000. Judged only from 32 MB on: small parts do no harm."""
_JUDGED_FROM = 32 * MEGABYTE
_MOST_PARTS = 20_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def kind_of_bytes(path: Path, data: bytes) -> Format | None:
    """The format that the first bytes of a file tell, None where it is text. Raises UnreadableError for what is none of ours."""
    if data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK"):
        return _kind_of_zip(path)
    if data.startswith(_OLE):
        raise UnreadableError(_ole_message(path))
    for start, name in (
        (b"\x89PNG", "تصویر"), (b"\xff\xd8\xff", "تصویر"), (b"GIF8", "تصویر"), (b"II*\0", "تصویر"), (b"MM\0*", "تصویر"),
        (b"Rar!", "بایگانی فشرده"), (b"7z\xbc\xaf", "بایگانی فشرده"), (b"\x1f\x8b", "بایگانی فشرده"),
        (b"{\\rtf", "RTF"), (b"\x7fELF", "برنامهٔ اجرایی"), (b"MZ\x90", "برنامهٔ اجرایی"), (b"SQLite format 3", "پایگاه داده"),
    ):  # fmt: skip
        if data.startswith(start):
            raise UnreadableError(f"پروندهٔ «{path.name}» {name} است و از قالب‌های خواندنی نیست")
    return None


def _ole_message(path: Path) -> str:
    with open(path, "rb") as file:
        if _ENCRYPTED_STREAM in file.read(4 * MEGABYTE):
            return f"پروندهٔ «{path.name}» رمز دارد؛ نسخهٔ بی‌رمز آن را بدهید"
    return f"پروندهٔ «{path.name}» به قالب قدیمی آفیس (doc یا xls) است؛ آن را با قالب docx یا xlsx ذخیره کنید"


def _kind_of_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"پروندهٔ «{path.name}» خراب یا ناقص است") from error
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return "xlsx"
    raise UnreadableError(f"پروندهٔ «{path.name}» بایگانی فشرده است و از قالب‌های خواندنی نیست")


def check_parts(path: Path) -> None:
    """Raises UnreadableError where an Office file is encrypted, would unpack to too much, or brings its own XML entities."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableError(f"پروندهٔ «{path.name}» رمز دارد؛ نسخهٔ بی‌رمز آن را بدهید")
        size = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels", ".vml")))
        packed = sum(part.compress_size for part in parts)
        whole = sum(part.file_size for part in parts)
        bomb = whole > _JUDGED_FROM and whole > LARGEST_RATIO * max(packed, 1)
        if size > LARGEST_PARTS or bomb or len(parts) > _MOST_PARTS or whole > 4 * LARGEST_FILE:
            raise UnreadableError(f"پروندهٔ «{path.name}» پس از باز شدن از اندازهٔ مجاز بزرگ‌تر می‌شود و خوانده نشد")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096).replace(b"\0", b"").upper():
                        raise UnreadableError(f"پروندهٔ «{path.name}» تعریف‌های XML نامجاز دارد و خوانده نشد")
