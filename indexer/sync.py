"""Documents in and out, one by one: what is new, changed or gone is worked on, the rest is not touched.

Each of these ends in one replacement of the manifest.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.corpus import FILES, write_corpus
from indexer.errors import CorpusError, SeedError
from indexer.reading import document_paths
from indexer.store import uploads
from indexer.store.lock import swapping, working
from indexer.store.manifest import Manifest, Record, build_folder, read_manifest, sweep, write_manifest
from indexer.store.removal import clear_document, tombstone
from indexer.summary import Summary, summary
from indexer.worker import Options, Progress, Source, Worker, code_digest, product

logger = logging.getLogger("porsesh")


@dataclass(frozen=True)
class Plan:
    """What a sync would do; `kept_out` were removed by hand and their files have not changed since."""

    new: tuple[Source, ...]
    changed: tuple[Source, ...]
    unchanged: tuple[Source, ...]
    gone: tuple[str, ...]
    kept_out: tuple[str, ...]
    notes: tuple[str, ...]


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
    gone = [r.id for r in manifest.records if r.id not in names and r.origin == "folder" and r.state != "removed" and not r.kept]
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
        worker = Worker(corpus, options, before, progress)
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
        worker = Worker(corpus, options, before, progress, keep_failed=False)
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


def _restore_files(corpus: Path, manifest: Manifest, names: set[str]) -> None:
    """Corpus files that went missing since the build are written again from it."""
    for record in manifest.live:
        if record.id in names and not all((corpus / record.id / f"{name}.jsonl").exists() for name in FILES):
            from indexer.store.builds import read_records_of

            write_corpus(product(read_records_of(build_folder(corpus, record.id, record.build or ""))), corpus / record.id)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, without holding it in memory."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
