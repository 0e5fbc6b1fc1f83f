"""Header lines cut into column names.

Where a line was repaired, its names are cut out of the repaired text, and the raw line tells where cells border: at wide
gaps, and (mirrored) in what order they stand. A line that starts without a space goes on in the next one: the space that
leads a raw line is the end of its cell.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.corpus import Line
from indexer.structure.entities import bag, letters
from indexer.structure.tables.damaged.names import YEAR, Name, named
from indexer.structure.tables.damaged.regions import VERTICAL, terms
from indexer.structure.tables.damaged.wording import Reader


@dataclass(frozen=True)
class Word:
    """A word with the raw stretch it came from; `wide`: a border of cells may stand before it; `jump`: its letters do not
    follow those of the word before it in the raw line."""

    text: str
    start: int
    end: int
    wide: bool
    jump: bool = False


@dataclass(frozen=True)
class HeaderLine:
    """A line of a header; `joined` where no blank line stands before it, `words` of the repaired text where there is one."""

    raw: str
    joined: bool
    words: tuple[Word, ...] = ()
    repaired: bool = False

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words) or letters(self.raw)

    @property
    def closed(self) -> bool:
        """Whether the line ends its cell."""
        return self.raw.startswith(" ") or (bool(re.fullmatch(r"\s*\d+\s*", self.raw)) and self.raw.endswith(" "))


_UNKNOWN = -15.0
"""Log likelihood below which a word is none."""


def header_line(line: Line, raw: str, joined: bool, reader: Reader) -> HeaderLine:
    """The line with its repaired words, if its map ties every word to the raw line; `raw` has Persian letter forms."""
    same = re.sub(r"\s+", " ", line.text).strip() == re.sub(r"\s+", " ", raw).strip()
    if same:
        if not all(reader.known(w) > _UNKNOWN for w in re.findall(r"[^\W\d]+", raw)):
            return HeaderLine(raw, joined)
        origin, text = {i: i for i in range(len(raw))}, raw
    elif not line.map:
        return HeaderLine(raw, joined)
    else:
        origin, text = {at + i: source + i for at, source, size in line.map for i in range(size)}, line.text
    stretch = [0] * (len(raw) + 1)
    for k, match in enumerate(re.finditer(r"\S+(?:\s\S+)*", raw)):
        stretch[match.start() : match.end()] = [k] * (match.end() - match.start())
    found: list[tuple[str, list[int]]] = []
    for match in re.finditer(r"\S+", text):
        places = [origin[i] for i in range(match.start(), match.end()) if i in origin and origin[i] < len(raw)]
        if not places and any(c.isalnum() for c in match[0]):
            return HeaderLine(raw, joined)
        found.append((match[0], places))
    _untangle(found, stretch)
    runs = [sorted({stretch[p] for p in places}) for _, places in found]
    words: list[Word] = []
    last = -2
    for k, (word, places) in enumerate(found):
        before = {s for run in runs[:k] for s in run}
        after = {s for run in runs[k:] for s in run}
        # A stretch on both sides of a gap: the gap is a lost letter's, no border of cells.
        wide = k == 0 or not (before & after or word[0] == "(" or YEAR.match(word) or word == "ماهه")
        start, end = (min(places), max(places) + 1) if places else (words[-1].start, words[-1].end) if words else (0, 0)
        jump = k > 0 and bool(places) and (places[0] < last or bool(raw[last + 1 : places[0]].strip()))
        words.append(Word(word, start, end, wide, jump))
        last = places[-1] if places else last
    return HeaderLine(raw, joined, tuple(words), not same)


def _untangle(found: list[tuple[str, list[int]]], stretch: Sequence[int]) -> None:
    """Words that stand in the line several times: each takes the place by its neighbours, whichever the map gave it."""

    def breaks() -> int:
        return sum(stretch[a[1][-1]] != stretch[b[1][0]] for a, b in itertools.pairwise(found) if a[1] and b[1])

    for i, (word, places) in enumerate(found):
        for j in range(i + 1, len(found)):
            if found[j][0] == word and places and found[j][1]:
                now = breaks()
                found[i], found[j] = (word, found[j][1]), (word, found[i][1])
                if breaks() >= now:
                    found[i], found[j] = (word, found[j][1]), (word, found[i][1])


def _parts(words: Sequence[str], clean: bool = False) -> list[tuple[int, int, Name | None]]:
    """The words as usual names and words outside of one, at least cost: a usual name is cheap, a word outside dear."""
    count = len(words)
    best: list[tuple[float, list[tuple[int, int, Name | None]]]] = [(0.0, []), *[(1e9, []) for _ in range(count)]]
    for i in range(count):
        cost, parts = best[i]
        for j in range(i + 1, min(count, i + 6) + 1):
            # In a clean line no name begins with its year or a bracket.
            name = None if clean and (YEAR.match(words[i]) or words[i][0] == "(") else named(words[i:j])
            if name is not None and cost + 1.0 < best[j][0]:
                best[j] = (cost + 1.0, [*parts, (i, j, name)])
        if cost + 1.5 < best[i + 1][0]:
            best[i + 1] = (cost + 1.5, [*parts, (i, i + 1, None)])
    return best[count][1]


def _firm(parts: Sequence[tuple[int, int, Name | None]], wide: Sequence[bool]) -> list[bool]:
    """Usual names that count: their neighbours are usual names too, or wide gaps; a telling one where that holds on one
    side."""
    firm = []
    for k, (i, j, n) in enumerate(parts):
        left = wide[i] or (k > 0 and parts[k - 1][2] is not None)
        right = wide[j] or (k + 1 < len(parts) and parts[k + 1][2] is not None)
        telling = n is not None and (
            n.kinds in ("I", "E") or "ماهه" in n.text or bool(YEAR.search(n.text)) or len(bag(n.text)) >= 7
        )
        firm.append(n is not None and ((left and right) or (telling and (left or right))))
    return firm


def raw_names(raw: str, forward: bool, reader: Reader) -> list[Name]:
    """The names that stand side by side in a raw line, in reading order: usual names found by their letters, the rest cut
    at wide gaps."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", letters(raw))]
    count = len(words)
    parts = _parts([w[0] for w in words])
    wide = [k in (0, count) or words[k][1] - words[k - 1][2] >= 2 for k in range(count + 1)]
    firm = _firm(parts, wide)
    covered = sum(j - i for (i, j, _), f in zip(parts, firm, strict=True) if f)
    far = [letters(c) for c in re.split(r"\s{4,}", raw.strip()) if c.strip()]
    if sum(firm) < 2 and len(far) > 1 and count > 2:
        read = [named(c.split()) or Name(reader.read(c).text, "IETNP") for c in far]
        return read if forward else read[::-1]
    heads = any(f and n is not None and n.kinds == "I" for (_, _, n), f in zip(parts, firm, strict=True))
    if not heads and (sum(firm) < 2 or covered < 0.4 * count):
        whole = named([w[0] for w in words])
        return [whole or Name(reader.read(letters(raw)).text, "IETNP")]
    found: list[Name] = []
    loose: list[tuple[int, int]] = []
    for (i, j, name), good in zip([*parts, (count, count, Name("", ""))], [*firm, True], strict=True):
        if not good:
            loose.append((i, j))
            continue
        if loose:
            text = raw[words[loose[0][0]][1] : words[loose[-1][1] - 1][2]]
            found.append(Name(reader.read(letters(text)).text, "IETNP"))
            loose = []
        if name is not None and name.text:
            found.append(name)
    return found if forward else found[::-1]


MANNERS = ("usual", "gaps", "both", "words", "edges")
"""How a repaired line is cut: round usual names, at wide gaps, at both, also before words that begin a name,
round every usual name at an edge."""
_LABEL = re.compile(r"(?:(?:در|تا ?پایان|تا)\s)?\s*(?:سال\s)?\s*1[34]\d\d")
"""A line that dates the name before it."""


def _openings(words: Sequence[Word]) -> set[int]:
    """Words that may begin a name behind another without a gap: the line's first word again, a word that usually begins one."""
    begins = {bag(t) for t in terms()["begins"]}
    return {
        k
        for k, w in enumerate(words)
        if k and ((w.text == words[0].text and len(w.text) > 3) or (w.jump and w.text[0] != "(" and bag(w.text) in begins))
    }


def repaired_names(words: Sequence[Word], forward: bool, manner: str, gaps: bool = True) -> list[Name]:
    """The names of a repaired line in the order of its cells; without `gaps` a wide gap alone is no border."""
    count = len(words)
    texts = [w.text for w in words]
    cuts = {0, count}
    wide = {k for k, w in enumerate(words) if w.wide} | {count}
    if manner != "usual" and gaps:
        cuts |= wide
    if manner != "gaps":
        parts = _parts(texts, True)
        firm = _firm(parts, [k in wide for k in range(count + 1)])
        for k, (i, _, name) in enumerate(parts):
            # The year of a phrase («... در سال ...») is no name of its own.
            if name is not None and re.fullmatch(r"سال 1[34]\d\d", name.text) and i and i not in wide:
                firm[k] = firm[k] and parts[k - 1][2] is not None
        if manner in ("words", "edges"):
            # At the line's edges a usual name needs no second sign but, but for the last manner, another run behind it.
            jumps = {k for k, w in enumerate(words) if w.jump} if manner == "words" else set(range(count))
            sides = wide if manner == "words" else wide | {j for _, j, n in parts if n is not None}
            firm = [
                f
                or (
                    n is not None and not n.text.startswith("سال") and ((i in sides and j in jumps) or (j in wide and i in jumps))
                )
                for f, (i, j, n) in zip(firm, parts, strict=True)
            ]
        for (i, j, name), good in zip(parts, firm, strict=True):
            if good and name is not None:
                cuts -= set(range(i + 1, j))
                cuts |= {i, j}
    if manner in ("words", "edges"):
        cuts |= _openings(words)
    depth = 0
    for k, text in enumerate(texts):
        if depth > 0:
            cuts.discard(k)
        depth += text.count("(") - text.count(")")
    edges = sorted(cuts)
    spans = [(a, b) for a, b in itertools.pairwise(edges) if b > a]
    found = [(named(texts[a:b]) or Name(" ".join(texts[a:b]), "IETNP"), words[a:b]) for a, b in spans]
    single = [[w for w in ws if texts.count(w.text) == 1] for _, ws in found]
    # Where rows run forward the header may still be mirrored: the repaired order is the better witness.
    if forward or not all(single):
        return [name for name, _ in found]
    places = [(min(w.start for w in ws), max(w.end for w in ws)) for ws in single]
    order = sorted(range(len(found)), key=lambda k: places[k], reverse=True)
    apart = all(places[x][1] <= places[y][0] or places[y][1] <= places[x][0] for x, y in itertools.pairwise(order))
    return [found[k][0] for k in (order if apart else range(len(found)))]


def stack(
    header: Sequence[HeaderLine], forward: bool, reader: Reader, manner: str | None = None, ends: bool = False
) -> list[Name]:
    """All names of a header in reading order, a line that may go on the name before it marked as not opening one.

    `manner` cuts repaired lines so, None reads the raw ones; with `ends` a cell goes on until a line closes it.
    """
    names: list[Name] = []
    vertical = closed = False
    going = False
    for line in header:
        raw = line.raw
        if bag(raw) in VERTICAL and len(bag(raw)) <= 2:
            if not vertical:
                names.append(Name("ردیف", "I"))
            vertical = True
            going = False
            continue
        goes_on, going = going and not line.joined and ends and bool(names), not line.closed
        text = line.text if manner else letters(raw)
        if YEAR.fullmatch(raw.strip()) or re.fullmatch(r"\s*\d\d\s*", raw):
            if goes_on:
                names[-1] = joined(names[-1], raw.strip())
            else:
                names.append(Name(raw.strip(), "IETNP", False))
            continue
        bracket = r"\s*\([^()]*\)\s*" if manner and line.words else r"\s*[()][^()]*[()]\s*"
        if re.fullmatch(bracket, text) and names:
            inner = text.strip(" ()") if manner and line.words else reader.read(letters(raw).strip(" ()")).text
            names[-1] = Name(f"{names[-1].text} ({inner})", names[-1].kinds, names[-1].opens)
            closed = True
            continue
        if manner and line.words:
            # A cell of several lines is narrow: gaps in it are those of lost letters.
            found = repaired_names(line.words, forward, manner, not ends or (line.closed and not goes_on))
        else:
            found = raw_names(raw, forward, reader)
        if goes_on or (names and names[-1].text.count("(") > names[-1].text.count(")")) or (ends and names and text[:1] == "("):
            names[-1] = joined(names[-1], found[0].text)
            names += found[1:]
            continue
        opens = line.joined or closed or ends or not raw.startswith(" ")
        closed = found[-1].text.endswith(")")
        if len(found) == 1:
            label = bool(ends and names and line.closed and _LABEL.fullmatch(found[0].text))
            label = label and not ("پایان" in text and "ماهه" in names[-1].text)
            if label and text.startswith("در ") and not YEAR.search(names[-1].text):
                names[-1] = joined(names[-1], text)
                continue
            opens = opens and not label and not (line.closed and text.split()[0] in ("در", "به", "از", "و"))
            found = [Name(found[0].text, "NP" if label else found[0].kinds, opens)]
        names += found
    if names and names[0].kinds != "I":
        names = [n for n in names if n.kinds == "I"] + [n for n in names if n.kinds != "I"]
    merged: list[Name] = []
    for name in names:
        whole = named(f"{merged[-1].text} {name.text}".split()) if merged and (not name.opens or name.text == "سال") else None
        if whole is not None and len(bag(whole.text)) >= len(bag(merged[-1].text)):
            merged[-1] = Name(whole.text, whole.kinds, merged[-1].opens)
        else:
            merged.append(name)
    return merged


def joined(name: Name, text: str) -> Name:
    """A name with the words of its next line."""
    whole = named(f"{name.text} {text}".split())
    return Name(whole.text, whole.kinds, name.opens) if whole else Name(f"{name.text} {text}", "IETNP", name.opens)
