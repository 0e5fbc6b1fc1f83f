"""How well repaired lines read: character errors, letters in order, words right.

In a gold text a plain space is a boundary that must be there, a ZWNJ one that may be a space, a ZWNJ or nothing; letters
are compared without any spaces. A word is right when its letters stand together, in order, with its boundaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
from numba import njit

from eval.goldset import GoldText
from eval.matching import ZWNJ, canon
from indexer.corpus import Line

_BULLETS = "✓❖•➢\uf050\uf0c3-–"
_NOTHING, _JOINER, _SPACE = 0, 1, 2


@dataclass(frozen=True)
class TextScore:
    """Counts over spans: edit `errors` over `characters`, spans without any, `words` and those right."""

    spans: int = 0
    perfect: int = 0
    errors: int = 0
    characters: int = 0
    words: int = 0
    words_right: int = 0

    def __add__(self, other: TextScore) -> TextScore:
        return TextScore(
            self.spans + other.spans,
            self.perfect + other.perfect,
            self.errors + other.errors,
            self.characters + other.characters,
            self.words + other.words,
            self.words_right + other.words_right,
        )

    @property
    def cer(self) -> float:
        """Character error rate, spaces left out."""
        return self.errors / self.characters if self.characters else 0.0

    @property
    def order_ok(self) -> float:
        """Share of spans whose letters are all right and in order."""
        return self.perfect / self.spans if self.spans else 0.0

    @property
    def words_ok(self) -> float:
        return self.words_right / self.words if self.words else 0.0


def score_texts(
    gold: Iterable[GoldText], documents: Mapping[str, Sequence[Line]], text_of: Callable[[Line], str]
) -> dict[str, TextScore]:
    """Scores of the spans' lines as `text_of` gives them, over `all`, by `kind:...` and by damage."""
    totals: defaultdict[str, TextScore] = defaultdict(TextScore)
    for item in gold:
        lines = documents[item.document or ""][item.lines[0] - 1 : item.lines[1]]
        scored = score_span(item.clean, " ".join(text_of(line) for line in lines))
        for key in {"all", f"kind:{item.kind}", *item.damage}:
            totals[key] += scored
    return dict(totals)


def score_span(gold: str, found: str) -> TextScore:
    """One span against what a person reads."""
    wanted, wanted_gaps = _letters(_without_bullet(gold))
    letters, gaps = _letters(_without_bullet(found))
    errors = edit_distance(wanted, letters)
    words, right = _words_right(wanted, wanted_gaps, letters, gaps)
    return TextScore(1, int(errors == 0), errors, len(wanted), words, right)


def edit_distance(a: str, b: str) -> int:
    """Levenshtein distance."""
    return int(_distance(*(np.frombuffer(text.encode("utf-32-le"), np.int32) for text in (a, b))))


@njit(cache=True)
def _distance(a, b):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - compiled: numba infers the types
    row = np.arange(b.shape[0] + 1)
    for i in range(a.shape[0]):
        corner = row[0]
        row[0] = i + 1
        for j in range(b.shape[0]):
            best = min(corner + (a[i] != b[j]), row[j] + 1, row[j + 1] + 1)
            corner = row[j + 1]
            row[j + 1] = best
    return row[-1]


def _without_bullet(text: str) -> str:
    return text.strip().strip(f"{_BULLETS} \t{ZWNJ}").strip()


def _letters(text: str) -> tuple[str, list[int]]:
    """The characters that are no space, and what stands before each: nothing, a joiner or a space."""
    letters: list[str] = []
    gaps: list[int] = []
    gap = _SPACE
    for c in canon(text).strip():
        if c.isspace():
            gap = _SPACE
        elif c == ZWNJ:
            gap = max(gap, _JOINER)
        else:
            letters.append(c)
            gaps.append(gap)
            gap = _NOTHING
    return "".join(letters), gaps


def _words_right(wanted: str, wanted_gaps: Sequence[int], letters: str, gaps: Sequence[int]) -> tuple[int, int]:
    place: dict[int, int] = {}
    for block in SequenceMatcher(None, wanted, letters, autojunk=False).get_matching_blocks():
        place |= {block.a + k: block.b + k for k in range(block.size)}
    starts = [i for i, gap in enumerate(wanted_gaps) if i == 0 or gap == _SPACE]
    right = 0
    for start, end in pairwise([*starts, len(wanted)]):
        at = place.get(start)
        if at is None or any(place.get(start + k) != at + k for k in range(end - start)):
            continue
        inner = all(gaps[at + k] == _NOTHING or wanted_gaps[start + k] == _JOINER for k in range(1, end - start))
        after = at + end - start
        right += inner and gaps[at] != _NOTHING and (after == len(letters) or gaps[after] != _NOTHING)
    return len(starts), right
