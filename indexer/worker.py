"""Work on documents, one after another: each through the pipeline, embedded, its build put on disk.

The parts that read and embed are imported only where there is work.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.corpus import Corpus, read_metadata, write_corpus
from indexer.embedding import EmbeddingCache, load_model, model_id, model_stamp
from indexer.errors import CorpusError, EmbeddingError, PorseshError
from indexer.store.manifest import FOLDER, Manifest, Record, build_folder
from indexer.summary import counts_of

Progress = Callable[[str, float], None]
CORRECTIONS = "corrections.yaml"
CACHE = "embeddings.sqlite"
logger = logging.getLogger("porsesh")


@dataclass(frozen=True)
class Source:
    """A file that is to be a document."""

    id: str
    path: Path
    sha256: str
    origin: Any = "folder"


@dataclass(frozen=True)
class Options:
    """What a document's build depends on beside its file."""

    corrections: bool = True
    model_name: str | None = None

    def stamp(self, source: Source, corpus: Path, code: str) -> str:
        """Changes with the file, its corrections, the model, and `code`, the digest of the indexer."""
        path = corpus / source.id / CORRECTIONS
        entries = path.read_bytes() if self.corrections and path.exists() else b""
        said = f"{source.id}\0{source.sha256}\0{self.corrections}\0{model_stamp(self.model_name)}\0{code}\0"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass") + entries).hexdigest()


class Worker:
    """Works documents through the pipeline; the model is loaded with the first text that must be embedded."""

    def __init__(self, corpus: Path, options: Options, before: Manifest, progress: Progress, keep_failed: bool = True) -> None:
        self.corpus, self.options, self.before, self.progress = corpus, options, before, progress
        self.keep_failed = keep_failed
        self.failures: list[str] = []
        self.embedded = 0
        self._code = code_digest()
        self._model: Any = None

    @property
    def model(self) -> str | None:
        """The id of the model, where it was needed."""
        return None if self._model is None else model_id(self._model)

    def work(self, sources: Sequence[Source]) -> Iterator[Record]:
        """The records of these documents, their builds on disk; failed ones are noted."""
        for number, source in enumerate(sources):
            if len(sources) > 1:
                self.progress("سندها", number / len(sources))
            old = self.before.record(source.id)
            stamp = self.options.stamp(source, self.corpus, self._code)
            try:
                yield self._worked(source, stamp, old)
                continue
            except EmbeddingError:
                raise
            except CorpusError:
                raise
            except PorseshError as error:
                reason = str(error)
            except Exception as error:  # a document that no reader foresaw must not keep the others out
                logger.exception("%s could not be read", source.path)
                reason = f"سند «{source.path.name}» به سبب خطایی درونی خوانده نشد ({type(error).__name__})"
            self.failures.append(reason)
            if self.keep_failed:
                yield _failed(source, stamp, reason, old)
        if len(sources) > 1:
            self.progress("سندها", 1.0)

    def of_new_model(self, done: set[str]) -> list[Record]:
        """Where the model has changed, documents whose files are no longer at hand get its vectors too."""
        if self.model is None or self.model == self.before.model:
            return []
        from indexer.store.builds import read_records_of

        left = [r for r in self.before.records if r.build is not None and r.state != "removed" and r.id not in done]
        renamed = [replace(r, build=hashlib.sha256(f"{r.build}\0{self.model}".encode()).hexdigest()[:16]) for r in left]
        read = [read_records_of(build_folder(self.corpus, r.id, r.build or "")) for r in left]
        return [self._stored(r, made) for r, made in zip(renamed, read, strict=True)]

    def prune(self, manifest: Manifest) -> None:
        """Forgets the vectors of texts that no build holds."""
        if self._model is None:
            return
        from indexer.passages import searched_texts
        from indexer.store.builds import read_records_of

        cache = EmbeddingCache(self.corpus / FOLDER / CACHE)
        held = sum(r.counts.get("passages", 0) for r in manifest.records)
        if len(cache) > 2 * held + 1000:
            folders = [build_folder(self.corpus, *b) for b in manifest.builds]
            cache.keep_only(self.model or "", searched_texts([read_records_of(f) for f in folders]))
        cache.close()

    def _worked(self, source: Source, stamp: str, old: Record | None) -> Record:
        from indexer import pipeline
        from indexer.store.builds import model_of, read_records_of

        folder, build = self.corpus / source.id, build_folder(self.corpus, source.id, stamp[:16])
        if self.before.model and model_of(build) == self.before.model:  # of a run cut short, or before the last change
            made = read_records_of(build)
            write_corpus(product(made), folder)
            return _record(source, made, stamp, build.name)
        made = pipeline.make_corpus(source.path, source.id, folder, corrections=self.options.corrections, progress=self.progress)
        made = _dated(made, source, old, folder)
        write_corpus(product(made), folder)
        return self._stored(_record(source, made, stamp, build.name), made)

    def _stored(self, record: Record, made: Corpus) -> Record:
        """Embeds a document and puts its build on disk; the record as it was given."""
        from indexer import pipeline
        from indexer.passages import searched_texts
        from indexer.store.builds import write_build

        if self._model is None:
            self._model = load_model(self.options.model_name)
            if not self.keep_failed and self.before.live and self.model != self.before.model:
                raise CorpusError("نمایه با مدل دیگری ساخته شده است؛ دوباره بسازید: porsesh build")
        cache = EmbeddingCache(self.corpus / FOLDER / CACHE)
        try:
            texts = searched_texts([made])
            self.embedded += len(set(texts)) - len(cache.known(self.model or "", texts))
            searchable = pipeline.make_searchable(made, self._model, cache, self.progress)
        finally:
            cache.close()
        write_build(searchable, build_folder(self.corpus, record.id, record.build or ""), self.model or "")
        return record


def product(made: Corpus) -> Corpus:
    """What a person reads: without the engine's own reading, which `repair.jsonl` keeps."""
    return replace(made, lines=tuple(replace(line, engine=None) for line in made.lines))


def _dated(made: Corpus, source: Source, old: Record | None, folder: Path) -> Corpus:
    """The corpus with where it came from and when: the time stays as long as the file does."""
    if made.metadata is None:
        return made
    try:
        kept = read_metadata(folder)
    except ValueError:
        kept = None
    added = kept.added if kept is not None and kept.sha256 == source.sha256 else ""
    added = added or (old.added if old is not None and old.sha256 == source.sha256 else "")
    added = added or datetime.now(UTC).isoformat(timespec="seconds")
    return replace(made, metadata=replace(made.metadata, id=source.id, added=added, origin=source.origin))


def _record(source: Source, made: Corpus, stamp: str, build: str) -> Record:
    known = made.metadata
    return Record(
        id=source.id,
        file=source.path.name,
        format=known.format if known else "",
        sha256=source.sha256,
        stamp=stamp,
        build=build,
        origin=source.origin,
        title=known.title if known else "",
        year=known.year if known else None,
        added=known.added if known else "",
        notes=known.notes if known else (),
        counts=counts_of(made),
    )


def _failed(source: Source, stamp: str, reason: str, old: Record | None) -> Record:
    """The record of a file that could not be read; a reading before it serves on."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if old is not None and old.live:
        return replace(old, stamp=stamp, state="failed", notes=(reason, "خوانش پیشین این سند به کار می‌رود"))
    return Record(
        source.id, source.path.name, source.path.suffix[1:].lower(), source.sha256, stamp, None, "failed", source.origin,
        title=source.path.stem, added=now, notes=(reason,),
    )  # fmt: skip


def code_digest() -> str:
    """SHA-256 over the indexer's sources and data."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *(p for p in (folder / "data").rglob("*") if p.is_file())]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
