"""The running text of each section, cut into sentences across the borders of passages, lines and pages.

Passages are cut for embedding, at a number of characters; whoever answers wants whole sentences. A sentence too long to
answer with is cut into its clauses.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indexer.corpus import Corpus, Line
from indexer.store.index import Entry
from indexer.tokens import words
from service.lists import MARK, WRAPPED

PartKind = Literal["heading", "caption", "lead", "text"]
LONGEST_PART = 380
WRAPPED_CAPTION = 0.9
"""A caption goes on in the next line only where it fills its own (compare `service.lists.WRAPPED`)."""
Block = tuple[int, int, PartKind]
_PROSE = frozenset({"heading", "paragraph", "bullet", "caption"})
_UNSEEN = frozenset({"blank", "page_header"})
_SENTENCE_END = re.compile(r"(?<=[.؛؟!])(?<!\.\.)\s+(?!\d)")
_CLAUSE_END = re.compile(r"(?<=،)\s+|\n")
_CLOSED = re.compile(r"[.؛:؟!]\s*$")


@dataclass(frozen=True)
class Part:
    """text[start:end] of a section: a sentence, an item, a clause of a long sentence, or a heading, caption or lead.

    `sentence` counts the sentences, so that clauses of one sentence have the same; `stems` are places in the vocabulary.
    """

    start: int
    end: int
    kind: PartKind
    sentence: int
    stems: frozenset[int]


@dataclass(frozen=True)
class Prose:
    """The text of a section; `passages` holds (place in the index, start, end) of each passage in it."""

    text: str
    parts: tuple[Part, ...]
    passages: tuple[tuple[int, int, int], ...]
    titles: frozenset[int]


def find_prose(corpora: Sequence[Corpus], entries: Sequence[Entry], vocabulary: Mapping[str, int]) -> dict[int, Prose]:
    """The prose of every passage of prose, by its place in the index."""
    found: dict[int, Prose] = {}
    for corpus in corpora:
        titles = {s.id: " ".join(h.title for h in s.path) for s in corpus.sections}
        tabled = {n for table in corpus.tables for row in table.rows for n in range(row.lines[0], row.lines[1] + 1)}
        lines = [line for line in corpus.lines if line.kind in _PROSE and line.text.strip() and line.line not in tabled]
        broken = [line.line for line in corpus.lines if line.line in tabled or line.kind not in (_PROSE | _UNSEEN)]
        lengths = [len(line.text) for line in lines if line.kind in ("paragraph", "bullet")]
        width = float(np.percentile(lengths, 90)) if lengths else 0.0
        groups: dict[str | None, list[int]] = {}
        for number, entry in enumerate(entries):
            if entry.document == corpus.document and entry.passage.kind == "prose":
                groups.setdefault(entry.passage.section, []).append(number)
        for section, numbers in groups.items():
            first = min(entries[n].passage.lines[0] for n in numbers)
            last = max(entries[n].passage.lines[1] for n in numbers)
            members = [line for line in lines if first <= line.line <= last]
            blocks = list(_blocks(members, width, broken))
            own = [(n, entries[n].passage.text) for n in numbers]
            made = _prose(members, blocks, own, vocabulary, titles.get(section or "", ""))
            found.update({number: made for number, _, _ in made.passages})
    return found


def _prose(
    members: Sequence[Line],
    blocks: Sequence[Block],
    own: Sequence[tuple[int, str]],
    vocabulary: Mapping[str, int],
    titles: str,
) -> Prose:
    """`own`: (place in the index, text) of the passages of the section."""
    text = "\n".join(line.text for line in members)
    passages, at = [], 0
    for number, passage in own:
        start = text.find(passage, at)
        if start >= 0:
            passages.append((number, start, start + len(passage)))
            at = start + 1

    def stems(piece: str) -> frozenset[int]:
        return frozenset(vocabulary[w] for w in words(piece) if w in vocabulary)

    parts = []
    for count, (start, end, kind) in enumerate(_sentences(blocks, text)):
        for a, b in _clauses(text, start, end):
            parts.append(Part(a, b, kind, count, stems(text[a:b])))
    return Prose(text, tuple(parts), tuple(passages), stems(titles))


def _sentences(blocks: Sequence[Block], text: str) -> Iterator[Block]:
    """(start, end, kind) of every sentence, item, heading, caption and lead of a section."""
    for start, end, kind in blocks:
        cut = start
        for match in [*_SENTENCE_END.finditer(text, start, end), None]:
            stop = match.start() if match else end
            if match and len(re.findall(r"[^\W\d_]", text[cut:stop])) < 3:
                continue  # «1. » opens a sentence, it is none
            if text[cut:stop].strip():
                own: PartKind = "lead" if kind == "text" and text[cut:stop].rstrip().endswith(":") else kind
                yield cut, stop, own
            cut = match.end() if match else end


def _blocks(members: Sequence[Line], width: float, broken: Sequence[int]) -> Iterator[Block]:
    """(start, end, kind) of the runs of lines that belong together: a paragraph, an item, a heading, a caption.

    `broken` are the lines of tables and charts, over which nothing runs on.
    """
    start, at = 0, 0
    kind: PartKind = "text"
    for n, line in enumerate(members):
        before = members[n - 1] if n else None
        between = before and bisect(broken, before.line) != bisect(broken, line.line)
        if before and (between or _begins(before, line, width)):
            yield start, at - 1, kind
            start = at
        if start == at:
            kind = "heading" if line.kind == "heading" else "caption" if line.kind == "caption" else "text"
        at += len(line.text) + 1
    if members:
        yield start, at - 1, kind


def _begins(before: Line, line: Line, width: float) -> bool:
    """Whether a line begins something new rather than going on with the line before."""
    if line.kind in ("heading", "caption") or before.kind == "heading" or MARK.match(line.text):
        return True
    closed = bool(_CLOSED.search(before.text))
    if before.kind == "caption":
        return closed or len(before.text) < WRAPPED_CAPTION * width
    return len(before.text) < WRAPPED * width


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= LONGEST_PART:
        yield start, end
        return
    cut = start
    for match in [*_CLAUSE_END.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if text[cut:stop].strip():
            yield cut, stop
        cut = match.end() if match else end
