"""`POST /v1/chat/completions`: the form that chat programs speak (OpenAI's), answered from the documents.

The last message of the user is the question, those before it are the conversation. The reply's text is the answer with its
citations written out; the whole reply of /v1/ask comes beside it as `porsesh`, so that nothing is lost on the way.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, Field

from service.ask import Count, ask, uncounted
from service.collection import Collection
from service.problems import ProblemError
from service.schemas import LONGEST_ANSWER, MAX_QUESTION, MOST_TURNS, AskRequest, AskResponse, PassageHit, Turn

MODEL = "porsesh"


class TextPart(BaseModel):
    type: Literal["text"]
    text: str


class Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[TextPart] | None = None


class ChatRequest(BaseModel):
    """Fields of the protocol that mean nothing here (temperature and the like) are ignored."""

    model: str = MODEL
    messages: list[Message] = Field(min_length=1)
    stream: bool = False


def question_of(request: ChatRequest) -> AskRequest:
    """The last user message as a question, with the turns before it, as many as fit. Raises ProblemError where there is none,
    or it is empty or too long."""
    turns: list[tuple[str, str]] = []
    for message in request.messages:
        text = _text(message)
        if message.role == "user" and text.strip():
            turns.append((text, ""))
        elif message.role == "assistant" and turns:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]}\n{text}".strip()[:LONGEST_ANSWER])
    if not turns:
        raise ProblemError(422, "پیامی از کاربر (role: user) در درخواست نیست.")
    history = [Turn(question=q.strip(), answer=a) for q, a in turns[:-1] if len(q.strip()) <= MAX_QUESTION]
    try:
        return AskRequest(question=turns[-1][0], history=history[-MOST_TURNS:])
    except ValueError as error:
        raise ProblemError(422, "پرسش خالی یا بیش از اندازه بلند است.") from error


def _text(message: Message) -> str:
    content = message.content or ""
    return content if isinstance(content, str) else " ".join(part.text for part in content)


def completion(collection: Collection, request: ChatRequest, count: Count = uncounted) -> dict[str, Any]:
    reply = ask(collection, question_of(request), count)
    message = {"role": "assistant", "content": spoken(reply)}
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        "porsesh": reply.model_dump(mode="json"),
    }


def chunks(collection: Collection, request: ChatRequest, count: Count = uncounted) -> Iterator[dict[str, str]]:
    """The completion as server-sent events, closed by `[DONE]`."""
    whole = completion(collection, request, count)
    head = {"id": whole["id"], "object": "chat.completion.chunk", "created": whole["created"], "model": MODEL}
    text = whole["choices"][0]["message"]["content"]
    deltas: list[tuple[dict[str, str], str | None]] = [
        ({"role": "assistant", "content": ""}, None),
        ({"content": text}, None),
        ({}, "stop"),
    ]
    for delta, reason in deltas:
        extra = {"porsesh": whole["porsesh"]} if reason else {}
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        yield {"data": json.dumps({**head, "choices": [choice], **extra}, ensure_ascii=False)}
    yield {"data": "[DONE]"}


def spoken(reply: AskResponse) -> str:
    """The answer and, line by line, where it stands."""
    sources = {r.id: (f"جدول {r.table.number or r.table.caption}", r.source) for r in reply.rows}
    sources |= {p.id: (_section_name(p), p.source) for p in reply.passages}
    said = [reply.answer.text, *reply.answer.notes]
    cited = reply.answer.citations if reply.answered else []
    for n, name in enumerate(cited, 1):
        if name in sources:
            place, source = sources[name]
            page = f"، صفحهٔ {source.page}" if source.page else ""
            said.append(f"[{n}] {source.title}، {place}{page}، سطرهای {source.lines[0]} تا {source.lines[1]}")
    return "\n".join(said)


def _section_name(passage: PassageHit) -> str:
    section = passage.section
    if section is None:
        return "متن سند"
    return f"بخش {section.number}" if section.number else f"بخش «{section.title}»"
