"""Bulleted list items of pages without tags: marks drawn as shapes, and depth by how far the marks are set in."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Sequence

import pypdfium2.raw as pdfium

from indexer.reading.document import Box
from indexer.reading.pdf.glyphs import Placing
from indexer.reading.pdf.lines import PrintedLine

SIGN = re.compile(r"\s*[•●○◦▪■□►▶➢✓✔❖◆·*–—\uf0a7\uf0b7\uf0d8\uf0fc-]\s+(?=\S)")
SMALLEST, LARGEST = 0.12, 0.75
"""Em: the sides of a shape that may be a bullet."""
FARTHEST = 2.5
"""Em between a drawn bullet and the text that it stands before."""
MOST_OBJECTS = 40_000
SAME_EDGE = 4.0
"""Points within which marks stand below each other."""


def drawn_dots(page: ctypes.c_void_p, frame: Placing) -> list[Box]:
    """Small shapes about as wide as tall, which may be bullets, on the page as seen."""
    edges = [ctypes.c_float() for _ in range(4)]
    found: list[Box] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPageObj_GetBounds(item, *edges)
        box = frame.box(*(edge.value for edge in edges))
        wide, tall = box[2] - box[0], box[3] - box[1]
        if 1 <= wide <= 12 and 1 <= tall <= 12 and 0.7 <= wide / tall <= 1.4:
            found.append(box)
    return found


def mark_drawn(lines: Iterable[PrintedLine], dots: Sequence[Box]) -> None:
    """Puts a bullet before the lines that a drawn one stands right of."""
    for line in lines:
        if not dots or SIGN.match(line.text):
            continue
        dot = next((dot for dot in dots if _before(dot, line)), None)
        if dot is not None:
            line.text = f"• {line.text}"
            line.right = max(line.right, dot[2])


def _before(dot: Box, line: PrintedLine) -> bool:
    wide, middle = dot[2] - dot[0], (dot[1] + dot[3]) / 2
    return (
        SMALLEST * line.size <= wide <= LARGEST * line.size
        and 0 <= dot[0] - line.right <= FARTHEST * line.size
        and line.baseline - 0.9 * line.size < middle < line.baseline + 0.1 * line.size
    )


def set_depths(lines: Sequence[PrintedLine]) -> None:
    """Tells the bulleted lines of a document how deep they lie: by the edges that their marks share, the outermost first.

    A sign that stands but once at its edge is no list item for sure and is left alone.
    """
    marked = [line for line in lines if not line.depth and SIGN.match(line.text)]
    edges: list[list[float]] = []
    for right in sorted((line.right for line in marked), reverse=True):
        if edges and edges[-1][-1] - right <= SAME_EDGE:
            edges[-1].append(right)
        else:
            edges.append([right])
    shared = [group for group in edges if len(group) >= 2]
    for line in marked:
        depth = next((i for i, group in enumerate(shared, 1) if group[-1] <= line.right <= group[0]), None)
        if depth is not None:
            line.depth = depth
