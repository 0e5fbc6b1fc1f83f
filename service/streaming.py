"""/v1/ask/stream: the same reply as server-sent events, evidence before answer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

from service.answers.answer import abstention
from service.ask import Count, answered, gather, leading_on, uncounted
from service.collection import Collection
from service.problems import ProblemError
from service.reply import answer_body, passage_hit, row_hit, shown
from service.schemas import AskRequest

Event = dict[str, str]


async def ask_events(collection: Collection, request: AskRequest, count: Count = uncounted) -> AsyncIterator[Event]:
    """`meta`, `passages`, `rows`, `answer`, `done`; or `error` where something fails on the way."""
    start = time.perf_counter()
    try:
        gathered = await asyncio.to_thread(gather, collection, request)
        question, home = gathered.question, gathered.home
        yield _event("meta", {"question": question.asked, "interpreted": question.text, "leaned": gathered.leaned})
        first = shown(gathered.evidence, gathered.inner, home, request.top_k, abstention())
        yield _event("passages", [passage_hit(collection, h).model_dump() for h in first.passages])
        yield _event("rows", [row_hit(collection, h).model_dump() for h in first.rows])
        found = await asyncio.to_thread(answered, gathered, collection, count)
        last = shown(gathered.evidence, gathered.inner, home, request.top_k, found)
        # What the answer cites beyond the evidence already sent comes with it, so that every citation can be opened.
        yield _event(
            "answer",
            {
                "answered": found.answered,
                "suggestions": leading_on(collection, gathered),
                "answer": answer_body(collection, question, found, home, last).model_dump(),
                "passages": [passage_hit(collection, h).model_dump() for h in last.passages if h not in first.passages],
                "rows": [row_hit(collection, h).model_dump() for h in last.rows if h not in first.rows],
            },
        )
        yield _event("done", {"took_ms": round((time.perf_counter() - start) * 1000, 1)})
    except ProblemError as error:
        yield _event("error", {"status": error.status, "detail": error.detail})
    except Exception:
        yield _event("error", {"status": 500, "detail": "در سامانه خطایی پیش آمد. دوباره بپرسید."})
        raise


def _event(name: str, data: Any) -> Event:
    return {"event": name, "data": json.dumps(data, ensure_ascii=False)}
