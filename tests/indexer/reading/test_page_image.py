from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from indexer.errors import UnreadableError
from indexer.reading.page_image import MARK, page_png

DATA = Path(__file__).parents[2] / "data" / "pdf" / "library_writer.pdf"


def test_boxes_are_marked_and_the_rest_is_not() -> None:
    box = (100.0, 100.0, 300.0, 120.0)
    plain = Image.open(io.BytesIO(page_png(DATA, 1, [], 600)))
    marked = Image.open(io.BytesIO(page_png(DATA, 1, [box], 600)))
    assert plain.width == pytest.approx(600, abs=1)
    colours = {color for _, color in marked.getcolors(1 << 20) or []}
    assert MARK in colours
    assert MARK not in {color for _, color in plain.getcolors(1 << 20) or []}
    assert marked.getpixel((5, 5)) == plain.getpixel((5, 5))


def test_width_is_bounded() -> None:
    assert Image.open(io.BytesIO(page_png(DATA, 1, [], 50_000))).width <= 2001


def test_no_such_page() -> None:
    with pytest.raises(UnreadableError, match="صفحهٔ 9 ندارد"):
        page_png(DATA, 9, [], 400)
