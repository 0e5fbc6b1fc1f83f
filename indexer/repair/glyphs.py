"""Letters that a font lost: a space, or nothing, stands where the glyph was.

A font with missing glyphs loses the same forms of the same letters every time they occur (`نا یه` for ناحیه, but محیط whole: the
initial ح is gone, the medial one is not). Which forms those are is learned from the document, where the same words stand whole
in another font. A line is then read twice, as a whole one and as one in the lossy font (Viterbi over words), and letters are
given back only where the second reading is clearly the better one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.repair.letters import LETTERS
from indexer.repair.lexicon import Lexicon
from indexer.repair.losses import Glyph, Losses, Reading, glyph, learn
from indexer.repair.marks import is_cut
from indexer.repair.spacing import word_cost
from indexer.repair.traced import ADDED, Traced

__all__ = ["Losses", "learn", "restore"]

_STRETCH = re.compile(f"[{LETTERS}](?:[{LETTERS} ]*[{LETTERS}])?")
# Costs in negative log10: a lost letter, a letter that ought to be lost and stands, a gap that is not as wide as the loss.
_LOST, _KEPT, _GAP = 0.1, 3.0, 1.5
_TRUSTED_GAP, _WIDE = 4.0, 0.3
"""A space inside a word; each space too many between words."""
_GAIN, _GAIN_LETTER = 2.0, 1 / 30
"""How much better the lossy reading of a line must be (log10), and how much more for each of its letters."""
_CLEAR = 0.5
"""How much likelier a word must be than the next one that fits."""
_WIDEST = 8
"""Raw places between two letters that can still be one gap."""
_LONGEST = 14
_OFTEN = 10
"""Times that the document has a word that two letters are enough for."""


@dataclass(frozen=True)
class _Word:
    """A word read at text[start:end] (letters only at both ends); `reading` when letters were lost."""

    start: int
    end: int
    text: str
    reading: Reading | None
    cost: float
    """Of its gaps and glyphs alone."""

    @property
    def said(self) -> str:
        return self.reading.word if self.reading else self.text


@dataclass(frozen=True)
class _Path:
    cost: float
    word: _Word | None
    before: _Path | None
    trail: int
    """Letters lost at the end of the word: they widen the gap after it."""


def _width(traced: Traced, left: int, right: int) -> tuple[int, bool]:
    """Spaces of the raw line between two neighbouring letters, and whether the raw line had them apart.

    Ordering may have drawn the spaces together: the origins know.
    """
    a, b = traced.origin[left], traced.origin[right]
    if a != ADDED and b != ADDED and 0 < b - a <= _WIDEST:
        return b - a - 1, False
    return right - left - 1, a != ADDED and b != ADDED


def _gap_cost(found: int, expected: int, loose: bool) -> float:
    """Cost of a gap of `found` spaces where the loss explains `expected`; at a cut any width will do."""
    return (0.1 if loose else _GAP) * abs(found - expected)


def _whole_words(traced: Traced, begin: int, end: int, rates: Mapping[Glyph, float]) -> Iterable[_Word]:
    """Words that start at `begin` and lost nothing; they end at a space or a cut."""
    text = traced.text
    letters, cost, count = text[begin], 0.0, 0
    at = begin
    while True:
        ahead = at + 1
        while ahead < end and text[ahead] == " ":
            ahead += 1
        cut = ahead < end and is_cut(traced, at, ahead)
        if ahead >= end or ahead > at + 1 or cut:
            kept = sum(glyph(letters, k) in rates for k in range(len(letters))) if rates else 0
            yield _Word(begin, at + 1, letters, None, cost + _KEPT * kept)
            count += 1
            if ahead >= end or (not cut and cost > 0) or count > 5 or len(letters) > _LONGEST:
                return
            cost += 0.3 if cut else _TRUSTED_GAP
        letters += text[ahead]
        at = ahead


def _lossy_words(traced: Traced, begin: int, end: int, losses: Losses) -> Iterable[_Word]:
    """Words of which text[begin:...] is what the font left."""
    text = traced.text
    letters, places = "", []
    at = begin
    while at < end and len(letters) <= _LONGEST:
        letters += text[at]
        places.append(at)
        ahead = at + 1
        while ahead < end and text[ahead] == " ":
            ahead += 1
        readings = losses.words.get(letters, ())
        # A word ends where a gap or a cut is, or where a lost letter left no space.
        if readings and (ahead >= end or ahead > at + 1 or is_cut(traced, at, ahead)):
            for reading in readings:
                yield _Word(begin, at + 1, letters, reading, _reading_cost(traced, places, reading))
        if ahead >= end:
            return
        at = ahead


def _reading_cost(traced: Traced, places: Sequence[int], reading: Reading) -> float:
    """Cost of the gaps inside the word: as wide as the letters lost there, and none elsewhere."""
    cost = _LOST * len(reading.lost)
    gone, place, expected = set(reading.lost), 0, 0
    for at in range(len(reading.word)):
        if at in gone:
            expected += 1
            continue
        if place:
            left, right = places[place - 1], places[place]
            found, loose = _width(traced, left, right)
            if expected:
                cost += _gap_cost(found, expected, loose)
            elif found or loose:
                cost += 0.3 if loose else _TRUSTED_GAP
        place, expected = place + 1, 0
    return cost


def _boundary_cost(traced: Traced, left: int, right: int, head: int, trail: int) -> float:
    """Cost of the gap between two words of which the first lost `trail` letters at its end, the second `head` at its head."""
    width, loose = _width(traced, left, right)
    if head or trail or not width:
        return _gap_cost(width, 1 + head + trail, loose)
    return 0.0 if loose else _WIDE * (width - 1)


def _ends(reading: Reading | None) -> tuple[int, int]:
    """Letters lost at the head and at the tail of a word."""
    if reading is None:
        return 0, 0
    head = tail = 0
    while head in reading.lost:
        head += 1
    while len(reading.word) - 1 - tail in reading.lost:
        tail += 1
    return head, tail


def _read(traced: Traced, begin: int, end: int, lexicon: Lexicon, losses: Losses | None) -> _Path:
    """The cheapest reading of a stretch of letters and spaces: with `losses`, as text in the lossy font."""
    best: dict[int, _Path] = {begin: _Path(0.0, None, None, 0)}
    text = traced.text
    rates = losses.rates if losses else {}
    for at in range(begin, end):
        path = best.get(at)
        if path is None:
            continue
        start = at
        while start < end and text[start] == " ":
            start += 1
        if start >= end:
            continue
        words = list(_whole_words(traced, start, end, rates))
        if losses:
            words += _lossy_words(traced, start, end, losses)
        for word in words:
            head, tail = _ends(word.reading)
            cost = path.cost + word.cost + word_cost(word.said, path.word.said if path.word else "", lexicon)
            if at > begin:
                cost += _boundary_cost(traced, at - 1, start, head, path.trail)
            old = best.get(word.end)
            if old is None or cost < old.cost:
                best[word.end] = _Path(cost, word, path, tail)
    return best.get(end, _Path(math.inf, None, None, 0))


def _words(path: _Path | None) -> list[_Word]:
    found = []
    while path and path.word:
        found.append(path.word)
        path = path.before
    return found[::-1]


def _proven(word: _Word, before: _Word | None, losses: Losses, lexicon: Lexicon, traced: Traced) -> bool:
    """Whether no other word fits the same letters and gaps about as well."""
    assert word.reading is not None
    places = [at for at in range(word.start, word.end) if traced.text[at] != " "]

    def cost(reading: Reading) -> float:
        gap = 0.0
        if before is not None:
            gap = _boundary_cost(traced, before.end - 1, word.start, _ends(reading)[0], _ends(before.reading)[1])
        said = before.said if before else ""
        return gap + _reading_cost(traced, places, reading) + word_cost(reading.word, said, lexicon)

    mine = cost(word.reading)
    return all(cost(other) > mine + _CLEAR for other in losses.words[word.text] if other != word.reading)


def _whole_in_disorder(word: _Word, lexicon: Lexicon) -> bool:
    """Whether a word is no chance meeting of fragments, on a line whose runs are not in order yet."""
    return len(word.text) > 2 or (word.reading is not None and lexicon.counts.get(word.reading.word, 0) >= _OFTEN)


def restore(traced: Traced, lexicon: Lexicon, losses: Losses, ordered: bool = True) -> Traced:
    """Gives a line its lost letters back, or returns it as it is.

    Before its runs are `ordered` the raw gaps tell the most, but two fragments may stand side by side by chance: short ones wait.
    """
    if not losses.rates:
        return traced
    plain_cost = lossy_cost = 0.0
    found: list[tuple[int, list[_Word]]] = []
    for stretch in _STRETCH.finditer(traced.text):
        begin, end = stretch.span()
        whole = _read(traced, begin, end, lexicon, None)
        lossy = _read(traced, begin, end, lexicon, losses)
        plain_cost += whole.cost
        lossy_cost += lossy.cost
        found.append((begin, _words(lossy)))
    asked = _GAIN * (1 if ordered else 1.5) + _GAIN_LETTER * sum(char.isalpha() for char in traced.text)
    if plain_cost - lossy_cost < asked:
        return traced
    text: list[str] = []
    origin: list[int] = []
    at = 0
    for begin, words in found:
        for before, word in pairwise([None, *words]):
            if word is None or word.reading is None or not _proven(word, before, losses, lexicon, traced):
                continue
            if not ordered and not _whole_in_disorder(word, lexicon):
                continue
            first = _first_place(traced, begin, before, word, at)
            text.extend(traced.text[at:first])
            origin.extend(traced.origin[at:first])
            letters = (p for p in range(word.start, word.end) if traced.text[p] != " ")
            for place, char in enumerate(word.reading.word):
                text.append(char)
                origin.append(ADDED if place in word.reading.lost else traced.origin[next(letters)])
            at = word.end
    text.extend(traced.text[at:])
    origin.extend(traced.origin[at:])
    return Traced("".join(text), tuple(origin))


def _first_place(traced: Traced, begin: int, before: _Word | None, word: _Word, done: int) -> int:
    """Where the word begins with the spaces that are its lost first letters; one space stays as the boundary."""
    head, _ = _ends(word.reading)
    if not head:
        return word.start
    if before is not None:
        return min(before.end + 1, word.start)
    first = begin
    while first > max(done, begin - head) and traced.text[first - 1] == " ":
        first -= 1
    return first + (first == begin - head and first > 0 and not traced.text[first - 1].isspace())
