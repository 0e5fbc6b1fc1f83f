"""Learns the choice for questions that follow others (`service/answers/leaning.py`), on dialogues as the service plays them.

Each turn of a written dialogue is asked behind the turns before it, with the service's own answers as they came, right or
wrong. The candidates are labelled as those of single questions are. Three fits follow each other, each on dialogues that the
one before did not see: the order of all candidates, the order of those that were read, and the probability of the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from eval.listwise import Choice, fit_choice
from eval.train.conversation import FOLDS, fold_of
from eval.train.judge import right_answer, threshold_of
from eval.train.labels import RIGHT, UNSURE, Asked, label
from eval.train.prepared import lines_of
from service.answers.answer import abstention, answer_of
from service.answers.candidates import candidates
from service.answers.carried import Carried, Meant, taken_up
from service.answers.choice import Chosen, choose, considered
from service.answers.features import described
from service.answers.judge import MARGINS, Considered, margins_of, same, signs_of
from service.answers.leaning import (
    FIRST_SIGNS,
    MARGIN_SIGNS,
    ORDER_SIGNS,
    Leaning,
    first_signs,
    margin_signs,
    order_signs,
)
from service.answers.models import Models
from service.answers.reader import Reader
from service.answers.slots import slots
from service.ask import gather
from service.collection import Collection
from service.conversation.follow import Follower, following
from service.operations import likely_operations
from service.schemas import AskRequest, Turn

Floats = npt.NDArray[np.float32]
FIRST_STRENGTH, STRENGTH, PENALTY = 3e-2, 0.1, 0.02
KEPT = 120
"""Candidates of a turn that the order of all is learned from: the best of the first choice, as many of the tables carried, and
all right ones."""


@dataclass(frozen=True, eq=False)
class Played:
    """A turn as the service came to it: `signs` and `labels` of its candidates, and its short list with which of it is right."""

    asked: Asked
    dialogue: str
    carried: Carried
    signs: Floats
    labels: npt.NDArray[np.int8]
    found: tuple[Considered, ...]
    right: npt.NDArray[np.bool_]


def played(collection: Collection, dialogue: Mapping[str, Any], learned: Models, reader: Reader | None) -> Iterator[Played]:
    """The turns of a dialogue after its first."""
    history: list[Turn] = []
    for n, turn in enumerate(dialogue["turns"]):
        request = AskRequest(question=turn["question"], history=list(history) or None)
        gathered = gather(collection, request)
        found = considered(collection, gathered.question, gathered.inner, learned, reader, gathered.carried)
        chosen = choose(found, learned, gathered.carried) if found else None
        collection.meant.keep(gathered.turn, Meant(chosen.best.candidate, chosen.probability) if chosen else Meant())
        history.append(Turn(question=turn["question"], answer=_told(collection, chosen)))
        if n and gathered.carried is not None and found:
            asked = _asked(dialogue, n, turn)
            right = np.array([right_answer(collection, asked, c) for c in found], dtype=bool)
            signs, labels = _of_all(collection, asked, gathered, learned)
            yield Played(asked, dialogue["id"], gathered.carried, signs, labels, tuple(found), right)


def play(
    dialogues: Sequence[Mapping[str, Any]],
    collections: Mapping[str, Collection],
    followers: Sequence[Follower],
    learned: Models,
    first: Sequence[Floats] | None,
) -> Iterator[Played]:
    """The turns of all dialogues that lean on others, each by the follower, and the order of candidates, of its fold; without
    orders, by the first choice alone."""
    for dialogue in dialogues:
        fold = fold_of(dialogue["document"], dialogue["id"])
        collection = collections[dialogue["document"]]
        order = first[fold] if first is not None else unlearned()
        with following(followers[fold]):
            yield from played(collection, dialogue, replace(learned, leaning=unfitted(order)), collection.reader)


def unlearned() -> Floats:
    """The order of the first choice as it is."""
    return np.array([1.0, *[0.0] * (FIRST_SIGNS - 1)], dtype=np.float32)


def unfitted(first: Floats) -> Leaning:
    """The judge's choice as it is, among the candidates of an order."""
    margins = np.zeros(MARGIN_SIGNS, dtype=np.float32)
    weights = margins.copy()
    weights[len(MARGINS)] = 1.0
    order = np.array([1.0, *[0.0] * (ORDER_SIGNS - 1)], dtype=np.float32)
    return Leaning(first, order, margins, margins + 1, weights, 0.0, 0.5)


def _told(collection: Collection, chosen: Chosen | None) -> str:
    if chosen is None or chosen.probability < chosen.threshold:
        return abstention().text
    best = chosen.best
    return answer_of(collection, best.candidate, chosen.probability, best.read.span if best.read else None).text


def _asked(dialogue: Mapping[str, Any], n: int, turn: Mapping[str, Any]) -> Asked:
    program = turn.get("program") or {}
    form = str(program.get("op", "")) or ("spans" if turn.get("spans") else "")
    order = str(program.get("order", "most")) if form in ("top", "rank", "compare") else ""
    lines = tuple((a, b) for a, b in turn.get("evidence", ()))
    values = tuple(turn["values"])
    name = f"{dialogue['id']}-{n}"
    return Asked(
        name, dialogue["document"], turn["question"], turn["type"], turn["kind"], values, lines, form, turn.get("table"), order
    )


def _of_all(collection: Collection, asked: Asked, gathered: Any, learned: Models) -> tuple[Floats, npt.NDArray[np.int8]]:
    """Signs and labels of the candidates that the order of all is learned from."""
    text, carried = gathered.question.text, gathered.carried
    slot = slots(text)
    found = candidates(collection, slot, gathered.inner, carried.rows)
    likely = likely_operations(text, collection.entity_names)
    first = learned.first_choice.scores(described(collection, gathered.question, slot, gathered.inner, found, likely))
    signs = first_signs(first, carried, taken_up(carried, found))
    labels = np.array([label(asked, c, lines_of(collection, c)) for c in found], dtype=np.int8)
    order = np.argsort(-first, kind="stable").tolist()
    tables = {id(sheet) for sheet in carried.rows}
    near = [n for n in order if (claim := found[n].claim) is not None and id(claim.sheet) in tables]
    kept = list(dict.fromkeys([*order[:KEPT], *near[:KEPT], *np.flatnonzero(labels == RIGHT).tolist()]))
    return signs[kept], labels[kept]


def fit_first(data: Sequence[Played]) -> Floats:
    """The order of all candidates."""
    taught = []
    for one in data:
        keep = one.labels != UNSURE
        if (one.labels == RIGHT).any():
            taught.append(Choice(one.signs[keep].astype(np.float64), one.labels[keep] == RIGHT))
    return fit_choice(taught, FIRST_STRENGTH).astype(np.float32)


def fit_leaning(data: Sequence[Played], first: Floats, learned: Models) -> tuple[Leaning, dict[str, float]]:
    """The rest, on turns played with orders that had not seen them; and the figures of turns left out."""
    crossed: list[tuple[float, bool]] = [(0.0, False)] * len(data)
    for fold in range(FOLDS):
        part = _fitted([d for d in data if fold_of(d.asked.document, d.dialogue) != fold], first, learned)
        for n, one in enumerate(data):
            if fold_of(one.asked.document, one.dialogue) == fold:
                crossed[n] = _verdict(one, replace(learned, leaning=part))
    limit = threshold_of([d.asked for d in data], crossed)
    answerable = [n for n, d in enumerate(data) if d.asked.type != "unanswerable"]
    figures = {
        "n": len(answerable),
        "short list": float(np.mean([data[n].right.any() for n in answerable])),
        "first": float(np.mean([crossed[n][1] for n in answerable])),
        "right": float(np.mean([crossed[n][1] and crossed[n][0] >= limit for n in answerable])),
        "wrong": float(np.mean([not crossed[n][1] and crossed[n][0] >= limit for n in answerable])),
        "abstained": float(np.mean([crossed[n][0] < limit for n, d in enumerate(data) if d.asked.type == "unanswerable"])),
        "threshold": limit,
    }
    return replace(_fitted(data, first, learned), threshold=limit), figures


def _verdict(one: Played, learned: Models) -> tuple[float, bool]:
    chosen = choose(one.found, learned, one.carried)
    return chosen.probability, bool(one.right[[c is chosen.best for c in one.found].index(True)])


def _fitted(data: Sequence[Played], first: Floats, learned: Models) -> Leaning:
    seen = [_seen(one, learned) for one in data]
    order = fit_choice(
        [Choice(s.astype(np.float64), d.right) for s, d in zip(seen, data, strict=True) if d.right.any()], STRENGTH
    ).astype(np.float32)
    margins, right = [], []
    for one, signs in zip(data, seen, strict=True):
        ordered = signs @ order
        plain = signs_of(one.found)
        judge = learned.judge
        _, alone = margins_of(one.found, plain, judge.scores(plain))
        place, told = margins_of(one.found, plain, ordered)
        alike = np.array([same(one.found[place], other) for other in one.found])
        taken = np.stack([c.taken for c in one.found])
        margins.append(margin_signs(told, judge.probability(alone), ordered, alike, one.carried, taken))
        right.append(bool(one.right[place]))
    matrix = np.stack(margins)
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-3
    model = LogisticRegression(C=PENALTY, max_iter=2000).fit((matrix - mean) / spread, right)
    weights = model.coef_[0].astype(np.float32)
    return Leaning(first, order, mean, spread, weights, float(model.intercept_[0]), 0.5)


def _seen(one: Played, learned: Models) -> Floats:
    scores = learned.judge.scores(signs_of(one.found))
    first = np.array([c.first for c in one.found], np.float32)
    return order_signs(scores, first, one.carried, np.stack([c.taken for c in one.found]))
