"""Shared by all tests: the real report, a small corpus built by the real pipeline, and a real server over it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

if "PYTEST_XDIST_WORKER" in os.environ:
    # tests that run beside one another share the cores; this holds for the servers that they start, too
    os.environ.setdefault("PORSESH_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
REPORT = ROOT / "seeds" / "000_d5af3ce44bc30735.txt"


@pytest.fixture(scope="session")
def report_lines() -> tuple[str, ...]:
    from indexer.reading.text import text_lines

    return text_lines(REPORT)


@pytest.fixture(scope="session")
def small_seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    shutil.copytree(DATA / "seeds", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def small_corpus(small_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder built from a small clean report by the real pipeline."""
    from indexer.sync import build

    corpus = tmp_path_factory.mktemp("corpus")
    build(small_seeds, corpus)
    return corpus


@dataclass(frozen=True)
class Server:
    url: str
    corpus: Path
    client: httpx.Client


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server(small_corpus: Path) -> Iterator[Server]:
    """`porsesh serve` in a process of its own, on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "service.cli", "serve", "--corpus", str(small_corpus), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONWARNINGS": "ignore"})
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, timeout=30) as client:
            _wait_until_ready(client, process)
            yield Server(url, small_corpus, client)
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped"
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("the server was not ready in time")
