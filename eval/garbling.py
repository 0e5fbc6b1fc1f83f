"""Garbles clean Persian text by the rules that extraction from a justified PDF was measured to follow.

The rates are those of a report of 98 pages whose repaired text was read by hand: 644 prose lines that came out last piece first.
`garbled_document` is what tests and benchmarks want: wrapped lines, most of them damaged, and which were. Pure and seeded.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

DAMAGED = 0.85
"""Share of lines that are damaged."""
WIDTH = 95
"""Characters of a printed line; those of the report have 84 to 113."""

ZWNJ = "\u200c"
_ARABIC = str.maketrans("یک", "يك")
_MIRROR = str.maketrans("()[]{}«»", ")(][}{»«")
_JOINING = frozenset("ئبپتثجچحخسشصضطظعغفقکگلمنهی")
_BULLETS = "•✓\uf050\uf0c3"

# Where a run ends: inside a word, at a space, at a ZWNJ, beside a number, after a mark.
_CUT = {"i": 0.059, "w": 0.18, "z": 0.474, "n": 0.988, "p": 0.361}
_ZWNJ_AS_SPACE = 0.77
"""Of the ZWNJ inside a run, how many come out as a space; the others as nothing."""
# Spaces between two runs, by what the text has at the end of the first and at the start of the second: a word's inside
# (i), a space (w), the line's own end (e). Shares of 0, 1, 2, 3 and 4 spaces.
_GAPS = {
    ("w", "w"): (86, 100, 172, 16, 15),
    ("w", "i"): (162, 122, 147, 12, 11),
    ("w", "e"): (56, 54, 54, 3, 5),
    ("i", "w"): (301, 92, 56, 8, 1),
    ("i", "i"): (410, 126, 90, 14, 0),
    ("i", "e"): (149, 56, 34, 2, 0),
    ("e", "w"): (34, 25, 48, 9, 3),
    ("e", "i"): (41, 29, 78, 6, 11),
    ("e", "e"): (7, 7, 10, 0, 0),
}
_SIZES = (1, 1, 1, 2, 2, 3, 4, 6)
"""Words in a block of a line that comes out word by word."""


@dataclass(frozen=True)
class Damage:
    """Shares of damaged lines that are hurt in further ways."""

    blocks: float = 0.07
    """Word by word, by the rule of blocks (`emission_order`)."""
    kashida: float = 0.02
    lost_glyphs: float = 0.02
    """Headings of a font that lost letters; the whole document's font lost the same ones."""
    bullets: float = 0.05
    section_numbers: float = 0.01
    turned_years: float = 0.03
    """Of numbers of four digits."""


@dataclass(frozen=True)
class Garbled:
    """clean[i] is what raw[i] was made of; damaged[i]: whether more than its letter forms changed."""

    clean: Sequence[str]
    raw: Sequence[str]
    damaged: Sequence[bool]
    kinds: Sequence[str] = field(default=())
    """intact | reversed | blocks"""


def wrapped(paragraphs: Iterable[str], width: int = WIDTH) -> list[str]:
    """The lines of a printed text."""
    return [line for p in paragraphs for line in textwrap.wrap(p, width, break_long_words=False, break_on_hyphens=False)]


def emission_order(sizes: Sequence[int]) -> list[int]:
    """Order in which words come out that were laid in blocks of these sizes: each block backwards, then every ascending run
    turned round."""
    order: list[int] = []
    start = 0
    for size in sizes:
        order += range(start + size - 1, start - 1, -1)
        start += size
    turned: list[int] = []
    run: list[int] = []
    for word in order:
        if run and word < run[-1]:
            turned += reversed(run)
            run = []
        run.append(word)
    return turned + run[::-1]


def garbled_document(lines: Sequence[str], seed: int = 0, damaged: float = DAMAGED, damage: Damage | None = None) -> Garbled:
    """Damages most of these clean lines. The clean text gains the bullets and numbers that the damage adds."""
    random = Random(seed)
    damage = damage or Damage()
    lost = frozenset(random.sample(sorted("حکعط"), 2))
    unit = random.choice(("وو", "هه"))
    clean, raw, flags, kinds = [], [], [], []
    for line in lines:
        hit = bool(line.strip()) and random.random() < damaged
        if hit:
            line = _with_front(line, damage, random)
            text, kind = garbled_line(line, random, damage, lost, unit)
        else:
            text, kind = _joiners(line, random), "intact"
        clean.append(line)
        raw.append(text.translate(_MIRROR).translate(_ARABIC))
        # A short line may have no cut.
        flags.append(hit and _shown(text) != _shown(line))
        kinds.append(kind if flags[-1] else "intact")
    return Garbled(clean, raw, flags, kinds)


def _shown(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c != ZWNJ)


def _with_front(line: str, damage: Damage, random: Random) -> str:
    draw = random.random()
    if draw < damage.bullets:
        return f"{random.choice(_BULLETS[:2])} {line}"
    if draw < damage.bullets + damage.section_numbers:
        return f"{'-'.join(str(random.randint(1, 9)) for _ in range(random.randint(2, 4)))}- {line}"
    return line


def garbled_line(line: str, random: Random, damage: Damage, lost: frozenset[str], unit: str) -> tuple[str, str]:
    """One damaged line (letter forms and brackets as they were) and how it came out."""
    front, body = _front_of(line)
    draw = random.random()
    if draw < damage.lost_glyphs:
        body = "".join(random.choice((" ", "")) if c in lost else c for c in body)
    elif draw < damage.lost_glyphs + damage.kashida:
        body = _stretched(body, unit, random)
    body = re.sub(
        r"(?<!\d)\d{4}(?!\d)",
        lambda m: m[0][2:] + m[0][:2] if random.random() < damage.turned_years else m[0],
        body,
    )
    words = body.replace(ZWNJ, " ").split()
    if len(words) > 8 and random.random() < damage.blocks:
        sizes: list[int] = []
        while sum(sizes) < len(words):
            sizes.append(min(random.choice(_SIZES), len(words) - sum(sizes)))
        body, kind = "".join(f" {words[i]} " for i in emission_order(sizes)), "blocks"
    else:
        body, kind = _reversed(body, random), "reversed"
    if front.endswith("-"):
        return body + " -" + "-".join(reversed(front.strip("-").split("-"))), kind
    if front and random.random() < 0.3:
        at = body.find(" ", 1, 8)
        return (body[: at + 1] + front + body[at:], kind) if at > 0 else (f"{body} {front}", kind)
    return (f"{body} {front}" if front else body), kind


def _front_of(line: str) -> tuple[str, str]:
    """A bullet or section number, and the rest."""
    found = re.match(rf"([{_BULLETS}]|\d{{1,2}}(?:-\d{{1,2}})+-)\s+", line)
    return (found[1], line[found.end() :]) if found else ("", line)


def _joiners(text: str, random: Random) -> str:
    return re.sub(ZWNJ, lambda _: " " if random.random() < _ZWNJ_AS_SPACE else "", text)


def _stretched(text: str, unit: str, random: Random) -> str:
    """Some joins drawn long, the stretch extracted as letters."""
    out = []
    for here, after in zip(text, text[1:] + " ", strict=True):
        out.append(here)
        if here in _JOINING and after.isalpha() and random.random() < 0.2:
            out.append(unit)
    return "".join(out)


def _boundary(before: str, gap: str, after: str) -> str:
    """What stands between two neighbouring characters: see _CUT; "" for what is never cut."""
    if before.isdigit() != after.isdigit() and (before.isalpha() or after.isalpha() or gap):
        return "n"
    if gap == ZWNJ:
        return "z"
    if gap:
        return "w" if before.isalpha() else "p"
    return "i" if before.isalpha() and after.isalpha() and not (before.isascii() and after.isascii()) else ""


def _reversed(text: str, random: Random) -> str:
    """The runs of a line, last first, with what the extraction leaves between them."""
    pieces: list[str] = []
    ends: list[str] = ["e"]
    current = ""
    tokens = re.findall(r"(\s+|\u200c)?(\S)", text.strip())
    for k, (gap, char) in enumerate(tokens):
        if k == 0:
            current = char
            continue
        before = tokens[k - 1][1]
        kind = _boundary(before, gap, char)
        if kind and random.random() < _CUT[kind]:
            pieces.append(current)
            ends.append("i" if kind in "iz" or not gap else "w")
            current = char
            continue
        current += (" " if random.random() < _ZWNJ_AS_SPACE else "") if gap == ZWNJ else gap
        current += char
    pieces.append(current)
    ends.append("e")
    out = pieces[-1]
    for k in range(len(pieces) - 2, -1, -1):
        # ends[k + 2]: after the piece that is out already; ends[k]: before the one that follows it.
        shares = _GAPS[ends[k + 2], ends[k]]
        out += " " * random.choices(range(5), shares)[0] + pieces[k]
    return out
