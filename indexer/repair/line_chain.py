"""Which reading of each line: text runs on from line to line, so that the lines of a document are chosen together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.repair import portion_search, scoring
from indexer.repair.language_model import (
    NO_WORD,
    Ints,
    LanguageModel,
    own_counts,
    plain,
    split_words,
    word_hash,
)
from indexer.repair.runs import PER_LETTER, WORD_WEIGHT, context_of
from indexer.repair.traced import Traced


@dataclass(frozen=True)
class Option:
    """One reading of a line; pieces: as `portion_search.search` gives them, None for a line left as it stands."""

    score: float
    text: Traced
    pieces: Ints | None


def likeliest(model: LanguageModel, options: Sequence[Sequence[Option]]) -> list[Option]:
    """One reading for each line, so that lines and what leads from line to line are likeliest together (Viterbi)."""
    scorer = scoring.scorer(model, own_counts(model, []), PER_LETTER, WORD_WEIGHT)
    edges = [[Edges.of(model, option.text.text) for option in line] for line in options]
    best = [0.0]
    back: list[list[int]] = []
    before: Sequence[Edges] = [NO_EDGES]
    for line, here in zip(options, edges, strict=True):
        led = np.array([[b + _leads(scorer, e, h) for b, e in zip(best, before, strict=True)] for h in here])
        back.append([int(k) for k in led.argmax(1)])
        best = [option.score + float(led[k, back[-1][k]]) for k, option in enumerate(line)]
        before = here
    at = int(np.argmax(best))
    chosen = []
    for line, previous in zip(reversed(options), reversed(back), strict=True):
        chosen.append(line[at])
        at = previous[at]
    return chosen[::-1]


@dataclass(frozen=True)
class Edges:
    """What a line begins and ends with: symbols of its head, its first word and that word's letters, the character history that
    it leaves and its last word (NO_WORD behind a mark or number)."""

    head: tuple[int, ...]
    first: int
    letters: int
    history: int
    last: int

    @staticmethod
    def of(model: LanguageModel, text: str) -> Edges:
        text = plain(text)
        words = split_words(text)
        if not words:
            return NO_EDGES
        history, _ = context_of(model, text)
        first, last = (word_hash(model.alphabet.encode(w)) if w else NO_WORD for w in (words[0], words[-1]))
        last = last if text[-1].isalpha() else NO_WORD
        return Edges(tuple(model.alphabet.encode(text[: scoring.HEAD])), first, len(words[0] or ""), history, last)


NO_EDGES = Edges((), NO_WORD, 0, 0, NO_WORD)


def _leads(scorer: scoring.Scorer, before: Edges, after: Edges) -> float:
    """Nats by which the beginning of a line is likelier behind the line before it than by itself."""
    if not before.history or not after.head:
        return 0.0
    gained: float = portion_search.lead(scorer, np.array(after.head, np.int64), before.history)
    if after.letters and before.last != NO_WORD:
        gained += scoring.word_score(scorer, before.last, after.first, after.letters)
        gained -= scoring.word_score(scorer, NO_WORD, after.first, after.letters)
    return gained
