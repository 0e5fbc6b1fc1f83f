from pathlib import Path

import pytest

from indexer.errors import SeedError
from indexer.source import find_pages, page_header_lines, page_of, read_document, read_seeds


def test_lines_are_kept_exactly_as_stored(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("  سطر یک \n\nسطر دو\t\n".encode())
    document = read_document(path)
    assert document.id == "a"
    assert document.lines == ("  سطر یک ", "", "سطر دو\t")


@pytest.mark.parametrize(
    ("data", "word"), [(b"\xff\xfe\x00x", "UTF-8"), (b"", "خالی"), (b" \n\n", "خالی"), (b"a\x00b", "بایت صفر")]
)
def test_what_is_not_text_is_refused_in_one_line(tmp_path: Path, data: bytes, word: str):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(SeedError, match=word) as caught:
        read_document(path)
    assert "\n" not in str(caught.value)


def test_a_folder_without_seeds_is_refused(tmp_path: Path):
    with pytest.raises(SeedError):
        read_seeds(tmp_path)
    with pytest.raises(SeedError):
        read_seeds(tmp_path / "missing")


def test_running_heads_and_pages_of_the_report(report_lines: tuple[str, ...]):
    heads = page_header_lines(report_lines)
    assert {116, 118, 758, 760} <= heads
    assert len(heads) == 14
    pages = find_pages(report_lines)
    assert [p.number for p in pages if p.number] == list(range(4, 99))
    assert [p.lines[0] for p in pages[1:]] == [p.lines[1] + 1 for p in pages[:-1]]
    assert pages[-1].lines[1] == len(report_lines)
    assert page_of(pages, (764, 764)) == 16
    assert page_of(pages, (750, 750)) == 15
    assert page_of(pages, (1, 1)) is None


def test_a_document_without_running_heads_has_no_pages():
    assert find_pages(("یک", "", "دو")) == ()
