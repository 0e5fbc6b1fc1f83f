"""Letters that a font lost: a space, or nothing, stands where the glyph was.

A font with missing glyphs loses the same forms of the same letters every time they occur (`نا یه` for ناحیه, but محیط whole: the
initial ح is gone, the medial one is not). Which forms those are is learned from the document, where the same words stand whole
in another font. A line is then read twice, as a whole one and as one in the lossy font (Viterbi over words), and letters are
given back only where the second reading is clearly the better one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.repair.letters import LETTERS, plain
from indexer.repair.lexicon import DUAL_JOINING, Lexicon
from indexer.repair.marks import is_cut
from indexer.repair.spacing import word_cost
from indexer.repair.traced import ADDED, Traced

Glyph = tuple[str, bool, bool]
"""A letter and whether it joins the letter before and the letter after it."""

_LETTERS_RUN = re.compile(f"[{LETTERS}]+")
_STRETCH = re.compile(f"[{LETTERS}](?:[{LETTERS} ]*[{LETTERS}])?")
_ALPHABET = "بپتثجچحخدذرزسشصضطظعغفقکگلمنوهی"
# Learning: a glyph is lost when so many different words show it, and it stands on few of the lines where it is missing.
_SHOWN, _RATE, _WORDS = 3.0, 0.8, 2
_MOST = 2.0
"""What one word that recurs can prove: it may be a fragment that is a word by chance."""
# Reading, in negative log10: a lost letter, a letter that ought to be lost and stands, a gap that is not as wide as the loss.
_LOST, _KEPT, _GAP = 0.4, 3.0, 1.5
_TRUSTED_GAP = 4.0
_GAIN, _GAIN_LETTER = 2.0, 1 / 30
"""How much better the lossy reading of a line must be (log10), and how much more for each of its letters."""
_CLEAR = 0.5
"""How much likelier a word must be than the next one that fits."""
_KNOWN = 3.0
"""Least Zipf value of a word that is given its letters back."""
_COMMON = 4.0
_WIDEST = 8
"""Raw places between two letters that can still be one gap."""
_LONGEST = 14


@dataclass(frozen=True)
class Reading:
    """A word and the places of its lost letters."""

    word: str
    lost: tuple[int, ...]


@dataclass(frozen=True)
class Losses:
    """Glyphs that a font of the document lost, with the rate at which they are, and the words by what is left of them."""

    rates: Mapping[Glyph, float]
    words: Mapping[str, tuple[Reading, ...]]


def glyph(word: str, at: int) -> Glyph:
    return word[at], at > 0 and word[at - 1] in DUAL_JOINING, word[at] in DUAL_JOINING and at + 1 < len(word)


def _candidates(text: str, lexicon: Lexicon) -> Iterable[tuple[Glyph, str, float]]:
    """Single letters that, in place of a space, make a word of the document of two fragments; with their share of the doubt."""
    tokens = list(_LETTERS_RUN.finditer(text))
    for left, right in pairwise(tokens):
        if text[left.end() : right.start()] != " ":
            continue
        a, b = left.group(), right.group()
        if min(len(a), len(b)) > 1 and min(lexicon.counts.get(w, 0) * (lexicon.frequency(w) > 4) for w in (a, b)) > 2:
            continue
        whole = [a + letter + b for letter in _ALPHABET]
        whole = [w for w in whole if lexicon.counts.get(w, 0) > 1 and lexicon.frequency(w) > 3.5]
        for word in whole:
            yield glyph(word, len(a)), word, 1 / len(whole)


def learn(lines: Sequence[str], lexicon: Lexicon) -> Losses:
    """Finds the lost glyphs of a document from its raw lines (in any order of runs)."""
    texts = [plain(line) for line in lines]
    shown = {n: found for n, text in enumerate(texts) if (found := list(_candidates(text, lexicon)))}
    kept = {n: _kept(texts[n], lexicon) for n in shown}
    lost = {g: rate for g, rate in _rates(shown, kept, None).items() if rate >= _RATE}
    # A glyph that fragments of other damage seem to lack stands whole on lines that lack the others: out with the worst by turns.
    while lost:
        rates = _rates(shown, kept, lost)
        worst = min(lost, key=lambda g: (rates.get(g, 0.0), g))
        if rates.get(worst, 0.0) >= _RATE:
            rates |= _rarer(shown, kept, rates)
            return Losses(rates, _remains(rates, lexicon))
        del lost[worst]
    return Losses({}, {})


def _kept(text: str, lexicon: Lexicon) -> Counter[Glyph]:
    """The glyphs of the known words of a line: cuts change the forms of letters in the rest."""
    known = (m.group() for m in _LETTERS_RUN.finditer(text) if lexicon.frequency(m.group()) > _KNOWN)
    return Counter(glyph(word, at) for word in known for at in range(len(word)))


def _rates(
    shown: Mapping[int, Sequence[tuple[Glyph, str, float]]],
    kept: Mapping[int, Counter[Glyph]],
    seeds: Mapping[Glyph, float] | None,
) -> dict[Glyph, float]:
    """Share of losses among the places of each glyph: where it is missing or, given `seeds`, on lines that lack another too."""
    missing: defaultdict[Glyph, dict[str, float]] = defaultdict(dict)
    stands: Counter[Glyph] = Counter()
    for n, found in shown.items():
        here = {g for g, _, _ in found}
        lacking = here & seeds.keys() if seeds else here
        if seeds and any(kept[n][g] for g in lacking):
            continue
        for g, word, share in found:
            missing[g][word] = min(missing[g].get(word, 0.0) + share, _MOST)
        for g in seeds or here:
            if (lacking - {g}) if seeds else g in here:
                stands[g] += kept[n][g]
    rates = {}
    for g, words in missing.items():
        weight = sum(words.values())
        if weight >= _SHOWN and len(words) >= _WORDS and (seeds is None or g in seeds):
            rates[g] = weight / (weight + stands[g])
    return rates


def _rarer(
    shown: Mapping[int, Sequence[tuple[Glyph, str, float]]], kept: Mapping[int, Counter[Glyph]], lost: Mapping[Glyph, float]
) -> dict[Glyph, float]:
    """Glyphs that show less often but never stand on a line in the lossy font."""
    missing: defaultdict[Glyph, dict[str, float]] = defaultdict(dict)
    stands: Counter[Glyph] = Counter()
    for n, found in shown.items():
        if any(kept[n][g] for g in lost):
            continue
        if any(g in lost for g, _, _ in found):
            stands += kept[n]
        for g, word, share in found:
            missing[g][word] = max(missing[g].get(word, 0.0), share)
    return {g: 1.0 for g, words in missing.items() if g not in lost and not stands[g] and sum(words.values()) >= _SHOWN / 2}


def _remains(rates: Mapping[Glyph, float], lexicon: Lexicon) -> dict[str, tuple[Reading, ...]]:
    """What the lossy font leaves of each word -> the words; with the commonest endings of common words."""
    found: defaultdict[str, list[Reading]] = defaultdict(list)
    words = {word for word, zipf in lexicon.entries.items() if zipf >= _KNOWN and len(word) > 2}
    words |= {w for w, count in lexicon.counts.items() if count > 1 and len(w) > 2 and lexicon.frequency(w) >= _KNOWN}
    words |= {word + ending for word in words if lexicon.frequency(word) >= _COMMON for ending in ("ها", "های", "هایی", "ی")}
    for word in words:
        lost = tuple(at for at in range(len(word)) if glyph(word, at) in rates)
        if lost and len(word) - len(lost) > 1:
            gone = set(lost)
            found["".join(c for at, c in enumerate(word) if at not in gone)].append(Reading(word, lost))
    return {rest: tuple(sorted(r, key=lambda r: -lexicon.frequency(r.word))[:6]) for rest, r in found.items()}


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
                width, loose = _width(traced, at - 1, start)
                expected = 1 + head + path.trail
                cost += _gap_cost(width, expected, loose) if head + path.trail or not width else 0.0
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
    """Whether no other word fits the same letters about as well."""
    if word.reading is None:
        return False
    places = [at for at in range(word.start, word.end) if traced.text[at] != " "]
    said = before.said if before else ""
    costs = {r.word: _reading_cost(traced, places, r) + word_cost(r.word, said, lexicon) for r in losses.words[word.text]}
    mine = costs.pop(word.reading.word)
    return all(cost > mine + _CLEAR for cost in costs.values())


def restore(traced: Traced, lexicon: Lexicon, losses: Losses) -> Traced:
    """Gives a line its lost letters back, or returns it as it is."""
    if not losses.rates:
        return traced
    plain_cost = lossy_cost = 0.0
    found: list[tuple[int, list[_Word]]] = []
    for stretch in _STRETCH.finditer(traced.text):
        begin, end = stretch.span()
        whole = _read(traced, begin, end, lexicon, None)
        lossy = _read(traced, begin, end, lexicon, losses)
        plain_cost += whole.cost
        lossy_cost += min(lossy.cost, whole.cost + 20)
        found.append((begin, _words(lossy)))
    if plain_cost - lossy_cost < _GAIN + _GAIN_LETTER * sum(char.isalpha() for char in traced.text):
        return traced
    text: list[str] = []
    origin: list[int] = []
    at = 0
    for begin, words in found:
        for before, word in pairwise([None, *words]):
            if word is None or not _proven(word, before, losses, lexicon, traced):
                continue
            assert word.reading is not None
            head, _ = _ends(word.reading)
            # The spaces before the word that are its lost first letters.
            first = word.start
            if before is not None and head:
                first = min(before.end + 1, word.start)
            elif before is None and head and begin == word.start:
                first = max(at, begin - head)
                while first < begin and traced.text[first] != " ":
                    first += 1
                if first == begin - head and first > 0 and not traced.text[first - 1].isspace():
                    first += 1
            text.extend(traced.text[at:first])
            origin.extend(traced.origin[at:first])
            letters = (p for p in range(word.start, word.end) if traced.text[p] != " ")
            gone = set(word.reading.lost)
            for place, char in enumerate(word.reading.word):
                source = -1 if place in gone else next(letters)
                text.append(char)
                origin.append(ADDED if place in gone else traced.origin[source])
            at = word.end
    text.extend(traced.text[at:])
    origin.extend(traced.origin[at:])
    return Traced("".join(text), tuple(origin))
