"""A question with the turns before it, as it came over the wire, written out whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.answers.answer import UNSURE
from service.collection import Collection
from service.conversation.follow import Form, written_out
from service.conversation.readings import NOTHING, Said, said
from service.pasted import mended
from service.question import understand
from service.schemas import Turn

APART = 0.5
"""From this probability on a question that reads best as it is has nothing to do with the turns before."""


@dataclass(frozen=True, eq=False)
class InContext:
    """`whole`: the question so that it is understood without the turns before, as it was typed where it stands alone; `own`: the
    question in its own words; `form`: what it is like beside the turns before, None where it stands alone."""

    whole: str
    own: str
    form: Form | None


def in_context(collection: Collection, asked: str, history: Sequence[Turn]) -> InContext:
    """A question (spelling mended) with the turns before it, oldest first.

    What each turn before leaned on is worked out again where it is not remembered.
    """
    turns: list[tuple[Said, Said]] = []
    for n, turn in enumerate(history, 1):
        name = tuple(text for t in history[:n] for text in (t.question, t.answer))
        known: tuple[Said, Said] | None = collection.turns.get(name)
        if known is None:
            own = _said(collection, mended(turn.question, collection.garbled, collection.vocabulary))
            known = (_written_out(collection, own, turns)[0], _answered(collection, turn.answer))
            collection.turns.keep(name, known)
        turns.insert(0, known)
    own = _said(collection, asked)
    whole, form = _written_out(collection, own, turns)
    if whole is not own:
        return InContext(f"{whole.text}؟", own.text, form)
    return InContext(asked, own.text, form if form is not None and form.kinds[0] < APART else None)


def _written_out(collection: Collection, own: Said, turns: Sequence[tuple[Said, Said]]) -> tuple[Said, Form | None]:
    return written_out(own, turns, _year(collection), collection.lexicon, collection.entity_names)


def _said(collection: Collection, text: str) -> Said:
    return said(understand(text, collection.vocabulary).text, collection.lexicon)


def _answered(collection: Collection, answer: str) -> Said:
    return NOTHING if answer.startswith(UNSURE) else said(understand(answer).text, collection.lexicon)


def _year(collection: Collection) -> int | None:
    """The year of the documents, where they have one."""
    years = {c.metadata.year for c in collection.corpora.values() if c.metadata and c.metadata.year}
    return years.pop() if len(years) == 1 else None
