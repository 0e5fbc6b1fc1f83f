from pathlib import Path

import pytest

from indexer.errors import SeedError
from indexer.source import read_document, read_seeds


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
