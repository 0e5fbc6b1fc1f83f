"""Long sentences that enumerate, as lists: no passage is short enough to answer with holds the whole of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from indexer.corpus import ListItem, TextList
from indexer.store.index import Entry
from indexer.tokens import words
from service.lists import KnownList
from service.prose import Prose

LONGEST_SHOWN = 390
"""A sentence of no more characters is answered with as it stands."""
FEWEST = 4
"""Pieces between commas from which on a sentence enumerates."""
_COMMA = re.compile(r"[،؛]\s*")


def find_enumerations(
    prose: Mapping[int, Prose], entries: Sequence[Entry], vocabulary: Mapping[str, int]
) -> tuple[KnownList, ...]:
    """The pieces of every long sentence with many commas. Its first and last piece say what is enumerated."""

    def stems(text: str) -> frozenset[int]:
        return frozenset(vocabulary[w] for w in words(text) if w in vocabulary)

    found = []
    for section in {id(p): p for p in prose.values()}.values():
        for start, end in _sentences(section):
            pieces = [" ".join(p.split()) for p in _COMMA.split(section.text[start:end])]
            pieces = [p for p in pieces if p.strip(" .…")]
            holding = tuple(n for n, a, b in section.passages if a < end and start < b)
            if end - start <= LONGEST_SHOWN or len(pieces) < FEWEST or not holding:
                continue
            lines = [entries[n].passage.lines for n in holding]
            span = (min(a for a, _ in lines), max(b for _, b in lines))
            first = entries[holding[0]]
            text = TextList("", first.passage.section, "", "", tuple(ListItem(p, span) for p in pieces), span)
            ends, inside = stems(f"{pieces[0]} {pieces[-1]}"), stems(" ".join(pieces))
            found.append(KnownList(first.document, text, holding, ends, section.titles, inside))
    return tuple(found)


def _sentences(prose: Prose) -> Iterator[tuple[int, int]]:
    """(start, end) of every sentence of running text, its clauses together."""
    spans: dict[int, tuple[int, int]] = {}
    for part in prose.parts:
        if part.kind == "text":
            start, _ = spans.get(part.sentence, (part.start, 0))
            spans[part.sentence] = (start, part.end)
    yield from spans.values()
