"""The lists of the documents with their places in the index."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.corpus import Corpus, TextList
from indexer.structure.lists import find_lists


@dataclass(frozen=True)
class KnownList:
    """A list with the places in the index of the passages it stands in, and of its words in the vocabulary."""

    document: str
    found: TextList
    entries: tuple[int, ...]
    lead: frozenset[int]
    title: frozenset[int]
    inside: frozenset[int]


def lists_of(corpus: Corpus) -> tuple[TextList, ...]:
    """The lists of a document; found here where its corpus was written without them."""
    return corpus.lists or find_lists(corpus.lines, corpus.sections)


def list_texts(found: TextList) -> tuple[str, str, str]:
    """What a list says in its lead, in its title, and in its items."""
    return found.lead, found.title, " ".join(item.text for item in found.items)
