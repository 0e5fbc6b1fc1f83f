"""A page of a PDF as a picture with the cited places marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from indexer.reading.document import Box
from indexer.reading.pdf.opening import PDFIUM, opened
from indexer.reading.rendering import render_page

MARK = (255, 236, 130)
MARGIN = 2.0
"""Points around a box."""
NARROWEST, WIDEST = 200, 2000
"""Pixels."""


def page_png(path: Path, page: int, boxes: Sequence[Box], width: int) -> bytes:
    """Page `page` (from 1) as PNG, `width` pixels wide (200 to 2000), with the boxes (points) in soft yellow under the letters.

    Raises UnreadableError where the file cannot be opened, IndexError where it has no such page.
    """
    width = max(NARROWEST, min(width, WIDEST))
    points = page_width(path, page)
    picture = render_page(path, page, width / points if points else 1.0)
    if boxes:
        scale = picture.width / points
        marks = Image.new("RGB", picture.size, (255, 255, 255))
        draw = ImageDraw.Draw(marks)
        for left, top, right, bottom in boxes:
            corners = ((left - MARGIN) * scale, (top - MARGIN) * scale, (right + MARGIN) * scale, (bottom + MARGIN) * scale)
            draw.rounded_rectangle(corners, radius=2 * scale, fill=MARK)
        picture = ImageChops.multiply(picture, marks)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def page_width(path: Path, page: int) -> float:
    """Width of page `page` (from 1) in points; 0 where there is no such page."""
    with opened(path) as document, PDFIUM:
        if not 1 <= page <= len(document):
            return 0.0
        width, _ = document.get_page_size(page - 1)
        return float(width)
