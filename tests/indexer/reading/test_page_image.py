from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from indexer.reading.page_image import MARK, page_png
from indexer.reading.pdf import read_pdf

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
    with pytest.raises(IndexError, match="صفحهٔ 9 ندارد"):
        page_png(DATA, 9, [], 400)


def test_pages_are_read_and_rendered_by_many_threads() -> None:
    document, picture = read_pdf(DATA, "library"), page_png(DATA, 1, [], 300)
    with ThreadPoolExecutor(4) as threads:
        documents = [threads.submit(read_pdf, DATA, "library") for _ in range(4)]
        pictures = [threads.submit(page_png, DATA, 1, [], 300) for _ in range(8)]
    assert all(future.result() == document for future in documents)
    assert all(future.result() == picture for future in pictures)
