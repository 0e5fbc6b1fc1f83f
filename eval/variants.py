"""The systems that are compared, each on one collection: four that only search, and the whole service.

A variant's name says both: `words` (BM25 over stems), `grams` (BM25 over character 4-grams), `dense`, `hybrid` (the three
by reciprocal rank, equal weights) and `full` stand for the repaired text; `raw-...` for the text as received;
`full-no-...` for the service without one of its parts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.goldset import GoldQuestion
from eval.matching import canon
from eval.observation import Found, Observation, of_reply
from eval.sources import SOURCES, Source
from eval.wording import HEADLINE, SEARCHERS
from indexer.store.index import Entry, Vectors
from service.ask import ask, search
from service.collection import Collection
from service.schemas import AskRequest

TOP_K = 10
RRF_K = 60
"""Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet (SIGIR 2009) use 60."""

Search = Callable[[Collection, str], Vectors]
"""Scores of every entry (n,) for a question in Persian letters; nothing else of it is understood or corrected."""


@dataclass(frozen=True)
class Variant:
    """`search` scores every entry of the collection; None is the whole service."""

    name: str
    summary: str
    source: Source
    search: Search | None


_LEGS: Mapping[str, Search] = {
    "words": lambda collection, question: collection.index.word_scores(question),
    "grams": lambda collection, question: collection.index.gram_scores(question),
    "dense": lambda collection, question: collection.index.dense_scores(collection.embed(question)),
    "hybrid": lambda collection, question: fuse([_LEGS[leg](collection, question) for leg in ("dense", "words", "grams")]),
}
_SUMMARIES = {"words": "BM25 واژه‌ها", "grams": "BM25 چهارنویسه‌ای", "dense": "بردار", "hybrid": "آمیخته (RRF)"}


def _variants() -> dict[str, Variant]:
    made = []
    for prefix, source in (("raw-", SOURCES["raw"]), ("", SOURCES["repaired"])):
        made += [Variant(prefix + s, f"{_SUMMARIES[s]}، {source.summary}", source, _LEGS[s]) for s in SEARCHERS]
        made.append(Variant(prefix + HEADLINE, f"سرویس کامل، {source.summary}", source, None))
    for name in ("no-tables", "no-checks", "no-corrections"):
        made.append(Variant(f"{HEADLINE}-{name}", f"سرویس کامل، {SOURCES[name].summary}", SOURCES[name], None))
    return {variant.name: variant for variant in made}


VARIANTS: Mapping[str, Variant] = _variants()


def fuse(legs: Sequence[Vectors]) -> Vectors:
    """Reciprocal rank fusion with equal weights of scores (n,); what a leg gives no score counts nothing there."""
    total = np.zeros(len(legs[0]), dtype=np.float32)
    for scores in legs:
        order = np.argsort(-scores, kind="stable")
        order = order[scores[order] > 0]
        total[order] += 1 / (RRF_K + 1 + np.arange(len(order), dtype=np.float32))
    return total


def returnable(collection: Collection) -> tuple[Found, ...]:
    """Everything a search of this collection may return."""
    return tuple(_found(entry, 0.0) for entry in collection.index.entries if entry.passage.kind != "table")


def observe(variant: Variant, collection: Collection, questions: Sequence[GoldQuestion]) -> dict[str, Observation]:
    """Asks every question of a variant: question id -> what came back."""
    one = _ask if variant.search is None else _search
    return {q.id: one(variant, collection, q) for q in questions}


def _ask(variant: Variant, collection: Collection, question: GoldQuestion) -> Observation:
    request = AskRequest(question=question.question, top_k=TOP_K)
    start = time.perf_counter()
    reply = ask(collection, request)
    ms = (time.perf_counter() - start) * 1000
    together = search(collection, request).together[:TOP_K]
    return of_reply(reply.model_dump(mode="json"), tuple(_found(h.entry, h.score) for h in together), ms)


def _search(variant: Variant, collection: Collection, question: GoldQuestion) -> Observation:
    assert variant.search is not None
    start = time.perf_counter()
    scores = variant.search(collection, canon(question.question))
    order = np.argsort(-scores, kind="stable")
    ms = (time.perf_counter() - start) * 1000
    entries = collection.index.entries
    hits = [(entries[i], float(scores[i])) for i in order if scores[i] > 0]
    ranking = tuple(_found(entry, score) for entry, score in hits if entry.passage.kind != "table")
    return Observation(
        passages=tuple(f for f in ranking if f.kind == "passage")[:TOP_K],
        rows=tuple(f for f in ranking if f.kind == "row")[:TOP_K],
        ranking=ranking[:TOP_K],
        reply=None,
        ms=ms,
    )


def _found(entry: Entry, score: float) -> Found:
    passage = entry.passage
    kind = "row" if passage.kind == "table_row" else "passage"
    return Found(passage.row or passage.id, kind, entry.document, passage.lines, score, passage.text)
