"""A question of a conversation written out whole: of its readings the one that learning found likeliest.

A log-linear choice: how a reading is put together, crossed with what kind of turn the question is by its form, and few measures
of how well the reading agrees with the documents. Fitted by `python -m eval.train conversation`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.conversation.mentions import Lexicon
from service.conversation.readings import DROPPED, SOURCES, WAYS, Reading, Said, readings
from service.entity_names import EntityNames
from service.forms import FormModel, form_features, read_form_model
from service.operations import operation_model

Floats = npt.NDArray[np.float64]
KINDS = ("new", "entity", "year", "measure", "operation", "several", "place", "correction", "document")
"""What a turn does to the one before: nothing, asks for another row, year or column, computes, changes several things, goes on in
the text, corrects, asks the same of another table."""
_PUT = {(way, dropped): n for n, (way, dropped) in enumerate([("alone", ""), *product(WAYS[1:], DROPPED)])}
MEASURED = (
    "covered", "covered more", "covered wholly", "matter", "matter more", "names", "no name", "no measure", "measures",
    "two years", "no year", "lost of before", "lost of asked", "older", "alone with name", "alone with measure",
    "alone with year", "alone matter", "alone covered", "alone without matter", "alone with label", "alone length",
    "left out of asked", "put in measure", "put in name", "length", "older with name", "older new", "two names",
    "alone with name and measure", "put in asking the same", "led asking the same", "computed asking the same",
    "computed surely", "put in surely", "computed of nothing", "computed of one name", "computed of two names",
    "computed of one beside", "added", "new of asked", "whole of before",
)  # fmt: skip
OF_TWO = ("difference", "ratio", "compare", "compare_least", "growth_rows", "sum_rows")
"""Operations of two rows."""
MOST_TURNS = 2
"""Turns back that a question may lean on."""
FILES = ("turns.npz", "readings.npz")


@dataclass(frozen=True, eq=False)
class Follower:
    """`kinds` tells the kind of a turn by its form; `weights` (SIGNS,) of the signs of a reading."""

    kinds: FormModel
    weights: Floats


@cache
def follower() -> Follower:
    """The shipped models."""
    with files("service").joinpath(f"data/{FILES[1]}").open("rb") as file, np.load(file) as data:
        return Follower(read_form_model(FILES[0]), data["weights"].astype(np.float64))


_instead: ContextVar[Follower | None] = ContextVar("follower", default=None)


@contextmanager
def following(other: Follower) -> Iterator[None]:
    """Within it another follower is used: one that has not seen what it is tried on."""
    token = _instead.set(other)
    try:
        yield
    finally:
        _instead.reset(token)


def write_weights(weights: Floats, path: Path) -> None:
    with path.open("wb") as file:
        np.savez_compressed(file, weights=weights.astype(np.float32))


def written_out(
    asked: Said, turns: Sequence[tuple[Said, Said]], year: int | None, lexicon: Lexicon, names: EntityNames
) -> tuple[Said, Form | None]:
    """The likeliest reading of a question, and what it is like beside the turns before; `turns`: the latest first, each question
    written out whole, with its answer."""
    turns = turns[:MOST_TURNS]
    if not turns:
        return asked, None
    model = _instead.get() or follower()
    likely = model.kinds.log_probabilities(turn_form(asked, turns[0][0], names))
    form = Form(np.exp([likely[kind] for kind in KINDS]), asked_for(asked, names), tuple(asked_for(b, names) for b, _ in turns))
    found = readings(asked, form.operation, turns, year)
    return found[int((signs(asked, turns, found, form, lexicon) @ model.weights).argmax())].whole, form


@dataclass(frozen=True, eq=False)
class Form:
    """What a turn is like: the probabilities of its kinds (KINDS,), and of the operations that it asks for and that the turns
    before, the latest first, did."""

    kinds: Floats
    asked: Mapping[str, float]
    before: Sequence[Mapping[str, float]]

    @property
    def operation(self) -> str:
        return max(self.asked, key=lambda o: self.asked[o])


def asked_for(text: Said, names: EntityNames) -> Mapping[str, float]:
    """The probabilities of the operations by the form of a question."""
    return {o: math.exp(x) for o, x in operation_model().log_probabilities(form_features(text.text, names)).items()}


def alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much two questions ask for the same (Bhattacharyya coefficient), 0 to 1."""
    return sum(math.sqrt(p * other[o]) for o, p in one.items())


def turn_form(asked: Said, before: Said, names: EntityNames) -> list[int]:
    """The form of a turn, with what its words are to the tables and to the turn before."""
    roles = "".join("Y" if m.year else (m.role or "o")[0] if m.said else "." for m in asked.mentions)
    counts = {role: min(roles.count(role), 2) for role in "nmskY"}
    own, known = {m.stems for m in asked.names}, {m.stems for m in before.names}
    more = (
        f"length {min(len(asked.mentions), 9)}",
        f"matter {min(len(asked.matter), 5)}",
        f"roles {roles}",
        f"counts {counts}",
        f"shared {min(len(asked.stems & before.stems), 3)}",
        f"label {any(m.whole for m in asked.matter)}",
        f"names {bool(own)} {bool(known)} {bool(own & known)}",
    )
    return form_features(asked.text, names, [f"{what} {n}" for what in more for n in range(3)])


def signs(asked: Said, turns: Sequence[tuple[Said, Said]], found: Sequence[Reading], form: Form, lexicon: Lexicon) -> Floats:
    """(readings, signs): way and source of each reading crossed with the probabilities of its kinds, and MEASURED."""
    crossed = np.concatenate([[1.0], form.kinds])
    agreed = [alike(form.asked, before) for before in form.before]
    rows = []
    for reading in found:
        way = np.zeros((len(_PUT), len(crossed)))
        way[_PUT[reading.way, reading.dropped]] = crossed
        source = np.zeros((len(SOURCES), len(crossed)))
        source[SOURCES.index(reading.source)] = crossed
        before = turns[reading.turn][0] if reading.way != "alone" else None
        rows.append(np.concatenate([way.ravel(), source.ravel(), _measured(asked, before, reading, form, agreed, lexicon)]))
    return np.array(rows)


def _measured(
    asked: Said, before: Said | None, reading: Reading, form: Form, agreed: Sequence[float], lexicon: Lexicon
) -> list[float]:
    whole = reading.whole
    own, weight = lexicon.covered(asked.stems)
    covered, mass = lexicon.covered(whole.stems)
    matter, names = len(asked.matter), whole.names
    measures = sum(m.role == "measure" for m in whole.matter)
    years = {m.year for m in whole.matter if m.year}
    has_name, has_measure = bool(asked.names), any(m.role == "measure" for m in asked.matter)
    alone, put_in, older = reading.way == "alone", reading.way in ("put in", "new put in"), reading.turn > 0
    sure, same = form.asked[form.operation], agreed[reading.turn] if before else 0.0
    told = {
        "covered": covered,
        "covered more": covered - own,
        "covered wholly": covered == 1,
        "matter": math.log1p(mass),
        "matter more": math.log1p(mass) - math.log1p(weight),
        "names": min(len(names), 3),
        "no name": not names,
        "no measure": not measures,
        "measures": min(measures, 4),
        "two years": len(years) > 1,
        "no year": not years,
        "lost of before": lexicon.weight((before.stems if before else frozenset()) - whole.stems) / 10,
        "lost of asked": lexicon.weight(asked.stems - whole.stems) / 10,
        "older": older,
        "alone with name": alone and has_name,
        "alone with measure": alone and has_measure,
        "alone with year": alone and any(m.year for m in asked.matter),
        "alone matter": alone * min(matter, 6),
        "alone covered": alone * own,
        "alone without matter": alone and not matter,
        "alone with label": alone and any(m.whole for m in asked.matter),
        "alone length": alone * min(len(asked.mentions), 12) / 4,
        "left out of asked": put_in * min(len(asked.mentions) - matter, 6),
        "put in measure": put_in and has_measure,
        "put in name": put_in and has_name,
        "length": len(whole.mentions) / 10,
        "older with name": older and has_name,
        "older new": older * form.kinds[0],
        "two names": len({m.stems for m in names}) > 1,
        "alone with name and measure": alone and has_name and has_measure,
        "put in asking the same": put_in * same,
        "led asking the same": (reading.way == "led") * same,
        "computed asking the same": (reading.way == "computed") * same,
        "computed surely": (reading.way == "computed") * sure,
        "put in surely": put_in * sure,
        "computed of nothing": reading.way == "computed" and not asked.matter,
        "computed of one name": reading.way == "computed" and form.operation in OF_TWO and len(names) < 2,
        "computed of two names": reading.way == "computed" and form.operation in OF_TWO and len(names) == 2,
        "computed of one beside": reading.way == "computed" and form.operation not in OF_TWO and len(names) == 1,
        "added": min(len(whole.mentions) - len(asked.mentions), 12) / 6,
        "new of asked": lexicon.weight(asked.stems - before.stems if before else frozenset()) / 10,
        "whole of before": before is not None and before.stems <= whole.stems,
    }
    return [float(told[name]) for name in MEASURED]
