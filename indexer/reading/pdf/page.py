"""One page: its glyphs, tables and lines in reading order, with what its tags say about headings."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from indexer.reading.document import Box
from indexer.reading.pdf.aligned import aligned_grids
from indexer.reading.pdf.bullets import drawn_dots, mark_drawn
from indexer.reading.pdf.glyphs import Glyph, PageGlyphs, read_glyphs
from indexer.reading.pdf.lines import PrintedLine, Spacing, baseline_groups, columns, read_block, segments
from indexer.reading.pdf.ruling import Grid, grids, page_edges
from indexer.reading.pdf.tables import PageTable, read_table
from indexer.reading.pdf.tagged import tagged_grid
from indexer.reading.pdf.tags import PageTags, read_tags

HEAVY = re.compile("bold|black|heavy")
LIGHT = re.compile("regular|roman|book|light|medium|thin|normal")


@dataclass
class Page:
    """A page as printed: lines and tables in reading order; `images` tells that pictures cover a good part of it."""

    number: int
    width: float
    height: float
    items: list[PrintedLine | PageTable] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    """Heading levels by the place of the line in `items`, where the file's tags tell."""
    letters: int = 0
    unmapped: int = 0
    images: bool = False
    cut: bool = False


def read_page(document: pypdfium.PdfDocument, index: int) -> Page:
    """Reads one page of an open document (index from 0); nothing of the page stays open."""
    page = document[index]
    try:
        width, height = page.get_size()
        found = Page(index + 1, round(width, 2), round(height, 2))
        if width < 1 or height < 1:
            return found
        textpage = page.get_textpage()
        try:
            _read(found, page.raw, textpage.raw)
        finally:
            textpage.close()
        return found
    finally:
        page.close()


def _read(found: Page, page: ctypes.c_void_p, textpage: ctypes.c_void_p) -> None:
    seen = Frame.of(page)
    frame = replace(seen, turn=_text_turn(textpage, seen.turn))
    content = read_glyphs(textpage, page, frame)
    found.letters, found.unmapped, found.cut = len(content.glyphs), content.unmapped, content.cut
    found.images = _has_picture(page, found.width * found.height)
    spacing = Spacing(content)
    tags = read_tags(page)
    fonts = Fonts(textpage, tags)
    tables, rest = _tables(found.number, content, page, frame, spacing, fonts, tags)
    found.items = _in_order(tables, rest, spacing)
    _mark_items(found.items, tags, fonts)
    if not tags.items:
        mark_drawn((item for item in found.items if isinstance(item, PrintedLine)), drawn_dots(page, frame))
    for place, item in enumerate(found.items):
        if isinstance(item, PrintedLine):
            item.bold = fonts.bold(item)
            level = tags.levels.get(fonts.marked(item)) if tags.levels else None
            if level:
                found.levels[place] = level
            item.glyphs = []
    if frame.turn != seen.turn:
        _turn_back(found.items, frame, seen)


def _text_turn(textpage: ctypes.c_void_p, usual: int) -> int:
    """The quarter turn that sets most letters of the page upright, which for text set sideways is not the page's own."""
    count = pdfium.FPDFText_CountChars(textpage)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 60)):
        if pdfium.FPDFText_GetUnicode(textpage, index) > 0x20:
            turns[-round(pdfium.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)) % 4] += 1
    if not turns:
        return usual
    turn, often = turns.most_common(1)[0]
    return turn if often > 0.6 * turns.total() else usual


def _turn_back(items: Sequence[PrintedLine | PageTable], frame: Frame, seen: Frame) -> None:
    """Boxes of text read sideways, as places on the page as seen."""
    for item in items:
        if isinstance(item, PrintedLine):
            item.left, item.top, item.right, item.bottom = seen.box(*frame.back(item.box))
        else:
            item.box = seen.box(*frame.back(item.box))
            item.boxes = [seen.box(*frame.back(box)) for box in item.boxes]


def _tables(
    number: int,
    content: PageGlyphs,
    page: ctypes.c_void_p,
    frame: Frame,
    spacing: Spacing,
    fonts: Fonts,
    tags: PageTags,
) -> tuple[list[PageTable], list[Glyph]]:
    """The tables of a page, and the glyphs that are in none: those that rules show, those of the tags, those aligned."""
    tables: list[PageTable] = []
    rest = content.glyphs
    across, down, bands = page_edges(page, frame)
    for way in ("ruled", "tagged", "aligned"):
        found: list[Grid]
        if way == "ruled":
            found = grids(across, down)
        elif way == "tagged":
            found = [grid for grid in (tagged_grid(rows, rest, fonts.mark) for rows in tags.tables) if grid]
        else:
            found = aligned_grids(rest, [*across, *bands])
        for grid in found:
            inside = [glyph for glyph in rest if grid.contains(glyph.middle, glyph.baseline - 0.3 * glyph.size)]
            table = read_table(number, grid, inside, spacing, fonts, way == "ruled") if inside else None
            if table is not None:
                tables.append(table)
                taken = set(map(id, inside))
                rest = [glyph for glyph in rest if id(glyph) not in taken]
    return sorted(tables, key=lambda table: table.box[1]), rest


def _mark_items(items: Sequence[PrintedLine | PageTable], tags: PageTags, fonts: Fonts) -> None:
    """Tells the lines that begin a tagged list item how deep it lies."""
    item_of = {mark: place for place, (_, marks) in enumerate(tags.items) for mark in marks}
    begun: set[int] = set()
    for line in items if item_of else ():
        if not isinstance(line, PrintedLine):
            continue
        place = item_of.get(fonts.marked(line))
        if place is not None and place not in begun:
            begun.add(place)
            line.depth = tags.items[place][0]


def _in_order(tables: Sequence[PageTable], glyphs: Sequence[Glyph], spacing: Spacing) -> list[PrintedLine | PageTable]:
    """Lines above a table, the table, lines below; within a band columns are read one after another, the right one first."""
    items: list[PrintedLine | PageTable] = []
    rows = [segments(group) for group in baseline_groups(glyphs)]
    start = 0
    for table in (*tables, None):
        end = start
        while end < len(rows) and (table is None or rows[end][0].baseline < (table.box[1] + table.box[3]) / 2):
            end += 1
        for block in columns(rows[start:end]) if end > start else []:
            read_block(block, spacing)
            items.extend(line for line in block if line.text)
        start = end
        if table is not None:
            items.append(table)
    return items


def _has_picture(page: ctypes.c_void_p, area: float) -> bool:
    """Whether pictures cover more than a third of the page."""
    covered = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 5000)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFPageObj_GetBounds(item, *edges)
            covered += (edges[2].value - edges[0].value) * (edges[3].value - edges[1].value)
    return covered > area / 3


@dataclass(frozen=True)
class Frame:
    """The visible box of a page in PDF units and its turn in quarters, clockwise: from PDF places to places on the page seen."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @classmethod
    def of(cls, page: ctypes.c_void_p) -> Frame:
        edges = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(page, edges):
            return cls(0, 0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), 0)
        return cls(edges.left, edges.bottom, edges.right, edges.top, pdfium.FPDFPage_GetRotation(page) % 4)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place in points from the upper left corner of the page as seen."""
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        if self.turn == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom on the page as seen."""
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def back(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in PDF units of a box given as `box` gives it."""
        corners = []
        for u, v in ((box[0], box[1]), (box[2], box[3])):
            x, y = [(u + self.left, self.top - v), (v + self.left, u + self.bottom), (self.right - u, v + self.bottom),
                    (self.right - v, self.top - u)][self.turn]  # fmt: skip
            corners.append((x, y))
        (ax, ay), (bx, by) = corners
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


class Fonts:
    """What the fonts of an open page say, asked of few glyphs."""

    def __init__(self, textpage: ctypes.c_void_p, tags: PageTags) -> None:
        self._textpage = textpage
        self._tags = tags
        self._bold: dict[int, bool] = {}

    def bold(self, line: PrintedLine) -> bool:
        """Whether most of a line's letters are bold."""
        sample = line.glyphs[:: max(1, len(line.glyphs) // 4)][:5]
        return bool(sample) and 2 * sum(self._glyph_bold(glyph) for glyph in sample) > len(sample)

    def marked(self, line: PrintedLine) -> int:
        """The marked content that the middle glyph of a line belongs to; -1 for none."""
        return self.mark(line.glyphs[len(line.glyphs) // 2])

    def mark(self, glyph: Glyph) -> int:
        """The marked content that a glyph belongs to; -1 for none."""
        item = pdfium.FPDFText_GetTextObject(self._textpage, glyph.index)
        return pdfium.FPDFPageObj_GetMarkedContentID(item) if item else -1

    def header_cell(self, line: PrintedLine) -> bool:
        """Whether the tags say that a line stands in a header cell."""
        return bool(self._tags.header_cells) and self.marked(line) in self._tags.header_cells

    def _glyph_bold(self, glyph: Glyph) -> bool:
        item = pdfium.FPDFText_GetTextObject(self._textpage, glyph.index)
        if not item:
            return False
        if pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
            return True
        font = pdfium.FPDFTextObj_GetFont(item)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._bold:
            buffer = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 128)
            name = buffer.value.decode("utf-8", errors="replace").lower()
            # The weight is reckoned from the width of stems, which some producers give wrong: what the name says comes first.
            named = HEAVY.search(name) or LIGHT.search(name)
            self._bold[key] = bool(HEAVY.search(name)) if named else pdfium.FPDFFont_GetWeight(font) >= 700
        return self._bold[key]
