"""A raw line laid out for the search: what goes to the front, what may be cut, and what stays together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.repair.language_model import LETTER, Alphabet, Ints, char_class, fold_numbers
from indexer.repair.traced import Traced, take

BULLETS = frozenset("\uf050•✓❖➢➤▪■●○◆◾✔★")
_FAR_BULLET = re.compile(r"\s([-–o])\s*$")
_FAR_NUMBER = re.compile(r"(?:(?<=\s)|^)-\s?\d{1,2}(?:\s?-\s?\d{1,2}){0,5}\s*$")
TURNED = re.compile(r"(?<![\d\-./])-(\d{1,3})(?![\d./]|\s?-)")
_NUMBER = re.compile(r"%?\d+(?:[./,٫٬]\d+)*\.?(?=\s|$)|%?\d+(?:[./,٫٬:]\d+)*%?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&.\-_/@+]*(?: [A-Za-z][A-Za-z0-9&.\-_/@+]*)*")
_MIRROR = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_BRACKETS = frozenset("()[]{}«»<>")
_HUGGING = re.compile(r"(?:^|\s)[(«](?=[^\W\d_A-Za-z])|(?<=[^\W\d_A-Za-z])[)»](?=\s|$)")
_PAIR = re.compile(r"\([^()]+\)|\[[^\[\]]+\]|«[^«»]+»")
_END_FIRST = re.compile(r"\s*[.:؛،]\s*[^\W\d]")
_CLOSING = frozenset("،؛:,.!؟)]}»;?")


@dataclass(frozen=True)
class Layout:
    """A line without what was moved to its front.

    `text` has no other change of order than numbers' own; `places` are the positions in it of the characters the search orders.
    `candidates` are cut points (0 and the length included) and `kinds` the sort of each: see CUT_*.
    """

    text: Traced
    front: tuple[int, ...]
    places: tuple[int, ...]
    chars: Ints
    gap: Ints
    classes: Ints
    candidates: Ints
    kinds: Ints


CUT_NONE, CUT_SINGLE, CUT_DOUBLE, CUT_FORCED, CUT_KNOWN, CUT_HALF = range(6)
"""A cut inside a word; at one space; at two or more; between a number and a word; inside a word that is known; inside an
unknown word beside a half that is known."""


def mirror_brackets(traced: Traced) -> Traced:
    """Turns every bracket and quotation mark round, except beside Latin letters."""
    text = traced.text
    out = list(text)
    for i, char in enumerate(text):
        if char in _BRACKETS:
            beside = text[i - 1 : i] + text[i + 1 : i + 2]
            if not re.search("[A-Za-z]", beside):
                out[i] = char.translate(_MIRROR)
    return Traced("".join(out), traced.origin)


def brackets_are_mirrored(texts: list[str]) -> bool:
    """Whether most brackets hug a word with their back: a space stands on the side that should touch it."""
    proper = sum(len(_HUGGING.findall(text)) for text in texts)
    mirrored = sum(len(_HUGGING.findall(text.translate(_MIRROR))) for text in texts)
    return mirrored > proper


def pairs_are_mirrored(texts: Sequence[str]) -> bool:
    """Whether more pairs of brackets hold something when every one is turned round: a test for lines in reading order."""
    proper = sum(len(_PAIR.findall(text)) for text in texts)
    mirrored = sum(len(_PAIR.findall(text.translate(_MIRROR))) for text in texts)
    return mirrored > proper


def _front_matter(text: str) -> tuple[list[int], set[int]]:
    """Places that belong at the front, in reading order, and all places they take away from the body."""
    front: list[int] = []
    stripped = text.rstrip()
    bullets = [i for i, c in enumerate(text) if c in BULLETS]
    if len(bullets) == 1:
        front.append(bullets[0])
    else:
        far = _FAR_BULLET.search(text)
        if far and len(stripped) > 3:
            front.append(far.start(1))
    if not front:
        number = _FAR_NUMBER.search(text)
        if number and number.start() > 1:
            parts = [(m.start(), m.end()) for m in re.finditer(r"\d+", number.group())]
            dashes = [number.start() + m.start() for m in re.finditer("-", number.group())]
            for (start, end), dash in zip(reversed(parts), reversed(dashes), strict=False):
                front += [*range(number.start() + start, number.start() + end), dash]
    return front, set(front)


def turn_numbers(traced: Traced) -> Traced:
    """`-13` that is not followed by another part becomes `13-`; at the end of a line it is left for the front."""
    order = list(range(len(traced.text)))
    far = _FAR_NUMBER.search(traced.text)
    for match in TURNED.finditer(traced.text):
        if far and match.start() >= far.start():
            break
        order[match.start() : match.end()] = [*range(match.start(1), match.end(1)), match.start()]
    return take(traced, order)


def ends_first(text: str) -> bool:
    """Whether a raw line begins with the mark that ends it."""
    return _END_FIRST.match(text) is not None


def _is_half(half: str, is_known: Callable[[str], bool]) -> bool:
    return half == "و" or (len(half) > 1 and is_known(half))


def lay_out(traced: Traced, alphabet: Alphabet, is_known: Callable[[str], bool] | None = None) -> Layout:
    """Lays out one line. `is_known(word)` says that a word needs no cut inside it."""
    traced = turn_numbers(traced)
    text = traced.text
    front, taken = _front_matter(text)
    places = [i for i, c in enumerate(text) if not c.isspace() and i not in taken]
    atoms = np.zeros(len(text) + 1, bool)
    forced = np.zeros(len(text) + 1, bool)
    for pattern in (_NUMBER, _LATIN):
        for match in pattern.finditer(text):
            if taken.intersection(range(match.start(), match.end())):
                continue
            end = match.end()
            if end < len(text) and text[end] == "-" and pattern is _NUMBER and not text[end + 1 : end + 2].isdigit():
                end += 1
            atoms[match.start() + 1 : end] = True
            forced[match.start()] = forced[end] = True
    kinds: list[int] = []
    candidates: list[int] = []
    gaps: list[int] = []
    for k, i in enumerate(places):
        gap = 0 if k == 0 else sum(1 for j in range(places[k - 1] + 1, i) if text[j].isspace())
        gaps.append(gap)
        if k == 0:
            continue
        if atoms[i]:
            continue
        char = text[i]
        if forced[i] or (k == 1 and ends_first(text)):
            kind = CUT_FORCED
        elif gap >= 2:
            kind = CUT_DOUBLE
        elif char in _CLOSING and gap > 0:
            kind = CUT_FORCED
        elif gap == 1:
            kind = CUT_SINGLE
        else:
            kind = CUT_NONE
        candidates.append(k)
        kinds.append(kind)
    if is_known is not None:
        number = {candidate: c for c, candidate in enumerate(candidates)}
        start = 0
        for k in range(1, len(places) + 1):
            if k == len(places) or gaps[k] or char_class(text[places[k]]) != LETTER or char_class(text[places[k - 1]]) != LETTER:
                word = "".join(text[places[j]] for j in range(start, k))
                whole = is_known(word)
                for at in range(start + 1, k):
                    c = number.get(at)
                    if c is None or kinds[c] != CUT_NONE:
                        continue
                    if whole:
                        kinds[c] = CUT_KNOWN
                    elif _is_half(word[: at - start], is_known) or _is_half(word[at - start :], is_known):
                        kinds[c] = CUT_HALF
                start = k
    folded = fold_numbers(text)
    return Layout(
        traced,
        tuple(front),
        tuple(places),
        np.array(alphabet.encode("".join(folded[i] for i in places)), np.int64),
        np.array(gaps, np.int64),
        np.array([char_class(text[i]) for i in places], np.int64),
        np.array([0, *candidates, len(places)], np.int64),
        np.array([0, *kinds, 0], np.int64),
    )
