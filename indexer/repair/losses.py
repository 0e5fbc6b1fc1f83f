"""Which glyphs a font of the document lost, learned from its raw lines.

The same words stand whole in another font: fragments with a gap between them that one letter makes a word of the document speak
for the loss of that letter's form, and the lines on which it stands speak against it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.repair.general_words import DUAL_JOINING
from indexer.repair.letters import LETTERS, plain
from indexer.repair.lexicon import Lexicon

Glyph = tuple[str, bool, bool]
"""A letter and whether it joins the letter before and the letter after it."""

_LETTERS_RUN = re.compile(f"[{LETTERS}]+")
_ALPHABET = "بپتثجچحخدذرزسشصضطظعغفقکگلمنوهی"
# A glyph is lost when so many words show it, different ones, and it stands on few of the lines where it is missing.
_SHOWN, _RATE, _WORDS = 3.0, 0.8, 2
_MOST = 2.0
"""What one word that recurs can prove: it may be a fragment that is a word by chance."""
_KNOWN, _COMMON = 3.0, 4.0
"""Zipf values: of the rarest word that is given its letters back, and of one that is so with endings too."""


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
