"""One writer at a time: locks of the operating system on folders of the index, free again the moment their holder is gone.

`working` is held as long as documents are worked on (minutes), `swapping` while the manifest is read, changed and replaced
(milliseconds), so that a removal need not wait for a long reading. Whoever holds both took `working` first.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer.errors import BusyError
from indexer.store.manifest import DOCUMENTS, FOLDER

_POLL_SECONDS = 0.1


@contextmanager
def working(root: Path, wait: float = 600.0, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Held by whoever reads documents in. `waiting` is called once where another is at work; BusyError after `wait` seconds."""
    with _locked(root / FOLDER, wait, waiting):
        try:
            yield
        finally:  # who could read nothing leaves nothing behind
            for folder in (root / FOLDER / DOCUMENTS, root / FOLDER, root):
                with suppress(OSError):
                    folder.rmdir()


@contextmanager
def swapping(root: Path) -> Iterator[None]:
    """Held from the reading of the manifest to its replacement."""
    with _locked(root / FOLDER / DOCUMENTS, 30.0, lambda: None):
        yield


@contextmanager
def _locked(folder: Path, wait: float, waiting: Callable[[], None]) -> Iterator[None]:
    deadline = time.monotonic() + wait
    told = False
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # An empty folder may have been deleted, and made anew by another, since it was opened.
            if folder.exists() and os.fstat(handle).st_ino == folder.stat().st_ino:
                break
        except BlockingIOError:
            if not told:
                waiting()
                told = True
        os.close(handle)
        if time.monotonic() > deadline:
            raise BusyError("کار دیگری روی سندها در جریان است؛ اندکی بعد دوباره بکوشید")
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        os.close(handle)
