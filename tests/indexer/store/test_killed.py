"""kill -9 at any moment of add, remove and sync leaves the old state or the new one, never half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.store.index import read_index
from indexer.store.manifest import read_manifest
from tests.conftest import ROOT
from tests.indexer.conftest import Write

SERVER = """
import os, sys, tempfile
from pathlib import Path
from indexer import pipeline, sync, worker  # loaded once: every child is a copy of this process
from indexer.store import removal
from indexer.embedding import load_model
import indexer.store.builds, torch
torch.set_num_threads(1)
model = load_model()
with tempfile.TemporaryDirectory() as folder:  # what is loaded with the first document
    path = Path(folder) / "first.txt"
    path.write_text("این نخستین سند است و چیزی بیش از این نمی‌گوید.")
    pipeline.make_corpus(path, "first", Path(folder))
worker.load_model = lambda name: model
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.setsid()
        what, root = line.split()
        root = Path(root)
        if what == "add":
            sync.add([root / "port.txt"], root / "corpus")
        elif what == "remove":
            removal.remove(["museum"], root / "corpus")
        else:
            sync.build(root / "seeds", root / "corpus")
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("over", flush=True)
"""


class Forks:
    """A process that has everything loaded and does each piece of work in a child of its own, which may be killed."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._said() == "ready"

    def run(self, what: str, root: Path, kill_after: float | None) -> float:
        """Seconds until the child was over."""
        assert self._process.stdin
        self._process.stdin.write(f"{what} {root}\n")
        self._process.stdin.flush()
        child, start = int(self._said()), time.perf_counter()
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        assert self._said() == "over"
        return time.perf_counter() - start

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def forks():
    made = Forks()
    yield made
    made.close()


@pytest.fixture(scope="module")
def prepared(forks: Forks, tmp_path_factory: pytest.TempPathFactory, write_document: Write) -> Path:
    root = tmp_path_factory.mktemp("killed")
    write_document(root / "seeds", "garden", "باغ")
    write_document(root / "seeds", "museum", "موزه")
    forks.run("sync", root, None)
    write_document(root, "port", "بندر")
    return root


def seen(root: Path) -> tuple[object, ...]:
    """All that a service would answer from: every passage, and the scores of a question."""
    index = read_index(root / "corpus")
    assert len(index.word_scores("بازدیدکنندگان")) == len(index.entries) == index.dense.ntotal
    return tuple((e.document, e.passage) for e in index.entries), tuple(index.word_scores("بازدیدکنندگان موزه").tolist())


@pytest.mark.parametrize("what", ["add", "remove", "sync"])
def test_the_old_state_or_the_new_one(what: str, forks: Forks, prepared: Path, tmp_path: Path, write_document: Write):
    start = tmp_path / "start"
    shutil.copytree(prepared, start)
    if what == "sync":
        write_document(start / "seeds", "museum", "موزه بزرگ")
        write_document(start / "seeds", "zoo", "باغ وحش")
        (start / "seeds" / "garden.txt").unlink()
    whole = tmp_path / "whole"
    shutil.copytree(start, whole)
    old = seen(start)
    needed = forks.run(what, whole, None)
    new = seen(whole)
    assert new != old
    chance, states = random.Random(what), []
    for number in range(10):
        root = tmp_path / str(number)
        shutil.copytree(start, root)
        forks.run(what, root, chance.uniform(0, needed * 1.05))
        states.append(seen(root))
        assert states[-1] in (old, new)
        read_manifest(root / "corpus")
        if number in (3, 6):  # what was cut short is made good by doing it again; the dead writer's lock is free
            if states[-1] == old:
                forks.run(what, root, None)
            assert seen(root) == new
        shutil.rmtree(root)
