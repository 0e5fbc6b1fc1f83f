"""Which program drew a page, told from what an extractor (pypdf, PyPDF2) made of its text: it decides where pieces of a line can
have been put in another order.

pypdf adds the characters of a right-to-left run in front of those before them, so that letters drawn left to right come out
right, and closes the run where the producer moves the pen by an operator that sets a matrix or a font. What was drawn further
right comes later. So the pieces of a portion come out last to first, and what parts them shows in the text:

- Chromium draws a line run by run from its left end; letters come as presentation forms. A piece is a run of one direction.
- LibreOffice draws portions (of one script, in reading order), each from its left end, and moves at every ZWNJ and every kashida.
  The glyph of the space serves the ZWNJ too and is called by the one that is drawn first: either the ZWNJ is a space in the
  text, or all spaces are ZWNJ. A kashida is a glyph without a character, which comes out as whatever its code is (`\\x12`, «.»).

Word cuts lines at places that leave no trace (`runs` searches them); a text that shows none of the above has no producer here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.repair.general_words import ZWNJ, affixes, bare
from indexer.repair.letters import LETTERS, normalise, plain
from indexer.repair.lexicon import Lexicon
from indexer.repair.number_order import way_of
from indexer.repair.traced import Traced, from_raw

Producer = Literal["chromium", "libreoffice", "libreoffice_joined"]
"""libreoffice_joined: with ZWNJ for every space."""
CONTROLS = frozenset(map(chr, (*range(9), *range(14, 32))))
KASHIDA = "\0"
"""What stands in a prepared line for a kashida."""
PREFIXES = frozenset(("می", "نمی", "بی"))
"""Parts of words before a ZWNJ that are no words of a report by themselves."""
_FORMS = 0.2
"""Share of presentation forms."""
_WHOLE = 0.08
"""Share of words that nobody knows, up to which words are whole."""
_FEWEST_MARKS, _TORN = 5, 0.12
"""Kashidas of a document; share of torn lines (`torn_lines`): of 21 clean texts none has more than .02, of 22 from LibreOffice 21
more than .15."""
_FEWEST_EARLY = 2
"""Lines that begin with the mark that ends them."""
_EARLY = re.compile(r"\s*[.:؛،!؟»](?:\s|$|[^\d.])")
_ARABIC_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(f"[{LETTERS}]+")
_BRACKET = dict(zip("()[]{}«»<>", ")(][}{»«><", strict=True))
_DRAWN = re.compile(f"{KASHIDA}+")
_REPEATED = re.compile(rf"([^{LETTERS}\s{ZWNJ}])\1*")


@dataclass(frozen=True)
class Made:
    """How a text was made: by which producer, and the characters that stand for a kashida."""

    producer: Producer
    kashidas: frozenset[str]


def kashidas(texts: Sequence[str]) -> frozenset[str]:
    """Of raw lines with plain letters, the characters that stand far more often between two letters than beside anything else, as
    no mark of a writer does."""
    inside: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    for text in texts:
        for match in _REPEATED.finditer(text):
            before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
            between = _WORD.fullmatch(before) and _WORD.fullmatch(after)
            (inside if between else elsewhere)[match[1]] += 1
    least = max(10, len(texts) / 10)
    found = {c for c, n in inside.items() if n > 2 * elsewhere[c] and n > least and 2 * _paired(c, inside, elsewhere) < n}
    return frozenset(found) | CONTROLS


def _paired(char: str, *counts: Mapping[str, int]) -> int:
    """How often the bracket stands that a bracket needs: a mark that opens as often as another closes is no kashida."""
    return sum(count.get(_BRACKET.get(char, ""), 0) for count in counts)


def torn_lines(texts: Sequence[str]) -> float:
    """The share of lines with more than one word that begin with the end of a word or end with its beginning."""
    running = [words for text in texts if len(words := [bare(w) for w in _WORD.findall(text)]) > 1]
    torn = sum(words[0] in affixes().attached or words[-1] in PREFIXES for words in running)
    return torn / len(running) if running else 0.0


def made_by(raws: Sequence[str], lexicon: Lexicon) -> Made | None:
    """How the text was made, where it shows; None for clean text, and where the places of the cuts do not show."""
    marks = kashidas([plain(raw) for raw in raws])
    lines = [shown(normalise(from_raw(raw)), raw, marks) for raw in raws]
    texts = [line.text for line in lines]
    letters = sum(len(word) for t in texts for word in _WORD.findall(t))
    if not letters:
        return None
    whole = [w for t in texts for w in _whole_words(t)]
    unknown = sum(lexicon.frequency(bare(w)) == 0 for w in whole if len(w) > 1)
    if unknown > _WHOLE * len(whole):
        return None
    if sum(len(_ARABIC_FORM.findall(raw)) for raw in raws) > _FORMS * letters:
        early = sum(_EARLY.match(t) is not None for t in texts)
        return Made("chromium", CONTROLS) if early >= _FEWEST_EARLY or way_of(lines, raws) is not None else None
    if sum(t.count(ZWNJ) for t in texts) > sum(t.count(" ") for t in texts):
        return Made("libreoffice_joined", marks)
    marked = sum(len(_DRAWN.findall(t)) for t in texts)
    shows = marked >= _FEWEST_MARKS or torn_lines(texts) > _TORN or way_of(lines, raws) is not None
    return Made("libreoffice", marks) if shows else None


def shown(line: Traced, raw: str, marks: frozenset[str]) -> Traced:
    """The line with KASHIDA for every character that stands for one."""
    text = "".join(KASHIDA if raw[o] in marks else c for c, o in zip(line.text, line.origin, strict=True))
    return Traced(text, line.origin)


def _whole_words(text: str) -> list[str]:
    """The words that touch no kashida."""
    touched = {at for m in _DRAWN.finditer(text) for at in (m.start() - 1, m.end())}
    return [m[0] for m in _WORD.finditer(text) if m.start() not in touched and m.end() - 1 not in touched]
