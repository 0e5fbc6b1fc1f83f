"""Whether a text was damaged by extraction, told by its language in a second, before any repair is tried.

An extractor that emits the runs of a line in the wrong order leaves bits of words, letters alone, double spaces in running text,
words and brackets that touch figures, and marks before the word that they belong behind. Clean text has little of any of these,
whatever it speaks of. A line is damaged where there is one sign to five words; a text where more lines are than a clean one has.
Tables set by spaces, names, poems and medicine have rare words and gaps enough, codes have figures that touch names: that the
order is wrong must be proved, by a mark or bracket where no writer sets one, or by two bits that make a word when turned round.
Bits that make one as they stand speak against it, and the cells of a pipe table say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, combinations, pairwise

from indexer.corpus import Line, Span
from indexer.plain import plain_text
from indexer.reading.document import Document
from indexer.repair import letters, repair
from indexer.repair.kinds import is_row
from indexer.repair.lexicon import general_lexicon
from indexer.repair.producer import Made, made_by

SIGNS = 0.2
"""Signs to a word of a damaged line."""
DAMAGED = 0.12
"""Share of damaged lines of a damaged text: of 62 clean ones none has more than .08, of 42 damaged ones none less than .13."""
FEWEST = 2
"""Damaged lines of a damaged text."""
PROVED = 0.04
"""Share of the running lines that prove a wrong order, in a damaged text."""
WHOLE = 0.3
"""Share of damaged lines above which the whole document is repaired: whole, it teaches the engine more."""
STRETCH = 40
"""Running lines of a stretch."""
_MOST_LINES = 0.5
"""Share of damaged lines from which on one proof is enough: a text of a few lines has no more."""
_COMMON = 3.0
"""Zipf value of a word that two bits of a line make together."""
_FRAGMENT = 1.5
"""Zipf value of a word that is no fragment."""
_SHORTEST = 4
"""Letters of a word made of two bits: shorter ones come about by chance."""
_MOST = 400
"""Characters of a line that are looked at: damage shows in them."""
_UNFOLDED = 0.2
"""Share of presentation forms among the letters from which on the extractor folded nothing, and so ordered nothing."""

_ARABIC = "\u0621-\u063f\u0641-\u064a\u066e-\u06d3"
"""Letters without the kashida: many a writer numbers an item «۱ـ»."""
_WORD = re.compile(f"[{letters.LETTERS}\u200c]+")
_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(rf"[{_ARABIC}\ufb50-\ufdff\ufe70-\ufefc]")
_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2}(?=\S)")
"""Wider gaps part columns."""
_EARLY = re.compile(rf"(?:(?<=\s)|^)[،؛.:؟!](?=[{_ARABIC}])")
_GLUED = re.compile(rf"[{_ARABIC}]\d|\d[{_ARABIC}]|\)[{_ARABIC}]|[{_ARABIC}.]\((?=[\s\d])|^\)|\($")
_TURNED = re.compile(rf"^\)|\($|(?<=\s)\)[{_ARABIC}]|[{_ARABIC}]\((?=\s)(?!.*\))")
"""Brackets with their backs to what they hold. Those that only touch a word are many a writer's: «تهران(1)», «1)تهران»."""
_FIRST = re.compile(rf"[،؛.:؟!](?=[{_ARABIC}])")
_NEXT, _LAST = (
    "".join(
        c for c in map(chr, (*range(0xFB50, 0xFDD0), *range(0xFE80, 0xFEFD))) if unicodedata.decomposition(c).startswith(tags)
    )
    for tags in (("<initial>", "<medial>"), ("<medial>", "<final>"))
)
_TORN = re.compile(f"[{_NEXT}](?![{_LAST}\u0621-\u06d3\u200d])|(?<![{_NEXT}\u0621-\u06d3\u200d])[{_LAST}]")
"""A presentation form that joins a letter which is not there."""
_PARTED = re.compile(rf"[^{letters.LETTERS}\u200c ]+")
_FUNCTION = frozenset("در به از که برای با است شد شده می این آن باشد بود گردید را تا بر طبق نیز هر های".split())  # noqa: SIM905
"""Words that a sentence has and a list of names lacks."""


@dataclass(frozen=True)
class Stretch:
    """Neighbouring source lines (1-based): how many run (hold a sentence or a part of one), how many of these are damaged, and
    how many more of the damaged ones prove that their order is wrong than that it is right."""

    lines: Span
    running: int
    damaged: int
    proved: int

    @property
    def share(self) -> float:
        return self.damaged / self.running if self.running else 0.0

    @property
    def looks_damaged(self) -> bool:
        return self.damaged >= FEWEST and self.share > DAMAGED

    @property
    def is_damaged(self) -> bool:
        enough = self.proved >= (1 if self.share >= _MOST_LINES else FEWEST)
        return self.looks_damaged and enough and self.proved >= PROVED * self.running


@dataclass(frozen=True)
class Damage:
    """What a text shows of damage, as a whole and stretch by stretch (a form feed ends one); made: how the whole was made, where
    that shows and puts lines out of order."""

    whole: Stretch
    stretches: tuple[Stretch, ...]
    made: Made | None = None

    @property
    def is_damaged(self) -> bool:
        """Whether the text as a whole is."""
        return self.made is not None or self.whole.is_damaged

    @property
    def spans(self) -> tuple[Span, ...]:
        """The source lines that need the repair, neighbouring stretches as one; all of them where damage is everywhere."""
        whole = self.whole.is_damaged
        if self.made is not None or (whole and self.whole.share > WHOLE):
            return (self.whole.lines,)
        found: list[Span] = []
        for stretch in self.stretches:
            if not (stretch.looks_damaged if whole else stretch.is_damaged):
                continue
            if found and found[-1][1] + 1 == stretch.lines[0]:
                found[-1] = (found[-1][0], stretch.lines[1])
            else:
                found.append(stretch.lines)
        return tuple(found) if whole or _stands_out(self.stretches) else ()


def _stands_out(stretches: Sequence[Stretch]) -> bool:
    """Whether a stretch of a text that is clean by and large is damaged beyond chance: a page of another make."""
    return any(s.damaged >= 5 and s.share > WHOLE and s.proved > FEWEST and s.is_damaged for s in stretches)


def is_damaged(raws: Sequence[str]) -> bool:
    """Whether a text, given as its source lines, needs the repair at all."""
    return bool(damage(raws).spans)


def damage(raws: Sequence[str]) -> Damage:
    """The damage of a text, given as its source lines. About .3 s for 1,000 lines, and a second for the words at first."""
    signs = [signs_of(raw) for raw in raws]
    unfolded = sum(len(_FORM.findall(r)) for r in raws) > _UNFOLDED * sum(len(_LETTER.findall(r)) for r in raws)
    flags = [s is not None and (s[0] >= SIGNS * s[1] or (unfolded and s[0] > 0)) for s in signs]
    running = [s is not None for s in signs]
    proofs = [proof(raw) if flag else 0 for flag, raw in zip(flags, raws, strict=True)]
    cuts = [0, *_stretch_ends(raws, running), len(raws)]
    stretches = tuple(_stretch(running, flags, proofs, a, b) for a, b in pairwise(cuts) if b > a)
    return Damage(_stretch(running, flags, proofs, 0, len(raws)), stretches, made_by(raws, general_lexicon()))


def _stretch(running: Sequence[bool], flags: Sequence[bool], proofs: Sequence[int], start: int, end: int) -> Stretch:
    return Stretch((start + 1, end), sum(running[start:end]), sum(flags[start:end]), sum(proofs[start:end]))


def _stretch_ends(raws: Sequence[str], running: Sequence[bool]) -> list[int]:
    """Places (from 0) where a new stretch begins: at a form feed, else where enough lines run. The last is no short one."""
    pages = [n for n, raw in enumerate(raws) if raw.startswith("\f") and n]
    if pages:
        return pages
    ends, count = [], 0
    for n, runs in enumerate(running):
        count += runs
        if count == STRETCH and sum(running[n + 1 :]) >= STRETCH // 2:
            ends.append(n + 1)
            count = 0
    return ends


@lru_cache(maxsize=1 << 17)
def _frequency(word: str) -> float:
    return general_lexicon().frequency(word)


def signs_of(raw: str) -> tuple[int, int] | None:
    """Signs of damage in a line and its words; None where it is no running text (few Persian words, figures, cells)."""
    if "|" in raw:
        return None
    text = plain_text(raw[:_MOST])
    words = [w for word in _WORD.findall(text) if (w := word.strip("\u200c"))]
    if len(words) < 3 or is_row(text):
        return None
    frequency = _frequency
    fragments = sum(w != "و" and (len(w) == 1 or frequency(w) < _FRAGMENT) for w in words)
    gaps = 0 if "\t" in text else len(_DOUBLE.findall(text))
    return fragments + gaps + len(_GLUED.findall(text)) + 2 * len(_EARLY.findall(text)), len(words)


def proof(raw: str) -> int:
    """What a line says of its order: 1, wrong beyond doubt (a mark before its word, a bracket turned away from what it holds, a
    letter cut off from the one that its form joins, bits that make a word when turned round); -1, right (bits that make one as
    they stand); 0, nothing."""
    text = plain_text(raw[:_MOST])
    words = [w for word in _WORD.findall(text) if (w := word.strip("\u200c"))]
    function = len(_FUNCTION.intersection(words))
    if _TURNED.search(text) or _FIRST.match(text) or _TORN.search(raw) or (function > 1 and _EARLY.search(text)):
        return 1
    # In a list, what parts two names parts no word.
    groups = [words] if function else [_WORD.findall(part) for part in _PARTED.split(text)]
    turned = upright = False
    for first, second in chain.from_iterable(map(_bits, groups)):
        turned = turned or _frequency(second + first) >= _COMMON
        upright = upright or _frequency(first + second) >= _COMMON
    return turned - upright


def _bits(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words, in their order, that may be two bits of one."""
    bits = [len(w) > 1 and _frequency(w) < _FRAGMENT for w in words]
    for (first, rare), (second, unknown) in combinations(zip(words, bits, strict=True), 2):
        if len(first) + len(second) >= _SHORTEST and ((rare and second not in _FUNCTION) or (unknown and first not in _FUNCTION)):
            yield first, second


def lam_alef_swapped(raws: Sequence[str]) -> int:
    """How many words of a text have lam and alef the wrong way round («کاالهای»), unknown as they stand and known when turned."""
    frequency = _frequency
    words = {w for raw in raws if "اال" in raw for w in _WORD.findall(plain_text(raw)) if "اال" in w}
    return sum(frequency(w) < _FRAGMENT and frequency(w.replace("اال", "الا", 1)) >= _COMMON for w in words)


def mended_lines(
    lines: tuple[Line, ...], document: Document, *, progress: Callable[[float, str], None] | None = None
) -> tuple[Line, ...]:
    """The plain lines with those of damaged stretches as the repair leaves them; all others untouched.

    `lines` are those of `plain_lines`; a document whose format gives the order of letters comes back as it is.
    """
    if document.ordered:
        return lines
    raws = [source.text for source in document.lines]
    found = list(lines)
    for first, last in damage(raws).spans:
        for at, line in enumerate(repair(raws[first - 1 : last], progress=progress), first):
            source = document.lines[at - 1]
            found[at - 1] = replace(line, line=at, page=source.page, box=source.box)
    return tuple(found)
