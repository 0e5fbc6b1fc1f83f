"""Column names, units, years and measures from a header's lines.

A header comes out as a stack: names of one line side by side (last column first where rows are mirrored), names of several
lines one
after the other, and the names of a second level behind all of the first. Names are cut out of the lines, put in reading
order, and laid
over the columns by least cost: a name should fit its column's kind, a name too many is the group over the names behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.corpus import Column
from indexer.structure.cells import units
from indexer.structure.entities import bag, letters
from indexer.structure.grid import Grid
from indexer.structure.levels import Laid, best_names, compact
from indexer.structure.names import YEAR, Name, named
from indexer.structure.regions import VERTICAL, terms
from indexer.structure.wording import Reader


def _cells_of(raw: str, forward: bool, reader: Reader) -> list[Name]:
    """The names that stand side by side in one line, in reading order: usual names found by their letters, the rest cut at
    wide gaps."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", letters(raw))]
    count = len(words)
    # best[i]: (cost, names) of the first i words; a usual name is cheap, a word outside of one dear.
    best: list[tuple[float, list[tuple[int, int, Name | None]]]] = [(0.0, []), *[(1e9, []) for _ in range(count)]]
    for i in range(count):
        cost, parts = best[i]
        for j in range(i + 1, min(count, i + 6) + 1):
            name = named([w[0] for w in words[i:j]])
            if name is not None and cost + 1.0 < best[j][0]:
                best[j] = (cost + 1.0, [*parts, (i, j, name)])
        if cost + 1.5 < best[i + 1][0]:
            best[i + 1] = (cost + 1.5, [*parts, (i, i + 1, None)])
    parts = best[count][1]

    def wide(place: int) -> bool:
        """Whether a wide gap or an edge of the line stands before this word."""
        return place in (0, count) or words[place][1] - words[place - 1][2] >= 2

    # A usual name counts where its neighbours are usual names too, or wide gaps; a telling one where that holds on one side.
    firm = []
    for k, (i, j, n) in enumerate(parts):
        left = wide(i) or (k > 0 and parts[k - 1][2] is not None)
        right = wide(j) or (k + 1 < len(parts) and parts[k + 1][2] is not None)
        telling = n is not None and (
            n.kinds in ("I", "E") or "ماهه" in n.text or bool(YEAR.search(n.text)) or len(bag(n.text)) >= 7
        )
        firm.append(n is not None and ((left and right) or (telling and (left or right))))
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


def _stack(header: Sequence[tuple[int, str, bool]], forward: bool, reader: Reader) -> list[Name]:
    """All names of a header in reading order, a line that may go on the name before it marked as not opening one."""
    names: list[Name] = []
    vertical = closed = False
    for _, raw, joined in header:
        if bag(raw) in VERTICAL and len(bag(raw)) <= 2:
            if not vertical:
                names.append(Name("ردیف", "I"))
            vertical = True
            continue
        if YEAR.fullmatch(raw.strip()) or re.fullmatch(r"\s*\d\d\s*", raw):
            names.append(Name(raw.strip(), "IETNP", False))
            continue
        if re.fullmatch(r"\s*[()][^()]*[()]\s*", raw) and names:
            inner = reader.read(letters(raw).strip(" ()")).text
            names[-1] = Name(f"{names[-1].text} ({inner})", names[-1].kinds, names[-1].opens)
            closed = True
            continue
        found = _cells_of(raw, forward, reader)
        opens = joined or closed or not raw.startswith(" ")
        closed = found[-1].text.endswith(")")
        if len(found) == 1:
            found = [Name(found[0].text, found[0].kinds, opens)]
        names += found
    names = [n for n in names if n.kinds == "I"] + [n for n in names if n.kinds != "I"]
    merged: list[Name] = []
    for name in names:
        whole = named(f"{merged[-1].text} {name.text}".split()) if merged and (not name.opens or name.text == "سال") else None
        if whole is not None and len(bag(whole.text)) >= len(bag(merged[-1].text)):
            merged[-1] = Name(whole.text, whole.kinds, merged[-1].opens)
        else:
            merged.append(name)
    return merged


def _wide_cells(header: Sequence[tuple[int, str, bool]], kinds: str, forward: bool, reader: Reader) -> Laid | None:
    """A header of one line whose wide gaps cut it into exactly as many names as there are columns."""
    if len(header) != 1:
        return None
    cells = [c for c in re.split(r"\s{2,}", letters(header[0][1]).strip()) if c]
    if len(cells) != len(kinds):
        return None
    read = [named(c.split()) or Name(reader.read(c).text, "") for c in cells]
    read = read if forward else read[::-1]
    if any((n.kinds in ("I", "E") or kinds[k] in "IE") and n.kinds != kinds[k] for k, n in enumerate(read)):
        return None
    if any(n.kinds == "T" and kinds[k] in "NP" for k, n in enumerate(read)):
        return None
    return [(n.text,) for n in read]


def percent_columns(grid: Grid) -> set[int]:
    """Columns most of whose cells have a percent sign."""
    found = set()
    for k, kind in enumerate(grid.kinds):
        texts = [c.text for r in grid.rows if (c := r.cells[k]) is not None and c.kind == "N"]
        if kind == "N" and sum("%" in t or "٪" in t for t in texts) > 0.5 * len(texts):
            found.add(k)
    return found


def heads_forward(header: Sequence[tuple[int, str, bool]], forward: bool) -> bool:
    """Whether names in one line stand in reading order: the running number's or the first name's place tells, else the rows'
    habit."""
    for _, raw, _ in header:
        words = letters(raw).split()
        if len(words) < 3:
            continue
        first = any(named(words[:n]) and (named(words[:n]) or Name("", "")).kinds == "I" for n in (1, 2))
        last = any(named(words[-n:]) and (named(words[-n:]) or Name("", "")).kinds == "I" for n in (1, 2))
        if first != last:
            return first
    return forward


_DOUBTFUL = 5.0
"""Cost above which a header is not understood: its figure columns keep a general name."""
_DEFAULT = {"I": "ردیف", "E": "نام استان", "T": "عنوان", "N": "مقدار"}
_ROLES = {"I": "index", "E": "entity", "T": "text", "N": "value"}


def name_columns(
    grid: Grid, header: Sequence[tuple[int, str, bool]], caption: str, forward: bool, reader: Reader
) -> tuple[Column, ...]:
    """A column record for every column of the grid; `header` gives number, raw text and whether it is joined to the line
    before."""
    names = _stack(header, forward, reader)
    if grid.blocks > 1:
        names = names[: max(1, len(names) // grid.blocks)]
    percents = percent_columns(grid)
    kinds = "".join("P" if k in percents else kind for k, kind in enumerate(grid.kinds))
    if kinds[0] == "N" and all(c is None or YEAR.fullmatch(c.text) for c in (r.cells[0] for r in grid.rows)):
        kinds = "T" + kinds[1:]
    if not percents:
        names = [Name(n.text, "N", n.opens) if n.kinds == "P" else n for n in names]
    cost, laid = min((best_names(n, kinds) for n in (names, compact(names))), key=lambda r: r[0])
    if cost > 0.9 and (wide := _wide_cells(header, kinds, forward, reader)):
        laid = wide
    if cost > _DOUBTFUL:
        laid = [parts if grid.kinds[k] != "N" else () for k, parts in enumerate(laid)]
    found: list[str] = []
    for k, kind in enumerate(grid.kinds):
        name = " ".join(laid[k]).strip() if laid else ""
        if kind in "IE" and (named(name.split()) or Name("", "")).kinds != kind:
            name = _DEFAULT[kind]
        found.append(name or _DEFAULT[kind])
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
    year = YEAR.findall(name)
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
        found = next(
            (
                u
                for u in known
                if len(u) > 3 and bag(u) and not Counter(bag(u)) - Counter(bag(inner)) and len(bag(inner)) <= len(bag(u)) + 14
            ),
            None,
        )
        if found and ("ریال" in found or not bracketed):
            return found
    if bracketed:
        letters_of = Counter(bag(text))
        for unit in ("میلیون ریال", "میلیارد ریال"):
            if not Counter(bag("ارقام به" + unit)) - letters_of and re.search(r"\(|\)|ارقام|مبالغ", text):
                return unit
    return "درصد" if not bracketed and "درصد" in text else None
