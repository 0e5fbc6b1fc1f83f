"""Word files: paragraphs and tables in order, with what their styles say.

The XML is walked itself: python-docx passes over content controls, tracked insertions, text boxes and footnotes, and keeps
nothing of the numbers that Word computes. Left out are headers, footers, tables of contents, deleted and hidden text.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from indexer.errors import UnreadableError
from indexer.reading.captions import with_captions
from indexer.reading.cell_grid import table_of
from indexer.reading.characters import squeezed
from indexer.reading.document import Document, SourceLine, SourceTable
from indexer.reading.word_numbering import Numbering, W, is_on, read_numbering, value
from indexer.reading.word_styles import Styles, read_styles
from indexer.reading.word_tables import is_layout, place_cells

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "pPr", W + "rPr", W + "txbxContent", W + "rt",
            _MC + "Fallback"}  # fmt: skip
_BLANKS = {W + "tab": " ", W + "br": " ", W + "cr": " ", W + "ptab": " ", W + "noBreakHyphen": "-"}
_PICTURES = (W + "drawing", W + "pict", W + "object")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass
class _Reader:
    styles: Styles
    numbering: Numbering
    notes: dict[str, Any]
    """Footnotes and endnotes by kind and id."""
    lines: list[SourceLine] = field(default_factory=list)
    tables: list[SourceTable] = field(default_factory=list)
    title: list[str] = field(default_factory=list)


def read_docx(path: Path) -> Document:
    """Raises UnreadableError, or KeyError, ValueError, SyntaxError, BadZipFile for what is no sound Word file."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        main = "word/document.xml" if "word/document.xml" in names else _main_part(archive)
        root = _parsed(archive, main)
        body = root.find(W + "body")
        if body is None:
            raise UnreadableError(f"پروندهٔ «{path.name}» خراب یا ناقص است و خوانده نشد")
        part: dict[str, Any] = {name: _parsed(archive, f"word/{name}.xml") if f"word/{name}.xml" in names else None
                for name in ("styles", "numbering", "footnotes", "endnotes")}  # fmt: skip
        core = _parsed(archive, "docProps/core.xml") if "docProps/core.xml" in names else None
    notes = {f"{kind}:{node.get(W + 'id')}": node for kind in ("footnote", "endnote")
             for node in (part[kind + "s"].iterfind(W + kind) if part[kind + "s"] is not None else ())}  # fmt: skip
    reader = _Reader(read_styles(part["styles"]), read_numbering(part["numbering"]), notes)
    _read_blocks(reader, body)
    pictures = sum(1 for _ in body.iter(*_PICTURES))
    lines, tables = with_captions(reader.lines, reader.tables)
    said = (core.findtext(_TITLE) or "").strip() if core is not None else ""
    title = " ".join(reader.title) or squeezed(said) or None
    pictured = (f"{pictures} تصویر یا شکل در سند هست که متن آن خوانده نمی‌شود",) if pictures else ()
    return Document(path.stem, path.name, "docx", "", lines, tables, title=title, notes=pictured)


def _main_part(archive: zipfile.ZipFile) -> str:
    for node in _parsed(archive, "_rels/.rels"):
        if str(node.get("Type", "")).endswith("/officeDocument"):
            return str(node.get("Target", "")).lstrip("/")
    raise KeyError("officeDocument")


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(archive.read(name), parser)


def _read_blocks(reader: _Reader, parent: Any) -> None:
    for node in _blocks(parent):
        if node.tag == W + "p":
            _read_paragraph(reader, node)
        elif is_layout(node):
            for cell in node.iterfind(f"{W}tr/{W}tc"):
                _read_blocks(reader, cell)
        else:
            _read_table(reader, node)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside content controls and tracked insertions."""
    for node in parent:
        if node.tag in (W + "p", W + "tbl"):
            yield node
        elif node.tag == W + "sdt":
            gallery = value(node, "sdtPr/docPartObj/docPartGallery")
            content = node.find(W + "sdtContent")
            if content is not None and gallery != "Table of Contents":
                yield from _blocks(content)
        elif node.tag in (W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            yield from _blocks(node)


def _read_paragraph(reader: _Reader, node: Any) -> None:
    style = value(node, "pPr/pStyle")
    if reader.styles.is_contents(style):
        return
    text = squeezed(text_of(node))
    mark = _mark(reader, node, style)  # an empty item is counted too
    level = reader.styles.heading_level(style)
    own = value(node, "pPr/outlineLvl")
    if own is not None and own.isdecimal():
        level = int(own) + 1 if int(own) < 9 else None
    if not text:
        pass
    elif reader.styles.is_title(style):
        reader.title.append(text)
        reader.lines.append(SourceLine(text, bold=True))
    elif level is not None:
        numbered = f"{mark[0]} {text}" if mark and not mark[1] else text
        reader.lines.append(SourceLine(numbered, kind="heading", level=level))
    elif reader.styles.is_caption(style):
        reader.lines.append(SourceLine(text, kind="caption"))
    elif mark:
        reader.lines.append(SourceLine(text, kind="bullet", level=mark[2] + 1, marker=mark[0]))
    else:
        reader.lines.append(SourceLine(text, bold=_is_bold(node) or None))
    for box in _text_boxes(node):
        _read_blocks(reader, box)
    for note in _notes(reader, node):
        reader.lines.append(SourceLine(note))


def _mark(reader: _Reader, node: Any, style: str | None) -> tuple[str, bool, int] | None:
    """The computed mark of a paragraph, whether it is a bullet, and its level from 0."""
    number, said = value(node, "pPr/numPr/numId"), value(node, "pPr/numPr/ilvl")
    depth = int(said) if said is not None else None
    inherited = reader.styles.numbering(style)
    by = style
    if number is None and inherited is not None:
        number, by = inherited[0], inherited[2]
        depth = depth if depth is not None else inherited[1]
    if number is None or number == "0":
        return None
    level = depth if depth is not None else reader.numbering.level_of_style(number, by)
    found = reader.numbering.next(number, level)
    return (*found, level) if found else None


def text_of(node: Any) -> str:
    """The text of a paragraph as it stands after all tracked changes; text boxes and note marks are left out."""
    pieces: list[str] = []

    def walk(parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED or (tag == W + "r" and is_on(child, "rPr/vanish")):
                continue
            if tag in (W + "t", _MATH_TEXT):
                pieces.append(child.text or "")
            elif tag in _BLANKS:
                pieces.append(_BLANKS[tag])
            elif tag == W + "sym":
                pieces.append("•")
            else:
                walk(child)

    walk(node)
    return "".join(pieces)


def _is_bold(node: Any) -> bool:
    """Whether every run with text is set bold by itself."""
    runs = [run for run in node.iter(W + "r") if (run.findtext(W + "t") or "").strip()]
    return bool(runs) and all(is_on(run, "rPr/b") or is_on(run, "rPr/bCs") for run in runs)


def _text_boxes(node: Any) -> list[Any]:
    boxes = node.iter(W + "txbxContent")
    return [box for box in boxes if not any(up.tag in (_MC + "Fallback", W + "del") for up in box.iterancestors())]


def _notes(reader: _Reader, node: Any) -> list[str]:
    """The texts of the footnotes and endnotes that a paragraph or table points to."""
    found = []
    for kind in ("footnote", "endnote"):
        for mark in node.iter(f"{W}{kind}Reference"):
            note = reader.notes.get(f"{kind}:{mark.get(W + 'id')}")
            text = squeezed(" ".join(text_of(p) for p in note.iter(W + "p"))) if note is not None else ""
            if text:
                found.append(text)
    return found


def _read_table(reader: _Reader, node: Any) -> None:
    placed, head = place_cells(node, lambda cell: squeezed(" ".join(text_of(p) for p in cell.iter(W + "p"))))
    visual = node.find(f"{W}tblPr/{W}bidiVisual")
    style = value(node, "tblPr/tblStyle")
    turned = is_on(node, "tblPr/bidiVisual") if visual is not None else any(s.right_to_left for s in reader.styles.chain(style))
    found = table_of(placed, len(reader.lines) + 1, head, turned)
    if found is None:
        return
    lines, table = found
    reader.lines.extend(lines)
    reader.tables.append(table)
    for note in _notes(reader, node):
        reader.lines.append(SourceLine(note))
