"""The glyphs of a page with their places, as PDFium gives them: ligatures put right, marks on their letters, joiners found."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import pypdfium2.raw as pdfium

from indexer.reading.document import Box

ZWNJ = "\u200c"
KASHIDA = 0x640
DASHES = frozenset(map(ord, "-_~=–—.…·"))
MOST_GLYPHS = 60_000
"""Glyphs read of one page: what has more is a drawing made of letters."""


@dataclass(slots=True)
class Glyph:
    """One glyph: its letters, ink box and origin in points from the page's upper left corner.

    A stretched join has no letters and only fills its place.
    `start` and `end` bound the advance (the ink where the font does not tell); `index` is its place in PDFium's own order.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float
    origin: float
    baseline: float
    size: float
    index: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def center(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass
class PageGlyphs:
    """What stands on a page: glyphs, places of spaces and zero-width non-joiners as (x, baseline), and how far to trust it."""

    glyphs: list[Glyph] = field(default_factory=list)
    spaces: list[tuple[float, float]] = field(default_factory=list)
    joiners: list[tuple[float, float]] = field(default_factory=list)
    gaps: set[int] = field(default_factory=set)
    """Indices of glyphs before which PDFium itself saw a space."""
    unmapped: int = 0
    """Glyphs whose letter the file does not tell: no mapping, private use, replacement character."""
    cut: bool = False


class Placing(Protocol):
    """From places in PDF units (y upwards) to places on the page as seen, in points from its upper left corner."""

    def point(self, x: float, y: float) -> tuple[float, float]: ...

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]: ...


def read_glyphs(textpage: ctypes.c_void_p, page: ctypes.c_void_p, frame: Placing) -> PageGlyphs:
    """The glyphs of an open page."""
    found = PageGlyphs()
    count = pdfium.FPDFText_CountChars(textpage)
    if count > MOST_GLYPHS:
        count, found.cut = MOST_GLYPHS, True
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose = pdfium.FS_RECTF()
    shared: tuple[float, float] | None = None
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in (0x0D, 0x0A) or pdfium.FPDFText_IsGenerated(textpage, index):
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, loose)
        origin, baseline = frame.point(x.value, y.value)
        start, _, end, _ = frame.box(loose.left, loose.bottom, loose.right, loose.top)
        if code in (0x20, 0xA0, 0x09):
            if end - start > 0.3:
                found.spaces.append(((start + end) / 2, baseline))
            else:
                found.gaps.add(index + 1)
            continue
        pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        box = frame.box(left.value, bottom.value, right.value, top.value)
        if code == 0x200C:
            # With ink it is told with the glyph of a letter. If that is the letter after it, it has a share of that one's box.
            last = found.glyphs[-1] if found.glyphs else None
            inked = box[2] - box[0] > 0.3 and not (last and last.index == index - 1 and abs(last.origin - origin) < 0.1)
            found.joiners.append((box[2] if inked else origin, baseline))
            shared = (origin, box[2]) if inked else None
            continue
        size = _scaled(textpage, index, pdfium.FPDFText_GetFontSize(textpage, index))
        if unicodedata.category(chr(code)) in ("Cc", "Cf"):
            if code > 0x7F or box[2] - box[0] <= 0.05:
                continue
            code = KASHIDA if _is_kashida(box, baseline, size) else 0xFFFD
        elif code < 0x250 and code not in DASHES and _is_kashida(box, baseline, size):
            code = KASHIDA
        if code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
            found.unmapped += 1
        if shared is not None and abs(shared[0] - origin) < 0.1:
            box, end = (box[0], box[1], max(box[2], shared[1]), box[3]), max(end, shared[1])
        shared = None
        text = "" if code == KASHIDA else chr(code)
        found.glyphs.append(Glyph(text, *box, min(start, box[0]), max(end, box[2]), origin, baseline, size, index))
    for empty_x, empty_y, actual in _empty_objects(page):
        places = found.joiners if actual == ZWNJ else found.spaces
        places.append(frame.point(empty_x, empty_y))
    found.glyphs = _with_marks(_without_echoes(_ligatures(found.glyphs)))
    return found


def _is_kashida(box: Box, baseline: float, size: float) -> bool:
    """Whether a glyph is a flat stroke on the baseline: a stretched join; some producers give it no letter or a wrong one."""
    height, width = box[3] - box[1], box[2] - box[0]
    return 0 < height < 0.25 * size and width > 1.15 * height and abs(box[3] - baseline) < 0.08 * size


def _scaled(textpage: ctypes.c_void_p, index: int, size: float) -> float:
    """The size as printed: font size times the scale of the text's matrix."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        return size
    scale = float(matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
    return size * scale if scale > 0 else size


def _empty_objects(page: ctypes.c_void_p) -> Iterator[tuple[float, float, str]]:
    """Text objects without ink: spaces, and the joiners that producers keep as `ActualText`; (x, y, actual text)."""
    edges = [ctypes.c_float() for _ in range(4)]
    matrix = pdfium.FS_MATRIX()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        pdfium.FPDFPageObj_GetBounds(item, *edges)
        if edges[2].value - edges[0].value < 0.05:
            pdfium.FPDFPageObj_GetMatrix(item, matrix)
            yield matrix.e, matrix.f, _actual_text(item)


def _actual_text(item: ctypes.c_void_p) -> str:
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        length = ctypes.c_ulong(0)
        buffer = (ctypes.c_ushort * 8)()
        if not pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, 16, length) or not 2 < length.value <= 16:
            continue
        units = list(buffer)[: length.value // 2 - 1]
        if units[:1] == [0xFEFF]:
            units = units[1:]
        if all(unit < 256 for unit in units) and len(units) % 2 == 0:
            return bytes(units).decode("utf-16-be", errors="replace")
        return "".join(map(chr, units))
    return ""


def _ligatures(glyphs: list[Glyph]) -> list[Glyph]:
    """Letters that share one box come from one glyph: lam before alef, others against PDFium's order, which turned them."""
    merged: list[Glyph] = []
    for glyph in glyphs:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.text
            and glyph.text
            and abs(last.left - glyph.left) < 0.02
            and abs(last.right - glyph.right) < 0.02
            and abs(last.top - glyph.top) < 0.02
            and glyph.right - glyph.left > 0.05
        ):
            if last.text[-1] == "ل" and glyph.text in "اأإآٱ":
                last.text = last.text + glyph.text
            else:
                last.text = glyph.text + last.text if _right_to_left(glyph.text) else last.text + glyph.text
            continue
        merged.append(glyph)
    return merged


def _without_echoes(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the glyphs of marks that are told with the letter under them, where that letter's own glyph tells both too."""

    def is_echo(glyph: Glyph) -> bool:
        if len(glyph.text) < 2 or glyph.baseline - glyph.bottom < 0.35 * glyph.size or not unicodedata.combining(glyph.text[-1]):
            return False
        return any(
            other.text[:1] == glyph.text[:1]
            and abs(other.baseline - glyph.baseline) < 0.3 * glyph.size
            and other.baseline - other.bottom < 0.25 * glyph.size
            and other.left - 0.3 * glyph.size < glyph.middle < other.right + 0.3 * glyph.size
            for other in glyphs
            if other is not glyph
        )

    return [glyph for glyph in glyphs if not is_echo(glyph)]


def _right_to_left(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in ("R", "AL")


def _with_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Combining marks stand in the text of the letter under or over which they are printed."""
    marks = [glyph for glyph in glyphs if glyph.text and unicodedata.combining(glyph.text[0])]
    if not marks:
        return glyphs
    bases = [glyph for glyph in glyphs if not glyph.text or not unicodedata.combining(glyph.text[0])]
    for mark in marks:
        near = [
            base
            for base in bases
            if abs(base.baseline - mark.baseline) < 0.6 * max(base.size, mark.size) and base.text and _right_to_left(base.text)
            and base.left - 0.35 * base.size <= mark.middle <= base.right + 0.2 * base.size
        ]  # fmt: skip
        if near:
            base = min(near, key=lambda base: (_apart(base, mark), -base.index if base.text[0] in "اأإآ" else 0))
            if mark.text not in base.text:
                base.text += mark.text
                if abs(base.start - mark.start) < 3 and base.left > mark.right - 0.02:
                    base.left = min(base.left, mark.left)
    return bases


def _apart(base: Glyph, mark: Glyph) -> float:
    """How far a mark is from a letter; the halves of one cluster (`ActualText` over letter and mark) count as near."""
    if abs(base.index - mark.index) == 1 and abs(min(base.left, base.start) - mark.right) < 0.05:
        return 0.0
    inside = base.left <= mark.middle <= base.right
    return abs(base.middle - mark.middle) * (0.3 if inside else 1.0)
