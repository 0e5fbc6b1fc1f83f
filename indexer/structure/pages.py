"""The printed pages of a text whose format tells of none: running heads, page numbers, and where the pages between them begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.corpus import Page, Span

_NUMBER_ALONE = re.compile(r"\s*(\d{1,4})\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")


def page_header_lines(lines: Sequence[str]) -> set[int]:
    """Source lines of running heads: a text that recurs alone above a line that is a number, and that number's line.

    A running head is found by its form, not its words: the same letters stand at least three times right before a
    number alone on its line, and those numbers rise.
    """
    heads: dict[str, list[tuple[int, int]]] = {}
    filled = [n for n, text in enumerate(lines, 1) if text.strip()]
    for here, following in pairwise(filled):
        number = _NUMBER_ALONE.fullmatch(lines[following - 1])
        if number and len(_WORD.findall(lines[here - 1])) >= 3:
            key = "".join(sorted(lines[here - 1].replace(" ", "")))
            heads.setdefault(key, []).append((here, following))
    found: set[int] = set()
    for pairs in heads.values():
        numbers = [int(lines[b - 1]) for _, b in pairs]
        if len(pairs) >= 3 and numbers == sorted(set(numbers)):
            found.update(n for pair in pairs for n in pair)
    return found


def find_pages(lines: Sequence[str]) -> tuple[Page, ...]:
    """The printed pages, as far as the text shows them.

    Running heads give some page numbers. Between two of them the pages start where a filled line follows a filled line
    (elsewhere a blank stands between). Where there are more such places than pages, those are taken that make the pages
    most even in filled lines; where there are fewer, the stretch keeps no number. No running head: no pages.
    """
    heads = sorted(page_header_lines(lines))
    anchors = [(a, int(lines[b - 1])) for a, b in zip(heads[::2], heads[1::2], strict=True)]
    if not anchors:
        return ()
    pages = [Page(None, (1, anchors[0][0] - 1))] if anchors[0][0] > 1 else []
    for (start, number), (end, following) in pairwise(anchors):
        pages.extend(_stretch(lines, start, end, number, following))
    last, number = anchors[-1]
    return (*pages, Page(number, (last, len(lines))))


def _stretch(lines: Sequence[str], start: int, end: int, number: int, following: int) -> list[Page]:
    """Pages of the lines start..end-1, where page `number` begins at `start` and page `following` at `end`."""
    starts = [n for n in range(start + 1, end) if _may_start_page(lines, n)]
    wanted = following - number - 1
    if wanted < 0 or len(starts) < wanted:
        return [Page(None, (start, end - 1))]
    cuts = [start, *_even_cuts(lines, start, end, starts, wanted), end]
    return [Page(number + k, (a, b - 1)) for k, (a, b) in enumerate(pairwise(cuts))]


def _may_start_page(lines: Sequence[str], number: int) -> bool:
    """A filled line right below a filled line; stacked header cells, which are short, stand so too and start no page."""
    return bool(lines[number - 2].strip()) and len(lines[number - 1].strip()) > 6


def _even_cuts(lines: Sequence[str], start: int, end: int, starts: list[int], wanted: int) -> list[int]:
    """The `wanted` starts whose pages differ least in filled lines (sum of squares, by dynamic programming)."""
    filled = [0]
    for text in lines:
        filled.append(filled[-1] + bool(text.strip()))
    places = [start, *starts, end]
    counts = [filled[place - 1] for place in places]
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}]
    for k in range(1, wanted + 2):
        level: dict[int, tuple[float, int]] = {}
        for j in range(k, len(places)):
            count = counts[j]
            level[j] = min((c + (count - counts[i]) ** 2, i) for i, (c, _) in best[k - 1].items() if i < j)
        best.append(level)
    cuts: list[int] = []
    j = len(places) - 1
    for k in range(wanted + 1, 0, -1):
        j = best[k][j][1]
        cuts.append(places[j])
    return cuts[::-1][1:]


def page_of(pages: Sequence[Page], lines: Span) -> int | None:
    """The printed number of the page on which these lines begin, or None."""
    return next((p.number for p in pages if p.lines[0] <= lines[0] <= p.lines[1]), None)
