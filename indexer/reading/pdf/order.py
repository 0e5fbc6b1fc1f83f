"""From the order in which a line is printed back to the order in which it is read: the Unicode bidi rules, run backwards.

The base direction is right to left. A number is printed left to right with the separators that the rules bind to it, which
depends on what stands before it: after an Arabic letter a hyphen or a percent sign is not bound to digits (rules W2 to W5).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Before = Literal["start", "arabic", "latin"]
"""The last strong letter before a place: none, a right-to-left one, a left-to-right one."""

COMMON = set(".,/:،")
"""Separators bound between two digits always (class CS); their own number signs are ٫ and ٬."""
EUROPEAN = set("+-\u2212")
"""Bound between two digits only where no Arabic letter stands before (class ES)."""
PAIRS = ("()", "[]", "{}", "«»", "<>", "‹›")
MIRRORED = {pair[i]: pair[1 - i] for pair in PAIRS for i in (0, 1)}
OPENING = set("([{«‹")
UNITS = re.compile("[kMmcGTμ]?(?:g|m|m2|m3|W|Wh|V|VA|B|b|Hz|l|L|A)|ha|ppm|dB|KB|KW|KV", re.IGNORECASE)
PRESENTATION = re.compile("[\ufb1d-\ufdff\ufe70-\ufeff\ufb00-\ufb06]")
LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None, "\u00a0": " ", "\u00ad": None, "\u200b": None, "\ufeff": None})


def kind_of(text: str) -> str:
    """`R` right-to-left letter, `L` left-to-right letter, `N` digit, `W` space, `O` everything else."""
    char = text[0]
    if char in " \t":
        return "W"
    if char.isdigit() or char in "٫٬":
        return "N"
    cls = unicodedata.bidirectional(char)
    if cls in ("R", "AL"):
        return "R"
    return "L" if cls == "L" and not 0xE000 <= ord(char) <= 0xF8FF else "O"


def reading_order(printed: list[str], before: Before = "start") -> tuple[str, Before]:
    """The text of a line whose pieces (a letter with its marks, a space, a joiner) are given from right to left as printed.

    `before` is what the paragraph had before this line; returned is what it has after it.
    """
    kinds = [kind_of(piece) for piece in printed]
    if "R" not in kinds and "L" in kinds and before == "start" and _left_to_right(printed, kinds):
        return finished("".join(reversed(printed))), "latin"
    out: list[str] = []
    place = 0
    while place < len(printed):
        kind = kinds[place]
        if kind == "N":
            end = _number_end(printed, kinds, place, before)
            word = _word_after_number(printed, kinds, place, end)
            if word:
                out.extend(reversed(printed[place:word]))
                place, before = word, "latin"
                continue
            out.extend(reversed(printed[place:end]))
            place = end
        elif kind == "L":
            end = _latin_end(printed, kinds, place)
            out.extend(reversed(printed[place:end]))
            place, before = end, "latin"
        else:
            if kind == "O" and before == "start" and _percent_before(printed, kinds, place):
                end = _number_end(printed, kinds, place + 1, before)
                out.extend(reversed(printed[place:end]))
                place = end
                continue
            out.append(printed[place])
            if kind == "R":
                before = "arabic"
            place += 1
    return finished(_brackets("".join(out))), before


def finished(text: str) -> str:
    """Presentation forms folded, Persian letters, composed forms, single spaces."""
    text = PRESENTATION.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(LETTERS))
    text = re.sub(r" +", " ", text).strip()
    return re.sub("\u200c+", "\u200c", re.sub("\u200c* \u200c*", " ", text)).strip("\u200c")


def _left_to_right(printed: list[str], kinds: list[str]) -> bool:
    """Whether a line without right-to-left letters was set left to right: its full stop stands at the right end."""
    return printed[0] in ".,:;!?" and printed[-1] not in ".,:;!?" and kinds.count("L") > 3


def _number_end(printed: list[str], kinds: list[str], place: int, before: Before) -> int:
    """Where the number ends that begins (at its right end) at `place`."""
    end = place
    while end < len(printed):
        if kinds[end] == "N":
            end += 1
            continue
        bound = printed[end] in COMMON or (before != "arabic" and printed[end] in EUROPEAN)
        if bound and end + 1 < len(printed) and kinds[end + 1] == "N" and kinds[end - 1] == "N":
            end += 1
            continue
        if before == "start" and printed[end] in "%٪" and (end + 1 == len(printed) or kinds[end + 1] != "N"):
            end += 1
        break
    return end


def _percent_before(printed: list[str], kinds: list[str], place: int) -> bool:
    return printed[place] in "%٪" and place + 1 < len(printed) and kinds[place + 1] == "N"


def _word_after_number(printed: list[str], kinds: list[str], place: int, end: int) -> int | None:
    """The end of a Latin run whose last piece is this number (`ISO 9001`, `A4`); None where the number stands for itself."""
    after = end
    while after < len(printed) and after - end < 2 and kinds[after] in "WO" and printed[after] in " -–_.:/":
        after += 1
    if after >= len(printed) or kinds[after] != "L":
        return None
    stop = _latin_end(printed, kinds, after)
    if after == end:
        return stop
    word = "".join(reversed(printed[after:stop]))
    ascii_digits = all(piece.isascii() for piece in printed[place:end])
    return stop if ascii_digits and not UNITS.fullmatch(word) else None


def _latin_end(printed: list[str], kinds: list[str], place: int) -> int:
    """Where (leftmost) the left-to-right run ends that begins at `place`: it ends in a Latin letter, or digits that touch one."""
    end = last = place + 1
    while end < len(printed) and kinds[end] != "R":
        if kinds[end] == "L" or (kinds[end] == "N" and last == end):
            last = end + 1
        end += 1
    return last


def _brackets(text: str) -> str:
    """Brackets by where they stand, since files keep either the letter or its mirrored shape."""
    out = list(text)
    open_ones: list[str] = []
    for place, char in enumerate(text):
        if char not in MIRRORED or char in "<>":
            continue
        opening = char if char in OPENING else MIRRORED[char]
        previous, following = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
        loose_before = not previous or previous.isspace() or previous in OPENING or previous in MIRRORED
        loose_after = not following or following.isspace() or following in "،.؛:؟!,;"
        if loose_before and previous and out[place - 1] in MIRRORED and out[place - 1] not in OPENING:
            loose_before = False
        opens = loose_before if loose_before != loose_after else opening not in open_ones
        out[place] = opening if opens else MIRRORED[opening]
        if opens:
            open_ones.append(opening)
        elif opening in open_ones:
            open_ones.remove(opening)
    return "".join(out)
