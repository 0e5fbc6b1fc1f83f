"""The service asked as its clients ask it: a real server on a free port of this machine."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from eval.errors import EvaluationError
from eval.goldset import GoldQuestion
from eval.summary import percentiles
from eval.variants import TOP_K
from service.settings import Settings

READY_SECONDS = 120.0
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask_all(settings: Settings, questions: Sequence[GoldQuestion], replies: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Asks every question again over HTTP: latency as a client sees it, and which replies differ from those given before.

    `replies` are the bodies of the first run; only `took_ms` may differ.
    """
    times: list[float] = []
    differing: list[str] = []
    with running_service(settings) as address:
        for q in questions:
            body, ms = post_ask(address, q.question, TOP_K)
            times.append(ms)
            if _without_time(body) != _without_time(replies[q.id]):
                differing.append(q.id)
    return {"latency_ms": percentiles(times), "runs": 2, "same": not differing, "differing": differing}


def _without_time(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "took_ms"}


@contextmanager
def running_service(settings: Settings) -> Iterator[str]:
    """The address of a service of this process that is ready. Raises EvaluationError where it does not become so."""
    import uvicorn

    from service.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield _address(server)
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def post_ask(address: str, question: str, top_k: int) -> tuple[Mapping[str, Any], float]:
    """The body of the reply and its time in milliseconds."""
    body = json.dumps({"question": question, "top_k": top_k}).encode()
    request = urllib.request.Request(f"{address}/v1/ask", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    try:
        with _OPENER.open(request, timeout=60) as reply:
            data = reply.read()
    except urllib.error.URLError as error:
        raise EvaluationError(f"سرویس پاسخ نداد: {error}") from error
    return json.loads(data), (time.perf_counter() - start) * 1000


def _address(server: Any) -> str:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.started and server.servers:
            address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
            if is_ready(address):
                return address
        time.sleep(0.05)
    raise EvaluationError(f"سرویس در {READY_SECONDS:.0f} ثانیه آماده نشد")


def is_ready(address: str) -> bool:
    """Whether /readyz says so."""
    try:
        with _OPENER.open(f"{address}/readyz", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
