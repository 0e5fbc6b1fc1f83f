"""The searchable index: FAISS over embeddings, BM25 over words and over character 4-grams, and the records they point to.

A build writes a folder of its own, `DIR/.index/<build>/`, whole, and then turns the link `current` to it in one step
(rename is atomic), so a build that dies leaves the old index serving.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import faiss
import numpy as np
import numpy.typing as npt

from indexer.corpus import Corpus, Passage, read_corpus, write_corpus
from indexer.errors import CorpusError
from indexer.passages import searched_texts
from indexer.tokens import character_ngrams, words

Vectors = npt.NDArray[np.float32]
FOLDER = ".index"
_CURRENT = "current"
_FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """A passage and the document it belongs to; its place in the list is its number in all three indexes."""

    document: str
    passage: Passage


@dataclass(frozen=True)
class Index:
    """What a query is searched in. `model` names the embedding model the vectors came from."""

    model: str
    corpora: tuple[Corpus, ...]
    entries: tuple[Entry, ...]
    dense: Any
    word_bm25: Any
    gram_bm25: Any

    def alone(self, document: str) -> Index:
        """The index of one document of several, as if no other were there."""
        numbers = [n for n, entry in enumerate(self.entries) if entry.document == document]
        vectors = np.stack([self.dense.reconstruct(n) for n in numbers])
        corpus = next(c for c in self.corpora if c.document == document)
        return build_index([corpus], searched_texts([corpus]), vectors, self.model)

    def dense_scores(self, vector: Vectors) -> Vectors:
        """Inner product of a query vector (dim,) with every entry: (n,)."""
        scores, places = self.dense.search(vector.reshape(1, -1), len(self.entries))
        result = np.empty(len(self.entries), dtype=np.float32)
        result[places[0]] = scores[0]
        return result

    def word_scores(self, question: str) -> Vectors:
        """BM25 over stems (Robertson's formula as in bm25s): (n,)."""
        return _bm25_scores(self.word_bm25, words(question), len(self.entries))

    def gram_scores(self, question: str) -> Vectors:
        """BM25 over character 4-grams: (n,)."""
        return _bm25_scores(self.gram_bm25, character_ngrams(question), len(self.entries))


def entries_of(corpora: Sequence[Corpus]) -> tuple[Entry, ...]:
    """Every passage of every document, in order."""
    return tuple(Entry(corpus.document, passage) for corpus in corpora for passage in corpus.passages)


def build_index(corpora: Sequence[Corpus], texts: Sequence[str], vectors: Vectors, model: str) -> Index:
    """Indexes `texts` (n, the searched copy of every passage) with their `vectors` (n, dim), unit length."""
    dense = faiss.IndexFlatIP(vectors.shape[1])
    dense.add(np.ascontiguousarray(vectors))
    entries = entries_of(corpora)
    if not len(entries) == len(texts) == len(vectors):
        raise ValueError("one text and one vector for each passage")
    word_bm25 = bm25s.BM25()
    word_bm25.index([words(t) or [""] for t in texts], show_progress=False)
    gram_bm25 = bm25s.BM25()
    gram_bm25.index([character_ngrams(t) for t in texts], show_progress=False)
    return Index(model, tuple(corpora), entries, dense, word_bm25, gram_bm25)


def write_index(index: Index, root: Path, stamp: str = "") -> None:
    """Writes the index under `root`/.index beside the one that serves, then swaps it in and drops the old ones.

    `stamp` says what it was made from; `index_stamp` reads it back.
    """
    home = (root / FOLDER).resolve()
    home.mkdir(parents=True, exist_ok=True)
    build = home / f"build-{os.getpid()}-{os.urandom(4).hex()}"
    build.mkdir()
    for corpus in index.corpora:
        write_corpus(corpus, build / "corpus" / corpus.document)
    faiss.write_index(index.dense, str(build / "dense.faiss"))
    index.word_bm25.save(str(build / "words"))
    index.gram_bm25.save(str(build / "grams"))
    manifest = {"format": _FORMAT, "model": index.model, "documents": [c.document for c in index.corpora], "stamp": stamp}
    (build / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    current = home / _CURRENT
    replaced = current.resolve()
    link = home / f"{build.name}.link"
    link.symlink_to(build.name)
    os.replace(link, current)
    # The build just replaced stays until the next one: a service that starts now may still be reading it.
    for old in home.glob("build-*"):
        if old.is_symlink():
            old.unlink(missing_ok=True)
        elif old not in (build, replaced):
            shutil.rmtree(old, ignore_errors=True)


def read_index(root: Path) -> Index:
    """The index that serves. Raises CorpusError where there is none or it cannot be read."""
    current = root / FOLDER / _CURRENT
    try:
        build = current.resolve(strict=True)
        manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT:
            raise CorpusError("نمایه با نگارش دیگری ساخته شده است؛ دوباره بسازید: porsesh build")
        corpora = tuple(read_corpus(build / "corpus" / name) for name in manifest["documents"])
        return Index(
            model=manifest["model"],
            corpora=corpora,
            entries=entries_of(corpora),
            dense=faiss.read_index(str(build / "dense.faiss")),
            word_bm25=bm25s.BM25.load(str(build / "words")),
            gram_bm25=bm25s.BM25.load(str(build / "grams")),
        )
    except FileNotFoundError as error:
        raise CorpusError("هنوز نمایه‌ای ساخته نشده است؛ نخست: porsesh build") from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise CorpusError(f"نمایه خوانده نشد ({error})؛ دوباره بسازید: porsesh build") from error


def index_stamp(root: Path) -> str | None:
    """What the index that serves was made from, or None where there is none."""
    try:
        stamp: str = json.loads((root / FOLDER / _CURRENT / "manifest.json").read_text(encoding="utf-8"))["stamp"]
        return stamp
    except (OSError, ValueError, KeyError):
        return None


def has_index(root: Path) -> bool:
    """Whether an index is there to serve."""
    return (root / FOLDER / _CURRENT / "manifest.json").is_file()


def _bm25_scores(retriever: Any, tokens: list[str], size: int) -> Vectors:
    known = [t for t in tokens if t in retriever.vocab_dict]
    if not known:
        return np.zeros(size, dtype=np.float32)
    return np.asarray(retriever.get_scores(known), dtype=np.float32)
