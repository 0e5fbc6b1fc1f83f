"""The words of one cell: its pieces put back in order.

A cell is emitted like a line of prose: run by run, last run first, with run boundaries inside words. A cell is short, so a
search over
cut points with word frequencies is enough: pieces are read from the end of the raw stretch to its start, a cut has a price
by the gap
it stands in (measured on garbled lines: nearly every double space is a cut, one single space in six, one inner position in
seventeen).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from indexer.repair.lexicon import document_words, general_lexicon
from indexer.repair.spacing import respace
from indexer.repair.traced import from_raw

_MIRROR = str.maketrans("()[]{}«»", ")(][}{»«")
_CUT_WIDE, _CUT_SPACE, _CUT_INSIDE, _CUT_KNOWN, _CUT_MARK, _CUT_FIGURE = 1.6, -1.8, -3.2, -5.0, 1.5, 2.0
_WHOLE = 4.0
"""Reward of a stretch that stands in order as it is: most cells do."""
_BEAM = 14
_LONGEST_UNCUT = 120


@dataclass(frozen=True)
class Wording:
    """A cell read: its text and the log likelihood of that reading."""

    text: str
    score: float


class Reader:
    """Reads cells with general Persian words and the words and pairs of words of the document."""

    def __init__(self, lines: Sequence[str]) -> None:
        """`lines` are the document's lines with Persian letters; they may be garbled."""
        self.general = general_lexicon()
        self._listed = dict(self.general.entries)
        words, pairs = document_words(lines)
        self.counts: Mapping[str, int] = words
        self._floor = math.log10(1e9 / max(sum(words.values()), 20000))
        self._zipf = lru_cache(maxsize=None)(self._zipf_of)
        self._common = self._common_words()
        self._alone = _Scores(self._alone_score)
        self._begins = self._prefixes()
        self._behind = self._pairs(pairs)
        self._read = lru_cache(maxsize=None)(self._search)

    def read(self, raw: str, first: bool = True, last: bool = True) -> Wording:
        """The likeliest order of a raw stretch's pieces; brackets turned round, no space before a closing mark.

        `first` and `last`: the stretch begins or ends its cell, and so neither begins with an ending nor ends with a
        preposition.
        """
        raw = raw.strip()
        if re.fullmatch(r"[(]?[\x20-\x7e]*[A-Za-z][\x20-\x7e]*", raw):
            return Wording(raw, -8.0)
        return self._read(raw, first, last) if raw else Wording("", 0.0)

    def read_annotation(self, lines: Sequence[str]) -> str:
        """A bracketed cell that lists names, each with its figure in brackets (`اسکو (119) - آخولا (103)`), outer brackets
        dropped.

        Such a line is the plain mirror of what was meant, cut at the figures: the last stretch comes first, a separator
        leads its stretch.
        """
        found: list[str] = []
        for raw in lines:
            stretches: list[str] = []
            figures: list[str] = []
            place = 0
            for match in re.finditer(r"\d+(?:\.\d+)?", raw):
                before, after = raw[: match.start()], raw[match.end() :]
                if "." in match[0] or before.rstrip().endswith("(") or before.endswith(")") or after[:1] in ("(", ")"):
                    stretches.append(raw[place : match.start()])
                    figures.append(match[0])
                    place = match.end()
            stretches.append(raw[place:])
            for at in range(len(stretches) - 1, -1, -1):
                text = re.sub(r"[()]", " ", stretches[at]).strip()
                mark = re.search(r"؛|^[-–،]|^و(?=\s)|[-–،]$|(?<=\s)و$", text)
                lead = mark[0].replace("–", "-") if mark else ""
                if mark:
                    text = f"{text[: mark.start()]} {text[mark.end() :]}".strip()
                words = self.read(text).text if text.strip() else ""
                found.append((" " if lead in "-و" else "") + f"{lead} {words}" if lead else f" {words}")
                if at:
                    found.append(f" ({figures[at - 1]})")
        return re.sub(r"\s+", " ", "".join(found)).strip(" -")

    def spaced(self, text: str) -> str:
        """The text with its affixes joined as in print (zero-width non-joiners), no letter changed."""
        return respace(from_raw(text), self.general).text

    def known(self, text: str) -> float:
        """Log likelihood of a text's words as they stand."""
        words = text.split()
        return sum(self._word(w, b) for b, w in zip(["", *words], words, strict=False))

    def score(self, raw: str) -> float:
        return self.read(raw).score

    def _word(self, word: str, before: str) -> float:
        """Log probability of a word after another; 0 for no word."""
        if not word:
            return 0.0
        value = self._alone[word]
        # Bits that recur with the same damage stand side by side too: only a word has neighbours.
        behind = self._behind.get(word)
        return value if behind is None else max(value, behind.get(before, value))

    def _pairs(self, pairs: Mapping[tuple[str, str], int]) -> dict[str, dict[str, float]]:
        """For every word that stands behind others more than once, its log probability behind each of them."""
        found: dict[str, dict[str, float]] = {}
        for (before, word), count in pairs.items():
            if count > 1 and word and self._zipf(word) > 2.5:
                found.setdefault(word, {})[before] = math.log(0.5 * (count - 1) / (self.counts.get(before, 0) + 2))
        return found

    def _alone_score(self, word: str) -> float:
        """Log probability of a word by itself; what is no word costs by its length."""
        sort = _sort(word[0])
        if sort not in ("letter", "latin"):
            return -2.0
        if sort == "latin":
            return -8.0
        zipf = self._zipf_of(word)
        if zipf > 0:
            return (zipf - 9) * 2.303 - (_BIT if len(word) <= 2 and word not in _SHORT and zipf < 4.9 else 0.0)
        value = -15.0 - 1.9 * len(word) - 3.0 * max(0, len(word) - 8)
        common = self._common
        for cut in range(2, len(word) - 1 if 4 < len(word) < 16 else 0):
            # Two words that the document prints without a space between them.
            a = common.get(word[:cut])
            if a is not None and (cut > 2 or word[:cut] in _SHORT) and (b := common.get(word[cut:])) is not None:
                value = max(value, (a + b - 18) * 2.303 - 8.0)
        return value

    def _common_words(self) -> dict[str, float]:
        """The words that may stand in print without a space between them, with their Zipf values."""
        least = 4.3
        words = {w for w, z in self._listed.items() if z > least} | {w for w, n in self.counts.items() if n > 1}
        words |= {w + ending for w, z in self._listed.items() if z > least + 2.0 for ending in _ENDINGS}
        return {w: zipf for w in words if (zipf := self._zipf_of(w)) > least}

    def _prefixes(self) -> dict[str, float]:
        """For every beginning of a fairly common word, the Zipf value of the commonest word that begins so."""
        best: dict[str, float] = {}
        words = [w for w, z in self._listed.items() if z >= 3.0] + [w for w, n in self.counts.items() if n >= 8]
        for word in words:
            zipf = self._zipf(word)
            for size in range(1, len(word)):
                if best.get(word[:size], 0.0) < zipf:
                    best[word[:size]] = zipf
        return best

    def _cuts(self, chars: str, gaps: Sequence[int]) -> list[tuple[int, float]]:
        """Cut points and their prices: gaps, borders between letters and figures, every place in a word that is not known."""
        cuts: list[tuple[int, float]] = [(0, 0.0)]
        start = 0
        words: list[tuple[int, int]] = []
        for i in range(1, len(chars) + 1):
            if i == len(chars) or gaps[i] or _sort(chars[i]) != _sort(chars[i - 1]):
                words.append((start, i))
                start = i
        for a, b in words:
            if a:
                price = _CUT_WIDE if gaps[a] >= 2 else _CUT_SPACE if gaps[a] else 0.0
                sorts = {_sort(chars[a - 1]), _sort(chars[a])}
                if sorts == {"letter", "latin"} and gaps[a]:
                    price = max(price, 1.5)
                elif (not gaps[a] and sorts in _FOREIGN) or (a == 1 and chars[0] == "("):
                    price = _CUT_FIGURE
                elif chars[a - 1] in "-–/" and not gaps[a]:
                    # A mark that opens a stretch closed the piece behind it: «-سنگ» is «سنگ -».
                    price = _CUT_MARK if a == 1 or gaps[a - 1] or chars[a - 1] != "/" else _CUT_KNOWN
                elif chars[a] in "-–/" and not gaps[a]:
                    price = _CUT_KNOWN if chars[a] == "/" else _CUT_MARK
                elif (chars[a] == "(" or chars[a - 1] == ")") and not gaps[a]:
                    # Brackets are mirrored: this one closes the word before it.
                    price = _CUT_KNOWN
                elif gaps[a] and (chars[a - 1] == "(" or chars[a] == ")"):
                    price = max(price, 0.0)
                cuts.append((a, price))
            word = chars[a:b]
            if _sort(word[0]) == "letter" and len(word) > 1:
                if self._doubtful(word):
                    cuts += [(i, _CUT_INSIDE) for i in range(a + 1, b)]
                elif len(word) == 3 and word not in _SHORT:
                    cuts += [(i, _CUT_KNOWN) for i in range(a + 1, b)]
        cuts.append((len(chars), 0.0))
        return sorted(cuts)

    def _doubtful(self, word: str) -> bool:
        """Whether a word may hold a border of pieces: it is unknown, rare, or a bit of two letters."""
        if len(word) == 2:
            return word not in _SHORT
        return self._zipf(word) < (4.4 if self.counts.get(word, 0) < 5 else 3.0)

    def _zipf_of(self, word: str) -> float:
        """Zipf value of a word; a form that is only put together of stem and ending counts less than a listed one."""
        if len(word) == 1:
            return 6.5 if word == "و" else 0.0
        listed = self._listed.get(word, 0.0)
        own = self.counts.get(word, 0)
        if own >= (2 if listed else 8) and len(word) > 2:
            # Bits of words recur too: few sightings raise a rare word but a little.
            most = 9.0 if own >= 8 else listed + 1.0
            listed = max(listed, min(most, self._floor + math.log10(own) - 0.3))
        if listed:
            return listed
        if not word.endswith(_ENDINGS):
            return 0.0
        ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) > 2), None)
        return max(0.0, self._listed.get(word[: -len(ending)], 0.0) - 2.0) if ending else 0.0

    def _search(self, raw: str, first: bool, last: bool) -> Wording:
        found = re.sub(r"\s+", " ", raw)
        marks = [(m.group(), len(m.group(1))) for m in re.finditer(r"(\s*)(\S)", raw)]
        chars = "".join(p[0].strip() for p in marks)
        gaps = [p[1] for p in marks]
        gaps[0] = 0
        if len(chars) > _LONGEST_UNCUT or len(chars) < 2:
            return Wording(_tidy(found), -3.0 * len(chars))
        cuts = self._cuts(chars, gaps)
        mixed = any({_sort(a), _sort(b)} in _FOREIGN for a, b in itertools.pairwise(chars))
        whole = 0.0 if max(gaps) > 1 or mixed else _WHOLE if max(gaps) else 2 * _WHOLE
        layers: list[_Layer] = [{} for _ in cuts]
        layers[-1]["", ""] = (0.0, "")
        for k in range(len(cuts) - 1, 0, -1):
            states = sorted(layers[k].items(), key=self._prospect)[:_BEAM]
            pieces = self._pieces(chars, gaps, cuts[: k + 1])
            if k == len(cuts) - 1:
                pieces = [p.opening(j == 0, whole, first) for j, p in enumerate(pieces)]
            for state, reached in states:
                self._extend(layers, pieces, state, reached, last)
        best = max(((s + self._word(w, b), t) for (w, b), (s, t) in layers[0].items()), default=(0.0, found))
        return Wording(_tidy(best[1]), best[0])

    def _prospect(self, reached: tuple[tuple[str, str], tuple[float, str]]) -> float:
        """What a reading costs with the best that its open word may become: as it stands, or the commonest that goes on so."""
        (word, before), (score, _) = reached
        outlook = self._word(word, before)
        zipf = self._begins.get(word)
        if zipf is not None and (whole := (zipf - 9) * 2.303) > outlook:
            outlook = whole
        return -score - outlook

    def _pieces(self, chars: str, gaps: Sequence[int], cuts: Sequence[tuple[int, float]]) -> list[_Piece]:
        """The pieces that end at the last cut, by the cut at which each begins."""
        found: list[_Piece] = []
        tokens: tuple[str, ...] = ()
        inner: tuple[float, ...] = ()
        for (start, price), (end, _) in zip(cuts[-2::-1], cuts[:0:-1], strict=True):
            stretch = chars[start:end]
            if not tokens or gaps[end] or _sort(chars[end]) != _sort(chars[end - 1]):
                inner = (self._word(tokens[0], stretch), *inner) if len(tokens) > 1 else inner
                tokens = (stretch, *tokens)
            else:
                tokens = (stretch + tokens[0], *tokens[1:])
                inner = (self._word(tokens[1], tokens[0]), *inner[1:]) if inner else inner
            found.append(_Piece(tokens, " ".join(tokens), _sort(stretch[0]) == "letter", price, inner))
        return found[::-1]

    def _extend(
        self, layers: list[_Layer], pieces: Sequence[_Piece], state: tuple[str, str], reached: tuple[float, str], last: bool
    ) -> None:
        """Sets every piece behind a state: as its own words, or so that the open word goes on."""
        (word, before), (score, text) = state, reached
        closing = self._word(word, before)
        goes_on = bool(word) and _sort(word[-1]) == "letter"
        for j in range(len(pieces) - 1, -1, -1):
            piece, layer = pieces[j], layers[j]
            tokens = piece.tokens
            value = score + piece.price
            if j == 0:
                value -= piece.ending(last, True)
            if text:
                value = value + closing - 0.7
            if len(tokens) == 1:
                key = (tokens[0], word or before)
                known = layer.get(key)
            else:
                key = (tokens[-1], tokens[-2])
                known = layer.get(key)
                if known is None or known[0] < value:  # words only cost: what is dearer already need not be priced
                    value += self._word(tokens[0], word or before)
                    for more in piece.inner:
                        value += more
            if known is None or known[0] < value:
                layer[key] = (value, f"{text} {piece.text}" if text else piece.text)
            if not (goes_on and piece.letters):
                continue
            value = score + piece.price
            if j == 0:
                value -= piece.ending(last, False)
            value -= 0.7
            head = word + tokens[0]
            if len(tokens) == 1:
                key = (head, before)
                known = layer.get(key)
            else:
                key = (tokens[-1], tokens[-2] if len(tokens) > 2 else head)
                known = layer.get(key)
                if known is None or known[0] < value:
                    value += self._word(head, before)
                    if piece.inner:
                        value += self._word(tokens[1], head)
                        for more in piece.inner[1:]:
                            value += more
            if known is None or known[0] < value:
                layer[key] = (value, text + piece.text)


class _Scores(dict[str, float]):
    """The score of every word that was asked for, found once."""

    def __init__(self, score: Callable[[str], float]) -> None:
        super().__init__()
        self._score = score

    def __missing__(self, word: str) -> float:
        self[word] = found = self._score(word)
        return found


_Layer = dict[tuple[str, str], tuple[float, str]]
"""(open word, word before) to (score, text so far), of the readings that have come to one cut."""


class _Piece(NamedTuple):
    """The words between two cuts; `price` is that of the cut and of where the piece stands, `inner` what its words between the
    first and the last score."""

    tokens: Sequence[str]
    text: str
    letters: bool
    price: float
    inner: tuple[float, ...]

    def opening(self, whole: bool, reward: float, first: bool) -> _Piece:
        """The piece as the first of a cell, `whole` where it is the only one too."""
        head, end = self.tokens[0], self.tokens[-1]
        bracket = 5.0 if head == "(" else 6.0 if head == ")" and (not whole or end != "(") else 0.0
        edge = _BAD_EDGE if first and head in _NO_BEGINNING else 0.0
        return self._replace(price=self.price + (reward if whole else 0.0) - bracket - edge)

    def ending(self, last: bool, apart: bool) -> float:
        """Price of the piece as the end of a cell; `apart`: its first word is one of its own."""
        end = self.tokens[-1]
        hanging = last and end in _NO_END and (len(self.tokens) > 1 or apart)
        return (5.0 if end == ")" else 0.0) + (_BAD_EDGE if hanging else 0.0)


_SHORT = frozenset(
    "و در از به با بر تا که را دو سه چاپ آن این یا هر ها های ای اند است شد قم گل آب گاز برق راه کل نو کار فن نفر مد سن چک".split()  # noqa: SIM905
)
"""Words of two and three letters that are no bits of others."""
_NO_BEGINNING = frozenset(["ها", "های", "هایی", "ای", "و", "ی"])
_NO_END = frozenset(["و", "در", "به", "از", "بر", "با", "تا"])
_BAD_EDGE = 7.0
_BIT = 3.0
"""Price of a word of two letters that is not a common one: it is oftener a bit of another word."""
_ENDINGS = ("هایی", "های", "ها", "ی", "ان", "ات")
_FOREIGN = ({"letter", "digit"}, {"letter", "latin"})


@lru_cache(maxsize=4096)
def _sort(char: str) -> str:
    return "digit" if char.isdigit() else "latin" if char.isascii() and char.isalpha() else "letter" if char.isalpha() else char


def _tidy(text: str) -> str:
    """Brackets turned round, spaces set as in print."""
    kept = re.sub(r"\(\s*([\d./]+)\s*\)", "\x01\\1\x02", text)
    text = kept.translate(_MIRROR).replace("\x01", "(").replace("\x02", ")")
    text = re.sub(r"(?<!\d)\s*([،؛:.!؟]+)\s*(?!\d)", r"\1 ", text)
    text = re.sub(r"([(\[«])\s*", r" \1", text)
    text = re.sub(r"\s*([)\]»])", r"\1", text)
    text = re.sub(r"\s*/\s*", "/", text)
    text = re.sub(r"\s*[-–_]\s*", " - ", text)
    return re.sub(r"\s+", " ", text).strip(" -")
