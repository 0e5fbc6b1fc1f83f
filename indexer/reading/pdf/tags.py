"""What a tagged PDF says about its headings and the header cells of its tables."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

HEADING = re.compile(r"H([1-6])")
MOST_ELEMENTS = 20_000


@dataclass
class PageTags:
    """By marked content id: the level of headings, and what stands in header cells."""

    levels: dict[int, int] = field(default_factory=dict)
    header_cells: set[int] = field(default_factory=set)


def read_tags(page: ctypes.c_void_p) -> PageTags:
    """The tags of one open page; empty where it has none."""
    tags = PageTags()
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return tags
    try:
        left = MOST_ELEMENTS
        waiting = [
            (pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), 0, False) for i in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        while waiting and left:
            element, level, header = waiting.pop()
            left -= 1
            if not element:
                continue
            name = _type(element)
            match = HEADING.fullmatch(name)
            level = int(match[1]) if match else level
            header = name == "TH" or (header and name not in ("TD", "TR", "Table"))
            for i in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
                child = pdfium.FPDF_StructElement_GetChildAtIndex(element, i)
                if child:
                    waiting.append((child, level, header))
                    continue
                mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, i)
                if mark >= 0 and level:
                    tags.levels[mark] = level
                if mark >= 0 and header:
                    tags.header_cells.add(mark)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return tags


def _type(element: ctypes.c_void_p) -> str:
    buffer = (ctypes.c_ushort * 32)()
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return "".join(map(chr, buffer[: max(0, min(length // 2, 32) - 1)]))
