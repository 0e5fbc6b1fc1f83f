"""Documents in and out of a running service: nobody's question is lost, and only those allowed to may change anything."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT, _wait_until_ready, free_port

PORT = "گزارش بندر\n\nدر بندر شمالی در سال 1399 شمار 7421 کشتی پهلو گرفت.\n"


class Service:
    """`porsesh serve` over a corpus of its own, which may be stopped and started again."""

    def __init__(self, corpus: Path, **environment: str) -> None:
        self.corpus, self.environment = corpus, environment
        self.start()

    def start(self) -> None:
        port = free_port()
        command = [sys.executable, "-m", "service.cli", "serve", "--corpus", str(self.corpus), "--port", str(port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONWARNINGS": "ignore"} | self.environment)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        _wait_until_ready(self.client, self.process)

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(20)

    def upload(self, name: str, data: bytes, **more: Any) -> httpx.Response:
        return self.client.post("/v1/documents", files={"file": (name, data)}, **more)

    def until(self, what: str, seconds: float = 90) -> Any:
        """Waits until the state of the first job is `what`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            jobs = self.client.get("/v1/documents").json()["jobs"]
            if jobs and jobs[-1]["state"] == what:
                return jobs[-1]
            time.sleep(0.1)
        raise AssertionError(jobs)

    def served(self, document: str, there: bool, seconds: float = 30) -> None:
        """Waits until questions are, or are not, answered from a document."""
        end = time.monotonic() + seconds
        while (document in self.client.get("/readyz").json()["documents"]) != there:
            assert time.monotonic() < end
            time.sleep(0.1)


@pytest.fixture
def service(small_corpus: Path, tmp_path: Path) -> Iterator[Service]:
    shutil.copytree(small_corpus, tmp_path / "corpus", symlinks=True)
    made = Service(tmp_path / "corpus", PORSESH_MAX_UPLOAD_BYTES="20000")
    yield made
    made.stop()


@pytest.mark.slow
def test_documents_come_and_go_while_questions_are_asked(service: Service):
    statuses: list[int] = []
    over = threading.Event()

    def asks() -> None:
        with httpx.Client(base_url=service.client.base_url, timeout=60) as client:
            while not over.is_set():
                statuses.append(client.post("/v1/ask", json={"question": "شمار اعضای فعال چند نفر است؟"}).status_code)

    clients = [threading.Thread(target=asks) for _ in range(2)]
    for client in clients:
        client.start()
    try:
        reply = service.upload("port.txt", PORT.encode())
        assert reply.status_code == 202
        assert service.client.get(reply.headers["Location"]).json()["document"] == "port"
        service.until("done")
        service.served("port", True)
        asked = service.client.post("/v1/ask", json={"question": "در بندر شمالی چند کشتی پهلو گرفت؟"}).json()
        assert any(hit["source"]["document"] == "port" for hit in asked["passages"])
        assert service.client.delete("/v1/documents/port").status_code == 204
        service.served("port", False)
        assert service.client.post("/v1/documents/port/restore").json()["state"] == "ready"
        service.served("port", True)
    finally:
        over.set()
        for client in clients:
            client.join()
    assert len(statuses) > 5
    assert set(statuses) == {200}
    said = {d["id"]: d for d in service.client.get("/v1/documents").json()["documents"]}
    assert said["port"]["origin"] == "upload"
    assert said["library"]["counts"]["tables"] >= 1


def test_what_cannot_be_taken_is_told_in_persian(service: Service):
    for reply, status in (
        (service.upload("a.exe", b"MZ"), 415),
        (service.upload("a.txt", b"a" * 50_000), 413),
        (service.client.post("/v1/documents", content=(b"a" * 1000 for _ in range(50))), 415),
        (service.client.post("/v1/documents", data={"x": "y"}, files={"other": b"a"}), 422),
        (service.upload("a.txt", b"a", headers={"Origin": "http://elsewhere.example"}), 403),
        (service.upload("a.txt", b"a", headers={"X-Forwarded-For": "10.0.0.9"}), 403),
        (service.client.delete("/v1/documents/missing"), 404),
        (service.client.get("/v1/documents/jobs/missing"), 404),
    ):
        assert reply.status_code == status, reply.text
        assert reply.headers["content-type"] == "application/problem+json"
        assert any("\u0600" <= c <= "\u06ff" for c in reply.json()["detail"])
    assert service.upload("../../empty.txt", b" ").status_code == 202
    failed = service.until("failed")
    assert failed["file"] == "empty.txt"
    assert "empty.txt" in failed["detail"]


@pytest.mark.slow
def test_a_job_survives_a_restart_and_a_key_is_asked_for_where_one_is_set(service: Service):
    assert service.upload("port.txt", PORT.encode()).status_code == 202
    service.stop()
    (path,) = (service.corpus / ".uploads" / ".queue").glob("*.json")
    assert json.loads(path.read_text())["state"] in ("waiting", "running")
    service.environment["PORSESH_ADMIN_KEY"] = "کلید"
    service.start()
    service.until("done")
    service.served("port", True)
    assert service.client.delete("/v1/documents/port").status_code == 401
    key = {"Authorization": "Bearer کلید".encode()}
    assert service.client.delete("/v1/documents/port", headers=key).status_code == 204
