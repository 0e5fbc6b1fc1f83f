"""Questions made ready for learning: their candidates, what the first choice sees of them, and which are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.train.labels import RIGHT, Asked, label, span_of
from service.answers.candidates import Candidate, candidates
from service.answers.features import described
from service.answers.slots import slots
from service.ask import gather
from service.collection import Collection
from service.forms import form_features
from service.schemas import AskRequest

Floats = npt.NDArray[np.float32]
Marks = npt.NDArray[np.int8]
Order = Callable[[Floats, tuple[int, ...], tuple[str, ...]], Floats]
"""Scores of candidates (n,) from their features, the form of the question, and their operations."""


@dataclass(frozen=True)
class Prepared:
    """`matrix` (candidates, features) in which nothing of the operation's probability stands yet; `labels` (candidates,);
    `statements` and `spans` of the first of them, by their numbers."""

    asked: Asked
    text: str
    form: tuple[int, ...]
    operations: tuple[str, ...]
    matrix: Floats
    labels: Marks
    made: int
    statements: tuple[str, ...]
    spans: tuple[tuple[int, int] | None, ...]


def prepared(collection: Collection, asked: Asked, order: Order | None, kept: int, read: int) -> Prepared:
    """One question with everything that learning needs: the `kept` first candidates by `order` and all right ones, the first
    `read` of them and all right ones with their statements."""
    gathered = gather(collection, AskRequest(question=asked.question, documents=[asked.document]))
    home = gathered.home
    slot = slots(gathered.question.text)
    found = candidates(home, slot, gathered.inner)
    form = tuple(form_features(gathered.question.text, home.entity_names))
    uniform = dict.fromkeys((*(c.form for c in found), "span_number"), 0.0)
    matrix = described(home, gathered.question, slot, gathered.inner, found, uniform)
    labels = np.array([label(asked, c, lines_of(home, c)) for c in found], dtype=np.int8)
    if order is not None and len(found):
        ranked = np.argsort(-order(matrix, form, tuple(c.form for c in found)), kind="stable")
        chosen = [*ranked[:kept], *(n for n in ranked[kept:] if labels[n] == RIGHT)]
    else:
        chosen = list(range(len(found)))
    told = [n for place, n in enumerate(chosen) if place < read or labels[n] == RIGHT][: 2 * read]
    rest = [n for n in chosen if n not in set(told)]
    chosen = [*told, *rest]
    spans = tuple(
        span_of(asked, found[n].statement) if found[n].window is not None and labels[n] == RIGHT else None for n in told
    )
    return Prepared(
        asked,
        gathered.question.text,
        form,
        tuple(found[n].form for n in chosen),
        matrix[chosen].astype(np.float32),
        labels[chosen],
        len(found),
        tuple(found[n].statement for n in told),
        spans,
    )


def lines_of(home: Collection, c: Candidate) -> list[tuple[int, int]]:
    """The source lines that a candidate rests on."""
    if c.claim is not None:
        return [c.claim.sheet.rows[r].lines for r in c.claim.rows or c.claim.over]
    entries = c.window.entries if c.window is not None else c.found.entries if c.found is not None else ()
    return [home.index.entries[n].passage.lines for n in entries]
