"""Documents out: first a tombstone that can be taken back, swept by the next build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer.corpus import FILES
from indexer.errors import CorpusError
from indexer.store import uploads
from indexer.store.lock import swapping
from indexer.store.manifest import Record, manifest_path, read_manifest, write_manifest

_OTHERS = ("document.json", "source.txt", "repair.jsonl", "manifest.json")


def tombstone(record: Record) -> Record:
    """The record of a document that no question is answered from any more; its build and files stay until the next build."""
    return replace(record, state="removed", kept=False)


def remove(ids: Sequence[str], root: Path) -> None:
    """Takes documents out, all or none, in one step. Raises CorpusError where there is no such document."""
    _exchange(ids, root, lambda r: r.state != "removed", tombstone, "سندی با شناسهٔ «{}» وجود ندارد")


def restore(ids: Sequence[str], root: Path) -> None:
    """Takes removals back. Raises CorpusError where a document was not removed, or a build has swept it since."""
    gone = "حذف سند «{}» را نمی‌توان برگرداند: حذف نشده، یا پس از ساخت بعدی پاک شده است"
    _exchange(ids, root, lambda r: r.state == "removed" and r.build is not None, _restored, gone)


def clear_document(root: Path, id: str) -> None:
    """Deletes what the build wrote of a document and the file added by hand; a reader's corrections stay."""
    folder = root / id
    for name in (*(f"{name}.jsonl" for name in FILES), *_OTHERS):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
    uploads.clear(root, id)


def _restored(record: Record) -> Record:
    return replace(record, state="ready", kept=True)


def _exchange(
    ids: Sequence[str], root: Path, fitting: Callable[[Record], bool], changed: Callable[[Record], Record], objection: str
) -> None:
    if not manifest_path(root).exists():
        raise CorpusError(objection.format(ids[0]))
    with swapping(root):
        manifest = read_manifest(root)
        records = []
        for id in dict.fromkeys(ids):
            record = manifest.record(id)
            if record is None or not fitting(record):
                raise CorpusError(objection.format(id))
            records.append(changed(record))
        write_manifest(manifest.changed(records), root)
