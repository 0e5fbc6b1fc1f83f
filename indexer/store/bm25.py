"""BM25 over counts kept document by document: statistics are those of all documents together, as if indexed at once.

The formula is Lucene's, as in bm25s: idf = ln(1 + (N - df + 0.5) / (df + 0.5)),
weight = idf * tf / (tf + k1 * (1 - b + b * length / mean length)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

K1 = 1.5
B = 0.75
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Counts:
    """How often each token stands in each text of one document, by token: token `t` has the places starts[t]..starts[t + 1]
    of `texts` (numbers of texts, ascending) and `counts`. `lengths`: tokens of each text."""

    tokens: tuple[str, ...]
    starts: Ints
    texts: Ints
    counts: Ints
    lengths: Ints


def count(texts: Sequence[Sequence[str]]) -> Counts:
    """Counts of texts cut into tokens; no token holds a newline."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, tokens in enumerate(texts):
        for token, times in Counter(tokens).items():
            places.setdefault(token, []).append((number, times))
    names = tuple(sorted(places))
    ordered = [pair for name in names for pair in places[name]]
    pairs = np.array(ordered, dtype=np.int32).reshape(-1, 2)
    starts = np.cumsum([0, *(len(places[name]) for name in names)], dtype=np.int32)
    lengths = np.array([len(tokens) for tokens in texts], dtype=np.int32)
    return Counts(names, starts, np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]), lengths)


def write_counts(counts: Counts, path: Path) -> None:
    names = np.frombuffer("\n".join(counts.tokens).encode("utf-8", "surrogatepass"), dtype=np.uint8)
    np.savez(path, names=names, starts=counts.starts, texts=counts.texts, counts=counts.counts, lengths=counts.lengths)


def read_counts(path: Path) -> Counts:
    """Raises OSError, ValueError or KeyError where the file is missing or damaged."""
    with np.load(path) as data:
        names = data["names"].tobytes().decode("utf-8", "surrogatepass")
        tokens = tuple(names.split("\n")) if len(data["starts"]) > 1 else ()
        return Counts(tokens, data["starts"], data["texts"], data["counts"], data["lengths"])


class BM25:
    """The counts of all documents composed; texts are numbered through in the order of the documents."""

    def __init__(self, parts: Sequence[Counts]) -> None:
        self.size = sum(len(p.lengths) for p in parts)
        self.vocabulary: dict[str, int] = {}
        for part in parts:
            for token in part.tokens:
                self.vocabulary.setdefault(token, len(self.vocabulary))
        of_token = [np.array([self.vocabulary[t] for t in p.tokens], dtype=np.int32) for p in parts]
        tokens = _joined([np.repeat(ids, np.diff(p.starts)) for ids, p in zip(of_token, parts, strict=True)])
        firsts = np.cumsum([0, *(len(p.lengths) for p in parts)])
        texts = _joined([p.texts + np.int32(first) for p, first in zip(parts, firsts, strict=False)])
        counts = _joined([p.counts for p in parts])
        lengths = _joined([p.lengths for p in parts])
        order = np.argsort(tokens, kind="stable")
        found_in = np.bincount(tokens, minlength=len(self.vocabulary))
        self._starts = np.concatenate([[0], np.cumsum(found_in)])
        self._texts = texts[order]
        idf = np.log(1 + (self.size - found_in + 0.5) / (found_in + 0.5))
        times = counts[order].astype(np.float64)
        norm = K1 * (1 - B + B * lengths / lengths.mean()) if len(lengths) else lengths
        self._weights = (idf[tokens[order]] * times / (times + norm[self._texts])).astype(np.float32)

    def scores(self, tokens: Sequence[str]) -> Floats:
        """The score of every text, (size,): a token given twice counts twice."""
        scores = np.zeros(self.size, dtype=np.float32)
        for token in tokens:
            known = self.vocabulary.get(token)
            if known is not None:
                part = slice(self._starts[known], self._starts[known + 1])
                scores[self._texts[part]] += self._weights[part]
        return scores


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)
