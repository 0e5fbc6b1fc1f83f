"""The collections that variants are asked on: the one that serves, and others made from it without running the repair.

repaired         as built
raw              the lines as received, cut by LangChain's splitter: what one builds in an afternoon
no-tables        repaired lines alone, cut by section: no table is known as a table
no-checks        the tables without the arithmetic that proves or mends them
no-corrections   the engine alone, without a reader's corrections
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_text_splitters import RecursiveCharacterTextSplitter

from indexer.corpus import Corpus, Line, Passage
from indexer.corrections import as_repaired
from indexer.damage import damage
from indexer.embedding import EmbeddingCache, embed_passages, model_id
from indexer.passages import make_passages, searched_texts
from indexer.pipeline import structured
from indexer.reading import Document, SourceLine
from indexer.store.index import build_index
from indexer.store.manifest import FOLDER
from indexer.structure.sections import section_of
from indexer.structure.tables.damaged.extraction import extract_tables
from service.collection import Collection

NAIVE_CHARACTERS = 500
"""Chunk size of the naive baseline; no overlap, LangChain's own separators."""
CACHE = "evaluation.sqlite"

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Source:
    """A way to make a collection's corpora from those that serve."""

    name: str
    summary: str
    make: Callable[[Corpus], Corpus]


def raw_corpus(corpus: Corpus) -> Corpus:
    """The lines as received, in chunks of NAIVE_CHARACTERS."""
    lines = tuple(Line(line.line, line.raw, line.raw, "paragraph") for line in corpus.lines)
    return Corpus(corpus.document, lines, (), (), naive_passages([line.raw for line in lines]), corpus.pages)


def naive_passages(lines: Sequence[str]) -> tuple[Passage, ...]:
    """The text in chunks that know their lines and nothing else."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=NAIVE_CHARACTERS, chunk_overlap=0, add_start_index=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    passages = []
    for number, chunk in enumerate(splitter.create_documents(["\n".join(lines)]), 1):
        first = chunk.metadata["start_index"]
        span = (bisect_right(starts, first), bisect_right(starts, first + len(chunk.page_content) - 1))
        passages.append(Passage(f"p{number:04d}", chunk.page_content, "prose", None, span))
    return tuple(passages)


def without_tables(corpus: Corpus) -> Corpus:
    """Every line prose, whatever it was found to be."""
    lines = tuple(replace(n, kind="paragraph") if n.kind in ("table_row", "table_header", "chart") else n for n in corpus.lines)
    return replace(corpus, tables=(), lines=lines, passages=make_passages(lines, corpus.sections, ()))


def without_checks(corpus: Corpus) -> Corpus:
    """The tables as printed: no arithmetic chooses between readings or proves a cell; a reader's cells are read anew too."""

    def section(line: int) -> str | None:
        found = section_of(corpus.sections, line)
        return found.id if found else None

    tables, _ = extract_tables(corpus.lines, section, prove=False)
    return replace(corpus, tables=tables, passages=make_passages(corpus.lines, corpus.sections, tables))


def without_corrections(corpus: Corpus) -> Corpus:
    """What the engine alone makes of a damaged document; others are read without it."""
    raws = tuple(line.raw for line in corpus.lines)
    if corpus.metadata is None or not damage(raws).is_damaged:
        return corpus
    known = corpus.metadata
    document = Document(
        known.id, known.file, "txt", known.sha256, tuple(SourceLine(raw) for raw in raws), title=known.title, ordered=False
    )
    return structured(document, [as_repaired(line) for line in corpus.lines], damaged=True)


SOURCES = {
    source.name: source
    for source in (
        Source("repaired", "متن بازسازی‌شده", lambda corpus: corpus),
        Source("raw", "متن خام، تکه‌های ۵۰۰ نویسه‌ای", raw_corpus),
        Source("no-tables", "بی‌جدول و سطر جدول", without_tables),
        Source("no-checks", "بی‌آزمون‌های حسابی", without_checks),
        Source("no-corrections", "بی‌اصلاح‌های خواننده", without_corrections),
    )
}


def make_collection(served: Collection, source: Source, root: Path, progress: Progress = lambda done: None) -> Collection:
    """The collection of a source; vectors are taken from the caches under `root`, new ones are kept there."""
    if source.name == "repaired":
        return served
    corpora = [source.make(corpus) for corpus in served.index.corpora]
    texts = searched_texts(corpora)
    model = served.model
    cache = EmbeddingCache(root / FOLDER / CACHE)
    try:
        _carry_over(root / FOLDER / "embeddings.sqlite", cache, model_id(model), texts)
        vectors = embed_passages(model, texts, lambda done, total: progress(done / max(1, total)), cache)
    finally:
        cache.close()
    return Collection(build_index(corpora, texts, vectors, model_id(model)), model)


def _carry_over(built: Path, cache: EmbeddingCache, model: str, texts: Sequence[str]) -> None:
    """Vectors that the build already made."""
    if not built.exists():
        return
    store = EmbeddingCache(built)
    try:
        cache.keep(model, store.known(model, texts))
    finally:
        store.close()
