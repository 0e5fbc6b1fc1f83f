"""What a text is like, learned: the probability of each label of a set given the words and letters of the text.

Multinomial logistic regression over hashed words, word pairs and letter sequences (Joulin et al. 2017, Bag of Tricks for
Efficient Text Classification, arXiv:1607.01759), with names, years and numbers masked so that the form of the text counts and
not its matter. Fitted by `eval/train/forms.py`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.tokens import ZWNJ, fold
from service.entity_names import EntityNames, name_of
from service.places import find_places

BUCKETS = 1 << 13
_TOKEN = re.compile(r"\d[\d.,/]*|[^\W\d_]+")
_YEAR = re.compile(r"(13|14)\d\d")
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FormModel:
    """`weights` (BUCKETS, labels) and `bias` (labels,) of the logistic regression."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def logits(self, features: Sequence[int]) -> Floats:
        """(labels,)"""
        found: Floats = self.bias + self.weights[list(features)].sum(axis=0) / np.sqrt(max(1, len(features)))
        return found

    def log_probabilities(self, features: Sequence[int]) -> Mapping[str, float]:
        """The natural logarithm of the probability of each label."""
        logits = self.logits(features)
        logits = logits - logits.max()
        logs = logits - np.log(np.exp(logits).sum())
        return {label: float(x) for label, x in zip(self.labels, logs, strict=True)}


def read_form_model(file_name: str) -> FormModel:
    """A shipped model of `service/data/`."""
    with files("service").joinpath(f"data/{file_name}").open("rb") as file, np.load(file) as data:
        weights, bias = data["weights"].astype(np.float32), data["bias"].astype(np.float32)
        return FormModel(tuple(str(label) for label in data["labels"]), weights, bias)


def write_form_model(model: FormModel, path: Path) -> None:
    """Writes the weights in half precision."""
    with path.open("wb") as file:
        np.savez_compressed(file, labels=np.array(model.labels), weights=model.weights.astype(np.float16), bias=model.bias)


def form_features(text: str, names: EntityNames, more: Iterable[str] = ()) -> list[int]:
    """The buckets of what a text is like, each once, its names, years and numbers masked; `more`: what else is known of it."""
    tokens = _masked(text, names)
    bounded = ["^", *tokens, "$"]
    grams = [*tokens, *(f"{a} {b}" for a, b in pairwise(bounded)), *more]
    grams += [f"{a} {b} {c}" for a, b, c in zip(bounded, bounded[1:], bounded[2:], strict=False)]
    for token in tokens:
        whole = f"<{token}>"
        grams += [whole[i : i + n] for n in (3, 4, 5) for i in range(len(whole) - n + 1)]
    return sorted({zlib.crc32(g.encode()) % BUCKETS for g in grams})


def _masked(text: str, names: EntityNames) -> list[str]:
    folded = fold(text.replace(ZWNJ, " "))
    for start, end, _ in reversed(find_places(folded)):
        folded = f"{folded[:start]} X {folded[end:]}"
    found = names.found_in(folded)
    tokens = [_token(t) for t in _TOKEN.findall(folded)]
    if not found:
        return tokens
    out, at = [], 0
    while at < len(tokens):
        for size in range(min(6, len(tokens) - at), 0, -1):
            if name_of("".join(tokens[at : at + size])) in found:
                out.append("X")
                at += size
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


def _token(token: str) -> str:
    if not token[0].isdigit():
        return token
    return "Y" if _YEAR.fullmatch(token) else "N"
