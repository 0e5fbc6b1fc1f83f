"""Files that wait to become documents: a queue on disk, worked off one at a time by `porsesh add` in a process of its own.

Each job is `corpus/.uploads/.queue/<job>.json` with its file in the folder `<job>/` beside it. A service that starts again
takes up what waits and what was under way when it stopped: adding the same file twice changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from indexer.corpus import write_text
from indexer.store import uploads
from indexer.store.manifest import read_manifest

JobState = Literal["waiting", "running", "done", "failed"]
_KEPT = 100
"""Finished jobs that are remembered."""
_NICE = 10
logger = logging.getLogger("porsesh")


@dataclass(frozen=True)
class Job:
    """A file on its way in: `progress` runs from 0 to 1 within `stage` (Persian), `detail` says why it failed."""

    id: str
    file: str
    document: str
    state: JobState = "waiting"
    stage: str = ""
    progress: float = 0.0
    detail: str | None = None
    created: str = ""
    finished: str | None = None


class Queue:
    """The jobs of one corpus; all methods may be called from any thread."""

    def __init__(self, corpus: Path, model: str | None) -> None:
        self.corpus = corpus
        self.folder = corpus / uploads.FOLDER / uploads.QUEUE
        self.model = model
        self._jobs: dict[str, Job] = {}
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False
        for job in _read_jobs(self.folder):
            self._jobs[job.id] = replace(job, state="waiting", stage="") if job.state == "running" else job

    def jobs(self) -> list[Job]:
        """All jobs, oldest first."""
        return list(self._jobs.values())

    def job(self, id: str) -> Job | None:
        return self._jobs.get(id)

    def place(self, name: str) -> tuple[str, Path]:
        """The id for a new job and the path to write its file to; `submit` or `discard` must follow."""
        id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        folder = self.folder / id
        folder.mkdir(parents=True)
        return id, folder / name

    def discard(self, id: str) -> None:
        """Forgets a job whose file did not come whole."""
        shutil.rmtree(self.folder / id, ignore_errors=True)

    def submit(self, id: str, path: Path) -> Job:
        """Puts a file that is on disk in the queue."""
        document = uploads.id_of(path, read_manifest(self.corpus))
        job = Job(id, path.name, document, created=datetime.now(UTC).isoformat(timespec="seconds"))
        self._keep(job, durable=True)
        return job

    async def work(self) -> None:
        """Works off the queue until it is cancelled."""
        while True:
            waiting = next((j for j in self.jobs() if j.state == "waiting"), None)
            if waiting is None:
                await asyncio.sleep(0.5)
                continue
            try:
                await asyncio.to_thread(self._run, waiting)
            except Exception:
                logger.exception("job %s failed", waiting.id)
                self._finish(replace(waiting, state="failed", detail="کار به سبب خطایی درونی انجام نشد"))

    def stop(self) -> None:
        """Ends the process at work; its job waits for the next start."""
        self._stopped = True
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()

    def _run(self, job: Job) -> None:
        path = self.folder / job.id / job.file
        self._keep(running := replace(job, state="running"), durable=True)
        command = [sys.executable, "-W", "ignore", "-m", "service.cli", "add", "--json", "--corpus", str(self.corpus), str(path)]
        root = Path(__file__).parent.parent
        environment = os.environ | ({"PORSESH_MODEL": self.model} if self.model else {})
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), environment.get("PYTHONPATH", "")]))
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            self._process = process
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
            if self._stopped:
                process.terminate()
            assert process.stdout is not None
            assert process.stderr is not None
            for text in process.stdout:
                running = _told(running, text)
                self._keep(running)
            said = process.stderr.read().strip().splitlines()
        self._process = None
        if self._stopped:
            return
        if process.returncode == 0:
            self._finish(replace(running, state="done", progress=1.0))
        else:
            reason = said[-1] if process.returncode == 2 and said else "خواندن پرونده ناتمام ماند"
            self._finish(replace(running, state="failed", detail=reason))

    def _finish(self, job: Job) -> None:
        self._keep(replace(job, finished=datetime.now(UTC).isoformat(timespec="seconds")), durable=True)
        self.discard(job.id)
        over = [j for j in self.jobs() if j.state in ("done", "failed")][:-_KEPT]
        for old in over:
            self._jobs.pop(old.id, None)
            (self.folder / f"{old.id}.json").unlink(missing_ok=True)

    def _keep(self, job: Job, *, durable: bool = False) -> None:
        self._jobs = {**self._jobs, job.id: job}
        if durable:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_text(json.dumps(asdict(job), ensure_ascii=False), self.folder / f"{job.id}.json")


def _told(job: Job, text: str) -> Job:
    """The job after a line that `porsesh add --json` printed."""
    try:
        told = json.loads(text)
        return replace(job, stage=str(told["stage"]), progress=float(told["done"]))
    except (ValueError, KeyError, TypeError):
        return job


def _read_jobs(folder: Path) -> Sequence[Job]:
    known = {f.name for f in fields(Job)}
    jobs = []
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            jobs.append(Job(**{k: v for k, v in data.items() if k in known}))
        except (OSError, ValueError, TypeError):
            logger.warning("job %s cannot be read", path.name)
    return jobs
