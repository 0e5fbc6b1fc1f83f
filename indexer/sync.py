"""Documents in and out, one by one: what is new, changed or gone is worked on, the rest is not touched.

Each of these ends in one replacement of the manifest. The parts that read and embed are imported only where there is work.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.corpus import FILES, Corpus, read_metadata, write_corpus
from indexer.embedding import EmbeddingCache, load_model, model_id, model_stamp
from indexer.errors import CorpusError, EmbeddingError, PorseshError, SeedError
from indexer.reading import document_paths
from indexer.store import uploads
from indexer.store.lock import swapping, working
from indexer.store.manifest import FOLDER, Manifest, Record, build_folder, read_manifest, sweep, write_manifest
from indexer.store.removal import clear_document, tombstone
from indexer.summary import Summary, counts_of, summary

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
class Plan:
    """What a sync would do; `kept_out` were removed by hand and their files have not changed since."""

    new: tuple[Source, ...]
    changed: tuple[Source, ...]
    unchanged: tuple[Source, ...]
    gone: tuple[str, ...]
    kept_out: tuple[str, ...]
    notes: tuple[str, ...]


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


def plan(seeds: Path, corpus: Path, options: Options) -> Plan:
    """Compares the folder with the manifest, by content. Raises SeedError where there is no such folder or nothing in it."""
    manifest, code = _manifest(corpus), code_digest()
    found, notes = _sources(seeds, corpus, manifest)
    new, changed, unchanged, kept_out = [], [], [], []
    for source in found:
        record = manifest.record(source.id)
        if record is not None and record.state == "removed" and record.sha256 == source.sha256:
            kept_out.append(source.id)
        elif record is None or record.state == "removed":
            new.append(source)
        elif record.stamp == options.stamp(source, corpus, code):
            unchanged.append(source)
        else:
            changed.append(source)
    names = {source.id for source in found}
    gone = [
        r.id for r in manifest.records if r.id not in names and r.origin == "folder" and r.state != "removed" and not r.kept
    ]
    return Plan(tuple(new), tuple(changed), tuple(unchanged), tuple(gone), tuple(kept_out), tuple(notes))


def build(
    seeds: Path,
    corpus: Path,
    *,
    corrections: bool = True,
    model_name: str | None = None,
    progress: Progress = lambda stage, done: None,
    waiting: Callable[[], None] = lambda: None,
) -> Summary:
    """Makes the corpus what the folder is. Documents added by hand stay; what is gone becomes a tombstone.

    Raises PorseshError: SeedError where nothing could be read, BusyError where another writer does not come to an end.
    """
    start, options = time.perf_counter(), Options(corrections, model_name)
    with working(corpus, waiting=waiting):
        before = _manifest(corpus)
        todo = plan(seeds, corpus, options)
        worker = _Worker(corpus, options, before, progress)
        records = list(worker.work((*todo.new, *todo.changed)))
        if worker.failures and not todo.unchanged and not any(r.state == "ready" for r in records):
            raise SeedError(worker.failures[0])
        records += worker.of_new_model({r.id for r in records} | set(todo.gone))
        _restore_files(corpus, before, {s.id for s in todo.unchanged})
        present = {s.id: s for s in (*todo.unchanged,)}
        records += [replace(r, kept=False) for r in before.records if r.kept and r.id in present]
        records += [tombstone(r) for r in before.records if r.id in todo.gone]
        swept = [r for r in before.records if r.state == "removed" and r.id not in {x.id for x in records}]
        for record in swept:
            clear_document(corpus, record.id)
        out = [replace(r, build=None) for r in swept if r.id in todo.kept_out]
        after = _commit(corpus, before, [*records, *out], [r.id for r in swept], worker.model)
        if records or swept:
            sweep(corpus, after)
            worker.prune(after)
    worked = [s.id for s in (*todo.new, *todo.changed)]
    return summary(after, worked, todo.gone, worker.embedded, time.perf_counter() - start, (*worker.failures, *todo.notes))


def add(
    paths: Sequence[Path],
    corpus: Path,
    *,
    model_name: str | None = None,
    progress: Progress = lambda stage, done: None,
    waiting: Callable[[], None] = lambda: None,
) -> Summary:
    """Brings files in by hand; one of the name of a document that is there takes its place. What cannot be read is noted.

    Raises SeedError where none could be read, CorpusError where the index was made with another model.
    """
    start, options = time.perf_counter(), Options(True, model_name)
    with working(corpus, waiting=waiting):
        before, code = _manifest(corpus), code_digest()
        sources: list[Source] = []
        failures: list[str] = []
        for path in paths:
            try:
                sources.append(Source(uploads.id_of(path, before), path, file_digest(path), "upload"))
            except OSError as error:
                failures.append(f"پرونده خوانده نشد: {path} ({error.strerror})")
        known = {r.id: r.stamp for r in before.live}
        todo = [s for s in sources if known.get(s.id) != options.stamp(s, corpus, code)]
        worker = _Worker(corpus, options, before, progress, keep_failed=False)
        records = list(worker.work(todo))
        failures += worker.failures
        if failures and len(todo) == len(sources) and not records:
            raise SeedError(failures[0])
        for source in todo:
            if any(r.id == source.id for r in records):
                uploads.keep(corpus, source.id, source.path)
        after = _commit(corpus, before, records, (), worker.model)
        sweep(corpus, after)
    return summary(after, [r.id for r in records], (), worker.embedded, time.perf_counter() - start, failures)


class _Worker:
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
            write_corpus(_product(made), folder)
            return _record(source, made, stamp, build.name)
        made = pipeline.make_corpus(
            source.path, source.id, folder, corrections=self.options.corrections, progress=self.progress
        )
        made = _dated(made, source, old, folder)
        write_corpus(_product(made), folder)
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


def _manifest(corpus: Path) -> Manifest:
    """The manifest; where it is damaged everything is made anew."""
    try:
        return read_manifest(corpus)
    except CorpusError as error:
        logger.warning("%s", error)
        return Manifest()


def _sources(seeds: Path, corpus: Path, manifest: Manifest) -> tuple[list[Source], list[str]]:
    """The files of the folder and those added by hand, which have the right to their ids."""
    notes = []
    paths = document_paths(seeds)
    if not paths:
        raise SeedError(f"در پوشهٔ {seeds} هیچ سندی (txt، md، html، pdf، docx، xlsx) نیست")
    removed = {r.id for r in manifest.records if r.state == "removed"}
    by_hand = {
        id: Source(id, path, file_digest(path), "upload") for id, path in uploads.files(corpus).items() if id not in removed
    }
    found = dict(by_hand)
    for id, path in paths:
        source = Source(id, path, file_digest(path))
        if id not in found:
            found[id] = source
        elif found[id].sha256 != source.sha256:
            notes.append(f"«{path.name}» نادیده گرفته شد: سندی با شناسهٔ «{id}» به دست افزوده شده است")
    return [found[id] for id in sorted(found)], notes


def _commit(corpus: Path, before: Manifest, records: Sequence[Record], without: Sequence[str], model: str | None) -> Manifest:
    """One replacement of the manifest; what was removed by hand or brought back meanwhile stays so."""
    with swapping(corpus):
        now = _manifest(corpus)
        meanwhile = {r.id for r in now.records if r != before.record(r.id)}
        kept = [_as_now(r, now) if r.id in meanwhile else r for r in records]
        after = now.changed(kept, [name for name in without if name not in meanwhile], model)
        if after.records != now.records or after.model != now.model:
            write_manifest(after, corpus)
            return after
        return now


def _as_now(record: Record, now: Manifest) -> Record:
    current = now.record(record.id)
    return replace(record, state="removed") if current is not None and current.state == "removed" else record


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


def _product(made: Corpus) -> Corpus:
    """What a person reads: without the engine's own reading, which `repair.jsonl` keeps."""
    return replace(made, lines=tuple(replace(line, engine=None) for line in made.lines))


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


def _restore_files(corpus: Path, manifest: Manifest, names: set[str]) -> None:
    """Corpus files that went missing since the build are written again from it."""
    for record in manifest.live:
        if record.id in names and not all((corpus / record.id / f"{name}.jsonl").exists() for name in FILES):
            from indexer.store.builds import read_records_of

            write_corpus(_product(read_records_of(build_folder(corpus, record.id, record.build or ""))), corpus / record.id)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, without holding it in memory."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_digest() -> str:
    """SHA-256 over the indexer's sources and data."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *(p for p in (folder / "data").rglob("*") if p.is_file())]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
