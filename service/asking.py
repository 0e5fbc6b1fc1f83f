"""A question from start to end: understood, searched, answered."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from service.answering import answer
from service.collection import Collection
from service.pasted import mended
from service.problems import ProblemError
from service.question import Question, understand
from service.reply import ask_response, shown
from service.retrieval import Evidence, retrieve
from service.schemas import AskRequest, AskResponse

CANDIDATES = 50
"""Hits the answer may look at, whatever number the client wants to see."""


def gather(collection: Collection, request: AskRequest) -> tuple[Question, Evidence]:
    """The question understood and its evidence, CANDIDATES deep."""
    check_documents(collection, request.documents)
    readable = mended(request.question, collection.garbled, collection.vocabulary)
    question = replace(understand(readable, collection.vocabulary), asked=request.question)
    return question, retrieve(collection, question, request.documents, CANDIDATES)


def ask(collection: Collection, request: AskRequest) -> AskResponse:
    """The whole reply to a request. Raises ProblemError for a document that is not there."""
    start = time.perf_counter()
    question, evidence = gather(collection, request)
    found = answer(collection, question, evidence)
    hits = shown(collection, evidence, request.top_k, found)
    return ask_response(collection, question, hits, found, (time.perf_counter() - start) * 1000)


def check_documents(collection: Collection, documents: Sequence[str] | None) -> None:
    unknown = [d for d in documents or () if d not in collection.corpora]
    if documents is not None and not documents:
        raise ProblemError(422, "فهرست «documents» خالی است؛ برای جست‌وجو در همهٔ سندها آن را نفرستید.")
    if unknown:
        raise ProblemError(404, f"سندی با شناسهٔ «{unknown[0]}» وجود ندارد.")
