"""One report printed by LibreOffice Writer and by Chromium, read back; and files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import UnreadableError
from indexer.reading.document import Document, Merged
from indexer.reading.pdf import read_pdf

DATA = Path(__file__).parents[2] / "data" / "pdf"
EXPECTED = json.loads((DATA / "library.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["library_writer.pdf", "library_chromium.pdf"])
def document(request: pytest.FixtureRequest) -> Document:
    return read_pdf(DATA / request.param, "library")


def test_text_is_as_written(document: Document) -> None:
    wanted = " ".join(block["text"] for block in EXPECTED if block["type"] != "table").split()
    found = " ".join(line.text for line in document.lines if line.kind not in ("table_row", "page_header")).split()
    assert [word for word in found if word != "•"] == wanted


def test_table_over_pages_is_one_with_its_head_once(document: Document) -> None:
    wanted = next(block for block in EXPECTED if block["type"] == "table")
    (table,) = document.tables
    assert [list(row) for row in table.cells] == wanted["cells"]
    assert table.head == wanted["head"]
    assert set(table.merged) == {Merged(*merged) for merged in wanted["merged"]}
    assert len({document.lines[first - 1].page for first, _ in table.lines}) > 1


def test_rows_are_source_lines_rightmost_cell_first(document: Document) -> None:
    (table,) = document.tables
    for row, (first, last) in zip(table.cells, table.lines, strict=True):
        assert first == last
        assert document.lines[first - 1].text.split("\t") == list(row)


def test_caption_stands_above_its_table(document: Document) -> None:
    (table,) = document.tables
    assert table.caption is not None
    assert document.lines[table.caption - 1].text == "جدول ۱: درآمد به تفکیک استان"


def test_headings_have_the_levels_of_their_styles(document: Document) -> None:
    headings = [(line.text, line.level) for line in document.lines if line.kind == "heading"]
    wanted = [(block["text"], int(block["type"][1])) for block in EXPECTED if block["type"].startswith("h")]
    assert headings == wanted


def test_boxes_lie_on_their_page(document: Document) -> None:
    for line in document.lines:
        assert line.page is not None
        assert line.box is not None
        page = document.pages[line.page - 1]
        left, top, right, bottom = line.box
        assert -1 <= left < right <= page.width + 1
        assert -1 <= top < bottom <= page.height + 1


def test_running_head_and_printed_page_numbers() -> None:
    document = read_pdf(DATA / "library_writer.pdf", "library")
    assert [page.label for page in document.pages] == list(range(1, len(document.pages) + 1))
    heads = [line.text for line in document.lines if line.kind == "page_header"]
    assert heads.count("گزارش سالانهٔ سازمان نمونه") == len(document.pages)


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "خالی"), (b"%PDF-1.7 nothing more", "سالم"), (b"\x00\x01 not a pdf at all", "سالم")]
)
def test_broken_files_say_so(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=said):
        read_pdf(path, "a")


def test_locked_file_says_so() -> None:
    with pytest.raises(UnreadableError, match="گذرواژه"):
        read_pdf(DATA / "locked.pdf", "locked")
