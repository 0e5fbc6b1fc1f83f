import shutil
import zipfile

import docx
import openpyxl
import pytest

from indexer.errors import SeedError, UnreadableError
from indexer.reading import document_paths, read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def word(tmp_path):
    document = docx.Document()
    document.add_paragraph("متن سند")
    document.save(tmp_path / "word.docx")
    return tmp_path / "word.docx"


def message(path):
    with pytest.raises(UnreadableError) as caught:
        read_document(path)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_paths_and_ids(tmp_path):
    for name in ["b.txt", "a.md", "a.docx", "a.pdf", ".hidden.txt", "~$a.docx", "c.exe", "D.HTML"]:
        (tmp_path / name).write_text("x")
    (tmp_path / "folder.txt").mkdir()
    assert [(id, path.name) for id, path in document_paths(tmp_path)] == [
        ("D", "D.HTML"), ("a", "a.docx"), ("a-md", "a.md"), ("a-pdf", "a.pdf"), ("b", "b.txt"),
    ]  # fmt: skip
    with pytest.raises(SeedError):
        document_paths(tmp_path / "none")


def test_id_file_and_hash(word):
    document = read_document(word, "شناسه")
    assert (document.id, document.file, document.format, len(document.sha256)) == ("شناسه", "word.docx", "docx", 64)


def test_another_ending_is_read_as_what_it_is(word, tmp_path):
    shutil.copy(word, tmp_path / "a.txt")
    document = read_document(tmp_path / "a.txt")
    assert (document.format, document.lines[0].text) == ("docx", "متن سند")
    assert "Word" in document.notes[-1]
    (tmp_path / "b.xlsx").write_text(
        "<html><body><table><tr><td>نام</td><td>۱</td></tr><tr><td>قم</td><td>۲</td></tr></table></body></html>"
    )
    assert len(read_document(tmp_path / "b.xlsx").tables) == 1


def test_encrypted_and_old_files(tmp_path):
    for name, data, said in [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "رمز"),
        ("b.doc.docx", OLE, "قدیمی"),
        ("c.txt", b"\x89PNG\r\n\x1a\n", "تصویر"),
    ]:
        (tmp_path / name).write_bytes(data)
        assert said in message(tmp_path / name)


def test_broken_files(word, tmp_path):
    data = word.read_bytes()
    cut = tmp_path / "cut.docx"
    cut.write_bytes(data[: len(data) // 2])
    assert "خراب" in message(cut)
    flipped = bytearray(data)
    at = data.index(b"word/document.xml") + 200
    flipped[at : at + 40] = b"\xff" * 40
    broken = tmp_path / "broken.docx"
    broken.write_bytes(bytes(flipped))
    assert "خراب" in message(broken)
    (tmp_path / "z.xlsx").write_bytes(b"PK\x03\x04nothing")
    assert "خراب" in message(tmp_path / "z.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.docx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert "بایگانی" in message(tmp_path / "plain.docx")


def test_empty_files(tmp_path):
    for name in ("a.txt", "b.docx", "c.xlsx", "d.html", "e.pdf"):
        (tmp_path / name).write_bytes(b"")
        message(tmp_path / name)
    (tmp_path / "blank.txt").write_bytes(b" \n\n")
    assert "متنی ندارد" in message(tmp_path / "blank.txt")
    docx.Document().save(tmp_path / "none.docx")
    assert "متنی ندارد" in message(tmp_path / "none.docx")
    openpyxl.Workbook().save(tmp_path / "none.xlsx")
    assert "متنی ندارد" in message(tmp_path / "none.xlsx")


def test_pictures_alone(tmp_path):
    document = docx.Document()
    document.add_paragraph().add_run()._r.append(docx.oxml.OxmlElement("w:drawing"))
    document.save(tmp_path / "a.docx")
    assert "تصویر" in message(tmp_path / "a.docx")


def with_part(word, target, name, write):
    """A copy of a Word file in which one part is written anew."""
    with zipfile.ZipFile(word) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w", force_zip64=True) as file:
            write(file)
    return target


def test_zip_bomb(word, tmp_path):
    bomb = with_part(
        word, tmp_path / "bomb.docx", "word/media/a.bin", lambda file: [file.write(b"\0" * (1 << 20)) for _ in range(64)]
    )
    assert bomb.stat().st_size < 1 << 20
    assert "اندازه" in message(bomb)


def test_entity_bomb(word, tmp_path):
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert "XML" in message(with_part(word, tmp_path / "e.docx", "word/document.xml", lambda file: file.write(xml)))


def test_a_text_beyond_the_limit(tmp_path):
    path = tmp_path / "huge.txt"
    with open(path, "wb") as file:
        file.write("متن\n".encode())
        file.truncate(200 << 20)
    assert "200 مگابایت" in message(path)


def test_what_is_not_there_or_not_known(tmp_path):
    assert "باز نشد" in message(tmp_path / "none.txt")
    (tmp_path / "a.exe").write_bytes(b"x")
    assert "قالب" in message(tmp_path / "a.exe")
