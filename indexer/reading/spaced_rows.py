"""Tables of plain text whose cells are parted by one space each: a label and then as many figures in every line.

Words alone do not show where a cell ends, so such lines are a table only below a caption or below a line of heads, and at
least three of them. Heads that cannot be told apart are left out: a figure without a name is never answered from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from indexer.reading.captions import is_caption
from indexer.reading.characters import clean
from indexer.reading.document import SourceLine, SourceTable

_FIGURE = re.compile(r"[-+−]?(?:0|[1-9۱-۹]|[۰٠](?=[.٫/]|$)|[١-٩])[\d۰-۹٠-٩.,/٫٬]*[%٪]?|\([\d۰-۹٠-٩.,٫٬]+\)|[-–—]")
_COUNTER = re.compile(r"[\d۰-۹٠-٩]{1,4}[.)\-–]?")
_DIGITS = re.compile(r"\d")
_SENTENCE = re.compile(r"[.؟!؛:،]$")
_PARTED = re.compile(r"\t+|\s{2,}")
_LEAST_ROWS = 3
_LEAST_FIGURES = 2
_LONGEST_LABEL = 6
_LONGEST_LINE = 200
Row = tuple[str | None, str, tuple[str, ...]]
"""Running number, label, figures."""


def spaced_tables(lines: Sequence[SourceLine], taken: Collection[int]) -> tuple[SourceTable, ...]:
    """Runs of lines, at most one blank line between, that are a label and as many figures each. `taken` lines are none."""
    found: list[SourceTable] = []
    run: list[tuple[int, Row]] = []
    for n, line in enumerate((*lines, SourceLine("", kind="heading")), 1):
        row = _row(line) if n not in taken else None
        fits = row is not None and (not run or len(row[2]) == len(run[0][1][2])) and (not run or n - run[-1][0] <= 2)
        if row is not None and fits:
            run.append((n, row))
            continue
        if not line.text.strip() and line.kind in (None, "blank"):
            continue
        found.extend(_table(lines, run, taken))
        run = [(n, row)] if row is not None else []
    return tuple(found)


def _row(line: SourceLine) -> Row | None:
    if line.kind is not None or len(line.text) > _LONGEST_LINE or is_caption(line.seen):
        return None
    tokens = clean(line.text).split()
    end = len(tokens)
    while end and _FIGURE.fullmatch(tokens[end - 1]):
        end -= 1
    start = 1 if end > 1 and _COUNTER.fullmatch(tokens[0]) else 0
    label = tokens[start:end]
    if len(tokens) - end < _LEAST_FIGURES or not 1 <= len(label) <= _LONGEST_LABEL:
        return None
    text = " ".join(label)
    if _SENTENCE.search(text) or _DIGITS.search(text) or not re.search(r"[^\W\d_]", text):
        return None
    return (tokens[0] if start else None), text, tuple(tokens[end:])


def _table(lines: Sequence[SourceLine], run: Sequence[tuple[int, Row]], taken: Collection[int]) -> list[SourceTable]:
    figures = sum(any(ch.isdigit() for ch in text) for _, row in run for text in row[2])
    if len(run) < _LEAST_ROWS or figures < 0.5 * len(run) * len(run[0][1][2]):
        return []
    counted = sum(row[0] is not None for _, row in run) >= 0.5 * len(run)
    if not counted and any(row[0] is not None for _, row in run):
        return []
    above = _above(lines, run[0][0])
    if above is None or above in taken:
        return []
    width = counted + 1 + len(run[0][1][2])
    head = _heads(lines[above - 1], width)
    if head is None and not is_caption(lines[above - 1].seen):
        before = _above(lines, above)
        if before is None or not is_caption(lines[before - 1].seen) or lines[above - 1].kind not in (None, "table_header"):
            return []
    grid = [(*((row[0] or "",) if counted else ()), row[1], *row[2]) for _, row in run]
    spans = [(n, n) for n, _ in run]
    if head is not None:
        grid, spans = [head, *grid], [(above, above), *spans]
    return [SourceTable(tuple(grid), tuple(spans), 1 if head is not None else 0)]


def _above(lines: Sequence[SourceLine], line: int) -> int | None:
    """The nearest line above that is not blank."""
    return next((n for n in range(line - 1, 0, -1) if lines[n - 1].text.strip()), None)


def _heads(line: SourceLine, width: int) -> tuple[str, ...] | None:
    """A line's heads where wide spaces part as many as there are columns, or it has as many words."""
    text = clean(line.text).strip()
    if line.kind not in (None, "table_header") or _SENTENCE.search(text) or is_caption(text) or len(text) > _LONGEST_LINE:
        return None
    for heads in (_PARTED.split(text), text.split()):
        if len(heads) == width and all(re.search(r"[^\W\d_]", h) or re.fullmatch(r"[\d۰-۹]{4}", h) for h in heads):
            return tuple(heads)
    return None
