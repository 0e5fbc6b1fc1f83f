"""The routes for documents: what is there, files in, documents out and back."""

from __future__ import annotations

import hmac
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from indexer.errors import CorpusError
from indexer.reading import FORMATS
from indexer.store import removal, uploads
from indexer.store.manifest import Record, read_manifest
from service.jobs import Job, Queue
from service.problems import ProblemError
from service.settings import Settings

ROUTE = "/v1/documents"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class DocumentInfo(BaseModel):
    id: str
    title: str
    year: int | None
    format: str
    file: str
    state: str = Field(description="ready, failed (see notes) or removed (until the next build)")
    origin: str
    added: str
    counts: dict[str, int]
    notes: list[str]


class JobInfo(BaseModel):
    id: str
    file: str
    document: str
    state: str = Field(description="waiting, running, done or failed (see detail)")
    stage: str
    progress: float
    detail: str | None
    created: str
    finished: str | None


class DocumentList(BaseModel):
    documents: list[DocumentInfo]
    jobs: list[JobInfo]


def described(record: Record) -> DocumentInfo:
    """A document as people see it."""
    return DocumentInfo(
        id=record.id,
        title=record.title or record.id,
        year=record.year,
        format=record.format,
        file=record.file,
        state=record.state,
        origin=record.origin,
        added=record.added,
        counts=dict(record.counts),
        notes=list(record.notes),
    )


def _job_info(job: Job) -> JobInfo:
    return JobInfo.model_validate(job, from_attributes=True)


def document_routes(settings: Settings, queue: Queue) -> APIRouter:
    """The routes under /v1/documents; changes are open to whoever has the key, or without one to this machine."""
    router = APIRouter()
    allowed = [Depends(_permission(settings))]

    @router.get(ROUTE)
    def get_documents() -> DocumentList:
        records = read_manifest(settings.corpus).records
        return DocumentList(documents=[described(r) for r in records], jobs=[_job_info(j) for j in queue.jobs()])

    @router.get(ROUTE + "/jobs/{job}")
    def get_job(job: str) -> JobInfo:
        found = queue.job(job)
        if found is None:
            raise ProblemError(404, f"کاری با شناسهٔ «{job}» وجود ندارد.")
        return _job_info(found)

    @router.post(ROUTE, status_code=202, dependencies=allowed, openapi_extra=_FILE_BODY)
    async def post_document(request: Request, response: Response) -> JobInfo:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            raise ProblemError(415, "پرونده باید به صورت multipart/form-data و با نام «file» فرستاده شود.")
        async with request.form(max_files=1, max_fields=10) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise ProblemError(422, "«file» داده نشده است.")
            job = await run_in_threadpool(_queued, queue, file)
        response.headers["Location"] = f"{ROUTE}/jobs/{job.id}"
        return _job_info(job)

    @router.delete(ROUTE + "/{document}", status_code=204, dependencies=allowed)
    def delete_document(document: str) -> None:
        _changed(removal.remove, document, settings.corpus)

    @router.post(ROUTE + "/{document}/restore", dependencies=allowed)
    def restore_document(document: str) -> DocumentInfo:
        _changed(removal.restore, document, settings.corpus)
        record = read_manifest(settings.corpus).record(document)
        if record is None:
            raise ProblemError(404, f"سندی با شناسهٔ «{document}» وجود ندارد.")
        return described(record)

    return router


def _queued(queue: Queue, file: UploadFile) -> Job:
    """The file of a form as a job of the queue."""
    name = uploads.safe_name(file.filename or "")
    if not name:
        raise ProblemError(422, "پرونده نام ندارد.")
    if Path(name).suffix.lower() not in FORMATS:
        raise ProblemError(415, f"قالب «{Path(name).suffix}» پذیرفته نیست؛ پذیرفته: {'، '.join(FORMATS)}")
    id, path = queue.place(name)
    try:
        with open(path, "wb") as kept:
            shutil.copyfileobj(file.file, kept, 1 << 20)
        return queue.submit(id, path)
    except BaseException:
        queue.discard(id)
        raise


def _changed(change: Callable[[list[str], Path], None], document: str, corpus: Path) -> None:
    try:
        change([document], corpus)
    except CorpusError as error:
        raise ProblemError(404, f"{error}.") from error


def _permission(settings: Settings) -> Callable[[Request], None]:
    """Who may change documents: with a key set, whoever sends it; without one, programs and pages of this machine alone."""

    def check(request: Request) -> None:
        if settings.admin_key is not None:
            given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
            if not hmac.compare_digest(given.encode("latin-1"), settings.admin_key.get_secret_value().encode()):
                raise ProblemError(401, "کلید مدیر درست نیست.", {"WWW-Authenticate": "Bearer"})
        elif not _from_here(request):
            raise ProblemError(403, "افزودن و برداشتن سند تنها از همین دستگاه شدنی است، یا با کلید (PORSESH_ADMIN_KEY).")

    return check


def _from_here(request: Request) -> bool:
    """Whether a request comes from this machine, and not through a proxy or from a page of another site."""
    client = request.client.host if request.client else ""
    through_proxy = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    addressed = urlsplit(f"//{request.headers.get('host', '')}")
    origin = request.headers.get("origin")
    same = origin is None or urlsplit(origin).netloc == addressed.netloc
    return client in _LOOPBACK and addressed.hostname in _LOOPBACK and same and not through_proxy


def upload_limit(settings: Settings) -> dict[str, Any]:
    """Paths whose bodies are streamed, with their caps in bytes, for `problems.BodyLimit`."""
    return {ROUTE: settings.max_upload_bytes}
