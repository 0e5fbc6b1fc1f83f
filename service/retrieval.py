"""Passages and rows for a question, best first."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.index import Entry
from service.collection import Collection
from service.fields import Floats
from service.question import Question
from service.ranking import features, scores


@dataclass(frozen=True)
class Hit:
    """An entry with its fused score; `number` is its place in the index."""

    number: int
    entry: Entry
    score: float
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What was found, best first: prose, rows, and both in one ranking."""

    passages: tuple[Hit, ...]
    rows: tuple[Hit, ...]
    together: tuple[Hit, ...]
    features: Floats

    def shown(self, top_k: int, cited: Sequence[str]) -> Evidence:
        """The first `top_k` of each kind; what an answer cites is among them, in place of the last where need be."""
        return Evidence(
            _first(self.passages, top_k, cited),
            _first(self.rows, top_k, cited),
            self.together[:top_k],
            self.features,
        )


def retrieve(collection: Collection, question: Question, documents: Container[str] | None, top_k: int) -> Evidence:
    """The `top_k` best passages and the `top_k` best rows for a question, of these documents (None: of all)."""
    matrix = features(collection, question)
    ranked = scores(matrix, collection.traits)
    entries = collection.index.entries
    order = [int(i) for i in np.argsort(-ranked, kind="stable")]
    hits = [Hit(i, entries[i], float(ranked[i])) for i in order if documents is None or entries[i].document in documents]
    passages = tuple(h for h in hits if h.entry.passage.kind == "prose")[:top_k]
    rows = tuple(h for h in hits if h.entry.passage.kind == "table_row")[:top_k]
    together = tuple(h for h in hits if h.entry.passage.kind != "table")[:top_k]
    return Evidence(passages, rows, together, matrix)


def hit_id(hit: Hit) -> str:
    """The id by which a reply names this hit: the row's for rows, else the passage's."""
    return hit.entry.passage.row or hit.entry.passage.id


def _first(hits: Sequence[Hit], top_k: int, cited: Sequence[str]) -> tuple[Hit, ...]:
    shown = list(hits[:top_k])
    missing = [h for h in hits[top_k:] if hit_id(h) in cited]
    for hit in missing:
        spare = next((i for i in range(len(shown) - 1, -1, -1) if hit_id(shown[i]) not in cited), None)
        if spare is None:
            break
        del shown[spare]
        shown.append(hit)
    return tuple(shown)
