"""Dense and lexical search over passages and rows, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.index import Entry, Vectors
from service.collection import Collection
from service.question import Question

RRF_K = 60
"""Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet (SIGIR 2009) use 60."""
WEIGHTS = {"dense": 1.0, "words": 1.0, "grams": 1.0}
DEPTH = 200


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

    def shown(self, top_k: int, cited: Sequence[str]) -> Evidence:
        """The first `top_k` of each kind; what an answer cites is among them, in place of the last where need be."""
        return Evidence(
            _first(self.passages, top_k, cited),
            _first(self.rows, top_k, cited),
            self.together[:top_k],
        )


def retrieve(collection: Collection, question: Question, documents: Container[str] | None, top_k: int) -> Evidence:
    """The `top_k` best passages and the `top_k` best rows for a question, of these documents (None: of all)."""
    scores = fuse(
        [
            (collection.index.dense_scores(collection.embed(question.text)), WEIGHTS["dense"]),
            (collection.index.word_scores(question.text), WEIGHTS["words"]),
            (collection.index.gram_scores(question.text), WEIGHTS["grams"]),
        ]
    )
    entries = collection.index.entries
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    hits = [Hit(i, entries[i], float(scores[i])) for i in order if documents is None or entries[i].document in documents]
    passages = tuple(h for h in hits if h.entry.passage.kind == "prose")[:top_k]
    rows = tuple(h for h in hits if h.entry.passage.kind == "table_row")[:top_k]
    together = tuple(h for h in hits if h.entry.passage.kind != "table")[:top_k]
    return Evidence(passages, rows, together)


def fuse(legs: Sequence[tuple[Vectors, float]]) -> Vectors:
    """Weighted reciprocal rank fusion of score vectors (n,), scaled so that first in every leg is 1."""
    total = np.zeros(len(legs[0][0]), dtype=np.float32)
    for scores, weight in legs:
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        order = order[scores[order] > scores.min()] if len(order) else order
        total[order] += weight * (RRF_K + 1) / (RRF_K + 1 + np.arange(len(order), dtype=np.float32))
    return total / np.float32(sum(weight for _, weight in legs))


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
