"""A text under repair that remembers where each of its characters stood in the raw line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ADDED = -1
"""Origin of a character that the raw line does not hold."""


@dataclass(frozen=True)
class Traced:
    """`text` and, for each of its characters, the index in the raw line it came from, or ADDED."""

    text: str
    origin: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origin):
            raise ValueError("one origin for each character")


def from_raw(raw: str) -> Traced:
    return Traced(raw, tuple(range(len(raw))))


def take(traced: Traced, order: Iterable[int]) -> Traced:
    """The characters at these places, in this order."""
    order = list(order)
    return Traced("".join(traced.text[i] for i in order), tuple(traced.origin[i] for i in order))


def splice(traced: Traced, start: int, end: int, replacement: str) -> Traced:
    """Replaces text[start:end]; where the lengths agree the new characters keep the old origins (a form changed in place)."""
    kept = traced.origin[start:end] if end - start == len(replacement) else (ADDED,) * len(replacement)
    return Traced(traced.text[:start] + replacement + traced.text[end:], traced.origin[:start] + kept + traced.origin[end:])


def offset_map(traced: Traced) -> tuple[tuple[int, int, int], ...]:
    """Pieces (start in text, start in raw, length) that carry every kept letter and digit, in text order."""
    pieces: list[tuple[int, int, int]] = []
    for at, (char, source) in enumerate(zip(traced.text, traced.origin, strict=True)):
        if source == ADDED or not char.isalnum():
            continue
        if pieces:
            start, raw, length = pieces[-1]
            # A space or mark between two kept characters stays inside the piece when it too was kept in place.
            gap = at - (start + length)
            if source - (raw + length) == gap and all(traced.origin[start + length + k] == raw + length + k for k in range(gap)):
                pieces[-1] = (start, raw, length + gap + 1)
                continue
        pieces.append((at, source, 1))
    return tuple(pieces)
