"""Text files, plain or with Markdown marks: source line i is the file's own line i."""

from __future__ import annotations

import re
from pathlib import Path

from indexer.errors import UnreadableError
from indexer.reading.captions import with_captions
from indexer.reading.characters import clean, decode
from indexer.reading.document import Document
from indexer.reading.markdown import read_marks

_TITLE = re.compile(r"title\s*:\s*[\"']?(.*?)[\"']?\s*")


def read_text(path: Path) -> Document:
    """The lines as stored, what their Markdown marks say, and pipe tables. Bad bytes are notes, never errors.

    Tables of plain text, aligned by spaces, are not looked for here: `indexer.reading.aligned` does that, where the text is
    not damaged.
    """
    raw, notes = _raw_lines(path.read_bytes())
    lines, tables = read_marks(raw)
    lines, tables = with_captions(lines, tables)
    return Document(path.stem, path.name, "txt", "", lines, tables, title=_front_title(raw), ordered=False, notes=notes)


def text_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file of any ending, as stored. Raises UnreadableError where it cannot be opened or holds no text."""
    try:
        raw, _ = _raw_lines(path.read_bytes())
    except OSError as error:
        raise UnreadableError(f"پروندهٔ «{path.name}» باز نشد ({error.strerror})") from error
    if not any(line.strip() for line in raw):
        raise UnreadableError(f"پروندهٔ «{path.name}» متنی ندارد")
    return tuple(raw)


def _raw_lines(data: bytes) -> tuple[list[str], tuple[str, ...]]:
    text, notes = decode(data)
    raw = text.split("\n")
    return (raw[:-1] if raw[-1] == "" else raw), notes


def _front_title(raw: list[str]) -> str | None:
    """The title in a YAML head (between `---` lines at the very start), where there is one."""
    if not raw or raw[0].strip() != "---":
        return None
    for line in raw[1:50]:
        if line.strip() == "---":
            return None
        found = _TITLE.fullmatch(clean(line))
        if found:
            return found[1] or None
    return None
