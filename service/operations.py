"""What kind of thing a question asks for, learned: the probability of each operation given the words of the question.

Multinomial logistic regression over hashed words, word pairs and letter sequences (Joulin et al. 2017, Bag of Tricks for
Efficient Text Classification, arXiv:1607.01759), with names, years and numbers masked so that the form of the question counts
and not its matter. Trained by `python -m eval.train operations`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.tokens import ZWNJ, fold
from service.entity_names import EntityNames, name_of
from service.places import find_places

BUCKETS = 1 << 13
FILE = "data/operations.npz"
FORMS: Mapping[str, tuple[str, ...]] = {"span": ("span_number", "span_words"), "cell": ("cell_number", "cell_words")}
"""Running text and cells answer with a figure or with words: two kinds of question for one operation."""
_TOKEN = re.compile(r"\d[\d.,/]*|[^\W\d_]+")
_YEAR = re.compile(r"(13|14)\d\d")
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class OperationModel:
    """`weights` (BUCKETS, labels) and `bias` (labels,) of the logistic regression."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def log_probabilities(self, features: Sequence[int]) -> Mapping[str, float]:
        """The natural logarithm of the probability of each label, and of each operation that has two forms."""
        logits = self.bias + self.weights[list(features)].sum(axis=0) / np.sqrt(max(1, len(features)))
        logits = logits - logits.max()
        logs = logits - np.log(np.exp(logits).sum())
        found = {label: float(x) for label, x in zip(self.labels, logs, strict=True)}
        return found | {name: float(np.logaddexp.reduce([found[f] for f in forms])) for name, forms in FORMS.items()}


@cache
def operation_model() -> OperationModel:
    """The shipped model."""
    with files("service").joinpath(FILE).open("rb") as file, np.load(file) as data:
        weights, bias = data["weights"].astype(np.float32), data["bias"].astype(np.float32)
        return OperationModel(tuple(str(label) for label in data["labels"]), weights, bias)


def write_operation_model(model: OperationModel, path: Path) -> None:
    """Writes the weights in half precision."""
    with path.open("wb") as file:
        np.savez_compressed(file, labels=np.array(model.labels), weights=model.weights.astype(np.float16), bias=model.bias)


def likely_operations(text: str, names: EntityNames) -> Mapping[str, float]:
    """The logarithm of the probability of each operation for a question."""
    return operation_model().log_probabilities(form_features(text, names))


def probability(likely: Mapping[str, float], operations: Iterable[str]) -> float:
    """That one of these operations is asked for."""
    return float(sum(np.exp(likely[o]) for o in operations if o in likely))


def form_features(text: str, names: EntityNames) -> list[int]:
    """The buckets of what a question is like, each once, its names, years and numbers masked."""
    tokens = _masked(text, names)
    bounded = ["^", *tokens, "$"]
    grams = [*tokens, *(f"{a} {b}" for a, b in pairwise(bounded))]
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
