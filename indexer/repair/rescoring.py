# ruff: noqa: ANN001, ANN202 - compiled functions: numba infers their types
"""A second look at the best readings of a line, with evidence that the search cannot weigh piece by piece.

A log-linear model chooses among the readings (a softmax over the list: Collins and Koo 2005, discriminative reranking). Its
features speak of no document in particular: what was cut where, how the finished text reads, whether the document says the
same elsewhere, how the line goes on from the one before. The weights are fitted by `eval.calibrate_repair`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numba import njit

from indexer.repair import glyphs, spacing
from indexer.repair.language_model import (
    BITS,
    CONTEXT,
    NO_WORD,
    SPACE,
    Floats,
    Ints,
    LanguageModel,
    _slot,
    character_log_probability,
    own_counts,
    plain,
    split_words,
    word_hash,
    word_log_probability,
    word_pair,
)
from indexer.repair.layout import CUT_DOUBLE, CUT_NONE, Layout, lay_out
from indexer.repair.lexicon import Lexicon
from indexer.repair.phrases import Phrases, letters
from indexer.repair.runs import (
    KNOWN,
    PER_LETTER,
    SEEN,
    Reading,
    begins_with_index,
    begins_with_mark,
    body,
    bracket_faults,
    context_of,
    intact_prior,
)
from indexer.repair.scoring import scorer
from indexer.repair.traced import ADDED, Traced

CUTS = ("cut_in_word", "cut_at_space", "cut_at_double", "cut_at_number", "cut_in_known", "cut_at_half")
"""In the order of the CUT_* of `layout`."""
FEATURES = (
    "score",
    "characters",
    "words",
    *CUTS,
    "double_uncut",
    "joined_at_gap",
    "joined_at_none",
    "spaced_at_none",
    "spaced_at_one",
    "spaced_at_both",
    "single_letters",
    "intact",
    "intact_prior",
    "blocks",
    "brackets",
    "begins_with_mark",
    "index_first",
    "ends_open",
    "mark_misplaced",
    "stop_inside",
    "begins_with_number",
    "unknown",
    "unknown_letters",
    "fragments",
    "first_unknown",
    "last_unknown",
    "word_count",
    "after_before",
    "before_after",
    "pairs_seen",
    "pairs_new",
    "phrase_short",
    "phrase_long",
    "restored",
    "finished_characters",
    "finished_words",
    "finished_unknown",
)
MOST = 16
"""Readings of a line that are looked at again."""
UNKNOWN_BELOW = 2.0
EDGE = 10
"""Characters of the neighbouring lines that phrases may run on into."""
CLOSING = frozenset(".:؛،!؟")
_MISPLACED = re.compile(r"[.،؛:]\s*[.،؛:)]|\(\s*[.،؛:)]|(?<!\d)\.(?=[^\W\d_])|(?<=\s)[.،؛:](?!\d)")
_STOP = re.compile(r"(?<!\d)\.(?=\s*\S)")


@dataclass(frozen=True)
class Knowledge:
    """What the document teaches and a second look asks."""

    language: LanguageModel
    lexicon: Lexicon
    losses: glyphs.Losses
    phrases: Phrases


@njit(cache=True, nogil=True)
def _characters(m, symbols, history):  # type: ignore[no-untyped-def]
    value = 0.0
    for s in symbols:
        value += character_log_probability(m.ck, m.cv, m.ok, m.ov, m.size, history, s)
        history = ((history << BITS) | s) & CONTEXT
    return value


@njit(cache=True, nogil=True)
def _words(m, hashes, lengths, previous):  # type: ignore[no-untyped-def]
    value = 0.0
    for i in range(hashes.shape[0]):
        if hashes[i] != NO_WORD:
            value += word_log_probability(
                m.wk, m.wv, m.owk, m.owv, m.lk, m.lv, m.total, m.per_letter, previous, hashes[i], lengths[i]
            )
        previous = hashes[i]
    return value


@njit(cache=True, nogil=True)
def _pairs(m, hashes):  # type: ignore[no-untyped-def]
    """Pairs of words that stand elsewhere side by side, and those that do not."""
    seen = 0
    new = 0
    for i in range(1, hashes.shape[0]):
        if hashes[i - 1] == NO_WORD or hashes[i] == NO_WORD:
            continue
        pair = word_pair(hashes[i - 1], hashes[i])
        at = _slot(m.wk, pair)
        count = 0.0
        if m.wk[at] != 0:
            count = m.wv[at, 0]
            own = _slot(m.owk, pair)
            if m.owk[own] != 0:
                count -= m.owv[own, 0]
        if count > 0.5:
            seen += 1
        else:
            new += 1
    return seen, new


def _hashed(model: LanguageModel, text: str) -> tuple[Ints, Ints]:
    hashes, lengths = [], []
    for word in split_words(plain(text)):
        symbols = model.alphabet.encode(word) if word else []
        hashes.append(word_hash(symbols) if word else NO_WORD)
        lengths.append(max(1, len(symbols)))
    return np.array(hashes, np.int64), np.array(lengths, np.int64)


def _pieces(layout: Layout, kinds: dict[int, int], places: dict[int, int], text: Traced) -> dict[str, float]:
    """What was cut, and what stands at the cuts."""
    found = dict.fromkeys((*CUTS, *FEATURES[10:15], "single_letters"), 0.0)
    count = len(layout.places)
    cuts = set()
    before, spaced, length = -1, False, 0
    for char, origin in zip(text.text, text.origin, strict=True):
        if char.isspace():
            spaced = True
            continue
        place = places.get(origin)
        if place is None:
            spaced = False
            continue
        if place != before + 1:
            found["single_letters"] += length == 1
            length = 0
            if place > 0:
                cuts.add(place)
                found[CUTS[kinds.get(place, CUT_NONE)]] += 1
            if before >= 0:
                gaps = int(before + 1 >= count or layout.gap[before + 1] > 0) + int(place > 0 and layout.gap[place] > 0)
                if spaced:
                    found[("spaced_at_none", "spaced_at_one", "spaced_at_both")[gaps]] += 1
                else:
                    found["joined_at_gap" if gaps else "joined_at_none"] += 1
        before, spaced = place, False
        length += 1
    found["double_uncut"] = sum(1 for place, kind in kinds.items() if kind == CUT_DOUBLE and place not in cuts)
    return found


def _marks(text: str) -> dict[str, float]:
    stripped = text.strip()
    return {
        "brackets": bracket_faults(text),
        "begins_with_mark": begins_with_mark(text),
        "index_first": begins_with_index(text),
        "ends_open": stripped[-1:] in ("(", "«"),
        "mark_misplaced": len(_MISPLACED.findall(text)),
        "stop_inside": len(_STOP.findall(text)),
        "begins_with_number": stripped[:1].isdigit(),
    }


def finish(text: Traced, known: Knowledge) -> Traced:
    """The text with its lost letters and its spaces, as the later steps will write it."""
    return spacing.respace(glyphs.restore(text, known.lexicon, known.losses), known.lexicon)


def features(
    options: Sequence[Reading], base: Traced, known: Knowledge, trained: Sequence[str], before: str, after: str
) -> Floats:
    """Readings by FEATURES. base, trained, before, after: as for `runs.readings`."""
    model, frequency = known.language, known.lexicon.frequency
    layout = lay_out(base, model.alphabet, is_known=lambda word: frequency(word) >= KNOWN)
    kinds = {int(c): int(k) for c, k in zip(layout.candidates[1:-1], layout.kinds[1:-1], strict=True)}
    places = {layout.text.origin[p]: k for k, p in enumerate(layout.places)}
    m = scorer(model, own_counts(model, trained), PER_LETTER, 1.0)
    own = known.phrases.own(trained)
    history, _ = context_of(model, "" if layout.front else before)
    last, _ = _hashed(model, before)
    previous = int(last[-1]) if len(last) and not layout.front and before.rstrip()[-1:] not in CLOSING else NO_WORD
    following = _hashed(model, after)
    edges = letters(model.alphabet, "" if layout.front else before)[-EDGE:], letters(model.alphabet, after)[:EDGE]

    def characters(text: str) -> float:
        return float(_characters(m, np.array([*model.alphabet.encode(plain(text)), SPACE], np.int64), history))

    unbroken = intact_prior(body(layout), frequency)
    rows = []
    for reading in options:
        text = reading.text.text
        found: dict[str, float] = {**_pieces(layout, kinds, places, reading.text), **_marks(text)}
        hashes, lengths = _hashed(model, text)
        done = finish(reading.text, known)
        said = done.text.replace("\u200c", " ")
        said_hashes, said_lengths = _hashed(model, said)
        words = [w for w in split_words(text) if w]
        sure = [frequency(w) for w in words]
        seen, new = _pairs(m, said_hashes)
        found |= {
            "score": reading.score,
            "characters": characters(text),
            "words": float(_words(m, hashes, lengths, NO_WORD)),
            "intact": reading.story == "intact",
            "intact_prior": unbroken if reading.story == "intact" else 0.0,
            "blocks": reading.story == "blocks",
            "unknown": sum(z < UNKNOWN_BELOW for z in sure),
            "unknown_letters": sum(len(w) for w, z in zip(words, sure, strict=True) if z < UNKNOWN_BELOW),
            "fragments": sum(z < SEEN for z in sure),
            "first_unknown": bool(sure) and sure[0] < UNKNOWN_BELOW,
            "last_unknown": bool(sure) and sure[-1] < UNKNOWN_BELOW,
            "word_count": len(words),
            "pairs_seen": seen,
            "pairs_new": new,
            "restored": sum(o == ADDED and c.isalpha() for c, o in zip(done.text, done.origin, strict=True)),
            "finished_characters": characters(said),
            "finished_words": float(_words(m, said_hashes, said_lengths, NO_WORD)),
            "finished_unknown": sum(frequency(w) < UNKNOWN_BELOW for w in split_words(done.text.replace("\u200c", "")) if w),
        }
        found["after_before"] = _joined(m, previous, said_hashes[:1], said_lengths[:1])
        found["before_after"] = _joined(m, int(said_hashes[-1]) if len(said_hashes) else NO_WORD, *(f[:1] for f in following))
        symbols = np.concatenate([edges[0], letters(model.alphabet, text), edges[1]])
        found["phrase_short"], found["phrase_long"] = known.phrases.covered(symbols, own)
        rows.append([float(found[name]) for name in FEATURES])
    return np.array(rows)


def _joined(m, previous: int, word: Ints, length: Ints) -> float:  # type: ignore[no-untyped-def]
    """What a word gains by the word before it."""
    if previous == NO_WORD or not len(word) or word[0] == NO_WORD:
        return 0.0
    return float(_words(m, word, length, previous) - _words(m, word, length, NO_WORD))


@cache
def _weights() -> Floats:
    data = json.loads((files("indexer") / "data" / "repair_rescoring.json").read_text(encoding="utf-8"))
    return np.array([data["weights"].get(name, 0.0) for name in FEATURES])


def probabilities(rows: Floats, weights: Floats) -> Floats:
    """Softmax over the readings of a line."""
    z = rows @ weights
    e = np.exp(z - z.max())
    return np.asarray(e / e.sum(), np.float64)


def shortlist(options: Sequence[Reading]) -> list[Reading]:
    """The readings worth a second look: the first MOST, without those that no line of text begins like."""
    possible = [r for r in options if not begins_with_mark(r.text.text)]
    return (possible or list(options))[:MOST]


def rescore(
    options: Sequence[Reading], base: Traced, known: Knowledge, trained: Sequence[str], before: str, after: str
) -> list[Reading]:
    """The readings with their probabilities, likeliest first; of a long list the `shortlist`."""
    options = shortlist(options)
    if len(options) < 2:
        return [replace(r, probability=1.0) for r in options]
    found = probabilities(features(options, base, known, trained, before, after), _weights())
    return sorted((replace(r, probability=float(p)) for r, p in zip(options, found, strict=True)), key=lambda r: -r.probability)
