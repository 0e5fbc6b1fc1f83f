"""HTML pages: blocks in order, headings, nested lists, tables with their spans; what is not shown is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html

from indexer.errors import UnreadableError
from indexer.reading.captions import with_captions
from indexer.reading.cell_grid import table_of
from indexer.reading.characters import REPLACED, decode, squeezed
from indexer.reading.document import Document, SourceLine, SourceTable
from indexer.reading.html_tables import is_layout, parent_cells, place_cells, reads_right_to_left
from indexer.reading.word_numbering import written

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_NOT_SHOWN = {"script", "style", "nav", "template", "noscript", "head", "iframe", "svg", "canvas", "object", "select", "textarea",
              "button", "input", "audio", "video", "datalist", "dialog"}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
           "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend",
           "li", "main", "ol", "p", "pre", "section",
           "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6"}  # fmt: skip
_ORDERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}


@dataclass
class _Page:
    right_to_left: bool
    lines: list[SourceLine] = field(default_factory=list)
    tables: list[SourceTable] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    """Text of the block that is being read."""
    item: tuple[str, int] | None = None
    """Mark and level of the list item whose first line is to come."""
    term: str = ""
    """The term whose definition is to come."""


def read_html(path: Path) -> Document:
    """Raises UnreadableError where there is no page in the file."""
    text, notes = _decoded(path.read_bytes())
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root = lxml.html.document_fromstring(text) if text.strip() else None
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise UnreadableError(f"پروندهٔ «{path.name}» متنی ندارد")
    styles = " ".join(node.text or "" for node in root.iter("style"))
    page = _Page(re.search(r"direction\s*:\s*rtl", styles, re.IGNORECASE) is not None)
    _read_children(page, body, 0)
    _flush(page)
    pictures = sum(1 for _ in body.iter("img"))
    if pictures:
        notes = (*notes, f"{pictures} تصویر در صفحه هست که متن آن خوانده نمی‌شود")
    lines, tables = with_captions(page.lines, page.tables)
    title = squeezed(root.findtext("head/title") or "") or None
    return Document(path.stem, path.name, "html", "", lines, tables, title=title, notes=notes)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """By the page's own word, where it holds; else as any text."""
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = said[1].decode("ascii").lower()
        encoding = {"windows-1252": "cp1252", "iso-8859-1": "cp1252"}.get(encoding, encoding)
        if not encoding.startswith("utf"):
            try:
                return data.decode(encoding).replace("\x00", REPLACED), ()
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data)


def _is_shown(node: Any) -> bool:
    return (
        isinstance(node.tag, str)
        and node.tag not in _NOT_SHOWN
        and node.get("hidden") is None
        and node.get("aria-hidden") != "true"
        and node.get("role") != "navigation"
        and not _HIDDEN_STYLE.search(node.get("style") or "")
    )


def _flush(page: _Page, **said: Any) -> None:
    """Ends the block: its text becomes a line."""
    text = squeezed("".join(page.pending))
    page.pending.clear()
    if not text:
        return
    if page.item and "kind" not in said:
        said = {"kind": "bullet", "marker": page.item[0], "level": page.item[1]}
    page.item = None
    if page.term:
        text, page.term = f"{page.term}: {text}", ""
    page.lines.append(SourceLine(text, **said))


def _read_children(page: _Page, node: Any, depth: int) -> None:
    page.pending.append(node.text or "")
    for child in node:
        if _is_shown(child):
            _read(page, child, depth)
        page.pending.append(child.tail or "")


def _read(page: _Page, node: Any, depth: int) -> None:
    tag = node.tag
    if tag == "br":
        _flush(page)
        return
    if tag not in _BLOCKS:
        _read_children(page, node, depth)
        return
    _flush(page)
    if tag == "table" and not is_layout(node):
        _read_table(page, node)
    elif tag == "table":
        _read_layout(page, node, depth)
    elif tag in ("ul", "ol"):
        _read_list(page, node, depth + 1)
    elif tag == "pre":
        for line in (node.text_content() or "").split("\n"):
            if line.strip():
                page.lines.append(SourceLine(squeezed(line), kind="paragraph"))
    elif re.fullmatch("h[1-6]", tag):
        heading = squeezed(_text(node))
        if heading:
            page.lines.append(SourceLine(heading, kind="heading", level=int(tag[1])))
        page.item = None
    elif tag == "dt":
        page.term = squeezed(_text(node)).rstrip(":")
    else:
        if tag == "dl":
            _end_term(page)
        _read_children(page, node, depth)
        _flush(page, **({"kind": "caption"} if tag == "figcaption" and node.getparent().find(".//table") is not None else {}))
        if tag == "dl":
            _end_term(page)


def _end_term(page: _Page) -> None:
    if page.term:
        page.lines.append(SourceLine(page.term))
        page.term = ""


def _read_list(page: _Page, node: Any, depth: int) -> None:
    try:
        number = int(node.get("start") or 1)
    except ValueError:
        number = 1
    for item in node:
        if not _is_shown(item):
            continue
        if item.tag != "li":
            _read(page, item, depth)
            continue
        said = item.get("value") or ""
        number = int(said) if said.isdecimal() else number
        mark = f"{written(number, _ORDERS.get(node.get('type') or '1', 'decimal'))}." if node.tag == "ol" else "•"
        page.item = (mark, depth)
        _read_children(page, item, depth)
        _flush(page)
        page.item = None
        number += 1


def _text(node: Any) -> str:
    """The shown text of an element, blocks and breaks parted by spaces."""
    pieces = [node.text or ""]
    for child in node:
        if _is_shown(child):
            apart = " " if child.tag in _BLOCKS or child.tag == "br" else ""
            pieces += [apart, _text(child), apart]
        pieces.append(child.tail or "")
    return "".join(pieces)


def _read_layout(page: _Page, node: Any, depth: int) -> None:
    for cell in parent_cells(node):
        if _is_shown(cell):
            _read_children(page, cell, depth)
            _flush(page)


def _read_table(page: _Page, node: Any) -> None:
    caption = node.find("caption")
    text = squeezed(_text(caption)) if caption is not None and _is_shown(caption) else ""
    if text:
        page.lines.append(SourceLine(text, kind="caption"))
    placed, head = place_cells(node, _is_shown, lambda cell: squeezed(_text(cell)))
    found = table_of(placed, len(page.lines) + 1, head, reads_right_to_left(node, page.right_to_left))
    if found is not None:
        page.lines.extend(found[0])
        page.tables.append(found[1])
