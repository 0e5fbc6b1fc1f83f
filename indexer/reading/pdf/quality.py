"""How far the letters of a page or a line can be trusted: words known, and glyphs whose letter the file does not tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import wordfreq

WORD = re.compile(r"[\u0621-\u064a\u066e-\u06d3\u0654\u064b-\u0652]{2,}")
ENOUGH_WORDS = 12
KNOWN_SHARE = 0.55
"""Of the words of a page: below this its letters are not those printed."""
UNMAPPED_SHARE = 0.1


@lru_cache(maxsize=100_000)
def _known(word: str) -> bool:
    return bool(wordfreq.zipf_frequency(word, "fa") > 1.5)


def frequent_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that a document uses at least three times: its own names and terms."""
    counts = Counter(word for text in texts for word in WORD.findall(text))
    return frozenset(word for word, count in counts.items() if count >= 3 and len(word) >= 3)


def known_share(texts: Iterable[str], own: frozenset[str] = frozenset()) -> tuple[float, int]:
    """Share of Persian words known, by language or by the document's own use, and the number of words; (1, 0) without words."""
    words = [word for text in texts for word in WORD.findall(text)]
    if not words:
        return 1.0, 0
    return sum(word in own or _known(word) for word in words) / len(words), len(words)


def trusted(texts: list[str], letters: int, unmapped: int) -> bool:
    """Whether the text layer of a page is what is printed."""
    if letters == 0 or unmapped > UNMAPPED_SHARE * letters:
        return False
    share, words = known_share(texts)
    return words < ENOUGH_WORDS or share >= KNOWN_SHARE


def line_confidence(text: str, own: frozenset[str], page_share: float) -> float:
    """1 where geometry and language agree; lower where the line's words are known far less than those of its page."""
    if "\ufffd" in text or any(0xE000 <= ord(char) <= 0xF8FF for char in text):
        return 0.5
    share, words = known_share([text], own)
    if words < 3 or share >= page_share - 0.25:
        return 1.0
    return round(max(0.3, 1.0 - (page_share - share)), 2)
