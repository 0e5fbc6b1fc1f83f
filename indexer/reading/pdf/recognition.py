"""Pages whose text layer is missing or cannot be trusted: read by OCR where that is installed, else told of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.errors import UnreadableError
from indexer.reading import ocr
from indexer.reading.document import SourceLine
from indexer.reading.pdf.lines import PrintedLine
from indexer.reading.pdf.page import Page
from indexer.reading.pdf.quality import trusted
from indexer.reading.pdf.tables import PageTable
from indexer.reading.rendering import render_page

DPI = 300
FEW_LETTERS = 15
"""Fewer letters than this on a page full of pictures are a stamp or a page number, not its text."""


def recognise(path: Path, pages: Sequence[Page]) -> tuple[list[Page], dict[int, list[SourceLine]], list[str]]:
    """The pages, the lines that OCR gave by page, and notes. Raises UnreadableError where no page gives any text."""
    bare = [page.number for page in pages if page.letters < FEW_LETTERS and page.images]
    wrong = [page.number for page in pages if page.number not in bare and page.letters and not _trusted(page)]
    recognised: dict[int, list[SourceLine]] = {}
    failed: list[int] = []
    if ocr.available():
        for number in (*bare, *wrong):
            lines = _read(path, number)
            if lines is None:
                failed.append(number)
            elif lines or number in bare:
                recognised[number] = lines
    notes = _notes(bare, wrong, recognised, failed, [page.number for page in pages if page.cut])
    if not any(page.items for page in pages if page.number not in bare) and not any(recognised.values()):
        reason = "صفحه‌های آن تصویر است و بازشناسی نوری نصب نیست" if bare and not ocr.available() else "هیچ صفحه‌ای از آن متن ندارد"
        raise UnreadableError(f"«{path.name}» خوانده نشد: {reason}.")
    return list(pages), recognised, notes


def _trusted(page: Page) -> bool:
    texts: list[str] = []
    for item in page.items:
        if isinstance(item, PrintedLine):
            texts.append(item.text)
        elif isinstance(item, PageTable):
            texts.extend(cell for row in item.rows for cell in row)
    return trusted(texts, page.letters, page.unmapped)


def _read(path: Path, number: int) -> list[SourceLine] | None:
    picture = render_page(path, number, DPI / 72)
    lines = ocr.recognise_lines(picture, DPI)
    if lines is None:
        return None
    scale = 72 / DPI
    return [
        SourceLine(
            line.text, number, (line.box[0] * scale, line.box[1] * scale, line.box[2] * scale, line.box[3] * scale),
            confidence=line.confidence,
        )
        for line in lines
    ]  # fmt: skip


def _notes(
    bare: list[int], wrong: list[int], recognised: dict[int, list[SourceLine]], failed: list[int], cut: list[int]
) -> list[str]:
    notes: list[str] = []
    if recognised:
        notes.append(f"{_pages(list(recognised))} با بازشناسی نوری خوانده شد؛ رقم‌های آن اثبات‌نشده است.")
    unread_bare = [number for number in bare if number not in recognised and number not in failed]
    unread_wrong = [number for number in wrong if number not in recognised and number not in failed]
    hint = "بازشناسی نوری نصب نیست (tesseract با زبان fas)" if not ocr.available() else "بازشناسی نوری چیزی نیافت"
    if unread_bare:
        notes.append(f"{_pages(unread_bare)} متن ندارد و {hint}.")
    if unread_wrong:
        notes.append(f"لایهٔ متن {_pages(unread_wrong)} درست نیست و {hint}؛ حرف‌های آن نامطمئن است.")
    if failed:
        notes.append(f"بازشناسی نوری {_pages(failed)} انجام نشد.")
    if cut:
        notes.append(f"{_pages(cut)} بیش از اندازه حرف دارد و تنها بخشی از آن خوانده شد.")
    return notes


def _pages(numbers: list[int]) -> str:
    """«صفحهٔ ۳» or «صفحه‌های ۳، ۴ تا ۷»."""
    digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    ordered = sorted(numbers)
    runs: list[list[int]] = []
    for number in ordered:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]} تا {run[-1]}" for run in runs]
    return ("صفحهٔ " if len(ordered) == 1 else "صفحه‌های ") + "، ".join(texts).translate(digits)
