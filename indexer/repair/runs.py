"""Run order: the readings of one line, best first.

Three stories compete for a line: it stands as it was written; its runs came out last to first (`beam`); it came out in
blocks (`blocks`). Each reading is scored by the language model and by the price of its cuts, in nats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.repair import beam, blocks, scoring
from indexer.repair.language_model import (
    DIGIT,
    LETTER,
    NO_WORD,
    SPACE,
    Floats,
    Ints,
    LanguageModel,
    own_counts,
    plain,
    split_words,
)
from indexer.repair.layout import BULLETS, CUT_DOUBLE, CUT_FORCED, CUT_HALF, CUT_KNOWN, CUT_NONE, Layout, lay_out
from indexer.repair.traced import ADDED, Traced

_NUMBER_DASH = re.compile(r"(?<![\d\-./])\d{1,3}-(?![\d\-])")
_GLUED = re.compile(r"[^\W\d_A-Za-z]\d|\d[^\W\d_A-Za-z]")
_SECTION = re.compile(r"^(?:\d{1,2}-)+\s*")
WORD_WEIGHT = 0.5
PER_LETTER = 2.5
PRICES = np.array([-4.0, -4.5, 5.5, 14.0, -7.0, -3.5])
"""Log odds of a cut by its kind: inside a word, at a space, at a double space, between number and word, inside a known word,
beside a known half."""
INTACT_SIGN, GLUED = 3.0, 8.0
"""Nats that it loses for each sign of a cut; for a number that touches a word."""
INDEX_COLUMN, INDEX_FIRST = "ردیف", 12.0
BLOCK_STEP = -3.0
BLOCK_PRIOR = -8.0
KNOWN, SEEN = 3.0, 1.5
"""Zipf values: of a word that is not cut without strong reason; of one that is no fragment."""
INTACT_WORDS = 2.5
"""Nats that an unbroken line gains for each of its words (the first four) when none is a fragment and it shows no sign of a
cut."""
WELL_READ = -2.0
"""Nats for each character above which a line is read well enough not to look for blocks in it."""
BRACKET = 5.0
"""Nats that a bracket without its partner costs."""
LONGEST_LINE = 900
"""Characters (without spaces) beyond which a line is left as it stands: no printed line is that long."""
MOST_CANDIDATES = 150
MOST_BLOCK_CANDIDATES = 60


@dataclass(frozen=True)
class Effort:
    """How wide the searches go. `blocks` 0: no search for blocks."""

    width: int
    alike: int
    slack: float
    blocks: int


QUICK = Effort(16, 1, 18.0, 0)
MIDDLE = Effort(24, 1, 20.0, 14)
THOROUGH = Effort(64, 4, 32.0, 32)


@dataclass(frozen=True)
class Reading:
    """One order of a line; `story` is "intact", "reversed" or "blocks", `probability` what the second look gave it."""

    score: float
    text: Traced
    story: str
    probability: float = 0.0


def assemble(layout: Layout, pieces: Ints) -> Traced:
    """The line with its front matter first and its pieces in this order."""
    source = layout.text
    text: list[str] = []
    origin: list[int] = []

    def add(char: str, place: int) -> None:
        text.append(char)
        origin.append(place)

    for i in layout.front:
        add(source.text[i], source.origin[i])
    if layout.front and len(pieces) and pieces[0] >= 0:
        add(" ", ADDED)
    for k in range(0, len(pieces), 3):
        start, end, spaced = (int(v) for v in pieces[k : k + 3])
        if start < 0:
            break
        if k and spaced:
            add(" ", ADDED)
        for i in range(start, end):
            place = layout.places[i]
            if i > start and layout.gap[i]:
                add(" ", source.origin[place - 1])
            add(source.text[place], source.origin[place])
    return Traced("".join(text), tuple(origin))


def context_of(model: LanguageModel, before: str) -> tuple[int, int]:
    """Character history and last word that the text before a line leaves."""
    history = 0
    for symbol in [*model.alphabet.encode(plain(before)[-scoring.HEAD :]), SPACE] if before.strip() else []:
        history = ((history << 7) | symbol) & ((1 << 35) - 1)
    return history, NO_WORD


def _tail(model: LanguageModel, after: str) -> Ints:
    text = plain(after)[:6]
    return np.array([SPACE, *model.alphabet.encode(text)] if text else [], np.int64)


def in_blocks(layout: Layout) -> bool:
    """Whether so many double spaces stand between words that the line may have come out in blocks."""
    at = layout.candidates[layout.kinds == CUT_DOUBLE]
    between = sum(1 for i in at if layout.classes[i] != DIGIT and layout.classes[i - 1] != DIGIT)
    gaps = sum(1 for i in range(1, len(layout.gap)) if layout.gap[i] and DIGIT not in (layout.classes[i], layout.classes[i - 1]))
    return between >= 5 and between >= 0.4 * gaps


def fragments(text: str, frequency: Callable[[str], float]) -> int:
    """Number of words that nobody knows."""
    return sum(1 for w in split_words(text) if w and frequency(w) < SEEN)


def intact_prior(text: str, frequency: Callable[[str], float]) -> float:
    """Log odds that a line was never cut, from its look alone: cuts leave fragments, double spaces and numbers turned round."""
    words = sum(1 for w in split_words(text) if w and len(w) > 1)
    signs = len(re.findall(r"(?<=\S)\s{2,}(?=\S)", text)) + 3 * len(_NUMBER_DASH.findall(text))
    glued = _GLUED.search(text) is not None
    unbroken = not signs and not glued and fragments(text, frequency) == 0
    return (INTACT_WORDS * min(4, words) if unbroken else 0.0) - INTACT_SIGN * signs - GLUED * glued


def body(layout: Layout) -> str:
    """The line without its front matter."""
    front = set(layout.front)
    return "".join(c for i, c in enumerate(layout.text.text) if i not in front)


def begins_with_index(text: str) -> bool:
    """Whether a line begins with the name of the column of row numbers, as the header of a table does."""
    return INDEX_COLUMN in [w for w in split_words(text) if w][:1]


def readings(
    model: LanguageModel,
    traced: Traced,
    trained: Sequence[str],
    frequency: Callable[[str], float],
    effort: Effort,
    before: str = "",
    after: str = "",
    limit: int = 16,
    standing: float | None = None,
) -> list[Reading]:
    """The best readings of a line, best first; one alone, as it stands, where there is nothing to order.

    trained: the texts this line put into the model (left out of it). before, after: what stands around the line.
    standing: nats that speak for the line as it stands (`intact.prior`); None: by its look alone.
    """
    layout = lay_out(traced, model.alphabet, is_known=lambda word: frequency(word) >= KNOWN)
    n = len(layout.chars)
    if n < 2 or n > LONGEST_LINE or not (layout.classes == LETTER).any():
        whole = np.array([0, n, 0] if n else [], np.int64)
        return [Reading(0.0, assemble(layout, whole) if n <= LONGEST_LINE else traced, "intact")]
    scorer = scoring.scorer(model, own_counts(model, trained), PER_LETTER, WORD_WEIGHT)
    history, previous = context_of(model, before)
    if layout.front:
        history, previous = 0, NO_WORD
    tail = _tail(model, after)
    junction = np.zeros(2)
    candidates, kinds = _fewer(layout)
    price = PRICES[kinds]
    certain = (kinds == CUT_DOUBLE) | (kinds == CUT_FORCED)
    given = price[certain].sum()
    found: list[tuple[float, Ints, str]] = []
    scores, pieces = beam.search(
        scorer,
        layout.chars,
        layout.gap,
        layout.classes,
        candidates,
        price,
        history,
        previous,
        tail,
        effort.width,
        effort.alike,
        junction,
        effort.slack,
    )
    found += [(s - given, p, "reversed") for s, p in zip(scores[:limit], pieces[:limit], strict=True)]
    intact = beam.raw_score(scorer, layout.chars, layout.gap, layout.classes, history, previous, tail)
    if standing is None:
        standing = intact_prior(body(layout), frequency)
    found.append((intact + standing, np.array([0, n, 0], np.int64), "intact"))
    if effort.blocks and max(f[0] for f in found) < WELL_READ * n and in_blocks(layout):
        found += _block_readings(scorer, layout, candidates, kinds, history, previous, tail, effort, junction, limit)
    seen: dict[str, Reading] = {}
    options = [Reading(score, assemble(layout, piece), story) for score, piece, story in found]
    options = [
        replace(
            r,
            score=float(r.score)
            - BRACKET * (bracket_faults(r.text.text) + 4 * begins_with_mark(r.text.text))
            + INDEX_FIRST * begins_with_index(r.text.text),
        )
        for r in options
    ]
    for reading in sorted(options, key=lambda r: -r.score):
        seen.setdefault("".join(reading.text.text.split()), reading)
    return list(seen.values())[:limit]


def begins_with_mark(text: str) -> bool:
    """Whether a line begins with a mark that closes something before it, as no line of text does."""
    return _SECTION.sub("", text.lstrip(" " + "".join(BULLETS)))[:1] in set(".:؛،!؟")


def bracket_faults(text: str) -> int:
    """Brackets inside a line that close nothing, or open anew before they were closed."""
    faults = depth = closed = 0
    for char in text:
        if char == "(":
            faults += depth > 0
            depth = 1
        elif char == ")":
            # The first may close what the line before opened.
            faults += depth == 0 and (closed > 0 or "(" not in text)
            faults += (
                depth == 0
                and closed == 0
                and "(" in text
                and text.index("(") > text.index(")")
                and text.count("(") == text.count(")")
            )
            depth = 0
            closed += 1
    return faults


def _fewer(layout: Layout) -> tuple[Ints, Ints]:
    """Candidates, without those inside words where there are too many."""
    keep = np.ones(len(layout.kinds), bool)
    for kind in (CUT_KNOWN, CUT_NONE, CUT_HALF):
        if keep.sum() > MOST_CANDIDATES:
            keep &= layout.kinds != kind
            keep[0] = keep[-1] = True
    return layout.candidates[keep], layout.kinds[keep]


def _block_readings(
    scorer: scoring.Scorer,
    layout: Layout,
    candidates: Ints,
    kinds: Ints,
    history: int,
    previous: int,
    tail: Ints,
    effort: Effort,
    junction: Floats,
    limit: int,
) -> list[tuple[float, Ints, str]]:
    keep = (kinds != CUT_KNOWN) & (kinds != CUT_NONE)
    keep[0] = keep[-1] = True
    if keep.sum() > MOST_BLOCK_CANDIDATES:
        keep &= kinds != CUT_HALF
        keep[0] = keep[-1] = True
    if not 4 < keep.sum() <= MOST_BLOCK_CANDIDATES:
        return []
    candidates, kinds = candidates[keep], kinds[keep]
    certain = (kinds == CUT_DOUBLE) | (kinds == CUT_FORCED)
    price = np.where(certain, 0.0, PRICES[kinds])
    scores, pieces = blocks.search_blocks(
        scorer,
        layout.chars,
        layout.gap,
        layout.classes,
        candidates,
        price,
        certain,
        history,
        previous,
        tail,
        effort.blocks,
        junction,
        BLOCK_STEP,
        2.0 * effort.blocks + 30.0,
    )
    return [(s + BLOCK_PRIOR, p, "blocks") for s, p in zip(scores[:limit], pieces[:limit], strict=True) if np.isfinite(s)]
