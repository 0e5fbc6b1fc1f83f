"""Latency and throughput of a server by number of clients, and the memory it takes."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.summary import percentiles
from eval.through_http import READY_SECONDS, is_ready, post_ask

CLIENTS = (1, 4, 16)
TOP_K = 5
WARM_UP = 10


@dataclass(frozen=True)
class Server:
    """A server in a process of its own."""

    address: str
    pid: int

    def memory_mb(self) -> dict[str, float] | None:
        """Resident memory now and at its peak, where the system tells (Linux)."""
        try:
            text = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        return {name: int(fields[key].split()[0]) / 1024 for name, key in (("now", "VmRSS"), ("peak", "VmHWM"))}


@contextmanager
def our_server(corpus: Path) -> Iterator[Server]:
    """`porsesh serve` over a corpus that is built."""
    port = _free_port()
    with running([sys.executable, "-m", "service.cli", "serve", "--corpus", str(corpus), "--port", str(port)], port) as server:
        yield server


@contextmanager
def naive_server(seeds: Path) -> Iterator[Server]:
    """The naive pipeline over the same seeds."""
    port = _free_port()
    with running([sys.executable, "-m", "eval.bench.work", "serve-naive", str(seeds), str(port)], port) as server:
        yield server


def measure_server(server: Server, questions: Sequence[str], clients: Sequence[int] = CLIENTS) -> dict[str, Any]:
    """Latency percentiles (ms) and answers a second for every number of clients, each asking all the time."""
    for question in questions[:WARM_UP]:
        post_ask(server.address, question, TOP_K)
    rows = []
    for count in clients:
        times, seconds = _ask_together(server.address, questions, count)
        rows.append({"clients": count, "questions": len(times), "per_second": len(times) / seconds, **percentiles(times)})
    return {"clients": rows, "memory_mb": server.memory_mb()}


def _ask_together(address: str, questions: Sequence[str], clients: int) -> tuple[list[float], float]:
    """Every question once, shared among the clients: single times in ms and the whole in seconds."""
    waiting = iter(questions)
    lock = threading.Lock()
    times: list[float] = []
    errors: list[EvaluationError] = []

    def work() -> None:
        while not errors:
            with lock:
                question = next(waiting, None)
            if question is None:
                return
            try:
                _, ms = post_ask(address, question, TOP_K)
            except EvaluationError as error:
                errors.append(error)
                return
            with lock:
                times.append(ms)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return times, time.perf_counter() - start


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[Server]:
    """A server's process, once it is ready. Raises EvaluationError where it ends before that."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10 * READY_SECONDS  # the naive server embeds before it serves
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EvaluationError("سرویس پیش از آماده‌شدن پایان یافت")
        if is_ready(server.address):
            return
        time.sleep(0.2)
    raise EvaluationError("سرویس آماده نشد")


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
