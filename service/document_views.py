"""What is shown of a document beside its answers: its section tree, and its pages as pictures with the cited lines marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from indexer.corpus import Corpus, Line
from indexer.store import uploads
from indexer.store.manifest import read_manifest
from service.problems import ProblemError

WIDTH = 1_000
"""Pixels that a page is drawn wide: readable on a screen, about 200 kB."""
KEPT = 64
"""Pages kept drawn; about 15 MB."""


def section_tree(corpus: Corpus) -> list[dict[str, Any]]:
    """The sections of a document, each with its subsections in `sections`."""
    roots: list[dict[str, Any]] = []
    open_sections: list[dict[str, Any]] = []
    for section in corpus.sections:
        level = len(section.path)
        node: dict[str, Any] = {
            "id": section.id,
            "number": section.number,
            "title": section.title,
            "level": level,
            "lines": section.lines,
            "page": next((line.page for line in corpus.lines[section.lines[0] - 1 : section.lines[1]] if line.page), None),
            "sections": [],
        }
        while open_sections and open_sections[-1]["level"] >= level:
            open_sections.pop()
        (open_sections[-1]["sections"] if open_sections else roots).append(node)
        open_sections.append(node)
    return roots


def file_of(corpus: Path, seeds: Path, document: str) -> Path | None:
    """The file that a document was read from, where it still is."""
    record = read_manifest(corpus).record(document)
    path = uploads.files(corpus).get(document) or (seeds / record.file if record else None)
    return path if path and path.is_file() else None


def page_picture(path: Path | None, lines: Sequence[Line], page: int, span: tuple[int, int]) -> bytes:
    """A page of a PDF as PNG, with the lines of `span` on it marked. Raises ProblemError (404) where there is no such page."""
    if path is None or path.suffix.lower() != ".pdf":
        raise ProblemError(404, "این سند صفحه‌ای ندارد که بتوان تصویرش را دید.")
    first, last = span
    boxes = tuple(n.box for n in lines if n.page == page and n.box and first <= n.line <= last)
    return _drawn(path, path.stat().st_mtime_ns, page, boxes)


@lru_cache(maxsize=KEPT)
def _drawn(path: Path, stamp: int, page: int, boxes: tuple[tuple[float, float, float, float], ...]) -> bytes:
    from indexer.reading.page_image import page_png  # pypdfium2 is loaded when the first page is asked for

    try:
        return page_png(path, page, boxes, WIDTH)
    except IndexError as error:
        raise ProblemError(404, f"این سند صفحهٔ {page} ندارد.") from error
