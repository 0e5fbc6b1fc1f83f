"""Every error leaves as `application/problem+json` (RFC 9457) with a Persian detail."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import PorseshError
from service.schemas import MAX_QUESTION, Problem

_TITLES = {
    400: "درخواست نادرست",
    401: "کلید نادرست",
    403: "اجازه نیست",
    404: "پیدا نشد",
    405: "روش نادرست",
    413: "درخواست بزرگ است",
    415: "قالب ناپذیرفته",
    422: "درخواست نادرست",
    429: "درخواست بیش از اندازه",
    500: "خطای درونی",
    503: "آماده نیست",
}
_FIELDS = {
    "question": "پرسش",
    "q": "پرسش (q)",
    "top_k": "top_k",
    "documents": "documents",
    "from": "from",
    "to": "to",
    "helpful": "helpful",
    "comment": "comment",
    "kind": "kind",
    "format": "format",
}


class ProblemError(Exception):
    """An error with its HTTP status and a Persian detail."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    body = Problem(title=_TITLES.get(status, "خطا"), status=status, detail=detail)
    return JSONResponse(body.model_dump(), status, headers=headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Registers the handlers on an application."""

    @app.exception_handler(ProblemError)
    async def _(_: Request, error: ProblemError) -> JSONResponse:
        return problem(error.status, error.detail, error.headers)

    @app.exception_handler(PorseshError)
    async def _(_: Request, error: PorseshError) -> JSONResponse:
        return problem(503, str(error))

    @app.exception_handler(RequestValidationError)
    async def _(_: Request, error: RequestValidationError) -> JSONResponse:
        return problem(422, describe(error))

    @app.exception_handler(HTTPException)
    async def _(_: Request, error: HTTPException) -> JSONResponse:
        details = {404: "چنین نشانی‌ای وجود ندارد.", 405: "این نشانی با این روش (method) فراخوانده نمی‌شود."}
        return problem(error.status_code, details.get(error.status_code, str(error.detail)), error.headers)

    @app.exception_handler(Exception)
    async def _(_: Request, error: Exception) -> JSONResponse:
        return problem(500, "در سامانه خطایی پیش آمد. دوباره بپرسید یا به نگهدارنده خبر دهید.")


def describe(error: RequestValidationError) -> str:
    """The first thing wrong with a request, in Persian."""
    first = error.errors()[0]
    kind, place = first["type"], [str(p) for p in first["loc"] if p not in ("body", "query", "path")]
    name = _FIELDS.get(place[0], place[0]) if place and not place[0].isdigit() else "درخواست"
    context = first.get("ctx", {})
    if kind == "json_invalid":
        return "متن درخواست JSON درستی نیست."
    if kind == "value_error":
        return f"{context.get('error')}."
    if kind == "missing":
        return f"«{name}» داده نشده است."
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        return f"«{name}» باید {'دست‌کم' if 'ge' in context else 'دست‌بالا'} {bound} باشد."
    if kind == "string_too_long":
        return f"«{name}» از {context.get('max_length', MAX_QUESTION)} نویسه بلندتر است."
    expected = {"string": "متن", "int": "عدد درست", "bool": "true یا false", "list": "فهرست", "literal": "یکی از مقدارهای مجاز"}
    for word, persian in expected.items():
        if kind.startswith((word, f"{word}_")):
            return f"«{name}» باید {persian} باشد."
    return f"«{name}» درست نیست."


_FORM_BYTES = 4096
"""What a form may need beside its file."""


class BodyLimit:
    """ASGI middleware: a body larger than `limit` bytes is refused with 413, whether or not its length was announced.

    Bodies of the paths `streamed` are passed on as they come, up to the bytes given there: files.
    """

    def __init__(self, app: ASGIApp, limit: int, streamed: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.limit = limit
        self.streamed = dict(streamed or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            await self.app(scope, receive, send)
            return
        if scope["path"] in self.streamed:
            await self._stream(scope, receive, send, self.streamed[scope["path"]])
            return
        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            more = message.get("more_body", False)
            if size > self.limit:
                await problem(413, f"درخواست از {self.limit // 1024} کیلوبایت بزرگ‌تر است.")(scope, receive, send)
                return
        body = b"".join(chunks)
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, replay, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        """Passes the body on; past the limit the reader of it gets the ProblemError, which becomes the reply."""
        refusal = ProblemError(413, f"پرونده از {limit / (1 << 20):g} مگابایت بزرگ‌تر است.", {"Connection": "close"})
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit() and int(announced) > limit + _FORM_BYTES:
            await problem(refusal.status, refusal.detail, refusal.headers)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit + _FORM_BYTES:
                raise refusal
            return message

        await self.app(scope, counted, send)
