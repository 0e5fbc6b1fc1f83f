"""What a seed file holds: its lines as stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import SeedError


@dataclass(frozen=True)
class Document:
    """A seed: `lines[i]` is source line i + 1, exactly as stored, without its `\\n`."""

    id: str
    lines: tuple[str, ...]
    sha256: str


def read_seeds(folder: Path) -> list[Document]:
    """Every `.txt` of the folder, by name. Raises SeedError with a Persian message; nothing is read in part."""
    if not folder.is_dir():
        raise SeedError(f"پوشهٔ سندها پیدا نشد: {folder}")
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise SeedError(f"در پوشهٔ {folder} هیچ سند متنی (txt.) نیست")
    return [read_document(path) for path in paths]


def read_document(path: Path) -> Document:
    """One seed file. Raises SeedError where it is unreadable, not UTF-8, or empty."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SeedError(f"پرونده خوانده نشد: {path} ({error.strerror})") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SeedError(f"پروندهٔ {path.name} متن UTF-8 نیست (بایت {error.start + 1})") from error
    if "\x00" in text:
        raise SeedError(f"پروندهٔ {path.name} متن نیست (بایت صفر دارد)")
    if not text.strip():
        raise SeedError(f"پروندهٔ {path.name} خالی است")
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[-1] == "":
        lines.pop()
    return Document(path.stem, tuple(lines), hashlib.sha256(data).hexdigest())
