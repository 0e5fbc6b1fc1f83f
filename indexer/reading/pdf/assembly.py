"""Pages into a document: source lines in reading order, tables joined over page breaks, captions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.corpus import Span
from indexer.reading.document import Merged, PageSize, SourceLine, SourceTable
from indexer.reading.pdf.bullets import set_depths
from indexer.reading.pdf.layout import heading_levels, placed_lines, running_lines
from indexer.reading.pdf.lines import PrintedLine
from indexer.reading.pdf.page import Page
from indexer.reading.pdf.quality import frequent_words, known_share, line_confidence
from indexer.reading.pdf.tables import PageTable, head_rows, join_parts

MARKER = re.compile(r"\s*([•●○◦▪■□►▶➢✓✔·*–—\uf0a7\uf0b7\uf0d8\uf0fc-]|[(\[]?\d{1,3}[.)\-–]|[(]?(?:الف|[آ-ی])[.)])\s+(?=\S)")
CAPTION = re.compile(r"\s*(?:ادامه[ٔ‌ی]*\s*)?جدول\b")
NAMED_PART = re.compile(r"\s*(?:فصل|بخش|ماده|مادۀ|تبصره|گفتار|باب)\b")
"""What is numbered like a list and is a section."""
BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "►", "\uf0fc": "✓"})
NEAR_CAPTION = 3.0
"""Line heights between a table and a caption."""


@dataclass(frozen=True)
class Assembled:
    lines: tuple[SourceLine, ...]
    tables: tuple[SourceTable, ...]
    pages: tuple[PageSize, ...]


@dataclass
class _Rows:
    """Source lines (from 1) of the rows of one table part."""

    table: PageTable
    lines: list[int]


def assemble(
    pages: Sequence[Page], bookmarks: Sequence[tuple[int, int | None, str]], recognised: Mapping[int, list[SourceLine]]
) -> Assembled:
    """`recognised`: lines that OCR read, by page; they stand in place of what the page's own text layer gave."""
    running, labels = running_lines(pages)
    levels = heading_levels(pages, running, bookmarks)
    _join_tables(pages, running)
    set_depths([placed.line for placed in placed_lines(pages) if (placed.page, placed.place) not in running])
    own = frequent_words(item.text for page in pages for item in page.items if isinstance(item, PrintedLine))
    lines: list[SourceLine] = []
    parts: list[_Rows] = []
    for page in pages:
        if page.number in recognised:
            lines.extend(recognised[page.number])
            continue
        share, _ = known_share((item.text for item in page.items if isinstance(item, PrintedLine)), own)
        above: PrintedLine | None = None
        for place, item in enumerate(page.items):
            if isinstance(item, PageTable):
                parts.append(_Rows(item, _table_lines(item, page, lines)))
                above = None
                continue
            key = (page.number, place)
            line = _line(item, page.number, key in running, levels.get(key))
            line = replace(line, confidence=line_confidence(line.text, own, share))
            if above is not None and line.kind == "heading" and lines[-1].level == line.level and _wrapped(above, item):
                lines[-1] = _one_heading(lines[-1], line)
            else:
                lines.append(line)
            above = item if line.kind == "heading" else None
    tables = tuple(_table(group, lines) for group in _groups(parts))
    return Assembled(tuple(lines), tables, tuple(PageSize(page.width, page.height, labels.get(page.number)) for page in pages))


def _line(item: PrintedLine, page: int, is_running: bool, level: int | None) -> SourceLine:
    text = item.text.translate(BULLETS)
    marker = MARKER.match(text)
    depth = item.depth if item.depth and not level and not NAMED_PART.match(text) else None
    return SourceLine(
        text=text, page=page, box=item.box, size=round(item.size, 1), bold=item.bold,
        kind="page_header" if is_running else "heading" if level else "bullet" if depth else None,
        level=None if is_running else level or depth,
        marker=marker[1] if marker and not is_running and not level else None,
    )  # fmt: skip


def _wrapped(above: PrintedLine, line: PrintedLine) -> bool:
    """Whether a heading goes on in the next printed line: set alike, close below, and its first word had no room above."""
    room = max(0.0, above.left - min(line.left, above.left))
    return (
        abs(above.size - line.size) < 0.05 * line.size
        and 0 < line.baseline - above.baseline < 2.1 * line.size
        and above.right - above.left > 0.6 * (line.right - line.left)
        and room <= line.first_word
        and above.right - above.left > 18 * line.size
    )


def _one_heading(first: SourceLine, second: SourceLine) -> SourceLine:
    box = first.box
    if first.box and second.box:
        a, b = first.box, second.box
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return replace(first, text=f"{first.text} {second.text}", box=box)


def _table_lines(table: PageTable, page: Page, lines: list[SourceLine]) -> list[int]:
    """Adds the rows of a table part as source lines; gives their numbers (none for rows that repeat the head)."""
    numbers: list[int] = []
    for row in range(table.repeated, len(table.rows)):
        cells = [cell.replace("\t", " ") for cell in table.rows[row]]
        text = "\t".join(cells)
        lines.append(SourceLine(text, page.number, table.boxes[row], bold=table.bold[row], kind="table_row"))
        numbers.append(len(lines))
    return numbers


def _join_tables(pages: Sequence[Page], running: set[tuple[int, int]]) -> None:
    for upper, lower in itertools.pairwise(pages):
        last = [item for place, item in enumerate(upper.items) if (upper.number, place) not in running]
        first = [item for place, item in enumerate(lower.items) if (lower.number, place) not in running]
        if not last or not first:
            continue
        a, b = last[-1], first[0]
        if isinstance(a, PageTable) and isinstance(b, PageTable):
            join_parts(a, b)


def _groups(parts: Sequence[_Rows]) -> list[list[_Rows]]:
    groups: list[list[_Rows]] = []
    for part in parts:
        if groups and part.table.continues is not None and groups[-1][-1].table is part.table.continues:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _table(group: Sequence[_Rows], lines: Sequence[SourceLine]) -> SourceTable:
    cells: list[tuple[str, ...]] = []
    spans: list[Span] = []
    merged: list[Merged] = []
    shift = 0
    for part in group:
        above, shift = shift, len(cells) - part.table.repeated
        for upper, lower in part.table.carried:
            merged = [m for m in merged if m != replace(upper, row=upper.row + above)]
            merged.append(Merged(upper.row + above, upper.column, upper.rows + lower.rows, upper.columns))
        for row, number in zip(part.table.rows[part.table.repeated :], part.lines, strict=True):
            cells.append(tuple(cell.replace("\t", " ") for cell in row))
            spans.append((number, number))
        cut = [lower for _, lower in part.table.carried]
        merged += [replace(m, row=m.row + shift) for m in part.table.merged if m.row >= part.table.repeated and m not in cut]
    repeated = group[1].table.head_again if len(group) > 1 else 0
    first = group[0].table
    head = repeated if 0 < repeated < len(first.rows) and len(first.rows) > repeated else head_rows(first)
    caption, lead = _caption(group, lines)
    return SourceTable(tuple(cells), tuple(spans), head, tuple(merged), caption, lead)


def _caption(group: Sequence[_Rows], lines: Sequence[SourceLine]) -> tuple[int | None, int | None]:
    """The caption's source line, and the nearest line above; a caption below counts where none stands above."""
    start = group[0].lines[0] if group[0].lines else 1
    end = max((number for part in group for number in part.lines), default=start)
    lead = next((n for n in range(start - 1, 0, -1) if lines[n - 1].kind != "page_header"), None)
    if lead is not None and lines[lead - 1].kind == "table_row":
        lead = None
    for number in range(start - 1, max(0, start - 5), -1):
        line = lines[number - 1]
        if line.kind == "table_row":
            break
        if CAPTION.match(line.text) and line.kind != "page_header":
            return number, lead
    if lead is not None and _looks_like_caption(lines[lead - 1], group[0].table):
        return lead, lead
    below = end + 1
    if below <= len(lines) and CAPTION.match(lines[below - 1].text) and lines[below - 1].kind is None:
        gap = (lines[below - 1].box or (0, 0, 0, 0))[1] - group[-1].table.box[3]
        following = lines[below].kind == "table_row" if below < len(lines) else False
        if not following and gap < NEAR_CAPTION * 10:
            return below, lead
    return None, lead


def _looks_like_caption(line: SourceLine, table: PageTable) -> bool:
    """A bold or centred line of its own close above a table."""
    if line.box is None or line.page != table.page or line.kind is not None or not line.size:
        return False
    if line.text.endswith((".", "؛", "،")):
        return False
    centred = abs((line.box[0] + line.box[2]) / 2 - (table.box[0] + table.box[2]) / 2) < 6 and line.box[0] - table.box[0] > 20
    close = 0 <= table.box[1] - line.box[3] < NEAR_CAPTION * line.size
    return close and len(line.text) < 150 and (centred or bool(line.bold))
