"""Learns which reading of a question of a conversation is meant (`service/conversation/follow.py`), from written dialogues.

A reading is right where its words are nearest those of the question that a person wrote out whole. Questions that stand alone are
taught by dialogues too, and by questions on one document set behind others that they have nothing to do with.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.json_lines import read_objects
from eval.listwise import Choice, fit_choice
from eval.train.forms import fit_form_model
from indexer.tokens import words
from service.collection import Collection
from service.conversation.follow import KINDS, MOST_TURNS, Follower, Form, alike, asked_for, signs, turn_form
from service.conversation.readings import NOTHING, Reading, Said, readings, said
from service.forms import FormModel
from service.question import understand

FOLDS, STRENGTH = 5, 1e-3
LONG = "first_report"
ASKING = 0.3
"""How much of the nearness of a reading is that it asks for the same; the rest is that it speaks of the same."""
NEAREST, NEAR = 0.03, 0.45
"""How far from the nearest reading another may lie and be right too, and how near the nearest must be to teach anything."""
APART = 250
"""Questions that are set behind others of their document that they have nothing to do with."""


@dataclass(frozen=True, eq=False)
class Taught:
    """A turn with the turns before it, its readings, and how near each is to the question written out whole."""

    document: str
    dialogue: str
    kind: str
    asked: Said
    turns: tuple[tuple[Said, Said], ...]
    found: tuple[Reading, ...]
    near: npt.NDArray[np.float64]
    form: tuple[int, ...]
    operations: tuple[Mapping[str, float], ...]

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        best = self.near.max()
        return np.asarray((self.near >= best - NEAREST) & (self.near >= NEAR))


def likeness(one: str, other: str) -> float:
    """F1 of the stems of two texts."""
    a, b = set(words(one)), set(words(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def taught(dialogues: Iterable[Mapping[str, Any]], collections: Mapping[str, Collection]) -> Iterator[Taught]:
    """The turns of dialogues after their first; documents that are not there are left out."""
    for dialogue in dialogues:
        collection = collections.get(dialogue["document"])
        if collection is None:
            continue
        turns: list[tuple[Said, Said]] = []
        for turn in dialogue["turns"]:
            whole = turn.get("standalone", turn["question"])
            if turns:
                yield _taught(collection, dialogue, turn["kind"], turn["question"], whole, turns)
            answer = "؛ ".join(v for v in turn["values"] if isinstance(v, str)) if turn["type"] != "unanswerable" else ""
            turns.insert(0, (_said(collection, whole), _said(collection, answer) if answer else NOTHING))


def _said(collection: Collection, text: str) -> Said:
    return said(understand(text, collection.vocabulary).text, collection.lexicon)


def _taught(
    collection: Collection, dialogue: Mapping[str, Any], kind: str, question: str, whole: str, turns: Sequence[tuple[Said, Said]]
) -> Taught:
    before = tuple(turns[:MOST_TURNS])
    asked = _said(collection, question)
    metadata = collection.corpora[dialogue["document"]].metadata
    names = collection.entity_names
    operations = tuple(asked_for(text, names) for text in (asked, *(b for b, _ in before)))
    operation = max(operations[0], key=lambda o: operations[0][o])
    found = tuple(readings(asked, operation, before, metadata.year if metadata else None))
    gold = _said(collection, whole)
    meant = asked_for(gold, names)
    near = np.array(
        [
            (1 - ASKING) * likeness(reading.whole.text, gold.text) + ASKING * alike(asked_for(reading.whole, names), meant)
            for reading in found
        ]
    )
    form = tuple(turn_form(asked, before[0][0], names))
    return Taught(dialogue["document"], dialogue["id"], kind, asked, before, found, near, form, operations)


def set_apart(questions: Sequence[tuple[str, str]], collections: Mapping[str, Collection], seed: int = 0) -> Iterator[Taught]:
    """(document, question) of many questions: some of them, each behind two others of its document."""
    draw = random.Random(seed)
    by_document: dict[str, list[str]] = {}
    for document, question in questions:
        if document in collections:
            by_document.setdefault(document, []).append(question)
    for document, question in draw.sample([(d, q) for d, qs in by_document.items() for q in qs], APART):
        others = draw.sample(by_document[document], 2)
        turns = [(_said(collections[document], other), NOTHING) for other in others]
        yield _taught(collections[document], {"document": document, "id": ""}, "new", question, question, turns)


def fit_follower(
    data: Sequence[Taught], collections: Mapping[str, Collection]
) -> tuple[Follower, tuple[Follower, ...], dict[str, float]]:
    """The models, those of each fold that did not see it, and the figures of turns of documents or dialogues left out of the
    fit: likeness to the whole question of the reading that is chosen and of the nearest one, for turns that lean and for new
    ones; the share of new ones left as they are."""
    kinds = [_kinds(data, fold) for fold in range(FOLDS)]
    rows = [_rows(one, kinds[fold_of(one.document, one.dialogue)], collections) for one in data]
    crossed = [
        _weights([x for x in zip(data, rows, strict=True) if fold_of(x[0].document, x[0].dialogue) != fold])
        for fold in range(FOLDS)
    ]
    chosen = [int((x @ crossed[fold_of(one.document, one.dialogue)]).argmax()) for one, x in zip(data, rows, strict=True)]
    leaning = [(one.near[n], one.near.max()) for one, n in zip(data, chosen, strict=True) if one.kind != "new"]
    new = [one.found[n].way == "alone" for one, n in zip(data, chosen, strict=True) if one.kind == "new"]
    found, best = np.array(leaning).mean(axis=0)
    figures = {"leaning": float(found), "nearest": float(best), "new left alone": float(np.mean(new))}
    apart = tuple(Follower(k, w) for k, w in zip(kinds, crossed, strict=True))
    return Follower(_kinds(data, None), _weights(list(zip(data, rows, strict=True)))), apart, figures


def _kinds(data: Sequence[Taught], without: int | None) -> FormModel:
    return fit_form_model(
        [(one.form, [KINDS.index(one.kind)]) for one in data if fold_of(one.document, one.dialogue) != without], KINDS
    )


def _weights(data: Sequence[tuple[Taught, npt.NDArray[np.float64]]]) -> npt.NDArray[np.float64]:
    return fit_choice([Choice(x, one.right) for one, x in data if one.right.any()], STRENGTH)


def _rows(one: Taught, kinds: FormModel, collections: Mapping[str, Collection]) -> npt.NDArray[np.float64]:
    likely = kinds.log_probabilities(one.form)
    form = Form(np.exp([likely[kind] for kind in KINDS]), one.operations[0], one.operations[1:])
    return signs(one.asked, one.turns, one.found, form, collections[one.document].lexicon)


def fold_of(document: str, dialogue: str) -> int:
    """The fold of a dialogue: by its document, but for one with so many dialogues that it would be a fold alone."""
    return zlib.crc32(f"{document} {dialogue if dialogue.startswith(LONG) else ''}".encode()) % FOLDS


def read_dialogues(paths: Sequence[Path]) -> list[Mapping[str, Any]]:
    return [dialogue for path in paths for _, dialogue in read_objects(path)[0]]
