"""The running service takes over what changed on disk: loaded beside the one that serves, then exchanged in one assignment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from indexer.errors import PorseshError
from indexer.store.index import read_index
from indexer.store.manifest import manifest_path
from service.collection import Collection, load_collection, warmed

_POLL_SECONDS = 1.0
Stamp = tuple[int, int] | None
logger = logging.getLogger("porsesh")


def stamp_of(corpus: Path) -> Stamp:
    """Changes whenever the manifest is replaced; None where there is none."""
    try:
        state = manifest_path(corpus).stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns


def loaded(corpus: Path, model: str | None, before: Collection | None) -> Collection:
    """What is on disk now, ready for its first question; unchanged documents and the model are taken from `before`."""
    if before is None:
        return warmed(load_collection(corpus, model))
    index = read_index(corpus, before.index)
    if index.model != before.index.model:
        return warmed(load_collection(corpus, model))
    return warmed(Collection(index, before.model).after(before))


async def watch(
    corpus: Path, model: str | None, current: Callable[[], Collection | None], take: Callable[[Collection | None, str], None]
) -> None:
    """Loads and takes over until it is cancelled. `take` gets the collection, or None and why there is none (Persian)."""
    seen: Stamp = (0, 0)
    while True:
        now = stamp_of(corpus)
        if now != seen:
            seen = now
            try:
                take(await run_in_threadpool(loaded, corpus, model, current()), "")
            except PorseshError as error:
                logger.error("%s", error)
                take(None, str(error))
            except Exception:
                logger.exception("the index could not be loaded")
                take(current(), "نمایه بار نشد؛ گزارش سرویس را ببینید.")
        await asyncio.sleep(_POLL_SECONDS)
