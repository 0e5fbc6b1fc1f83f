"""Small documents and what is left of a corpus when a process is killed over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[Path, str, str], Path]


@pytest.fixture(scope="session")
def write_document() -> Write:
    """Writes a short clean text about a place and its number: `write(folder, name, place)`."""

    def write(folder: Path, name: str, place: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.txt"
        sentences = (f"بازدیدکنندگان {place} در سال {1390 + n} به {n * 37 + len(place)} نفر رسید." for n in range(8))
        path.write_text(f"گزارش {place}\n\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")
        return path

    return write
