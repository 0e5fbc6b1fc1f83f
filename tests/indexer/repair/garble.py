"""Garbles clean Persian lines by the rules that extraction from justified PDF text was seen to follow."""

from __future__ import annotations

from random import Random

ARABIC = str.maketrans("یک", "يك")
MIRROR = str.maketrans("()[]«»", ")(][»«")
CUT_AT_SPACE, CUT_IN_WORD = 0.16, 0.06
DAMAGED, IN_BLOCKS = 0.85, 0.07


def emission_order(sizes: list[int]) -> list[int]:
    """Order in which pieces come out when they are laid in blocks of these sizes: each block backwards, then every ascending
    run turned."""
    order: list[int] = []
    start = 0
    for size in sizes:
        order += range(start + size - 1, start - 1, -1)
        start += size
    turned: list[int] = []
    run: list[int] = []
    for piece in order:
        if run and piece < run[-1]:
            turned += reversed(run)
            run = []
        run.append(piece)
    return turned + run[::-1]


def pieces_of(line: str, random: Random) -> list[str]:
    """The line cut into runs; the space at a cut stays with either side or with both."""
    pieces, current = [], ""
    for at, char in enumerate(line):
        digit_edge = at > 0 and line[at - 1] != " " and char != " " and line[at - 1].isdigit() != char.isdigit()
        if char == " " and at + 1 < len(line):
            beside_number = line[at - 1].isdigit() or line[at + 1].isdigit()
            if beside_number or random.random() < CUT_AT_SPACE:
                side = random.choice("lrb")
                pieces.append(current + (" " if side in "lb" else ""))
                current = " " if side in "rb" else ""
                continue
        elif (at > 0 and line[at - 1].isalpha() and char.isalpha() and random.random() < CUT_IN_WORD) or (
            digit_edge and char not in ".,/%" and line[at - 1] not in ".,/%"
        ):
            pieces.append(current)
            current = ""
        current += char
    return [*pieces, current]


def garble_line(line: str, random: Random) -> str:
    """One damaged line."""
    line = line.replace("\u200c", " " if random.random() < 0.3 else "").translate(ARABIC).translate(MIRROR)
    if random.random() < IN_BLOCKS and line.count(" ") > 8:
        words = [" " + w + " " for w in line.split(" ")]
        sizes: list[int] = []
        while sum(sizes) < len(words):
            sizes.append(min(random.choice([1, 1, 2, 2, 3, 4, 6]), len(words) - sum(sizes)))
        return "".join(words[i] for i in emission_order(sizes))
    return "".join(reversed(pieces_of(line, random)))


def garble(lines: list[str], seed: int = 0, damaged: float = DAMAGED) -> tuple[list[str], list[bool]]:
    """Garbled lines and which of them were damaged."""
    random = Random(seed)
    raws, flags = [], []
    for line in lines:
        hit = bool(line.strip()) and random.random() < damaged
        raws.append(garble_line(line, random) if hit else line.replace("\u200c", "").translate(ARABIC).translate(MIRROR))
        flags.append(hit)
    return raws, flags
