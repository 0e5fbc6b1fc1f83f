"""What a line is by its place in the document: running heads and feet, page numbers, headings by bookmarks, tags or size."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.reading.pdf.lines import PrintedLine
from indexer.reading.pdf.page import Page
from indexer.reading.pdf.tables import PageTable

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
NUMBER_LINE = re.compile(r"[-–—(\[ ]*(?:صفحه[ٔ\u200cی]*\s*)?\d{1,4}(?:\s*(?:از|/|of)\s*\d+)?[-–—)\] ]*")
EDGE = 3
"""Lines from the top and from the bottom of a page that may be its running head or foot."""
LONGEST_HEADING = 160
"""Letters."""
LARGER = 1.08
"""A heading is at least this much larger than the body."""


@dataclass(frozen=True)
class Placed:
    """A line by its page and its place among the items of the page."""

    page: int
    place: int
    line: PrintedLine


def placed_lines(pages: Iterable[Page]) -> list[Placed]:
    return [
        Placed(page.number, place, item)
        for page in pages
        for place, item in enumerate(page.items)
        if isinstance(item, PrintedLine)
    ]


def running_lines(pages: Sequence[Page]) -> tuple[set[tuple[int, int]], dict[int, int]]:
    """Running heads, feet and page numbers as (page, place); and the number printed on each page."""
    edges: dict[tuple[str, int], list[Placed]] = defaultdict(list)
    numbers: dict[int, list[tuple[int, Placed]]] = defaultdict(list)
    for page in pages:
        for placed in _edge_lines(page):
            text = placed.line.text.translate(DIGITS)
            edges[re.sub(r"\d+", "#", text), round(placed.line.baseline / 4)].append(placed)
            for number in re.findall(r"\d{1,4}", text):
                numbers[int(number) - page.number].append((int(number), placed))
    running: set[tuple[int, int]] = set()
    needed = 2 if len(pages) <= 5 else max(3, len(pages) // 8)
    for (pattern, at), found in edges.items():
        near = found + edges.get((pattern, at + 1), []) + edges.get((pattern, at - 1), [])
        # What recurs is the very text, or a text whose number counts the pages: «ماده ۲۴» at the top of a page does neither.
        running.update((p.page, p.place) for p in found if len({q.page for q in near if _runs_on(p, q)}) >= needed)
    labels: dict[int, int] = {}
    sure = [
        (len({p.page for _, p in found if _is_number_line(p) or (p.page, p.place) in running}), offset)
        for offset, found in numbers.items()
    ]
    if sure:
        count, offset = max(sure, key=lambda item: (item[0], -abs(item[1])))
        if count >= min(2, len(pages)):
            for number, placed in numbers[offset]:
                if _is_number_line(placed) or (placed.page, placed.place) in running:
                    labels[placed.page] = number
                    running.add((placed.page, placed.place))
    return running, labels


def _runs_on(one: Placed, other: Placed) -> bool:
    """Whether two lines of one pattern are the same running line: the same text, or a number that goes with the page."""
    a, b = one.line.text.translate(DIGITS), other.line.text.translate(DIGITS)
    numbers = zip(re.findall(r"\d+", a), re.findall(r"\d+", b), strict=False)
    return a == b or any(int(x) - one.page == int(y) - other.page for x, y in numbers if len(x) <= 4 and len(y) <= 4)


def _edge_lines(page: Page) -> list[Placed]:
    """The lines in the outer parts of a page that have no table between them and the edge."""
    lines = [placed for placed in placed_lines([page]) if placed.place not in page.levels]
    by_height = sorted(lines, key=lambda placed: placed.line.baseline)
    tables = [item for item in page.items if isinstance(item, PageTable)]
    first = min((table.box[1] for table in tables), default=page.height)
    last = max((table.box[3] for table in tables), default=0.0)
    upper = [p for p in by_height[:EDGE] if p.line.bottom < 0.14 * page.height and p.line.top <= first]
    lower = [p for p in by_height[-EDGE:] if p.line.top > 0.86 * page.height and p.line.bottom >= last]
    return [*upper, *(placed for placed in lower if placed not in upper)]


def _is_number_line(placed: Placed) -> bool:
    return NUMBER_LINE.fullmatch(placed.line.text.translate(DIGITS)) is not None


def body_size(lines: Iterable[PrintedLine]) -> float:
    """The size that most letters of the lines have, in points; 0 where there is none."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size * 2) / 2] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def heading_levels(
    pages: Sequence[Page], running: set[tuple[int, int]], bookmarks: Sequence[tuple[int, int | None, str]]
) -> dict[tuple[int, int], int]:
    """Heading level by (page, place). `bookmarks`: level from 1, page from 1 or None, title.

    Bookmarks and tags decide where they match the lines; else sizes above the body's do, in order of size.
    """
    lines = [placed for placed in placed_lines(pages) if (placed.page, placed.place) not in running]
    told = {(page.number, place): level for page in pages for place, level in page.levels.items()}
    told = {key: level for key, level in told.items() if key not in running}
    told |= _bookmarked(lines, bookmarks)
    if told:
        return _dense(told)
    return _by_size(lines)


def _bookmarked(lines: Sequence[Placed], bookmarks: Sequence[tuple[int, int | None, str]]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    by_text: dict[str, list[Placed]] = defaultdict(list)
    for placed in lines:
        by_text[_letters(placed.line.text)].append(placed)
    starts: dict[str, list[int]] = defaultdict(list)
    for index, placed in enumerate(lines):
        starts[_letters(placed.line.text)[:4]].append(index)
    for level, page, title in bookmarks:
        wanted = _letters(title)
        if not wanted:
            continue
        fits = [[placed] for placed in by_text.get(wanted, []) if page is None or abs(placed.page - page) <= 1]
        fits = fits or [run for run in (_run_of(lines, start, wanted) for start in starts.get(wanted[:4], [])) if run]
        fits = [run for run in fits if page is None or abs(run[0].page - page) <= 1]
        if fits:
            best = max(fits, key=lambda run: (run[0].page == page, run[0].line.size))
            found.update({(placed.page, placed.place): level for placed in best})
    return found


def _run_of(lines: Sequence[Placed], start: int, wanted: str) -> list[Placed]:
    """The printed lines from `start` that make up a bookmark's title together; none where they do not."""
    run: list[Placed] = []
    text = ""
    while len(text) < len(wanted) and start + len(run) < len(lines) and len(run) < 4:
        run.append(lines[start + len(run)])
        text += _letters(run[-1].line.text)
    return run if text == wanted and run[-1].page == run[0].page else []


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.translate(DIGITS).replace("ي", "ی").replace("ك", "ک"))


def _dense(levels: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """The same order of levels, beginning at 1 and without gaps at the top."""
    lowest = min(levels.values())
    return {key: level - lowest + 1 for key, level in levels.items()}


def _by_size(lines: Sequence[Placed]) -> dict[tuple[int, int], int]:
    """Lines set larger than the body, shorter than a paragraph; each distinct size is a level."""
    body = body_size(placed.line for placed in lines)
    large = [
        placed
        for placed in lines
        if placed.line.size >= LARGER * body + 0.3 and len(placed.line.text) <= LONGEST_HEADING and _worded(placed.line.text)
    ]
    if not body or len(large) > 0.4 * len(lines):
        return {}
    sizes = sorted({round(placed.line.size * 2) / 2 for placed in large}, reverse=True)
    ranks: dict[float, int] = {}
    rank, previous = 0, 1e9
    for size in sizes:
        if previous - size > 0.04 * size:
            rank += 1
        ranks[size], previous = rank, size
    return {(placed.page, placed.place): min(6, ranks[round(placed.line.size * 2) / 2]) for placed in large}


def _worded(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= 3
