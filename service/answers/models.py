"""The learned parts of answering as they are shipped: `service/data/answers.npz` and, apart, the reader's adapter."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from service.answers.carried import TAKEN_UP
from service.answers.features import FEATURES
from service.answers.first_choice import FirstChoice
from service.answers.judge import MARGINS, SIGNS, Judge
from service.answers.leaning import Leaning

FILE = "data/answers.npz"
PARTS: dict[str, Any] = {
    "first_choice": FirstChoice,
    "plausibility": FirstChoice,
    "judge": Judge,
    "unread": Judge,
    "leaning": Leaning,
}


@dataclass(frozen=True, eq=False)
class Models:
    """What was learned. `judge` is for answers that the reader read, `unread` for those without it, `leaning` for questions
    that follow others."""

    first_choice: FirstChoice
    plausibility: FirstChoice
    judge: Judge
    unread: Judge
    leaning: Leaning


@cache
def models() -> Models:
    """The shipped models. Raises ValueError where they belong to other features."""
    with files("service").joinpath(FILE).open("rb") as file, np.load(file) as data:
        return _models(dict(data))


def _models(data: dict[str, Any]) -> Models:
    told = json.loads(str(data["told"]))
    if told != _told():
        raise ValueError(f"service/{FILE} belongs to other features; run python -m eval.train")

    def part(kind: Any, name: str) -> Any:
        return kind(**{f.name: _plain(data[f"{name}.{f.name}"]) for f in fields(kind)})

    return Models(**{name: part(kind, name) for name, kind in PARTS.items()})


def _told() -> dict[str, list[str]]:
    return {"features": list(FEATURES), "signs": list(SIGNS), "margins": list(MARGINS), "taken up": list(TAKEN_UP)}


def _plain(array: Any) -> Any:
    return array.astype(np.float32) if array.ndim else float(array)


def write_models(made: Models, path: Path) -> None:
    """Writes the models in half precision, but for the judges, which are small."""
    arrays: dict[str, Any] = {"told": json.dumps(_told(), ensure_ascii=False)}
    for name in PARTS:
        model = getattr(made, name)
        arrays |= {f"{name}.{f.name}": np.asarray(getattr(model, f.name), dtype=np.float32) for f in fields(model)}
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)
