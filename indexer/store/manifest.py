"""The manifest: which documents there are, in which state, and which build of each is live.

It is one small JSON file, replaced in one step (rename is atomic): whatever adds, removes or syncs documents ends with that
step, so that a process killed at any moment leaves the old state or the new one. Only this file is read to tell what is there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal

from indexer.errors import CorpusError

FOLDER = ".index"
DOCUMENTS = "documents"
_FILE = "manifest.json"
_FORMAT = 2

State = Literal["ready", "failed", "removed"]


@dataclass(frozen=True)
class Record:
    """One document. `build` is its live build, None where it has none; a removed one keeps it until the next build sweeps it.

    `stamp` says what the build was made from; `sha256` is that of the file. `failed` with a build: a new file could not be
    read, and the reading before it serves on. `counts` are whole numbers by name (lines, tables, passages ...). `kept`: its
    removal was taken back, so a sync does not take it out again where its file is missing.
    """

    id: str
    file: str
    format: str
    sha256: str
    stamp: str
    build: str | None
    state: State = "ready"
    origin: Literal["folder", "upload"] = "folder"
    title: str = ""
    year: int | None = None
    added: str = ""
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    kept: bool = False

    @property
    def live(self) -> bool:
        """Whether questions are answered from it."""
        return self.build is not None and self.state != "removed"


@dataclass(frozen=True)
class Manifest:
    """All documents, in the order of their ids. `previous`: builds, as (document, build), that a service may still be reading."""

    model: str = ""
    records: tuple[Record, ...] = ()
    previous: tuple[tuple[str, str], ...] = ()

    def record(self, document: str) -> Record | None:
        """The record of a document, removed ones too."""
        return next((r for r in self.records if r.id == document), None)

    @property
    def live(self) -> tuple[Record, ...]:
        return tuple(r for r in self.records if r.live)

    @property
    def builds(self) -> set[tuple[str, str]]:
        """Every build that a record names, those of removed documents too."""
        return {(r.id, r.build) for r in self.records if r.build is not None}

    def changed(self, records: Iterable[Record] = (), without: Iterable[str] = (), model: str | None = None) -> Manifest:
        """The manifest with these records put in or exchanged and those ids left out."""
        kept = {r.id: r for r in self.records if r.id not in set(without)} | {r.id: r for r in records}
        after = Manifest(model or self.model, tuple(kept[name] for name in sorted(kept)))
        dropped = self.builds - after.builds
        return Manifest(after.model, after.records, tuple(sorted(dropped or (set(self.previous) - after.builds))))


def manifest_path(root: Path) -> Path:
    return root / FOLDER / _FILE


def build_folder(root: Path, document: str, build: str) -> Path:
    return root / FOLDER / DOCUMENTS / document / build


def read_manifest(root: Path) -> Manifest:
    """The manifest; an empty one where there is none. Raises CorpusError where it is of another version or damaged."""
    try:
        data = json.loads(manifest_path(root).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise CorpusError("نمایه با نگارش دیگری ساخته شده است؛ پوشهٔ ‎.index‎ را کنار بگذارید و دوباره بسازید: porsesh build")
        records = tuple(_record(r) for r in data["records"])
        return Manifest(data["model"], records, tuple((d, b) for d, b in data["previous"]))
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"فهرست سندهای نمایه خوانده نشد ({error})؛ دوباره بسازید: porsesh build") from error


def _record(data: Mapping[str, object]) -> Record:
    known = {f.name for f in fields(Record)}
    made = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known}
    return Record(**made)  # type: ignore[arg-type]


def write_manifest(manifest: Manifest, root: Path) -> None:
    """Puts the manifest on disk in one step; what it names must be there already."""
    path = manifest_path(root)
    beside = path.with_name(f"{_FILE}.{os.getpid()}.new")
    data = {
        "format": _FORMAT,
        "model": manifest.model,
        "records": [asdict(r) for r in manifest.records],
        "previous": manifest.previous,
    }
    with open(beside, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def has_index(root: Path) -> bool:
    """Whether there is something to serve."""
    return manifest_path(root).is_file() and bool(read_manifest(root).live)


def sweep(root: Path, manifest: Manifest) -> None:
    """Deletes the builds that neither the manifest nor a service that reads the one before it needs. Only under `working`."""
    wanted = manifest.builds | set(manifest.previous)
    for folder in (root / FOLDER / DOCUMENTS).glob("*"):
        for build in folder.glob("*"):
            if (folder.name, build.name) not in wanted:
                shutil.rmtree(build, ignore_errors=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    for left in (root / FOLDER).glob(f"{_FILE}.*.new"):
        left.unlink(missing_ok=True)
