"""How much of a question each entry speaks of, field by field: its own words, its table's, its section's titles.

A term of the question counts as spoken of when the field holds its stem, at full weight, or a word that may stand for it
or lies one slip away, at less. Terms are weighed by inverse document frequency, so that rare ones decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from indexer.corpus import Corpus
from indexer.store.index import Entry
from indexer.tokens import alike, words
from service.question import synonyms

Floats = npt.NDArray[np.float32]
OWN, TABLE, TITLES = 0, 1, 2
FIELDS = (OWN, TABLE, TITLES)
SYNONYM_WEIGHT = 0.6
SLIP_WEIGHT = 0.8


@dataclass(frozen=True, eq=False)
class Fields:
    """`presence[field]` is a sparse (entries, vocabulary) matrix of zeros and ones; `idf` (vocabulary,)."""

    vocabulary: dict[str, int]
    presence: tuple[Any, ...]
    idf: Floats
    unknown_idf: float

    def weights(self, term: str) -> Mapping[int, float]:
        """Places in the vocabulary of the words that speak of a term, with the weight of each."""
        return _weights(self, term)

    @cached_property
    def near(self) -> Mapping[str, tuple[str, ...]]:
        """The vocabulary by its first and by its last two letters: a word one slip away shares one of them."""
        groups: dict[str, list[str]] = {}
        for word in self.vocabulary:
            groups.setdefault("^" + word[:2], []).append(word)
            groups.setdefault(word[-2:] + "$", []).append(word)
        return {k: tuple(v) for k, v in groups.items()}

    def term_idf(self, term: str) -> float:
        place = self.vocabulary.get(term)
        return float(self.idf[place]) if place is not None else self.unknown_idf

    def spoken(self, terms: Sequence[str]) -> Floats:
        """How well each field of each entry speaks of each term: (fields, terms, entries), each 0 to 1."""
        size = self.presence[0].shape[0]
        result = np.zeros((len(FIELDS), len(terms), size), dtype=np.float32)
        for t, term in enumerate(terms):
            for place, weight in self.weights(term).items():
                for field in FIELDS:
                    column = self.presence[field]
                    rows = column.indices[column.indptr[place] : column.indptr[place + 1]]
                    np.maximum.at(result[field, t], rows, np.float32(weight))
        return result

    def importance(self, terms: Sequence[str]) -> Floats:
        """The share of each term in the question's weight: (terms,), sum 1."""
        idf = np.array([self.term_idf(t) for t in terms], dtype=np.float32)
        return idf / idf.sum() if len(idf) else idf


@lru_cache(maxsize=16384)
def _weights(fields: Fields, term: str) -> Mapping[int, float]:
    found: dict[int, float] = {}
    for other in synonyms().get(term, ()):
        if other in fields.vocabulary:
            found[fields.vocabulary[other]] = SYNONYM_WEIGHT
    if term in fields.vocabulary:
        found[fields.vocabulary[term]] = 1.0
    elif len(term) >= 4:
        for other in (*fields.near.get("^" + term[:2], ()), *fields.near.get(term[-2:] + "$", ())):
            if _alike(term, other):
                found[fields.vocabulary[other]] = SLIP_WEIGHT
    return found


def make_fields(corpora: Sequence[Corpus], entries: Sequence[Entry]) -> Fields:
    """The fields of every entry of an index."""
    tables = {(c.document, t.id): t for c in corpora for t in c.tables}
    rows = {(c.document, r.id): r for c in corpora for t in c.tables for r in t.rows}
    titles = {(c.document, s.id): " ".join(h.title for h in s.path) for c in corpora for s in c.sections}
    texts: list[tuple[list[str], list[str], list[str]]] = []
    for entry in entries:
        passage = entry.passage
        table = tables.get((entry.document, passage.table or ""))
        row = rows.get((entry.document, passage.row or ""))
        own = " | ".join(row.cells) if row else passage.text
        named = f"{table.caption} {' '.join(c.name + ' ' + (c.unit or '') for c in table.columns)}" if table else ""
        texts.append((words(own), words(named), words(titles.get((entry.document, passage.section or ""), ""))))
    vocabulary = {w: n for n, w in enumerate(sorted({w for parts in texts for part in parts for w in part}))}
    presence = tuple(_presence([parts[field] for parts in texts], vocabulary) for field in FIELDS)
    holding = np.asarray((presence[OWN] + presence[TABLE] + presence[TITLES] > 0).sum(axis=0)).ravel()
    idf = np.log1p((len(entries) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    return Fields(vocabulary, presence, idf, float(np.log1p(len(entries) / 0.5)))


def _presence(texts: Iterable[list[str]], vocabulary: dict[str, int]) -> Any:
    rows, columns = [], []
    size = 0
    for size, text in enumerate(texts, 1):
        places = sorted({vocabulary[w] for w in text})
        rows.extend([size - 1] * len(places))
        columns.extend(places)
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csc_matrix((ones, (rows, columns)), shape=(size, max(1, len(vocabulary))))


def _alike(a: str, b: str) -> bool:
    """One slip apart (a letter too many, missing, wrong, or two swapped), or one a long beginning of the other."""
    if abs(len(a) - len(b)) > 1:
        return min(len(a), len(b)) >= 4 and abs(len(a) - len(b)) <= 3 and (a.startswith(b) or b.startswith(a))
    return alike(a, b)
