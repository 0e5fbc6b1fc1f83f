"""The order of entries: a linear model over what each retriever says and what each entry speaks of.

The weights are learned (listwise softmax, Cao et al., "Learning to rank: from pairwise approach to listwise approach",
ICML 2007) by `python -m eval.train ranker` and shipped in `service/data/ranker.json`, one vector for prose and one for rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from indexer.store.index import Vectors
from service.collection import Collection
from service.fields import OWN, TABLE, TITLES, Floats
from service.operations import likely_operations, probability
from service.question import Question
from service.traits import Traits

NAMES = (
    "dense",
    "dense_z",
    "words",
    "grams",
    "fused",
    "own",
    "own_or_table",
    "anywhere",
    "table",
    "titles",
    "weakest",
    "province",
    "other_province",
    "unasked_province",
    "total",
    "total_asked",
    "year",
    "figures",
    "bullets",
    "named",
    "length",
    "whole_table",
    "total_unwanted",
    "table_dense",
    "table_words",
    "table_grams",
    "row_asked",
)
RRF_K = 60
"""Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet (SIGIR 2009) use 60."""
DEPTH = 200
_WHOLE = frozenset(
    (
        *("most", "least", "most_n", "least_n", "nth_most", "nth_least", "mean", "rank_most", "rank_least"),
        *(f"{what}{of}" for what in ("count", "list") for of in ("", "_more", "_less", "_equal", "_columns")),
    )
)
"""Operations over all rows of a table."""
_ONE = frozenset(("cell", "sum", "span_number"))
_LISTED = frozenset(("items",))
_READ = frozenset(("span", "items"))


def features(collection: Collection, question: Question, spoken: Floats) -> Floats:
    """What the model looks at: (entries, len(NAMES)); `spoken` as `Fields.spoken` gives it for the question's terms."""
    index, traits = collection.index, collection.traits
    dense = index.dense_scores(collection.embed(question.text))
    word, gram = index.word_scores(question.text), index.gram_scores(question.text)
    weight = collection.fields.importance(question.terms)
    own, table, titles = spoken[OWN], spoken[TABLE], spoken[TITLES]
    anywhere = np.maximum(np.maximum(own, table), titles)
    size = len(index.entries)
    named, held, asked = _entities(collection, question)
    years = frozenset(question.years)
    likely = likely_operations(question.text, collection.entity_names)
    one, whole, listed, read = (probability(likely, group) for group in (_ONE, _WHOLE, _LISTED, _READ))
    columns = {
        "dense": (dense - dense.max()) * 10,
        "dense_z": (dense - dense.mean()) / (dense.std() + 1e-6),
        "words": word / (word.max() + 1e-6),
        "grams": gram / (gram.max() + 1e-6),
        "fused": fuse((dense, word, gram)),
        "own": weight @ own if len(weight) else np.zeros(size),
        "own_or_table": weight @ np.maximum(own, table) if len(weight) else np.zeros(size),
        "anywhere": weight @ anywhere if len(weight) else np.zeros(size),
        "table": weight @ table if len(weight) else np.zeros(size),
        "titles": weight @ titles if len(weight) else np.zeros(size),
        "weakest": (anywhere * (weight / (weight.max() + 1e-6))[:, None]).min(axis=0) if len(weight) else np.zeros(size),
        "province": named,
        "other_province": held * (1 - named) * float(asked),
        "unasked_province": held * float(not asked),
        "total": traits.is_total,
        "total_asked": traits.is_total * one * float(not asked),
        "year": [float(bool(years) and years <= y) - float(bool(years) and bool(y) and not years & y) for y in traits.years],
        "figures": traits.has_figures * one,
        "bullets": traits.has_bullets * listed,
        "named": [_named(question, collection, i) for i in range(size)] if question.table or question.section else np.zeros(size),
        "length": traits.length,
        "whole_table": traits.is_row * whole,
        "total_unwanted": traits.is_total * whole,
        "table_dense": _of_table(traits, (dense - dense.mean()) / (dense.std() + 1e-6)),
        "table_words": _of_table(traits, word / (word.max() + 1e-6)),
        "table_grams": _of_table(traits, gram / (gram.max() + 1e-6)),
        "row_asked": traits.is_row * (1 - read),
    }
    return np.stack([np.asarray(columns[name], dtype=np.float32) for name in NAMES], axis=1)


def _entities(collection: Collection, question: Question) -> tuple[Floats, Floats, bool]:
    """Which entries (entries,) name a row that the question names, which name any, and whether it names one at all."""
    traits = collection.traits
    said = collection.entity_names.found_in(question.text)
    places = frozenset(question.provinces)
    pairs = list(zip(traits.provinces, traits.entities, strict=True))
    named = np.array([float(bool(places & p) or bool(said & e)) for p, e in pairs], dtype=np.float32)
    held = np.array([float(bool(p) or bool(e)) for p, e in pairs], dtype=np.float32)
    return named, held, bool(places or said)


def _of_table(traits: Traits, leg: Floats) -> Floats:
    """For each row what a retriever says of its table's own entry; 0 for prose."""
    return np.where(traits.table_entry >= 0, leg[traits.table_entry], 0.0).astype(np.float32)


def scores(matrix: Floats, traits: Traits, model: Mapping[str, Floats] | None = None) -> Floats:
    """The model's score of every entry, prose and rows on one scale: (entries,)."""
    model = model or weights()
    return np.where(traits.is_row, matrix @ model["row"], matrix @ model["prose"]).astype(np.float32) + np.where(
        traits.is_row, model["row_bias"], 0.0
    ).astype(np.float32)


@cache
def weights() -> Mapping[str, Floats]:
    """The shipped model. Raises ValueError where it was trained on other features."""
    data = json.loads(files("service").joinpath("data/ranker.json").read_text(encoding="utf-8"))
    if tuple(data["features"]) != NAMES:
        raise ValueError("service/data/ranker.json belongs to other features; run python -m eval.train ranker")
    return {name: np.asarray(data[name], dtype=np.float32) for name in ("prose", "row", "row_bias")}


def fuse(legs: tuple[Vectors, ...]) -> Floats:
    """Equal reciprocal rank fusion of score vectors (n,), scaled so that first in every leg is 1."""
    total = np.zeros(len(legs[0]), dtype=np.float32)
    for leg in legs:
        order = np.argsort(-leg, kind="stable")[:DEPTH]
        order = order[leg[order] > leg.min()]
        total[order] += (RRF_K + 1) / (RRF_K + 1 + np.arange(len(order), dtype=np.float32))
    return total / np.float32(len(legs))


def _named(question: Question, collection: Collection, number: int) -> float:
    entry = collection.index.entries[number]
    table = collection.tables.get((entry.document, entry.passage.table or ""))
    section = entry.passage.section or ""
    by_table = question.table is not None and table is not None and table.number == question.table
    by_section = question.section is not None and (section == question.section or section.startswith(question.section + "-"))
    return float(by_table or by_section)
