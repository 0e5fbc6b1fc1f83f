"""The order of lines whose cuts show: each portion of a line is read piece by piece from its end to its start.

`producer` says why. The document is read three times: each reading says how often each kind of place is a cut, and what the text
is that the language model of the next learns from, the line's own words left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from indexer.repair import portion_search, producer, scoring
from indexer.repair.general_words import ZWNJ, affixes, bare
from indexer.repair.language_model import (
    Alphabet,
    Floats,
    Ints,
    LanguageModel,
    char_class,
    fold_numbers,
    general_counts,
    make_alphabet,
    own_counts,
    train_model,
)
from indexer.repair.lexicon import Lexicon, build_lexicon
from indexer.repair.line_chain import Option, likeliest
from indexer.repair.number_order import with_numbers_turned
from indexer.repair.portion_prices import (
    ASCII_NUMBER,
    JOINED_PAIR,
    JOINER,
    LATIN,
    LONE_PART,
    NO_WORD_JOINED,
    PAIR,
    PART,
    PERSIAN,
    PERSIAN_NUMBER,
    SPACE_OF_PARTS,
    STRETCHED,
    TEMPER,
    Place,
    Tally,
    is_parted,
    prices,
)
from indexer.repair.portion_search import BLOCK, CUT, KEEP
from indexer.repair.producer import PREFIXES, Made
from indexer.repair.running_text import running_pairs
from indexer.repair.runs import PER_LETTER, WORD_WEIGHT
from indexer.repair.spacing import joins
from indexer.repair.traced import ADDED, Traced

WIDTHS = (8, 16, 32)
"""Hypotheses for each count of atoms, reading by reading."""
SURE = {"chromium": (0.96, 0.65), "libreoffice": (0.6, 0.48), "libreoffice_joined": (0.6, 0.78)}
"""Share of lines, left as they stand and put in another order, whose letters are all in order."""
MOST_OPTIONS = 16
"""Readings of a line that are looked at beside those of its neighbours."""
MOST_ATOMS = 70
"""A line of more is left as it stands: the search takes the third power of them."""
_ATOM = re.compile(r"\d+(?:[./٫٬,:\-]\d+)*(?:/ \d+)*|[A-Za-z][A-Za-z0-9&.\-_/@+]*")
"""Numbers (a date with the slashes drawn apart) and Latin words, never cut."""
_PERSIAN = re.compile("[\u0621-\u064a\u064b-\u0655\u0670-\u06d3]")
_SAME = {"–": "-", "—": "-", "[": "(", "]": ")", "{": "(", "}": ")", "?": "؟", ",": "،"}
_MARKS = frozenset(".،؛:!؟-/()«»")
_OTHER = "O"


@dataclass(frozen=True)
class Laid:
    """A line cut into atoms. places: positions in `text` of its characters; points: borders of atoms in them (0 and the end
    included); between: the place before each atom but the first; joiner: ZWNJ before a character; joints, starts, ends: see
    `portion_search.search`."""

    text: Traced
    places: tuple[int, ...]
    chars: Ints
    gap: Ints
    classes: Ints
    points: Ints
    between: tuple[Place, ...]
    joiner: tuple[bool, ...]
    joints: Floats
    starts: Floats
    ends: Floats


def _sort(char: str, raw: str) -> str:
    if char.isdigit():
        return ASCII_NUMBER if raw.isascii() else PERSIAN_NUMBER
    if _PERSIAN.fullmatch(char):
        return PERSIAN
    if char.isalpha():
        return LATIN
    char = _SAME.get(char, char)
    return char if char in _MARKS else _OTHER


def lay_out(line: Traced, raw: str, made: Made, alphabet: Alphabet, lexicon: Lexicon) -> Laid | None:
    """The line's atoms; None for a line without characters."""
    text = line.text
    inside = np.zeros(len(text) + 1, bool)
    for match in _ATOM.finditer(text):
        inside[match.start() + 1 : match.end()] = True
    places: list[int] = []
    gaps: list[str] = []
    points: list[int] = []
    sorts: list[str] = []
    gap = ""
    for at, char in enumerate(text):
        if char == producer.KASHIDA:
            gap = STRETCHED
        elif char == ZWNJ:
            gap = JOINER if made.producer == "libreoffice_joined" else gap
        elif char.isspace():
            gap = gap if inside[at] or gap in (JOINER, STRETCHED) else (gap + " ")[:2]
        else:
            sort = _sort(char, raw[line.origin[at]])
            if places and not inside[at] and (gap or sort != sorts[-1]):
                points.append(len(places))
            places.append(at)
            gaps.append(gap)
            sorts.append(sort)
            gap = ""
    if not places:
        return None
    borders = [0, *points, len(places)]
    words = [bare("".join(text[i] for i in places[a:b])) if sorts[a] == PERSIAN else "" for a, b in pairwise(borders)]
    joints = _joints(words, lexicon)
    folded = fold_numbers(text)
    return Laid(
        line,
        tuple(places),
        np.array(alphabet.encode("".join(folded[i] for i in places)), np.int64),
        np.array([g in (" ", "  ") for g in gaps], np.int64),
        np.array([char_class(text[i]) for i in places], np.int64),
        np.array(borders, np.int64),
        _between(words, [(sorts[p - 1], gaps[p], sorts[p]) for p in points], joints),
        tuple(g == JOINER for g in gaps),
        joints,
        np.array([TEMPER * LONE_PART * (w in affixes().attached) for w in words]),
        np.array([TEMPER * LONE_PART * (w in PREFIXES) for w in words]),
    )


def _joints(words: Sequence[str], lexicon: Lexicon) -> Floats:
    """[a, b]: what speaks against joining atom b to the end of atom a; zero where one of them is no Persian word."""
    found = np.zeros((len(words), len(words)))
    for a, before in enumerate(words):
        for b, word in enumerate(words):
            if a != b and before and word and not joins(before, word, lexicon):
                found[a, b] = TEMPER * NO_WORD_JOINED
    return found


def _between(words: Sequence[str], found: Sequence[Place], joints: Floats) -> tuple[Place, ...]:
    """The places with what the words say of their gaps."""
    pair = [bool(words[k] and words[k + 1]) and joints[k, k + 1] == 0 for k in range(len(found))]
    parted = any(
        (w in affixes().attached and not (k and pair[k - 1])) or (w in PREFIXES and not (k < len(pair) and pair[k]))
        for k, w in enumerate(words)
    )

    def named(k: int, gap: str) -> str:
        if gap not in (" ", JOINER):
            return gap
        if pair[k]:
            return PAIR if gap == " " else JOINED_PAIR
        if gap == JOINER:
            return gap
        if words[k] and words[k + 1] and (words[k + 1] in _endings() or words[k] in PREFIXES):
            return PART
        return SPACE_OF_PARTS if parted else gap

    return tuple((before, named(k, gap), after) for k, (before, gap, after) in enumerate(found))


@cache
def _endings() -> frozenset[str]:
    known = affixes()
    return frozenset(e for e in (*known.attached, *known.after_vowels, *known.inflections, *known.joined) if len(e) > 1)


def in_order(
    lines: Sequence[Traced], raws: Sequence[str], made: Made, progress: Callable[[float], None] = lambda done: None
) -> list[Traced]:
    """The lines (their letter forms normal) in reading order, numbers turned. Kashidas are gone, ZWNJ between two that stood
    together in a piece are kept; gaps are left to `spacing`."""
    lines = [producer.shown(line, raw, made.kashidas) for line, raw in zip(lines, raws, strict=True)]
    lines = with_numbers_turned(lines, raws)
    texts = [_as_seen(line.text, made) for line in lines]
    lexicon = build_lexicon(texts)
    alphabet = make_alphabet(texts)
    laid = [lay_out(line, raw, made, alphabet, lexicon) for line, raw in zip(lines, raws, strict=True)]
    general = general_counts(alphabet, lexicon.words(), running_pairs())
    learned = [_first_guess(one, text, made) if one else [] for one, text in zip(laid, texts, strict=True)]
    found: list[Traced] = []
    tally: Tally | None = None
    for number, width in enumerate(WIDTHS):
        model = train_model([text for texts in learned for text in texts], general)
        options: list[list[Option]] = []
        for at, one in enumerate(laid):
            if one is None or len(one.points) > MOST_ATOMS:
                options.append([Option(0.0, lines[at], None)])
                continue
            options.append(_options(one, model, learned[at], made, tally, width))
            progress((number + at / len(laid)) / len(WIDTHS))
        chosen = likeliest(model, options)
        tally = Tally()
        for one, option in zip(laid, chosen, strict=True):
            if one is not None and option.pieces is not None:
                _count(one, option.pieces, tally)
        found = [option.text for option in chosen]
        learned = [[line.text] if line.text else [] for line in found]
    return found


def _as_seen(text: str, made: Made) -> str:
    """The raw text as the language model is to see it: pieces apart."""
    return text.replace(producer.KASHIDA, "  ").replace(ZWNJ, " " if made.producer == "libreoffice_joined" else "")


def _first_guess(line: Laid, shown: str, made: Made) -> list[str]:
    """What the first model learns from: the pieces, as far as they show; one after the other, the last first, where they are as
    short as words."""
    if made.producer == "libreoffice_joined":
        return [" ".join(reversed(shown.split()))]
    parted = [at for at, place in enumerate(line.between, 1) if is_parted(made.producer, place)]
    borders = [0, *parted, len(line.points) - 1]
    pieces = [np.array([(first, end, 1, CUT)], np.int64) for first, end in pairwise(borders)]
    return [_read(line, piece).text for piece in pieces]


def _options(
    line: Laid, model: LanguageModel, learned: Sequence[str], made: Made, tally: Tally | None, width: int
) -> list[Option]:
    """The likeliest readings of a line by itself."""
    relations = np.zeros((len(line.points), 3))
    spaces = np.zeros((len(line.points), 3, 2))
    for at, place in enumerate(line.between, 1):
        relations[at], spaces[at] = prices(made.producer, place, tally)
    drawn = np.array([0, *(place[1] == STRETCHED for place in line.between), 0], np.int64)
    scores, pieces = portion_search.search(
        scoring.scorer(model, own_counts(model, learned), PER_LETTER, WORD_WEIGHT),
        line.chars,
        line.gap,
        line.classes,
        line.points,
        relations,
        spaces,
        line.joints,
        drawn,
        line.starts,
        line.ends,
        width,
    )
    read = [(float(s), p[p[:, 0] >= 0]) for s, p in zip(scores[:MOST_OPTIONS], pieces, strict=False) if np.isfinite(s)]
    return [Option(score, _read(line, rows), rows) for score, rows in read]


def _count(line: Laid, pieces: Ints, tally: Tally) -> None:
    read = 0
    for number, (first, end, spaced, relation) in enumerate(pieces.tolist()):
        for at in range(first + 1, end):
            tally.add(line.between[at - 1], KEEP)
        if number:
            at = int(pieces[number - 1, 0]) if relation == CUT else read
            tally.add(line.between[at - 1], CUT if relation == CUT else BLOCK, spaced)
        read = max(read, end)


def _read(line: Laid, pieces: Ints) -> Traced:
    text: list[str] = []
    origin: list[int] = []
    for number, (first, end, spaced, _) in enumerate(pieces.tolist()):
        if number and spaced:
            text.append(" ")
            origin.append(ADDED)
        start = int(line.points[first])
        for at in range(start, int(line.points[end])):
            place = line.places[at]
            if at > start and (line.gap[at] or line.joiner[at]):
                text.append(" " if line.gap[at] else ZWNJ)
                origin.append(line.text.origin[place - 1])
            text.append(line.text.text[place])
            origin.append(line.text.origin[place])
    return Traced("".join(text), tuple(origin))
