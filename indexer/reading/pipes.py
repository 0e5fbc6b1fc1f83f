"""Tables that a text draws with pipes: Markdown's, those without outer pipes, and grids with rules of dashes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.corpus import Span

_RULE = re.compile(r"\s*[|+]?\s*:?[-=]+:?\s*(?:[|+]\s*:?[-=]+:?\s*)*[|+]?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class PipeTable:
    """The rows of a table, all of one length, and the line of each; `rules` are the lines that only rule it."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    head: int | None
    rules: tuple[int, ...]

    @property
    def span(self) -> Span:
        return min((*self.lines, *self.rules)), max((*self.lines, *self.rules))


def is_rule(text: str) -> bool:
    """A line like `|---|:--:|`, `---+---` or `+===+===+`."""
    dashed = ("|" in text or "+" in text) and re.search("[-=:]{2}", text) is not None
    return dashed and _RULE.fullmatch(text) is not None


def find_pipe_tables(texts: Sequence[str], is_free: Callable[[int], bool], inline: Callable[[str], str]) -> list[PipeTable]:
    """The pipe tables of the lines; `is_free(i)` says whether line i (from 0) may be part of one."""
    found: list[PipeTable] = []
    i = 0
    while i < len(texts):
        j = i
        while j < len(texts) and is_free(j) and (_PIPE.search(texts[j]) or is_rule(texts[j])):
            j += 1
        table = _table(texts, i, j, inline) if j - i >= 2 else None
        if table:
            found.append(table)
        i = max(j, i + 1)
    return found


def _table(texts: Sequence[str], start: int, end: int, inline: Callable[[str], str]) -> PipeTable | None:
    rules = [i for i in range(start, end) if is_rule(texts[i])]
    body = [i for i in range(start, end) if i not in rules]
    outer = all(texts[i].strip().startswith("|") and texts[i].strip().endswith("|") for i in body)
    if not body:
        return None
    inner_rules = [i for i in rules if body[0] < i < body[-1]]
    heads = [i for i in rules if "=" in texts[i]] or inner_rules[:1] or [i for i in rules if i > body[0]][:1]
    boxed = all(texts[i].strip().startswith("+") for i in rules) and bool(rules)
    if not rules and not outer:
        return None  # words beside a bar, as in `git log --stat`, are no table
    if rules and not outer and not boxed and (not heads or heads[0] != body[0] + 1 or heads[0] != start + 1):
        start = max((i for i in body if rules[0] > i), default=start)  # prose with a bar right above the header row
        body = [i for i in body if i >= start]
        heads = [i for i in rules if i > start][:1]
    cells = [_split(texts[i], inline) for i in body]
    width = max(len(row) for row in cells)
    if not rules and (len({len(row) for row in cells}) > 1 or width < 2):
        return None
    if width < 2 and not outer:
        return None
    head = sum(i < heads[0] for i in body) if heads else None
    rows = tuple((*row, *([""] * (width - len(row)))) for row in cells)
    return PipeTable(rows, tuple(i + 1 for i in body), head, tuple(i + 1 for i in rules if i >= start))


def _split(text: str, inline: Callable[[str], str]) -> tuple[str, ...]:
    text = text.strip()
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return tuple(inline(cell).strip() for cell in _PIPE.split(text))
