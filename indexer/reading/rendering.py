"""Pages of a PDF as pictures, by PDFium."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from indexer.errors import UnreadableError
from indexer.reading.pdf.opening import PDFIUM, opened

MOST_PIXELS = 24_000_000


def render_page(path: Path, page: int, scale: float) -> Image.Image:
    """Page `page` (from 1) as an RGB picture, `scale` pixels a point (less where the page is too large).

    Raises UnreadableError where the file cannot be opened, IndexError where it has no such page.
    """
    with opened(path) as document, PDFIUM:
        if not 1 <= page <= len(document):
            raise IndexError(f"«{path.name}» صفحهٔ {page} ندارد.")
        sheet = document[page - 1]
        try:
            width, height = sheet.get_size()
            if width < 1 or height < 1:
                raise UnreadableError(f"صفحهٔ {page} از «{path.name}» اندازه ندارد.")
            scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
            bitmap = sheet.render(scale=scale)
            try:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
            finally:
                bitmap.close()
            return picture
        finally:
            sheet.close()
