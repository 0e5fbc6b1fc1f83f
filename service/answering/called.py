"""Shorter forms of a name, by which it may be called as well: «افزایش سودآوری» among rows of «افزایش» is «سودآوری»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.tokens import ZWNJ, fold, parts, stem, stop_words
from service.answering.stems import stems
from service.patterns import patterns

MOST_FORMS = 8
_APART = re.compile(r"\s+[-–]\s+|\s*[،؛/]\s*")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(rf"[^\W_]+(?:[{ZWNJ}-][^\W_]+)*")
_NUMERAL = re.compile(r"\s+(?:\d+|دو|سه|چهار|پنج)$")
_PLURAL = re.compile(f"{ZWNJ}?(?:های|هایی|ها)$")


def short_forms(name: str, others: Sequence[str]) -> tuple[str, ...]:
    """Its items, without brackets, numerals and words of measuring, and what no other name of `others` says."""
    forms: list[str] = []
    for item in _items(name):
        bare = _without_lead(item)
        forms += [item, bare, _NUMERAL.sub("", bare), *_telling(bare, [o for o in others if o != name])]
    kept = (f for f in forms if f != name and not f.isdigit() and _WORD.search(f) and fold(f) not in stop_words())
    return tuple(dict.fromkeys(kept))[:MOST_FORMS]


def as_asked(text: str, name: str, other: str) -> tuple[str, ...]:
    """The words by which a question calls one thing and not the other that it is set against, without plural endings."""
    own, rest = stems(name), stems(other)
    found = []
    for word in _WORD.findall(text):
        pieces = {stem(p) for p in parts(fold(word))}
        if pieces and pieces <= own and not pieces & rest and not word.isdigit():
            found += [word, _PLURAL.sub("", word)]
    return tuple(dict.fromkeys(found))


def _items(name: str) -> Iterator[str]:
    outside = _BRACKETED.sub(" ", name)
    yield " ".join(outside.split())
    for text in (outside, *_BRACKETED.findall(name)):
        yield from (" ".join(item.split()) for item in _APART.split(text))


def _without_lead(item: str) -> str:
    """«تعداد نفرات آموزش‌دیده» without the word that says but that it is counted."""
    lead, _, rest = item.partition(" ")
    return rest if rest and lead in patterns()["counting_words"] else item


def _telling(item: str, others: Sequence[str]) -> Iterator[str]:
    """What is left after the words with which others start too, and the stretches of words that no other has."""
    said = [stems(o) for o in others]
    words = item.split()
    for at in range(1, len(words)):
        if not any(_is_said(words[at - 1], s) for s in said):
            break
        if fold(words[at]) not in stop_words():
            yield " ".join(words[at:])
    stretch: list[str] = []
    for word in [*words, ""]:
        if not word or fold(word) in stop_words() or any(_is_said(word, s) for s in said):
            if stretch:
                yield " ".join(stretch)
            stretch = []
        else:
            stretch.append(word)


def _is_said(word: str, said: frozenset[str]) -> bool:
    own = stems(word)
    return bool(own) and own <= said
