"""Text that was copied out of a garbled document into a question, put in reading order by the document's own repair.

A stretch of the question that stands letter for letter in a raw line is replaced by what that line says: whoever pastes from
the document pastes its damage, and the corpus knows what became of every letter (the offset map of each line).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from indexer.corpus import Line
from indexer.tokens import fold

SEED, LEAST, SIDE = 12, 18, 4
"""Letters in a row by which a copied stretch is sought; letters it must have; letters on each side of a joint of the damage."""
_MOST_PLACES = 8
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Garbled:
    """The raw lines whose letters moved, as letters alone, and where each run of SEED letters stands in them."""

    lines: tuple[Line, ...]
    letters: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]
    seeds: Mapping[str, tuple[tuple[int, int], ...]]


def find_garbled(lines: Iterable[Line]) -> Garbled:
    """What may be pasted from these lines."""
    moved = tuple(line for line in lines if len(line.map) > 1 and _letters(line.raw)[0] != _letters(line.text)[0])
    flat = [_letters(line.raw) for line in moved]
    seeds: dict[str, list[tuple[int, int]]] = {}
    for number, (letters, _) in enumerate(flat):
        for start in range(len(letters) - SEED + 1):
            seeds.setdefault(letters[start : start + SEED], []).append((number, start))
    kept = {seed: tuple(found) for seed, found in seeds.items() if len(found) <= _MOST_PLACES}
    return Garbled(moved, tuple(letters for letters, _ in flat), tuple(places for _, places in flat), kept)


def mended(text: str, garbled: Garbled, known: Container[str]) -> str:
    """The text with every stretch that was copied from a garbled line as that line is read; else as it stands.

    `known`: the words of the documents; a stretch whose words all are known is in order as it was typed.
    """
    letters, places = _letters(text)
    result, written, at = "", 0, 0
    while at + SEED <= len(letters):
        found = _longest(letters, at, garbled)
        if found is None:
            at += 1
            continue
        number, start, length = found
        line = garbled.lines[number]
        first, last = garbled.places[number][start], garbled.places[number][start + length - 1]
        said = _said(line, first, last + 1)
        typed = text[places[at] : places[at + length - 1] + 1]
        if length >= LEAST and _crosses_a_joint(line, first, last + 1) and _broken(typed, known):
            result += text[written : places[at]] + f" {said} "
            written = places[at + length - 1] + 1
        at += length
    return " ".join((result + text[written:]).split()) if written else text


def _crosses_a_joint(line: Line, first: int, last: int) -> bool:
    """Whether raw[first:last] holds enough of two pieces that do not follow each other in the text."""
    held = sorted((max(r, first), min(r + n, last), t) for t, r, n in line.map if r < last and first < r + n)
    long = [(a, b, t) for a, b, t in held if b - a >= SIDE]
    return any(after[2] < before[2] for before, after in pairwise(long))


def _broken(typed: str, known: Container[str]) -> bool:
    """Whether words in the middle of a stretch are no words: those at its ends may be cut."""
    return any(word not in known and not word.isdigit() for word in _WORD.findall(fold(typed))[1:-1])


def _longest(letters: str, at: int, garbled: Garbled) -> tuple[int, int, int] | None:
    """(line, start, length) of the longest stretch of a raw line that begins here."""
    best: tuple[int, int, int] | None = None
    for number, start in garbled.seeds.get(letters[at : at + SEED], ()):
        raw, length = garbled.letters[number], SEED
        while at + length < len(letters) and start + length < len(raw) and letters[at + length] == raw[start + length]:
            length += 1
        if best is None or length > best[2]:
            best = (number, start, length)
    return best


def _said(line: Line, first: int, last: int) -> str:
    """The words of a line that hold a letter of raw[first:last], in reading order."""
    held = [
        (t + max(first - r, 0), t + min(last - r, n)) for t, r, n in line.map if r < last and first < r + n
    ]  # pieces [start in text, start in raw, length]
    words: list[str] = []
    at = 0
    for word in line.text.split(" "):
        if any(a < at + len(word) and at < b for a, b in held):
            words.append(word)
        at += len(word) + 1
    return " ".join(words)


def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters and digits of a text in one form, and the place of each."""
    found = [(folded, n) for n, c in enumerate(text) if c.isalnum() for folded in [fold(c)] if folded]
    return "".join(c for c, _ in found), tuple(n for _, n in found)
