"""What a tagged PDF says about its headings."""

from __future__ import annotations

import ctypes
import re

import pypdfium2.raw as pdfium

HEADING = re.compile(r"H([1-6])")
MOST_ELEMENTS = 20_000


def heading_marks(page: ctypes.c_void_p) -> dict[int, int]:
    """Heading level by marked content id, for the headings of one open page."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    marks: dict[int, int] = {}
    try:
        left = MOST_ELEMENTS
        waiting = [(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), 0) for i in range(pdfium.FPDF_StructTree_CountChildren(tree))]
        while waiting and left:
            element, level = waiting.pop()
            left -= 1
            if not element:
                continue
            match = HEADING.fullmatch(_type(element))
            level = int(match[1]) if match else level
            for i in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
                child = pdfium.FPDF_StructElement_GetChildAtIndex(element, i)
                if child:
                    waiting.append((child, level))
                elif level:
                    mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, i)
                    if mark >= 0:
                        marks[mark] = level
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return marks


def _type(element: ctypes.c_void_p) -> str:
    buffer = (ctypes.c_ushort * 32)()
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return "".join(map(chr, buffer[: max(0, min(length // 2, 32) - 1)]))
