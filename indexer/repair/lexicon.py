"""The words that may stand in a document and how frequent each is.

General Persian comes from the word list of hazm (with its counts), the frequency list of wordfreq (Zipf scale: log10 of the
occurrences per thousand million words; van Heuven et al. 2014) and the conjugated verbs of hazm; the words of the document itself
come on top, as far as their recurrence shows that they are words and not fragments.

Words are keyed bare, in Persian letters and without ZWNJ; `spelling` gives ZWNJ back.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from indexer.repair.general_words import COMMON, DUAL_JOINING, STUCK, TOKEN, ZWNJ, affixes, bare, general_words
from indexer.repair.letters import plain

_STEM = 2.0
"""Least Zipf value of a stem that takes affixes."""
_LONGEST = 30
"""Letters of the longest word that is counted, or taken apart into stem and affixes."""
_ADVERB = "ا\u064b"


@dataclass(frozen=True)
class Lexicon:
    """Known words. `pairs` counts the words that stand side by side in the document's undamaged stretches."""

    entries: Mapping[str, float]
    counts: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    spellings: Mapping[str, str]
    _seen: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def frequency(self, word: str) -> float:
        """Zipf value of a word, that of its stem less a penalty for an affixed one; 0 for what is not known."""
        if word.endswith(_ADVERB):
            return max(self.frequency(bare(word)), self.frequency(word[:-2]) - 1)
        key = bare(word)
        found = self._seen.get(key)
        if found is None:
            listed = self.entries.get(key, 0.0)
            # A listed form may be rarer in the list than its stem says: the lists have few plurals.
            affixed = listed <= COMMON and len(key) <= _LONGEST
            found = self._seen[key] = max(listed, _affixed(key, self.entries)) if affixed else listed
        return found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.frequency(word) > 0

    def words(self) -> Mapping[str, float]:
        """Every listed word, bare, with its Zipf value (affixed forms are not listed)."""
        return self.entries

    def spelling(self, word: str) -> str:
        """The word with its ZWNJ where it is written with one, else as it is."""
        key = bare(word)
        return self.spellings.get(key) or _spelled(key, self) or key


_DOUBTFUL = frozenset(["ش", "ان", "ات", "ست", "یان"])


def _affixed(key: str, entries: Mapping[str, float]) -> float:
    """Zipf value of the best analysis as stem and affix; 0 for none."""
    best = 0.0
    known = affixes()
    for cut in range(2, len(key)):
        stem, suffix = key[:cut], key[cut:]
        base = entries.get(stem, 0.0)
        penalty = known.inflections.get(suffix)
        if penalty is not None:
            # Only a stem with ه or a vowel at its end takes ای; short stems take the long endings alone.
            if suffix in known.after_vowels and stem[-1] not in "هاوی":
                continue
            if base >= _STEM and (len(stem) > 2 or suffix.startswith("ها")):
                best = max(best, base - penalty)
        penalty = known.compounds.get(suffix)
        if penalty is not None and base >= _STEM and len(stem) > 2:
            best = max(best, base - 0.5 - penalty)
        penalty = known.prefixes.get(stem)
        rest = entries.get(suffix, 0.0)
        if penalty is not None and rest >= _STEM and len(suffix) > 2:
            best = max(best, rest - penalty)
        # A compound takes endings too: تصفیه‌خانه‌های.
        if best == 0 and len(stem) > 4 and base == 0 and suffix in known.inflections and suffix not in _DOUBTFUL:
            best = max(best, _compound(stem, entries) - known.inflections[suffix])
    return max(best, 0.0)


def _compound(key: str, entries: Mapping[str, float]) -> float:
    known = affixes()
    found = [
        entries.get(key[:cut], 0.0) - 0.5 - known.compounds[key[cut:]]
        for cut in range(3, len(key) - 1)
        if key[cut:] in known.compounds and entries.get(key[:cut], 0.0) >= _STEM
    ]
    return max(found, default=0.0)


def _spelled(key: str, lexicon: Lexicon) -> str | None:
    """Stem, ZWNJ and suffix where the join would otherwise change the letters' shapes."""
    known = affixes()
    if key in general_words().whole:
        return None
    # A word that is more frequent than its supposed stem is a word of its own: تنها.
    best, found = max(_STEM, general_words().frequencies.get(key, 0.0)), None
    for cut in range(2, len(key)):
        stem, suffix = key[:cut], key[cut:]
        if suffix not in known.attached and (suffix not in known.compounds or len(stem) < 3):
            continue
        if (suffix not in known.after_vowels or stem[-1] in "هی") and lexicon.frequency(stem) >= best:
            best, found = lexicon.frequency(stem), (stem, suffix)
    if not found:
        return None
    stem, suffix = found
    return lexicon.spelling(stem) + (ZWNJ if stem[-1] in DUAL_JOINING else "") + suffix


# Stretches between double spaces are what the extraction emitted in one go: their inner words are whole.
_STRETCH = re.compile(r"\s{2,}|[\t\n\u00a0]")


def document_words(lines: Sequence[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Counts of the words, and of the pairs of words, that stand between single spaces (plain Persian letters expected)."""
    general = general_words().frequencies
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        for stretch in _STRETCH.split(plain(line).strip()):
            tokens = stretch.split(" ")
            before = ""
            for at, token in enumerate(tokens):
                word = bare(token.strip('()[]«»"،؛:.-–/؟!,'))
                if not word or len(word) > _LONGEST or not TOKEN.fullmatch(word):
                    before = ""
                    continue
                # The outermost words of a stretch may be cut.
                if 0 < at < len(tokens) - 1 or len(tokens) == 1 or (len(word) > 3 and word in general):
                    words[word] += 1
                    if before:
                        pairs[before, word] += 1
                    before = word
                else:
                    before = ""
    return words, pairs


def build_lexicon(document_lines: Sequence[str]) -> Lexicon:
    """General Persian and the document's own words; the lines may be garbled."""
    general = general_words()
    counts, pairs = document_words(document_lines)
    total = max(sum(counts.values()), 1)
    entries = dict(general.frequencies)
    floor = math.log10(1e9 / max(total, 20000))
    base = Lexicon(general.frequencies, {}, {}, general.spellings)
    ends = _ends(counts, base)
    for word, count in counts.items():
        zipf = floor + math.log10(count)
        listed = base.frequency(word)
        if listed > 0:
            # Twice at least: a single look at a short document says little.
            if count > 1 and not _stretched(word, base) and (listed > COMMON or ends.get(word, 0) < count):
                entries[word] = max(listed, zipf - 0.3)
        elif _recurs(word, count, ends, base):
            entries[word] = min(zipf - 0.5, 3.5)
    return Lexicon(MappingProxyType(entries), MappingProxyType(dict(counts)), MappingProxyType(dict(pairs)), general.spellings)


@cache
def general_lexicon() -> Lexicon:
    """General Persian alone, read once."""
    return build_lexicon([])


def _recurs(word: str, count: int, ends: Mapping[str, int], base: Lexicon) -> bool:
    """Whether an unlisted word stands often enough in the document to be one of its words and not a fragment of others."""
    if len(word) < 3 or count < (6 if len(word) == 3 else 3):
        return False
    if _stretched(word, base):
        return False
    if any(word.startswith(p) and base.frequency(word[len(p) :]) > COMMON for p in STUCK):
        return False
    # Two common words stuck together.
    glued = any(base.frequency(word[:cut]) > COMMON and base.frequency(word[cut:]) > COMMON for cut in range(2, len(word) - 1))
    return not glued and ends.get(word, 0) < count


def _stretched(word: str, base: Lexicon) -> bool:
    """Whether a doubled letter, emitted for a kashida, makes the word of a commoner one."""
    return any(
        base.frequency(word.replace(letter * 2, "")) > base.frequency(word) + 1 for letter in set(word) if letter * 2 in word
    )


def _ends(counts: Mapping[str, int], base: Lexicon) -> dict[str, int]:
    """Beginnings and ends of known words, each with the count of the most frequent word it is of."""
    found: dict[str, int] = {}
    for word, count in counts.items():
        if base.frequency(word) > 2:
            for cut in range(1, len(word)):
                for end in (word[:cut], word[cut:]):
                    found[end] = max(count, found.get(end, 0))
    return found
