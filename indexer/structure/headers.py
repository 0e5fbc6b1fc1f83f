"""Column names, units, years and measures from a header's lines.

A header comes out as a stack: names of one line side by side (last column first where rows are mirrored), names of several lines one
after the other, and the names of a second level behind all of the first. Names are cut out of the lines, put in reading order, and laid
over the columns by least cost: a name should fit its column's kind, a name too many is the group over the names behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from indexer.corpus import Column
from indexer.structure.entities import bag, letters
from indexer.structure.grid import Grid, units
from indexer.structure.regions import VERTICAL, terms
from indexer.structure.wording import Reader

_YEAR = re.compile(r"1[34]\d\d")


@dataclass(frozen=True)
class Name:
    """A column name as read, and the kinds of column it may head (`INET`, all where nothing is known)."""

    text: str
    kinds: str


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Letter bag to (name, kinds) for the usual column names, dated ones without their year."""
    found: dict[str, tuple[str, str]] = {}
    columns = terms()["columns"]
    for kind in "IETN":
        for name in columns[kind]:  # type: ignore[call-overload]
            found[bag(name)] = (name, kind)
    for name in columns["dated"]:  # type: ignore[call-overload]
        found.setdefault(bag(name), (name, "N"))
    return found


@cache
def _match(letters_of: str) -> tuple[str, str] | None:
    """The usual name with these letters, up to two lost ones in a name of five letters and more (one in a name of four)."""
    known = _known()
    if letters_of in known:
        return known[letters_of]
    have = Counter(letters_of)
    best: tuple[int, str] | None = None
    for key in known:
        missing = len(key) - len(letters_of)
        if 0 < missing <= (2 if len(key) >= 7 else 1 if len(key) >= 4 else 0) and not have - Counter(key) and (best is None or missing < best[0]):
            best = (missing, key)
    return known[best[1]] if best else None


def _named(words: Sequence[str]) -> Name | None:
    """The usual name that a few words are, with the year that stands among them."""
    text = "".join(words)
    year = _YEAR.search(text)
    letters_only = bag(_YEAR.sub("", text))
    if not letters_only or re.search(r"\d", letters_only):
        return None
    hit = _match(letters_only)
    if hit is None:
        return None
    name, kind = hit
    return Name(f"{name} {year[0]}" if year else name, kind)


def _cells_of(raw: str, forward: bool, reader: Reader) -> list[Name]:
    """The names that stand side by side in one line, in reading order: usual names found by their letters, the rest cut at wide gaps."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", letters(raw))]
    count = len(words)
    # best[i]: (cost, names) of the first i words; a usual name is cheap, a word outside of one dear.
    best: list[tuple[float, list[tuple[int, int, Name | None]]]] = [(0.0, [])] + [(1e9, [])] * count
    for i in range(count):
        cost, parts = best[i]
        for j in range(i + 1, min(count, i + 6) + 1):
            name = _named([w[0] for w in words[i:j]])
            if name is not None and cost + 1.0 < best[j][0]:
                best[j] = (cost + 1.0, [*parts, (i, j, name)])
        if cost + 1.5 < best[i + 1][0]:
            best[i + 1] = (cost + 1.5, [*parts, (i, i + 1, None)])
    found: list[Name] = []
    loose: list[tuple[int, int]] = []

    def close() -> None:
        if loose:
            text = raw[words[loose[0][0]][1] : words[loose[-1][1] - 1][2]]
            pieces = re.split(r"\s{3,}", text)
            found.extend(Name(reader.read(letters(p)).text, "IETN") for p in pieces)
            loose.clear()

    for i, j, name in best[count][1]:
        if name is None:
            loose.append((i, j))
        else:
            close()
            found.append(name)
    close()
    return found if forward else found[::-1]


def _stack(header: Sequence[tuple[int, str, bool]], forward: bool, reader: Reader) -> list[Name]:
    """All names of a header in reading order; lines of one name are put together."""
    names: list[Name] = []
    lines: list[str] = []
    vertical = ""

    def close() -> None:
        if not lines:
            return
        whole = _named(" ".join(lines).split())
        if whole is not None:
            names.append(whole)
        else:
            per_line = [_cells_of(line, forward, reader) for line in lines]
            if all(len(p) == 1 for p in per_line):
                years = " ".join(p[0].text for p in per_line)
                names.append(Name(years, "IETN"))
            else:
                names.extend(n for p in per_line for n in p)
        lines.clear()

    for _, raw, joined in header:
        if bag(raw) in VERTICAL and len(bag(raw)) <= 2:
            vertical += raw
            continue
        if vertical:
            names.append(Name("ردیف", "I"))
            vertical = ""
        opens = joined or not raw.startswith(" ")
        if opens or (lines and _named(" ".join(lines).split()) is not None and _named(" ".join([*lines, raw]).split()) is None):
            close()
        single = _cells_of(raw, forward, reader)
        if len(single) > 1:
            close()
            names.extend(single)
        else:
            lines.append(raw)
    close()
    return names


def heads_forward(header: Sequence[tuple[int, str, bool]], forward: bool) -> bool:
    """Whether names in one line stand in reading order: the running number's or the first name's place tells, else the rows' habit."""
    for _, raw, _ in header:
        words = letters(raw).split()
        if len(words) < 3:
            continue
        first = any(_named(words[:n]) and (_named(words[:n]) or Name("", "")).kinds == "I" for n in (1, 2))
        last = any(_named(words[-n:]) and (_named(words[-n:]) or Name("", "")).kinds == "I" for n in (1, 2))
        if first != last:
            return first
    return forward


def _lay(names: Sequence[Name], kinds: str) -> list[str] | None:
    """Names over columns by least cost: a name may go on the one before it, a column may stay without, a name may be a group."""
    width, count = len(kinds), len(names)
    best: dict[tuple[int, int], tuple[float, tuple[tuple[str, ...], ...], str]] = {(0, 0): (0.0, (), "")}
    for i in range(count + 1):
        for k in range(width + 1):
            state = best.get((i, k))
            if state is None:
                continue
            cost, laid, group = state

            def offer(key: tuple[int, int], value: tuple[float, tuple[tuple[str, ...], ...], str]) -> None:
                if key not in best or value[0] < best[key][0]:
                    best[key] = value

            if i < count and k < width:
                fit = 0.0 if kinds[k] in names[i].kinds and len(names[i].kinds) == 1 else 0.4 if kinds[k] in names[i].kinds else 2.5
                parts = (group, names[i].text) if group else (names[i].text,)
                offer((i + 1, k + 1), (cost + fit, (*laid, parts), group))
            if i < count and k > 0 and laid:
                offer((i + 1, k), (cost + 1.1, (*laid[:-1], (*laid[-1][:-1], f"{laid[-1][-1]} {names[i].text}")), group))
            if i < count and len(names[i].kinds) > 1:
                offer((i + 1, k), (cost + 0.9, laid, names[i].text))
            if k < width:
                offer((i, k + 1), (cost + 1.6, (*laid, ("",)), group))
    final = best.get((count, width))
    if final is None:
        return None
    return [" - ".join(p for p in parts if p) for parts in final[1]]


_DEFAULT = {"I": "ردیف", "E": "نام استان", "T": "عنوان", "N": "مقدار"}
_ROLES = {"I": "index", "E": "entity", "T": "text", "N": "value"}


def name_columns(grid: Grid, header: Sequence[tuple[int, str, bool]], caption: str, forward: bool, reader: Reader) -> tuple[Column, ...]:
    """A column record for every column of the grid; `header` gives number, raw text and whether it is joined to the line before."""
    names = _stack(header, forward, reader)
    if grid.blocks > 1:
        names = names[: max(1, len(names) // grid.blocks)]
    laid = _lay(names, grid.kinds) if len(names) <= 40 else None
    found: list[str] = []
    for k, kind in enumerate(grid.kinds):
        name = laid[k] if laid else ""
        if kind in "IE" and (not name or len(name) > 25):
            name = _DEFAULT[kind]
        found.append(name or (_DEFAULT[kind] if k else _DEFAULT.get(kind, "عنوان")))
    repeated = Counter(found)
    seen: Counter[str] = Counter()
    columns = []
    for kind, name in zip(grid.kinds, found, strict=True):
        seen[name] += 1
        if repeated[name] > 1 and kind == "N":
            name = f"{name} ({seen[name]})"
        columns.append(_column(kind, name, caption))
    return tuple(columns)


def _column(kind: str, name: str, caption: str) -> Column:
    year = _YEAR.findall(name)
    unit = None
    if kind == "N":
        unit = _unit(name)
        if unit is None and "درصد" not in name and "%" not in name:
            unit = _unit(caption, bracketed=True)
    measure = None
    if kind == "N":
        measure = next((m for m, words in terms()["measures"].items() if any(w in name for w in words)), None)  # type: ignore[attr-defined]
    return Column(name=name, role=_ROLES[kind], unit=unit, year=int(year[-1]) if year else None, measure=measure)  # type: ignore[arg-type]


def _unit(text: str, bracketed: bool = False) -> str | None:
    """The unit that a name or caption gives: in brackets, or behind «ارقام به»."""
    known = sorted(set(units().values()), key=len, reverse=True)
    for inner in re.findall(r"\(([^()]*)\)", text):
        if bag(inner) in units():
            return units()[bag(inner)]
        found = next((u for u in known if len(u) > 3 and bag(u) and not Counter(bag(u)) - Counter(bag(inner)) and len(bag(inner)) <= len(bag(u)) + 14), None)
        if found and ("ریال" in found or not bracketed):
            return found
    if bracketed:
        letters_of = Counter(bag(text))
        for unit in ("میلیون ریال", "میلیارد ریال"):
            if not Counter(bag("ارقام به" + unit)) - letters_of and re.search(r"\(|\)|ارقام|مبالغ", text):
                return unit
    return "درصد" if not bracketed and "درصد" in text else None
