"""The section tree of a damaged text: which lines are numbered headings, and which way round their numbers are printed.

A number may come reversed (`-1-2-4-2` is 2-4-2-1) or in order (`2-11-3-`); one line alone cannot tell. The sequence can:
of all readings of all candidate lines the one is taken that runs on best (Viterbi over a cost for each step).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.corpus import Heading, Line, Section

Number = tuple[int, ...]

_DASH = r"\s*[-–]\s*"
_NUMBER = rf"[-–]?\s*\d{{1,2}}(?:{_DASH}\d{{1,2}}){{1,5}}\s*[-–]?"
_AT_END = re.compile(rf"(?<![\d/.])(?P<number>{_NUMBER})\s*$")
_AT_START = re.compile(rf"^\s*(?P<number>{_NUMBER})(?![\d/.%])")
_NEAR_START = re.compile(rf"^\S{{1,3}}\s+(?P<number>[-–]\s*\d{{1,2}}(?:{_DASH}\d{{1,2}}){{1,5}})(?=\s)")
_LETTERS = re.compile(r"[^\W\d_]")
_SKIPPED = 2.0
_ROTATED = 0.3
_NEVER = frozenset({"blank", "page_header", "table_row", "table_header", "caption", "chart"})


@dataclass(frozen=True)
class _Candidate:
    index: int
    readings: tuple[tuple[Number, float], ...]
    """Numbers it may be, each with the price of reading it so."""


def find_numbered_sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The numbered sections of a document in order; none where no heading is numbered."""
    candidates = [c for i, line in enumerate(lines) if (c := _candidate(i, line))]
    chosen = _best_sequence(candidates)
    titles: dict[Number, str] = {}
    sections: list[Section] = []
    for at, (candidate, number) in enumerate(chosen):
        line = lines[candidate.index]
        end = lines[chosen[at + 1][0].index].line - 1 if at + 1 < len(chosen) else lines[-1].line
        title = heading_title(line.text)
        titles[number] = title
        path = tuple(Heading(_join(number[:k]), titles.get(number[:k], "")) for k in range(1, len(number) + 1))
        sections.append(Section(_unique(_join(number), sections), _join(number), title, path, (line.line, end)))
    return tuple(sections)


def heading_title(text: str) -> str:
    """A heading's text without its number and the colon behind it."""
    for pattern in (_AT_START, _NEAR_START, _AT_END):
        match = pattern.search(text)
        if match:
            text = text[: match.start("number")] + text[match.end("number") :]
            break
    return text.strip().strip(":").strip()


def _join(number: Number) -> str:
    return "-".join(map(str, number))


def _unique(number: str, sections: Sequence[Section]) -> str:
    same = sum(s.number == number for s in sections)
    return f"{number}~{same + 1}" if same else number


def _candidate(index: int, line: Line) -> _Candidate | None:
    if line.kind in _NEVER or len(_LETTERS.findall(line.raw)) < 4:
        return None
    raw = line.raw.strip().rstrip(":").rstrip()
    match = _AT_END.search(raw) or _AT_START.search(raw) or _NEAR_START.search(raw)
    if not match:
        return None
    digits = tuple(int(d) for d in re.findall(r"\d+", match["number"]))
    if 0 in digits or any(d > 60 for d in digits):
        return None
    plain = {digits, digits[::-1]}
    rotated = {way[k:] + way[:k] for way in plain for k in range(1, len(way))} - plain
    readings = [(number, 0.0) for number in sorted(plain)] + [(number, _ROTATED) for number in sorted(rotated)]
    return _Candidate(index, tuple(readings))


def step_cost(previous: Number, number: Number) -> float:
    """How ill `number` follows `previous`: 0 for the next section of any open level."""
    if previous == ():
        return 0.0 if set(number) == {1} else 0.3 * sum(n - 1 for n in number)
    if number == (*previous, 1) or any(number == (*previous[: k - 1], previous[k - 1] + 1) for k in range(1, len(previous) + 1)):
        return 0.0
    shared = next((k for k, (a, b) in enumerate(zip(previous, number, strict=False)) if a != b), min(len(previous), len(number)))
    if shared == len(previous):  # deeper than the next level down, or not beginning at 1
        return 0.3 * (sum(number[shared:]) - 1)
    if shared < len(number) and number[shared] > previous[shared]:
        return 0.4 * (number[shared] - previous[shared] - 1) + 0.3 * sum(number[shared + 1 :])
    return 1.0 if shared else 2.0  # the report's own slip, or no heading at all


_State = tuple[float, int, Number, int]
"""Cost, candidate, number, previous state."""


def _best_before(states: Sequence[_State], at: int, number: Number) -> tuple[float, int]:
    """The cheapest way to candidate `at` read as `number`, and the state before it, -1 for none."""
    best, back = at * _SKIPPED + step_cost((), number), -1
    for k in range(len(states) - 1, -1, -1):
        cost, before, previous, _ = states[k]
        passed = cost + (at - before - 1) * _SKIPPED
        # The nearest come first: most of the others cost more before their step is priced.
        if before < at and passed <= best:
            whole = passed + step_cost(previous, number)
            if whole < best or (whole == best and back != -1):
                best, back = whole, k
    return best, back


def _best_sequence(candidates: Sequence[_Candidate]) -> list[tuple[_Candidate, Number]]:
    """The readings that run on best; a candidate may be left out at a price."""
    # Viterbi: the last heading taken is the state; what is passed over costs a constant each.
    states: list[_State] = []
    for at, candidate in enumerate(candidates):
        for number, price in candidate.readings:
            cost, back = _best_before(states, at, number)
            states.append((cost + price, at, number, back))
    if not states:
        return []
    closing = [(cost + (len(candidates) - 1 - at) * _SKIPPED, k) for k, (cost, at, _, _) in enumerate(states)]
    k = min(closing)[1]
    chosen: list[tuple[_Candidate, Number]] = []
    while k != -1:
        _, at, number, back = states[k]
        chosen.append((candidates[at], number))
        k = back
    return chosen[::-1]
