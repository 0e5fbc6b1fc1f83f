"""Passages and rows for a question, best first."""

from __future__ import annotations

from collections.abc import Collection as Container
from dataclasses import dataclass

import numpy as np

from indexer.store.index import Entry
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
    """What was found, best first: prose, rows, and both in one ranking.

    `scores` (entries,) are the ranking's, of all entries.
    """

    passages: tuple[Hit, ...]
    rows: tuple[Hit, ...]
    together: tuple[Hit, ...]
    scores: Floats


NO_EVIDENCE = Evidence((), (), (), np.zeros(0, dtype=np.float32))


def retrieve(collection: Collection, question: Question, documents: Container[str] | None, top_k: int) -> Evidence:
    """The `top_k` best passages and the `top_k` best rows for a question, of these documents (None: of all)."""
    matrix = features(collection, question, collection.fields.spoken(question.terms))
    ranked = scores(matrix, collection.traits)
    entries = collection.index.entries
    order = [int(i) for i in np.argsort(-ranked, kind="stable")]
    hits = [Hit(i, entries[i], float(ranked[i])) for i in order if documents is None or entries[i].document in documents]
    passages = tuple(h for h in hits if h.entry.passage.kind == "prose")[:top_k]
    rows = tuple(h for h in hits if h.entry.passage.kind == "table_row")[:top_k]
    together = tuple(h for h in hits if h.entry.passage.kind != "table")[:top_k]
    return Evidence(passages, rows, together, ranked)
