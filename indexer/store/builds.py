"""A document's build: its records, the vectors of its passages and their token counts, in a folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.corpus import Corpus, read_corpus, write_corpus
from indexer.store.bm25 import Counts, count, read_counts, write_counts
from indexer.store.manifest import sync_folder
from indexer.tokens import character_ngrams, words

_RECORDS = "records"
_MODEL = "model.txt"


@dataclass(frozen=True)
class Build:
    """One document, ready to be searched: `vectors` (passages, dimension) of length 1, counts of the same texts."""

    corpus: Corpus
    vectors: npt.NDArray[np.float32]
    words: Counts
    grams: Counts


def make_build(corpus: Corpus, texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> Build:
    """`texts`: the searched copy of every passage, in order."""
    return Build(corpus, vectors, count([words(t) or [""] for t in texts]), count([character_ngrams(t) for t in texts]))


def write_build(build: Build, folder: Path, model: str) -> None:
    """Writes the folder beside its place and moves it there whole; one that is there already holds the same and stays.

    `model` is the id of the embedding model that the vectors are of.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    write_corpus(build.corpus, beside / _RECORDS / build.corpus.document)
    np.save(beside / "vectors.npy", build.vectors)
    write_counts(build.words, beside / "words.npz")
    write_counts(build.grams, beside / "grams.npz")
    (beside / _MODEL).write_text(model, encoding="utf-8")
    for path in [beside, *beside.rglob("*")]:
        sync_folder(path)  # files, too: what the manifest will name must outlive a power cut
    os.replace(beside, folder)
    sync_folder(folder.parent)


def read_build(folder: Path) -> Build:
    """Raises OSError, ValueError or KeyError where a file is missing or damaged."""
    return Build(
        corpus=read_records_of(folder),
        vectors=np.load(folder / "vectors.npy"),
        words=read_counts(folder / "words.npz"),
        grams=read_counts(folder / "grams.npz"),
    )


def read_records_of(folder: Path) -> Corpus:
    """The records of a build alone."""
    return read_corpus(next((folder / _RECORDS).iterdir()))


def model_of(folder: Path) -> str | None:
    """The id of the embedding model of a build; None where there is no such build."""
    try:
        return (folder / _MODEL).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
