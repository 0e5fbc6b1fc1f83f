"""Spoken forms and slips of spelling in a question, put right by the words of the documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import hazm
import yaml
from hazm.utils import verbs_list

from indexer.tokens import ZWNJ, fold, stem
from service.places import place_words

_PLURAL = ("ها", "های", "هایی", "هاشون", "هاش")
_SPOKEN_ENDINGS = (("ایی", "هایی"), ("شون", ""), ("شان", ""), ("اش", ""), ("ای", "های"), ("ا", "ها"), ("ون", "ان"), ("ه", " است"))
_PREFIXED = re.compile(r"(?<!\w)(غیر|بی|پیش|هم|باز|نا|فرا|برون|درون)[ \u200c]([^\W\d]+)")
_LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_SOUNDS = str.maketrans("صثذضظطحغ", "سسزززتهق")
"""Letters that sound alike in Persian, where most slips of spelling happen."""
_ALIKE, _CLEAR = 10, 4
"""How much more a word that sounds the same counts than one a slip away, and how far the best must lead the second."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The folded words of the documents and how often each occurs."""

    counts: Mapping[str, int]

    def __contains__(self, word: object) -> bool:
        return word in self.counts

    @cached_property
    def by_sound(self) -> Mapping[str, tuple[str, ...]]:
        groups: dict[str, list[str]] = {}
        for word in self.counts:
            groups.setdefault(word.translate(_SOUNDS), []).append(word)
        return {sound: tuple(group) for sound, group in groups.items()}


@cache
def colloquial() -> Mapping[str, str]:
    """`service/data/colloquial.yaml`: spoken word to written word, folded."""
    loaded = yaml.safe_load(files("service").joinpath("data/colloquial.yaml").read_text(encoding="utf-8"))
    return {fold(k): v for k, v in loaded.items()}


@cache
def persian_words() -> frozenset[str]:
    """hazm's word list, folded: words that are no slip even where the documents do not use them."""
    return frozenset(fold(word).replace(ZWNJ, "") for word, frequency, _ in hazm.words_list() if frequency > 1000)


@cache
def participles() -> frozenset[str]:
    """The past participles of hazm's verbs, folded: «خریده» is no slip, nor «خرید» with a spoken «است»."""
    return frozenset(fold(verb.partition("#")[0]) + "ه" for verb in verbs_list())


def written(word: str, vocabulary: Vocabulary | None) -> str:
    """A word as reports write it: spoken forms by list and by ending, then the nearest known word for an unknown one."""
    folded = fold(word)
    if folded in colloquial():
        return colloquial()[folded]
    if vocabulary is None or _known(folded, vocabulary) or len(folded) < 3 or any(c.isdigit() for c in folded):
        return word
    for ending, standard in _SPOKEN_ENDINGS:
        if folded.endswith(ending):
            base = folded[: -len(ending)]
            if len(base) >= 3 and (base in vocabulary or base + "ان" in vocabulary or _known(base, vocabulary)):
                return base + (ZWNJ + standard if standard.startswith("ه") else standard)
    return _nearest(folded, vocabulary) or word


def joined(text: str, vocabulary: Vocabulary | None) -> str:
    """A text whose prefixes typed apart («غیر عملیاتی») are joined where the documents join them."""
    if vocabulary is None:
        return text
    return _PREFIXED.sub(lambda m: m[1] + m[2] if fold(m[1] + m[2]) in vocabulary else m[0], text)


def _known(folded: str, vocabulary: Vocabulary) -> bool:
    joined = folded.replace(ZWNJ, "")
    if folded in place_words() or joined in persian_words() or joined in participles():
        return True
    return (
        joined in vocabulary or stem(joined) in vocabulary or all(p in vocabulary for p in folded.split(ZWNJ) if p not in _PLURAL)
    )


def _nearest(word: str, vocabulary: Vocabulary) -> str | None:
    """The word of the vocabulary that sounds the same or lies a single slip away; None where none clearly leads.

    Slips are Norvig's edits: a letter too many, missing, wrong, two swapped; of several the most frequent word is meant.
    """
    worth = {w: _ALIKE * vocabulary.counts[w] for w in vocabulary.by_sound.get(word.translate(_SOUNDS), ())}
    for edit in _edits(word):
        if edit in vocabulary and edit not in worth and "ن" + edit != word:  # «نیافت» is no slip for «یافت»
            worth[edit] = vocabulary.counts[edit]
    ranked = sorted(worth, key=lambda w: (-worth[w], w))
    if not ranked or (len(ranked) > 1 and worth[ranked[0]] < _CLEAR * worth[ranked[1]]):
        return None
    return ranked[0]


def _edits(word: str) -> set[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    edits = {a + c + b for a, b in cuts for c in _LETTERS}
    if len(word) >= 4:
        edits |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS}
        edits |= {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return edits
