"""A question from start to end: written out whole, addressed, understood, searched, answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.tokens import words
from service.addressed import addressed, same_report
from service.answers.answer import Answer
from service.answers.carried import Carried, Meant
from service.answers.choice import answer
from service.answers.slots import slots
from service.collection import Collection
from service.conversation.follow import MOST_TURNS
from service.conversation.history import in_context
from service.pasted import mended
from service.problems import ProblemError
from service.question import Question, understand
from service.reply import ask_response, shown
from service.retrieval import NO_EVIDENCE, Evidence, retrieve
from service.schemas import AskRequest, AskResponse, Turn
from service.suggestions import openings, suggestions
from service.talk import reply_to, talk_kind

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
    question is answered, or not, among many documents as it is alone. `carried`: what the turns before were about, None where the
    question stands alone; `leaned`: it was written out with words of theirs; `turn`: what names the turn among those remembered;
    `talk`: the reply where nothing was asked at all.
    """

    question: Question
    evidence: Evidence
    home: Collection
    inner: Evidence
    carried: Carried | None = None
    leaned: bool = False
    turn: tuple[str, ...] = ()
    talk: str | None = None


def gather(collection: Collection, request: AskRequest) -> Gathered:
    """The question understood and its evidence, CANDIDATES deep. Raises ProblemError for a document that is not there."""
    check_documents(collection, request.documents)
    asked = mended(request.question, collection.garbled, collection.vocabulary)
    if kind := talk_kind(collection, asked):
        reply = reply_to(collection, kind, request.documents or list(collection.corpora))
        question = replace(understand(asked, collection.vocabulary), asked=request.question)
        return Gathered(question, NO_EVIDENCE, collection, NO_EVIDENCE, talk=reply)
    history = [t for t in request.history or () if talk_kind(collection, t.question) is None]
    before = tuple(_meant(collection, request, history))
    spoken_of = before[0].document if before else ""
    context = in_context(_vocabulary_of(collection, spoken_of, asked), asked, history)
    turn, leaned = _name_of(request, history), context.whole != asked
    found = _searched(collection, context.whole, request, spoken_of if leaned else "")
    if context.form is None:
        return replace(found, turn=turn, leaned=leaned)
    carried = Carried(slots(context.own), context.form.asked, context.form.kinds, before)
    return replace(found, carried=carried, turn=turn, leaned=leaned)


def _vocabulary_of(collection: Collection, spoken_of: str, asked: str) -> Collection:
    """The document that the turns before were about, in whose words a question is read; all of them where it says words that only
    others have."""
    if not spoken_of:
        return collection
    home = collection.alone(spoken_of)
    said = set(words(understand(asked, collection.vocabulary).text)) & collection.lexicon.weights.keys()
    return home if said <= home.lexicon.weights.keys() else collection


def search(collection: Collection, request: AskRequest) -> Evidence:
    """The evidence alone, whatever the words are. Raises ProblemError for a document that is not there."""
    check_documents(collection, request.documents)
    return _searched(collection, mended(request.question, collection.garbled, collection.vocabulary), request).evidence


def _searched(collection: Collection, asked: str, request: AskRequest, spoken_of: str = "") -> Gathered:
    """`spoken_of`: the document that the turns before were about, which a question that leans on them is about too unless it
    names another."""
    question = replace(understand(asked, collection.vocabulary), asked=request.question)
    documents = _documents(collection, question, request.documents)
    if len(collection.corpora) > 1 and len(documents) == 1:
        return _alone(collection, next(iter(documents)), asked, request.question)
    evidence = retrieve(collection, question, documents, CANDIDATES)
    if len(collection.corpora) == 1:
        return Gathered(question, evidence, collection, evidence)
    if spoken_of in documents and not addressed(question.text, collection.names):
        return replace(_alone(collection, spoken_of, asked, request.question), evidence=evidence)
    home = same_report(_likeliest(evidence), question.text, collection.names)
    return replace(_alone(collection, home, asked, request.question), evidence=evidence)


def _meant(collection: Collection, request: AskRequest, history: Sequence[Turn]) -> Iterator[Meant]:
    """What the last turns were taken to mean, the latest first: as remembered, or else worked out again, each behind those right
    before it alone."""
    for back in range(1, min(MOST_TURNS, len(history)) + 1):
        asked, earlier = history[-back].question, list(history[:-back])
        name = _name_of(request.model_copy(update={"question": asked}), earlier)
        found: Meant | None = collection.meant.get(name)
        if found is None:
            before = request.model_copy(update={"question": asked, "history": earlier[-MOST_TURNS:]})
            found = _answer(gather(collection, before), collection)[1]
            collection.meant.keep(name, found)
        yield found


def _name_of(request: AskRequest, history: Sequence[Turn]) -> tuple[str, ...]:
    return (*(t.question for t in history), request.question, *(request.documents or ()))


def ask(collection: Collection, request: AskRequest, count: Count = uncounted) -> AskResponse:
    """The whole reply to a request. Raises ProblemError for a document that is not there."""
    start = time.perf_counter()
    gathered = gather(collection, request)
    found = answered(gathered, collection, count)
    hits = shown(gathered.evidence, gathered.inner, gathered.home, request.top_k, found)
    reply = ask_response(collection, gathered.question, hits, gathered.home, found, leaned=gathered.leaned)
    more = leading_on(collection, gathered)
    return reply.model_copy(update={"suggestions": more, "took_ms": round((time.perf_counter() - start) * 1000, 1)})


def leading_on(collection: Collection, gathered: Gathered) -> list[str]:
    """Questions to go on with, of an answered or abstained question its neighbours, of talk some to begin with."""
    if gathered.talk is not None:
        return openings(collection)
    meant: Meant = collection.meant.get(gathered.turn) or Meant()
    return suggestions(collection, meant, gathered.question.asked)


def answered(gathered: Gathered, collection: Collection, count: Count = uncounted) -> Answer:
    """The answer, an abstention or a reply to talk; counted here, whichever way the question came."""
    found = Answer(gathered.talk, "talk") if gathered.talk is not None else _answer(gathered, collection)[0]
    count(found.kind)
    return found


def _answer(gathered: Gathered, collection: Collection) -> tuple[Answer, Meant]:
    """The answer, and what the question was taken to mean, which is remembered for the next turn."""
    found, meant = answer(gathered.home, gathered.question, gathered.inner, gathered.carried)
    collection.meant.keep(gathered.turn, meant)
    return found, meant


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
