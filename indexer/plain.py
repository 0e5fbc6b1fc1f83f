"""Lines of a text that needs no repair: its letters in their Persian forms, what is not text dropped, nothing moved.

NFC comes first (`ي` + U+0654 is one letter, ئ), then presentation forms, then letters. ة and ۀ stay: they are spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from indexer.corpus import Line, Repair
from indexer.reading.document import Document, SourceLine
from indexer.repair.letters import TATWEEL, normalise
from indexer.repair.traced import ADDED, Traced, from_raw, offset_map, take

ZWNJ = "\u200c"
_LETTERS = {"ي": "ی", "ى": "ی", "ې": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ݣ": "ک", "ہ": "ه", "ە": "ه", "ھ": "ه"}
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029\u0085\x0b\x0c\r]")
_EMBEDDED = re.compile("\u202a([^\u202a-\u202e]*)\u202c")
"""A stretch that is set from left to right, as pdftotext marks it."""
_UNITS = re.compile(r"\d[\d.,/٫٬٪%:-]*\d|.", re.S)


@cache
def _forms() -> dict[str, str]:
    """What a character stands for: a presentation form for its letters, an Arabic letter for the Persian one, a bullet of a
    symbol font for the standard one."""
    found = dict(_LETTERS)
    for code in (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD)):
        letters = unicodedata.normalize("NFKC", chr(code)).replace(" ", "")
        if letters != chr(code):
            found[chr(code)] = "".join(_LETTERS.get(c, c) for c in letters)
    for code in range(0xF000, 0xF100):
        symbol = normalise(from_raw(chr(code))).text
        if symbol != chr(code):
            found[chr(code)] = symbol
    return found


def is_junk(char: str) -> bool:
    """Whether a character is none that a reader sees: a control, direction or zero-width mark (ZWNJ and tab are kept)."""
    return char not in (ZWNJ, "\t") and unicodedata.category(char) in ("Cc", "Cf")


def plain_text(text: str) -> str:
    """A line as `plain_lines` gives it, without its map."""
    return plain(from_raw(text)).text


def plain(traced: Traced) -> Traced:
    """The text with Persian letters and without what is not text; every letter and digit is kept, in its order."""
    if traced.text.isascii() and traced.text.isprintable():
        return _stripped(traced)
    return _stripped(_joined(_folded(_without_junk(_composed(_turned(traced))))))


def _turned(traced: Traced) -> Traced:
    """Marks that were written down from left to right inside Persian text turned back («‪)۵‬» is «۵)»); letters never move."""
    order = list(range(len(traced.text)))
    for match in _EMBEDDED.finditer(traced.text):
        units = list(_UNITS.finditer(match[1]))
        if sum(u[0][0].isdigit() for u in units) <= 1 and not any(c.isalpha() for c in match[1]):
            start = match.start(1)
            order[start : match.end(1)] = [start + i for u in reversed(units) for i in range(u.start(), u.end())]
    return take(traced, order)


def _composed(traced: Traced) -> Traced:
    """NFC; a letter composed of several characters stood where the first of them stood."""
    if unicodedata.is_normalized("NFC", traced.text):
        return traced
    text, origin = "", []
    for match in re.finditer(r"(?s).[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed]*", traced.text):
        composed = unicodedata.normalize("NFC", match[0])
        text += composed
        places = traced.origin[match.start() : match.end()]
        origin += [places[min(i, len(places) - 1)] for i in range(len(composed))]
    return Traced(text, tuple(origin))


def _without_junk(traced: Traced) -> Traced:
    return take(traced, (i for i, c in enumerate(traced.text) if not is_junk(c) or _SPACES.match(c)))


def _folded(traced: Traced) -> Traced:
    """Every character as what it stands for; both letters of a ligature stood in its one place."""
    forms = _forms()
    parts = [forms.get(c, " " if _SPACES.match(c) else c) for c in traced.text]
    origin = tuple(o for part, o in zip(parts, traced.origin, strict=True) for _ in part)
    return Traced("".join(parts), origin)


def _joined(traced: Traced) -> Traced:
    """ZWNJ stays where it stands between letters or digits, once; kashida goes where it stands inside a word."""
    text = traced.text
    kept = [i for i, c in enumerate(text) if c != TATWEEL or not _inside(text, i, TATWEEL)]
    return take(traced, (i for n, i in enumerate(kept) if text[i] != ZWNJ or _joins(text, kept, n)))


def _inside(text: str, at: int, mark: str) -> bool:
    """Whether letters stand on both sides of a run of marks."""
    before, after = at, at
    while before >= 0 and text[before] == mark:
        before -= 1
    while after < len(text) and text[after] == mark:
        after += 1
    return before >= 0 and after < len(text) and _is_word(text[before]) and _is_word(text[after])


def _is_word(char: str) -> bool:
    """Whether a character belongs to a word: a letter, or a mark on one."""
    return char == ZWNJ or (char.isalpha() and char != TATWEEL) or unicodedata.category(char) == "Mn"


def _joins(text: str, kept: list[int], n: int) -> bool:
    if not 0 < n < len(kept) - 1:
        return False
    before, after = text[kept[n - 1]], text[kept[n + 1]]
    return all((c.isalnum() and c != TATWEEL) or unicodedata.category(c) == "Mn" for c in (before, after))


def _stripped(traced: Traced) -> Traced:
    start = len(traced.text) - len(traced.text.lstrip())
    end = max(start, len(traced.text.rstrip()))
    return take(traced, range(start, end))


def plain_lines(document: Document) -> tuple[Line, ...]:
    """The lines of a document that needs no repair, one for every source line. Kinds that the format does not tell are
    `paragraph` or `blank`; the classifier of lines settles them."""
    return tuple(plain_line(n, source) for n, source in enumerate(document.lines, 1))


def plain_line(number: int, source: SourceLine) -> Line:
    """Source line `number` (from 1) with Persian letters."""
    shown = getattr(source, "shown", None)
    traced = plain(_shown(source.text, shown) if shown is not None else from_raw(source.text))
    confidence = getattr(source, "confidence", None)
    return Line(
        number,
        source.text,
        traced.text,
        "blank" if not traced.text.strip() else source.kind or "paragraph",
        _repairs(source.text, traced),
        1.0 if confidence is None else confidence,
        map=offset_map(traced),
        page=source.page,
        box=source.box,
        level=source.level,
    )


def _repairs(raw: str, traced: Traced) -> tuple[Repair, ...]:
    found: list[Repair] = []
    kept = set(traced.origin)
    if any(c == TATWEEL and i not in kept and _inside(raw, i, TATWEEL) for i, c in enumerate(raw)):
        found.append("kashida")
    if any(o != ADDED and c.isalpha() and c != raw[o] for c, o in zip(traced.text, traced.origin, strict=True)):
        found.append("letters")
    within = range(min(kept, default=0), max(kept, default=-1) + 1)
    if any((raw[i] == ZWNJ and i not in kept) or (raw[i] != " " and _SPACES.match(raw[i])) for i in within):
        found.append("spaces")
    return tuple(found)


def _shown(raw: str, shown: str) -> Traced:
    """The text that the reader of the format shows, with the place of its characters in the source line."""
    bare = "".join(c for c in raw if not is_junk(c))
    if shown.split() == bare.split() or shown.split() == unicodedata.normalize("NFC", bare).split():
        return from_raw(raw)  # marks alone were dropped: `plain` drops them too, and turns back what they tell of
    origin = [ADDED] * len(shown)
    source = _composed(from_raw(raw))
    for at, place in _matched(source.text, shown):
        origin[at] = source.origin[place]
    return Traced(shown, tuple(origin))


def _matched(raw: str, shown: str) -> Iterator[tuple[int, int]]:
    """Places of the same characters in the shown text and in the raw one: whole words first, then what is left between them."""
    pieces = re.compile(r"\w+|[^\w]")
    mine, theirs = list(pieces.finditer(shown)), list(pieces.finditer(raw))
    words = SequenceMatcher(None, [m[0] for m in mine], [m[0] for m in theirs], autojunk=False)
    for tag, a, b, c, d in words.get_opcodes():
        if tag == "equal":
            for one, other in zip(mine[a:b], theirs[c:d], strict=True):
                yield from zip(range(one.start(), one.end()), range(other.start(), other.end()), strict=True)
        elif tag == "replace":
            start, place = mine[a].start(), theirs[c].start()
            left, right = shown[start : mine[b - 1].end()], raw[place : theirs[d - 1].end()]
            for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
                yield from ((start + block.a + k, place + block.b + k) for k in range(block.size))
