"""The searchable index, composed of the documents' builds: FAISS over embeddings, BM25 over words and over character
4-grams, and the records they point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexer.corpus import Corpus, Passage
from indexer.errors import CorpusError
from indexer.store.bm25 import BM25
from indexer.store.builds import Build, make_build, read_build
from indexer.store.manifest import Manifest, build_folder, read_manifest
from indexer.tokens import character_ngrams, words

Vectors = npt.NDArray[np.float32]
_ATTEMPTS = 5


@dataclass(frozen=True)
class Entry:
    """A passage and the document it belongs to; its place in the list is its number in all three indexes."""

    document: str
    passage: Passage


@dataclass(frozen=True)
class Index:
    """What a query is searched in. `model` names the embedding model the vectors came from; `parts` are the builds by
    (document, build), for whoever loads the next index."""

    model: str
    corpora: tuple[Corpus, ...]
    entries: tuple[Entry, ...]
    dense: Any
    word_bm25: BM25
    gram_bm25: BM25
    parts: dict[tuple[str, str], Build] = field(default_factory=dict, repr=False)

    def alone(self, document: str) -> Index:
        """The index of one document of several, as if no other were there."""
        return compose({key: build for key, build in self.parts.items() if key[0] == document}, self.model)

    def dense_scores(self, vector: Vectors) -> Vectors:
        """Inner product of a query vector (dim,) with every entry: (n,)."""
        scores, places = self.dense.search(vector.reshape(1, -1), len(self.entries))
        result = np.empty(len(self.entries), dtype=np.float32)
        result[places[0]] = scores[0]
        return result

    def word_scores(self, question: str) -> Vectors:
        """BM25 over stems: (n,)."""
        return self.word_bm25.scores(words(question))

    def gram_scores(self, question: str) -> Vectors:
        """BM25 over character 4-grams: (n,)."""
        return self.gram_bm25.scores(character_ngrams(question))


def entries_of(corpora: Sequence[Corpus]) -> tuple[Entry, ...]:
    """Every passage of every document, in order."""
    return tuple(Entry(corpus.document, passage) for corpus in corpora for passage in corpus.passages)


def build_index(corpora: Sequence[Corpus], texts: Sequence[str], vectors: Vectors, model: str) -> Index:
    """Indexes `texts` (n, the searched copy of every passage) with their `vectors` (n, dim), unit length."""
    if not sum(len(c.passages) for c in corpora) == len(texts) == len(vectors):
        raise ValueError("one text and one vector for each passage")
    builds, start = {}, 0
    for corpus in corpora:
        end = start + len(corpus.passages)
        builds[corpus.document, ""] = make_build(corpus, texts[start:end], vectors[start:end])
        start = end
    return compose(builds, model)


def compose(parts: dict[tuple[str, str], Build], model: str) -> Index:
    """The index of these builds, in their order."""
    builds = list(parts.values())
    dimension = max((b.vectors.shape[1] for b in builds if len(b.vectors)), default=1)
    dense = faiss.IndexFlatIP(dimension)
    for build in builds:
        if len(build.vectors):
            dense.add(np.ascontiguousarray(build.vectors))
    corpora = tuple(b.corpus for b in builds)
    return Index(
        model, corpora, entries_of(corpora), dense, BM25([b.words for b in builds]), BM25([b.grams for b in builds]), parts
    )


def read_index(root: Path, before: Index | None = None) -> Index:
    """The index that serves; builds that `before` holds are taken from it. Raises CorpusError where there is none or it cannot
    be read."""
    for attempt in range(1, _ATTEMPTS + 1):
        manifest = read_manifest(root)
        try:
            return _read(root, manifest, before)
        except (OSError, ValueError, KeyError) as error:
            # A build may have been swept since the manifest was read: then there is a newer manifest.
            if attempt == _ATTEMPTS or read_manifest(root) == manifest:
                raise CorpusError(f"نمایه خوانده نشد ({error})؛ دوباره بسازید: porsesh build") from error
    raise AssertionError


def _read(root: Path, manifest: Manifest, before: Index | None) -> Index:
    if not manifest.live:
        raise CorpusError("هنوز سندی در نمایه نیست؛ نخست: porsesh build")
    known = before.parts if before is not None and before.model == manifest.model else {}
    live = [(r.id, r.build or "") for r in manifest.live]
    return compose({k: known[k] if k in known else read_build(build_folder(root, *k)) for k in live}, manifest.model)
