"""Files that were added by hand: `corpus/.uploads/<id>/<file>`, kept so that they can be read again by a later version."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from indexer.store.manifest import Manifest, sync_folder

FOLDER = ".uploads"
QUEUE = ".queue"
"""Beside the documents: files that wait to be read in."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def files(corpus: Path) -> dict[str, Path]:
    """The file of every document added by hand, by id."""
    found = {}
    for folder in sorted((corpus / FOLDER).glob("[!.]*")):
        kept = sorted(p for p in folder.glob("*") if not p.name.endswith(".part"))
        if kept:
            found[folder.name] = kept[0]
    return found


def id_of(path: Path, manifest: Manifest) -> str:
    """The id of a file to be added: its stem; `stem-ending` where a document of another file has that id."""
    stem, taken = path.stem, manifest.record(path.stem)
    if taken is None or taken.state == "removed" or taken.file == path.name:
        return stem
    return f"{stem}-{path.suffix[1:].lower()}"


def safe_name(name: str) -> str:
    """A file name as a client gave it, without folders, control characters and leading dots; empty where nothing is left."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = _UNSAFE.sub(" ", last).strip().lstrip(".~").strip()
    stem, dot, ending = cleaned.rpartition(".")
    while len(stem.encode("utf-8", "ignore")) > 180:
        stem = stem[:-1]
    return f"{stem.strip()}{dot}{ending}" if stem.strip() else ""


def keep(corpus: Path, id: str, path: Path) -> None:
    """Keeps a copy of the file as that of the document `id`, in place of the one before."""
    folder = corpus / FOLDER / id
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / path.name
    if kept.exists() and kept.samefile(path):
        return
    beside = folder / f"{path.name}.part"
    shutil.copyfile(path, beside)
    sync_folder(beside)
    os.replace(beside, kept)
    for other in folder.glob("*"):
        if other != kept:
            other.unlink()
    sync_folder(folder)


def clear(corpus: Path, id: str) -> None:
    """Deletes the file of a document."""
    shutil.rmtree(corpus / FOLDER / id, ignore_errors=True)
