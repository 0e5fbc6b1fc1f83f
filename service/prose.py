"""The running text of each section with its sentences, joined with the passages that stand in the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.corpus import Corpus, Sentence
from indexer.store.index import Entry
from indexer.structure.flow import running_text
from indexer.structure.sentences import find_sentences
from indexer.tokens import words

PartKind = Literal["heading", "caption", "lead", "text"]


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
        lines = running_text(corpus.lines, corpus.tables)
        sentences: dict[str | None, list[Sentence]] = {}
        for sentence in corpus.sentences or find_sentences(corpus.lines, corpus.sections, corpus.tables):
            sentences.setdefault(sentence.section, []).append(sentence)
        groups: dict[str | None, list[int]] = {}
        for number, entry in enumerate(entries):
            if entry.document == corpus.document and entry.passage.kind == "prose":
                groups.setdefault(entry.passage.section, []).append(number)
        for section, numbers in groups.items():
            first = min(entries[n].passage.lines[0] for n in numbers)
            last = max(entries[n].passage.lines[1] for n in numbers)
            text = "\n".join(line.text for line in lines if first <= line.line <= last)
            own = [(n, entries[n].passage.text) for n in numbers]
            made = _prose(text, sentences.get(section, ()), own, vocabulary, titles.get(section or "", ""))
            found.update({number: made for number, _, _ in made.passages})
    return found


def _prose(
    text: str,
    sentences: Sequence[Sentence],
    own: Sequence[tuple[int, str]],
    vocabulary: Mapping[str, int],
    titles: str,
) -> Prose:
    """`own`: (place in the index, text) of the passages of the section."""
    passages, at = [], 0
    for number, passage in own:
        start = text.find(passage, at)
        if start >= 0:
            passages.append((number, start, start + len(passage)))
            at = start + 1

    def stems(piece: str) -> frozenset[int]:
        return frozenset(vocabulary[w] for w in words(piece) if w in vocabulary)

    parts, at = [], 0
    for sentence in sentences:
        start = text.find(sentence.text, at)
        if start >= 0:
            at = start + len(sentence.text)
            kind: PartKind = "text" if sentence.kind == "item" else sentence.kind
            parts.append(Part(start, at, kind, sentence.number, stems(sentence.text)))
    return Prose(text, tuple(parts), tuple(passages), stems(titles))
