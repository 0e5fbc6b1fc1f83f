"""A question from start to end: addressed, understood, searched, answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.addressed import addressed, same_report
from service.answers.answer import Answer
from service.answers.choice import answer
from service.collection import Collection
from service.pasted import mended
from service.problems import ProblemError
from service.question import Question, understand
from service.reply import ask_response, shown
from service.retrieval import Evidence, retrieve
from service.schemas import AskRequest, AskResponse

Count = Callable[[str], None]
"""Told the kind of every answer that is given."""


def uncounted(kind: str) -> None:
    """Where nobody counts: on the command line and in evaluation."""


CANDIDATES = 50
"""Hits the answer may look at, whatever number the client wants to see."""
TELLING = 10
"""Hits that tell which document a question is about."""


@dataclass(frozen=True)
class Gathered:
    """A question with its evidence: `evidence` over all documents that may answer, best first.

    An answer is sought in one document, `home`, and `inner` is the evidence there, ranked as if there were no other: so a
    question is answered, or not, among many documents as it is alone.
    """

    question: Question
    evidence: Evidence
    home: Collection
    inner: Evidence


def gather(collection: Collection, request: AskRequest) -> Gathered:
    """The question understood and its evidence, CANDIDATES deep. Raises ProblemError for a document that is not there."""
    check_documents(collection, request.documents)
    asked = mended(request.question, collection.garbled, collection.vocabulary)
    question = replace(understand(asked, collection.vocabulary), asked=request.question)
    documents = _documents(collection, question, request.documents)
    if len(collection.corpora) > 1 and len(documents) == 1:
        return _alone(collection, next(iter(documents)), asked, request.question)
    evidence = retrieve(collection, question, documents, CANDIDATES)
    if len(collection.corpora) == 1:
        return Gathered(question, evidence, collection, evidence)
    home = same_report(_likeliest(evidence), question.text, collection.names)
    return replace(_alone(collection, home, asked, request.question), evidence=evidence)


def ask(collection: Collection, request: AskRequest, count: Count = uncounted) -> AskResponse:
    """The whole reply to a request. Raises ProblemError for a document that is not there."""
    start = time.perf_counter()
    gathered = gather(collection, request)
    found = answered(gathered, count)
    hits = shown(gathered.evidence, gathered.inner, gathered.home, request.top_k, found)
    return ask_response(collection, gathered.question, hits, gathered.home, found, (time.perf_counter() - start) * 1000)


def answered(gathered: Gathered, count: Count = uncounted) -> Answer:
    """The answer, or an abstention; counted here, whichever way the question came."""
    found = answer(gathered.home, gathered.question, gathered.inner)
    count(found.kind)
    return found


def check_documents(collection: Collection, documents: Sequence[str] | None) -> None:
    unknown = [d for d in documents or () if d not in collection.corpora]
    if documents is not None and not documents:
        raise ProblemError(422, "فهرست «documents» خالی است؛ برای جست‌وجو در همهٔ سندها آن را نفرستید.")
    if unknown:
        raise ProblemError(404, f"سندی با شناسهٔ «{unknown[0]}» وجود ندارد.")


def _documents(collection: Collection, question: Question, wanted: Sequence[str] | None) -> frozenset[str]:
    """The documents that may answer: those wanted, and of them those that the question names."""
    allowed = frozenset(wanted) if wanted else frozenset(collection.corpora)
    if len(allowed) == 1:
        return allowed
    return (addressed(question.text, collection.names) & allowed) or allowed


def _alone(collection: Collection, document: str, asked: str, typed: str) -> Gathered:
    home = collection.alone(document)
    question = replace(understand(asked, home.vocabulary), asked=typed)
    evidence = retrieve(home, question, None, CANDIDATES)
    return Gathered(question, evidence, home, evidence)


def _likeliest(evidence: Evidence) -> str:
    """The document that most of the best evidence stands in, each hit weighed by its score (softmax)."""
    hits = evidence.together[:TELLING]
    weights = np.exp(np.array([h.score for h in hits]) - max(h.score for h in hits))
    shares: dict[str, float] = {}
    for hit, weight in zip(hits, weights, strict=True):
        shares[hit.entry.document] = shares.get(hit.entry.document, 0.0) + float(weight)
    return max(shares, key=lambda d: shares[d])
