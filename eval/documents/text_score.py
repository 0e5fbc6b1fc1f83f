"""Running text against gold: letters, words and numbers of every heading, paragraph, item and caption.

Each gold text is looked for in the letters of all found lines but running heads, near the place where the one before it
ended; so a table's cells between two paragraphs, or a list's marks, cost nothing. What stands within it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from eval.documents.gold_document import GoldDocument
from eval.documents.tally import Tally
from eval.matching import ZWNJ, canon

_NUMBER = re.compile(r"\d+(?:[.,/٬:\-]\d+)*")
_NEAR = 4000
"""Letters before and after the last place in which a text that does not stand verbatim is looked for first."""


def split(text: str) -> tuple[str, list[int]]:
    """The characters without spaces, and for each the gap before it: 0 none, 1 ZWNJ, 2 space."""
    chars: list[str] = []
    gaps: list[int] = []
    pending = 2
    for c in canon(text):
        if c.isspace():
            pending = 2
        elif c == ZWNJ:
            pending = max(pending, 1)
        else:
            chars.append(c)
            gaps.append(pending)
            pending = 0
    return "".join(chars), gaps


def score_text(gold: GoldDocument, lines: Iterable[str], *, captions: bool = True) -> Tally:
    """`lines` are the found texts in reading order, without running heads and page numbers."""
    tally = Tally()
    stream, gaps = split("\n".join(lines))
    at = 0
    for kind, text in gold.texts():
        if kind == "caption" and not captions:
            continue
        wanted, wanted_gaps = split(text)
        start, end, errors = place(wanted, stream, at)
        at = end if errors <= len(wanted) // 2 else at
        found, found_gaps = stream[start:end], gaps[start:end]
        after = gaps[end] if end < len(gaps) else 2
        shown = _spaced(found, found_gaps)
        tally.add("cer", min(errors, len(wanted)), len(wanted))
        if errors:
            tally.misses.append(f"letters ({errors}) {kind}: «{text}» found «{shown}»")
        right, of = words_right(wanted, wanted_gaps, found, [*found_gaps, after])
        tally.add("words", right, of, f"{kind}: «{text}» found «{shown}»" if not errors else "")
        numbers = _NUMBER.findall(_spaced(wanted, wanted_gaps))
        given = _NUMBER.findall(_spaced(*_whole_numbers(stream, gaps, start, end)))
        tally.add("digits", in_order(numbers, given), len(numbers), f"{numbers} found {given} in «{shown}»")
    return tally


def place(wanted: str, stream: str, at: int) -> tuple[int, int, int]:
    """Where the text stands in the stream with the fewest errors: start, end, edit distance. Near `at` first."""
    exact = stream.find(wanted, at)
    exact = stream.find(wanted) if exact < 0 or exact > at + 20 * _NEAR else exact
    if exact >= 0:
        return exact, exact + len(wanted), 0
    low, high = max(0, at - _NEAR), at + _NEAR
    end, errors = best_end(wanted, stream[low:high])
    if errors > len(wanted) // 3:
        low = 0
        end, errors = best_end(wanted, stream)
    reach = stream[max(0, low + end - 2 * len(wanted)) : low + end]
    back, _ = best_end(wanted[::-1], reach[::-1], anchored=True)
    return low + end - back, low + end, errors


def best_end(pattern: str, text: str, *, anchored: bool = False) -> tuple[int, int]:
    """End of the part of `text` nearest to `pattern`, and the edit distance (bit-parallel, after Myers and Hyyrö).

    `anchored`: the part begins with the text's first character.
    """
    if not pattern:
        return 0, 0
    masks: dict[str, int] = {}
    for i, c in enumerate(pattern):
        masks[c] = masks.get(c, 0) | 1 << i
    size = len(pattern)
    full, last = (1 << size) - 1, 1 << (size - 1)
    plus, minus, score = full, 0, size
    best, end = size, 0
    for j, c in enumerate(text, 1):
        equal = masks.get(c, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        up, down = minus | ~(diagonal | plus) & full, plus & diagonal
        score += bool(up & last) - bool(down & last)
        up = (up << 1 | anchored) & full
        down = down << 1 & full
        plus, minus = down | ~(diagonal | up) & full, up & diagonal
        if score < best:
            best, end = score, j
    return end, best


def words_right(gold: str, gold_gaps: Sequence[int], found: str, found_gaps: Sequence[int]) -> tuple[int, int]:
    """Words whose letters, order and boundaries are right, and how many there are; `found_gaps` has one more for the end."""
    if not gold:
        return 0, 0
    if gold == found:
        at = {i: i for i in range(len(gold))}
    else:
        blocks = SequenceMatcher(None, gold, found, autojunk=False).get_matching_blocks()
        at = {b.a + k: b.b + k for b in blocks for k in range(b.size)}
    starts = [i for i in range(len(gold)) if gold_gaps[i] == 2 or i == 0]
    right = 0
    for start, end in pairwise([*starts, len(gold)]):
        spots = [at.get(i, -9) for i in range(start, end)]
        whole = spots[0] >= 0 and all(q == p + 1 for p, q in pairwise(spots))
        if whole:
            inner = all(found_gaps[at[i]] == 0 or gold_gaps[i] == 1 for i in range(start + 1, end))
            whole = inner and (spots[0] == 0 or found_gaps[spots[0]] > 0) and found_gaps[spots[-1] + 1] > 0
        right += whole
    return right, len(starts)


def in_order(wanted: Sequence[str], given: Sequence[str]) -> int:
    """How many of the numbers stand among the given ones, in order."""
    blocks = SequenceMatcher(None, list(wanted), list(given), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _whole_numbers(stream: str, gaps: Sequence[int], start: int, end: int) -> tuple[str, Sequence[int]]:
    """The stretch, longer by the digits that its first and last number go on with: 120 within 1203 is no 120."""
    while start and start < len(stream) and stream[start].isdigit() and stream[start - 1].isdigit() and not gaps[start]:
        start -= 1
    while end and end < len(stream) and stream[end].isdigit() and stream[end - 1].isdigit() and not gaps[end]:
        end += 1
    return stream[start:end], gaps[start:end]


def _spaced(chars: str, gaps: Sequence[int]) -> str:
    return "".join(("", ZWNJ, " ")[gap] + c for c, gap in zip(chars, gaps, strict=True)).strip()
