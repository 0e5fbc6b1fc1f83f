"""What a tagged PDF says about its headings, the items of its lists and the cells of its tables."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

HEADING = re.compile(r"H([1-6])")
MOST_ELEMENTS = 20_000
DEEPEST = 80
CELLS = ("TH", "TD")


@dataclass(frozen=True)
class TaggedCell:
    """A cell by its marked contents, with the rows and columns that it covers."""

    marks: frozenset[int]
    rows: int
    columns: int


@dataclass
class PageTags:
    """By marked content id: the level of headings, what stands in header cells, and the depth of list items from 1."""

    levels: dict[int, int] = field(default_factory=dict)
    header_cells: set[int] = field(default_factory=set)
    items: list[tuple[int, frozenset[int]]] = field(default_factory=list)
    """Depth and marked contents of each list item, without the items inside it."""
    labels: set[int] = field(default_factory=set)
    """The marks before list items: bullets and numbers."""
    tables: list[list[list[TaggedCell]]] = field(default_factory=list)
    """The cells of each row of each table, first column first; what has no content on this page is left out."""
    left: int = MOST_ELEMENTS
    """Elements that may still be read."""


def read_tags(page: ctypes.c_void_p) -> PageTags:
    """The tags of one open page; empty where it has none."""
    tags = PageTags()
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return tags
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            if child:
                _walk(child, tags, _Around())
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return tags


@dataclass(frozen=True)
class _Around:
    """What an element stands in: level of the heading, header cell, depth of the list, rows of the table, levels of nesting."""

    level: int = 0
    header: bool = False
    lists: int = 0
    rows: list[list[TaggedCell]] | None = None
    depth: int = 0


def _walk(element: ctypes.c_void_p, tags: PageTags, around: _Around) -> frozenset[int]:
    """Adds what an element and those in it say; gives their marked contents, without those of list items inside."""
    tags.left -= 1
    if tags.left < 0 or around.depth > DEEPEST:
        return frozenset()
    name = _type(element)
    heading = HEADING.fullmatch(name)
    rows = around.rows
    if name == "Table":
        rows = []
        tags.tables.append(rows)
    elif name == "TR" and rows is not None:
        rows.append([])
    inside = _Around(
        int(heading[1]) if heading else around.level,
        name == "TH" or (around.header and name not in ("TD", "TR", "Table")),
        around.lists + (name == "L"),
        None if name in CELLS else rows,
        around.depth + 1,
    )
    place = len(tags.items)
    marks: set[int] = set()
    for index in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            marks |= _walk(child, tags, inside)
            continue
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mark >= 0:
            marks.add(mark)
            if inside.level:
                tags.levels[mark] = inside.level
            if inside.header:
                tags.header_cells.add(mark)
    if name == "Lbl":
        tags.labels |= marks
    if name == "LI":
        if marks:
            tags.items.insert(place, (max(1, inside.lists), frozenset(marks)))
        return frozenset()
    if name in CELLS and rows:
        spans = _spans(element)
        rows[-1].append(TaggedCell(frozenset(marks), spans.get("RowSpan", 1), spans.get("ColSpan", 1)))
    return frozenset(marks)


def _spans(element: ctypes.c_void_p) -> dict[str, int]:
    """RowSpan and ColSpan of a cell, where they are given."""
    found: dict[str, int] = {}
    for index in range(max(0, pdfium.FPDF_StructElement_GetAttributeCount(element))):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, index)
        for name in ("RowSpan", "ColSpan"):
            value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, name.encode())
            number = ctypes.c_float()
            if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number) and 1 <= number.value < 200:
                found[name] = int(number.value)
    return found


def _type(element: ctypes.c_void_p) -> str:
    buffer = (ctypes.c_ushort * 32)()
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return "".join(map(chr, buffer[: max(0, min(length // 2, 32) - 1)]))
