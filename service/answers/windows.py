"""Stretches of running text short enough to be read: runs of sentences of one passage of the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from service.collection import Collection
from service.prose import Part, Prose
from service.retrieval import Hit

MOST_CHARACTERS = 420
"""Of one window; a longer sentence is a window of its own."""
MOST_PASSAGES = 6


@dataclass(frozen=True)
class Window:
    """text[start:end] of a section's running text; `entries` are the passages that hold it, `hit` the place of the first of
    them among the evidence (0: best) and `score` the ranking's."""

    prose: Prose
    start: int
    end: int
    entries: tuple[int, ...]
    titles: str
    hit: int
    score: float
    stems: frozenset[int]

    @property
    def text(self) -> str:
        return " ".join(self.prose.text[self.start : self.end].split())


def windows(collection: Collection, passages: Sequence[Hit]) -> Iterator[Window]:
    """The windows of the first passages, each once, those of the best passage first."""
    seen: set[tuple[int, int, int]] = set()
    for place, hit in enumerate(passages[:MOST_PASSAGES]):
        prose = collection.prose.get(hit.number)
        if prose is None:
            continue
        section = collection.entry_section(hit.entry)
        titles = " – ".join(h.title for h in section.path[-2:]) if section else ""
        begin, stop = next((a, b) for n, a, b in prose.passages if n == hit.number)
        parts = [p for p in prose.parts if p.start < stop and p.end > begin]
        for run in _runs(parts):
            key = (id(prose), run[0].start, run[-1].end)
            if key not in seen:
                seen.add(key)
                entries = tuple(n for n, a, b in prose.passages if a < key[2] and key[1] < b)
                stems = frozenset[int]().union(*(p.stems for p in run))
                yield Window(prose, key[1], key[2], entries, titles, place, hit.score, stems)


def _runs(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Runs of sentences between headings and captions, up to the longest length; each begins with the last sentence of the run
    before, where that is short."""
    for apart, group in groupby(parts, key=lambda p: p.kind in ("heading", "caption")):
        if not apart:
            yield from _cut(list(group))


def _cut(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    start = 0
    while start < len(parts):
        end = start + 1
        while end < len(parts) and parts[end].end - parts[start].start <= MOST_CHARACTERS:
            end += 1
        yield parts[start:end]
        if end >= len(parts):
            return
        last = parts[end - 1]
        start = end - 1 if end - start > 1 and last.end - last.start <= MOST_CHARACTERS // 3 else end
