"""A scanned page: read by OCR with a note where it is installed, refused in clear words where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UnreadableError
from indexer.reading import ocr
from indexer.reading.pdf import read_pdf
from indexer.reading.rendering import render_page

DATA = Path(__file__).parents[2] / "data" / "pdf" / "library_writer.pdf"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    render_page(DATA, 2, 150 / 72).save(path, "PDF", resolution=150)
    return path


@pytest.mark.skipif(not ocr.available(), reason="tesseract with Persian is not installed")
def test_scan_is_read_with_a_note(scan: Path) -> None:
    document = read_pdf(scan, "scan")
    assert any("گزارش" in line.text for line in document.lines)
    assert all(line.confidence is not None and 0 <= line.confidence <= 1 for line in document.lines)
    assert any("بازشناسی نوری" in note for note in document.notes)


def test_scan_without_recognition_is_refused(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ocr.available.cache_clear()
    try:
        with pytest.raises(UnreadableError, match="بازشناسی نوری نصب نیست"):
            read_pdf(scan, "scan")
    finally:
        ocr.available.cache_clear()
