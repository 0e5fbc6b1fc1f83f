"""Row groups become a grid: every row's cells in reading order, aligned to the columns that most rows share."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import yaml

from indexer.structure.entities import bag, is_total, letters, provinces
from indexer.structure.regions import YEAR_LABEL, Body, expected_index
from indexer.structure.rows import Atom, cut
from indexer.structure.wording import Reader

Place = tuple[int, int, int]
"""Line, start and end of a stretch of raw text."""


@dataclass(frozen=True)
class Item:
    """A cell: `kind` is I (running number), E (province), T (text), N (number) or D (dash, nothing); `turned` where order is
    doubtful."""

    kind: str
    text: str
    places: tuple[Place, ...]
    negative: bool = False
    turned: bool = False


@dataclass
class GridRow:
    """A row on its way: items in reading order, later one per column (None where the cell is empty)."""

    lines: list[int]
    items: list[Item]
    total: bool = False
    cells: list[Item | None] = field(default_factory=list)


@dataclass
class Grid:
    """The rows of one table and the kind of each column."""

    kinds: str
    rows: list[GridRow]
    blocks: int = 1
    annotations: set[int] = field(default_factory=set)
    forward: bool = False


@cache
def units() -> dict[str, str]:
    """Letter bag to unit of measure, from `data/units.yaml`."""
    data = yaml.safe_load(files("indexer").joinpath("data/units.yaml").read_text(encoding="utf-8"))
    return {bag(u): u for u in data}


def _item(atom: Atom, turned: bool = False) -> Item:
    kind = {"number": "N", "dash": "D", "text": "T"}[atom.kind]
    return Item(kind, atom.text, ((atom.line, atom.start, atom.end),), atom.negative, turned)


def _split_label(atoms: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """A year label (`سال 1401`) at the raw start or end of a line, apart from the rest."""
    for place in (0, -1):
        atom = atoms[place]
        if atom.kind != "text":
            continue
        words = atom.text.split()
        for count in (1, 2):
            label = words[:count] if place == 0 else words[-count:]
            if YEAR_LABEL.fullmatch(" ".join(label)) and re.search(r"\D", "".join(label)):
                size = len(atom.text) - len(atom.text.split(None, count)[count]) if len(words) > count else len(atom.text)
                if place == 0:
                    head = replace(atom, text=atom.text[:size].strip(), end=atom.start + len(atom.text[:size].rstrip()))
                    rest = replace(atom, text=atom.text[size:], start=atom.start + size)
                else:
                    size = len(atom.text) - len("".join(atom.text.rsplit(None, count)[-count:])) - (count - 1)
                    size = size if len(words) > count else 0
                    head = replace(atom, text=atom.text[size:].strip(), start=atom.start + size)
                    rest = replace(atom, text=atom.text[:size].rstrip(), end=atom.start + len(atom.text[:size].rstrip()))
                others = atoms[1:] if place == 0 else atoms[:-1]
                kept = [rest] if rest.text.strip() else []
                return [head], (kept + others if place == 0 else others + kept)
    return [], atoms


def orient(atoms: list[Atom], index: int | None, forward: bool) -> list[Item]:
    """The atoms of one line in reading order; `forward` is the table's habit, used where the line itself does not tell."""
    if index is not None and 0 < index < len(atoms) - 1:
        before = [a for a in atoms[: index - 1]]
        items = [_item(atoms[index]), _item(atoms[index - 1])]
        items += [_item(a, True) for a in atoms[index + 1 :]] + [_item(a, True) for a in reversed(before)]
        return [replace(items[0], kind="I"), *items[1:]]
    if index is not None and index > 0:
        items = [_item(a) for a in reversed(atoms)]
        return [replace(items[0], kind="I"), *items[1:]]
    if index == 0:
        items = [_item(a) for a in atoms]
        return [replace(items[0], kind="I"), *items[1:]]
    label, rest = _split_label(atoms) if len(atoms) > 1 else ([], atoms)
    if label:
        return [_item(label[0]), *(_item(a) for a in reversed(rest))]
    if all(a.kind != "text" for a in atoms):
        return [_item(a) for a in atoms]
    if atoms[-1].is_year and len(atoms) > 3:
        return [_item(a) for a in reversed(atoms)]
    if atoms[0].kind != "text" and atoms[-1].kind == "text":
        forward = False
    elif atoms[0].kind == "text" and atoms[-1].kind != "text" and len(atoms) > 1:
        forward = True
    return [_item(a) for a in (atoms if forward else list(reversed(atoms)))]


def _direction(rows: Sequence[list[Atom]], indexed: bool) -> bool:
    """Whether rows stand in reading order in the raw line: the running number (or the text) first in most of them."""
    votes: Counter[str] = Counter()
    for number, atoms in enumerate(rows, 1):
        index = expected_index(atoms, number, slack=3) if indexed else None
        if index is not None:
            votes["forward" if index == 0 else "reverse"] += 1
        elif len(atoms) > 3 and atoms[-1].is_year:
            votes["reverse"] += 1
        elif len(atoms) > 1 and atoms[0].kind != atoms[-1].kind and "text" in (atoms[0].kind, atoms[-1].kind):
            votes["forward" if atoms[0].kind == "text" else "reverse"] += 1
    return votes["forward"] > votes["reverse"]


def _read_backwards(group: list[int], raw: dict[int, str], last: list[Atom]) -> list[Item]:
    """A row whose first cells come in its last line: the cells of several lines before it are read from the last to the
    first."""
    segments: list[list[int]] = []
    for number in group[:-1]:
        if not segments or not raw[number].startswith((" ", "(", ")")):
            segments.append([])
        segments[-1].append(number)
    items = [_item(a) for a in last]
    for segment in reversed(segments):
        atoms = [a for n in segment for a in cut(raw[n], n)]
        texts = [_item(a) for a in atoms if a.kind == "text"]
        merged = texts[:1]
        for text in texts[1:]:
            merged[0] = _merge(merged[0], text)
        items += merged + [_item(a) for a in atoms if a.kind != "text"]
    return items


def _as_text(atoms: list[Atom], raw: str) -> list[Atom]:
    """A line of words with nothing but years among them is one text; a line of lone و is dashes drawn with kashida."""
    if re.fullmatch(r"[و\s–-]+", raw) and len(re.sub(r"\s", "", raw)) > 1:
        return [replace(atoms[0], kind="dash", text="-")]
    figures = [a for a in atoms if a.kind == "number"]
    if figures and all(a.is_year for a in figures) and sum(c.isalpha() for c in raw) >= 10 and len(atoms) > 1:
        start, end = atoms[0].start, max(a.end for a in atoms)
        return [Atom("text", raw[start:end], atoms[0].line, start, end)]
    return atoms


def _merge(first: Item, second: Item) -> Item:
    gap = " " if first.places[-1][0] == second.places[0][0] else "\n"
    return replace(first, text=f"{first.text}{gap}{second.text}", places=first.places + second.places)


def _read_group(
    group: list[int], raw: dict[int, str], expected: int | None, forward: bool, numeric: bool, flip: bool = False
) -> GridRow:
    """One group of lines as items in reading order. Text lines that are not set apart by a join belong to one cell.

    `flip` reads a line of text and one figure behind it the other way round.
    """
    items: list[Item] = []
    open_text = False
    if expected is None and len(group) > 1:
        last = cut(raw[group[-1]], group[-1])
        if last[0].kind == "text" and bag(last[0].text) in provinces():
            return GridRow(list(group), _read_backwards(group, raw, last))
    for number in group:
        atoms = _as_text(cut(raw[number], number), raw[number])
        if not atoms:
            continue
        joined = bool(raw.get(number - 1, "").strip())
        index = None
        if expected is not None and not any(i.kind == "I" for i in items):
            index = expected_index(atoms, expected, slack=3, numeric=numeric)
            if len(atoms) == 1 and atoms[0].text == str(expected):
                index = 0
        read = orient(atoms, index, forward)
        if flip and index is None and [a.kind for a in atoms] == ["text", "number"]:
            read.reverse()
        if open_text and len(atoms) == 1 and atoms[0].is_year and not joined:
            read = [replace(read[0], kind="T")]
        continues = open_text and len(read) == 1 and read[0].kind == "T" and not joined
        if continues:
            items[-1] = _merge(items[-1], read[0])
        else:
            items += read
        if index is not None and len(read) > 1:
            open_text = False
            continue
        open_text = (len(read) == 1 and read[0].kind == "T") or (continues and items[-1].kind == "T")
    return GridRow(list(group), items)


def _cut_item(item: Item, tokens: int, from_end: bool) -> tuple[Item, Item]:
    """Splits a one-line text item after (or before the last) `tokens` words: (words cut off, rest)."""
    line, start, _ = item.places[0]
    words = list(re.finditer(r"\S+", item.text))
    if from_end:
        edge = words[-tokens].start()
        off, rest = (edge, len(item.text)), (0, words[-tokens - 1].end() if len(words) > tokens else 0)
    else:
        edge = words[tokens - 1].end()
        off, rest = (0, edge), (words[tokens].start() if len(words) > tokens else edge, len(item.text))

    def piece(a: int, b: int) -> Item:
        return replace(item, text=item.text[a:b], places=((line, start + a, start + b),))

    return piece(*off), piece(*rest)


def _province_of(item: Item, prefer_end: bool) -> list[Item] | None:
    """A text item that holds a province and more, as the province's cell and the rest."""
    words = item.text.split()
    if bag(item.text) in provinces():
        return [replace(item, kind="E")]
    several = len({p[0] for p in item.places}) > 1
    parts = item.text.split("\n")
    for count in range(1, len(parts) if len(parts) == len(item.places) else 1):
        if bag("".join(parts[:count])) in provinces():
            name = replace(item, kind="E", text=" ".join(parts[:count]), places=item.places[:count])
            return [name, replace(item, text="\n".join(parts[count:]), places=item.places[count:])]
    if several:
        return None
    sizes = range(min(len(words) - 1, 6), 0, -1)
    for from_end in (prefer_end, not prefer_end):
        for size in sizes:
            part = words[-size:] if from_end else words[:size]
            if bag("".join(part)) in provinces():
                name, rest = _cut_item(item, size, from_end)
                return [replace(name, kind="E"), rest]
    return None


def _split_provinces(rows: list[GridRow], heads_entity: bool, forward: bool) -> None:
    """Marks province cells; takes a province out of a longer text only where the header speaks of provinces."""
    for row in rows:
        items: list[Item] = []
        for item in row.items:
            split = None
            if item.kind == "T" and bag(item.text) in provinces():
                split = [replace(item, kind="E")]
            elif item.kind == "T" and heads_entity and not any(i.kind == "E" for i in row.items) and not is_total(item.text):
                split = _province_of(item, not forward)
            items += split or [item]
        row.items = items
    body = [r for r in rows if not r.total]
    named = sum(any(i.kind == "E" for i in r.items) for r in body)
    if not heads_entity and named < 0.6 * len(body):
        for row in rows:
            row.items = [replace(i, kind="T") if i.kind == "E" else i for i in row.items]


def _closed_words(texts: Sequence[str], from_end: bool) -> dict[int, int] | None:
    """Row to the number of words at one end that belong to a short closed list, or None where the rows hold no such list.

    A closed list has at most a quarter as many values as there are rows, and four rows in five have one of them.
    """
    count: Counter[str] = Counter()
    for text in texts:
        words = text.split()
        count.update({bag("".join(words[-n:] if from_end else words[:n])) for n in range(1, min(4, len(words)))})
    found: dict[int, int] = {}
    values: set[str] = set()
    for number, text in enumerate(texts):
        words = text.split()
        sizes = range(1, min(4, len(words)))
        keys = {n: bag("".join(words[-n:] if from_end else words[:n])) for n in sizes}
        best = max(sizes, key=lambda n: (count[keys[n]], n), default=0)
        if best and count[keys[best]] >= 2 and len(keys[best]) >= 3:
            found[number] = best
            values.add(keys[best])
    if len(found) < 0.8 * len(texts) or len(values) > max(1, len(texts) // 4):
        return None
    return found


def _unit_size(text: str, reader: Reader, count: Counter[str]) -> int:
    """Words at the raw start that are the unit: where unit and title, each read by itself, are likeliest."""
    words = list(re.finditer(r"\S+", text))

    def worth(size: int) -> float:
        head, rest = text[: words[size - 1].end()], text[words[size].start() :]
        key = bag(head)
        bonus = (9.0 if key in units() else 0.0) + (3.0 if count[key] > 1 else 0.0)
        gap = words[size].start() - words[size - 1].end()
        return (
            reader.score(head)
            + reader.score(rest)
            + bonus
            + (4.0 if gap > 1 and size < 3 else 1.5 if gap > 1 else 0.0)
            - (4.0 if size == 1 else 0.0)
        )

    return max(range(1, min(6, len(words))), key=worth, default=0)


def _split_slot(rows: list[GridRow], slot: int, pattern: str, sizes: dict[int, int], from_end: bool, first: bool) -> None:
    """Cuts `sizes` words off the text in one slot of the rows that have this pattern; `first`: the cut part is read first."""
    chosen = [r for r in rows if "".join(i.kind for i in r.items) == pattern]
    for number, row in enumerate(chosen):
        item = row.items[slot]
        words = len(item.text.split())
        if words < 2 or len(item.places) > 1:
            continue
        size = min(sizes.get(number) or _fallback_size(item.text, from_end), words - 1)
        off, rest = _cut_item(item, size, from_end)
        row.items[slot : slot + 1] = [off, rest] if first else [rest, off]


def _fallback_size(text: str, from_end: bool) -> int:
    """Words at one end when nothing is known: up to a wide gap within three words, else one word."""
    words = list(re.finditer(r"\S+", text))
    order = list(reversed(words)) if from_end else words
    for size in range(1, min(4, len(order))):
        a, b = order[size - 1], order[size]
        gap = a.start() - b.end() if from_end else b.start() - a.end()
        if gap >= 2:
            return size
    return 1


def _mode(rows: Sequence[GridRow]) -> str:
    """The pattern of kinds that most body rows share; the longest of equals."""
    count = Counter("".join(i.kind.replace("D", "N") for i in r.items) for r in rows if not r.total)
    if not count:
        count = Counter("".join(i.kind.replace("D", "N") for i in r.items) for r in rows)
    first = next((i for i, r in enumerate(rows) if not r.total), 0)
    pattern = max(count, key=lambda p: count[p])
    opening = "".join(i.kind.replace("D", "N") for i in rows[first].items)
    if count[opening] == count[pattern]:
        pattern = opening
    # Text cells merged over several rows are printed with the first of these rows alone.
    if (
        len(opening) > len(pattern)
        and opening.startswith(pattern)
        and set(opening[len(pattern) :]) == {"T"}
        and count[opening] > 1
    ):
        pattern = opening
    return pattern


_COST = {
    "NN": 0.0,
    "TT": 0.0,
    "EE": 0.0,
    "II": 0.0,
    "DN": 0.0,
    "DT": 0.6,
    "ET": 0.4,
    "TE": 0.8,
    "NI": 2.0,
    "IN": 1.5,
    "NT": 1.6,
    "TN": 1.6,
    "EN": 3.0,
    "NE": 3.0,
}


def align(items: Sequence[Item], kinds: str) -> list[Item | None]:
    """Items to columns by least cost (dynamic programme): an empty column costs, text may flow together, order is kept."""
    width, length = len(kinds), len(items)
    best: list[list[tuple[float, list[Item | None]]]] = [[(1e9, [])] * (width + 1) for _ in range(length + 1)]
    best[0][0] = (0.0, [])
    for i in range(length + 1):
        for k in range(width + 1):
            cost, cells = best[i][k]
            if cost >= 1e9:
                continue
            if k < width:
                price = cost + (1.5 if k == 0 else 1.0 + 0.02 * (width - k))
                if price < best[i][k + 1][0]:
                    best[i][k + 1] = (price, [*cells, None])
            if i < length and k < width:
                price = cost + _COST.get(items[i].kind + kinds[k], 4.0)
                if price < best[i + 1][k + 1][0]:
                    best[i + 1][k + 1] = (price, [*cells, items[i]])
            if i < length and k > 0 and cells and cells[-1] is not None:
                last = cells[-1]
                both = {last.kind, items[i].kind}
                price = cost + (1.4 if both <= {"T", "E"} else 2.2 if both <= {"T", "N"} else 6.0)
                if price < best[i + 1][k][0]:
                    best[i + 1][k] = (price, [*cells[:-1], replace(_merge(last, items[i]), kind="T")])
    return best[length][width][1] if best[length][width][0] < 1e9 else [None] * width


def build_grid(body: Body, raw: dict[int, str], header: str, reader: Reader) -> Grid:
    """Reads all groups of a body into a grid; `header` is the raw text of its header."""
    cuts = [[a for n in g for a in cut(raw[n], n)] for g in body.groups]
    forward = _direction([cut(raw[g[0]], g[0]) for g in body.groups], body.indexed)
    numeric = bool(cuts) and len(cuts[0]) > 1 and all(a.kind == "number" for a in cuts[0])
    rows: list[GridRow] = []
    expected = 1
    if body.bands and len(body.header) > 1:
        body.bands.setdefault(0, body.header[:-1])
    for number, group in enumerate(body.groups):
        row = _read_group(group, raw, expected if body.indexed else None, forward, numeric)
        if len(group) > 1 and not forward:
            flipped = _read_group(group, raw, expected if body.indexed else None, forward, numeric, flip=True)
            seen = Counter(_pattern(r) for r in rows)
            if seen[_pattern(flipped)] > seen[_pattern(row)]:
                row = flipped
        if number in body.bands:
            texts = [t for n in body.bands[number] for t in cut(raw[n], n)]
            row.items[1:1] = [_item(t) for t in texts]
        row.total = any(i.kind == "T" and is_total(i.text) for i in row.items)
        index = next((i for i in row.items if i.kind == "I"), None)
        if index is not None:
            expected = int(re.sub(r"\D", "", index.text)) + 1
        rows += _split_tail(row, raw)
    heads = {bag(w) for w in header.split()} | {bag("".join(p)) for p in zip(header.split(), header.split()[1:], strict=False)}
    heads_entity = bool(heads & {bag("استان"), bag("نام استان")})
    _split_provinces(rows, heads_entity, forward)
    _split_texts(rows, header, forward, reader)
    kinds = _mode(rows)
    blocks = _blocks(rows, kinds)
    if blocks > 1:
        return _unfold(rows, kinds, blocks)
    grid = Grid(kinds, rows, forward=forward)
    for row in rows:
        if not row.total:
            row.cells = align(row.items, kinds)
    # A column of figures in which some rows have words is a column of words (0 stands for none there).
    kinds = grid.kinds = "".join("T" if kind == "N" and _wordy(rows, k) else kind for k, kind in enumerate(kinds))
    for row in rows:
        row.cells = _align_total(row, kinds) if row.total else align(row.items, kinds)
    _free_known(grid, forward)
    _split_merged(grid, forward, reader)
    _fill_merged(grid)
    _annotations_last(grid)
    return grid


def _wordy(rows: Sequence[GridRow], column: int) -> bool:
    """Whether at least two rows, and one in ten, have words in a column of figures."""
    count = sum(1 for r in rows if not r.total and (c := r.cells[column]) is not None and c.kind in "TE")
    return count >= 2 and count >= 0.1 * len(rows)


def _free_known(grid: Grid, forward: bool) -> None:
    """A long text that flowed together with the value of its column: the value stays, the rest is a note in the empty cells
    before it."""
    for column, kind in enumerate(grid.kinds):
        if kind != "T":
            continue
        short = {bag(c.text) for r in grid.rows if (c := r.cells[column]) is not None and len(c.text.split()) <= 2}
        for row in grid.rows:
            cell = row.cells[column]
            if (
                cell is None
                or len(cell.places) != 1
                or len(cell.text.split()) < 5
                or not column
                or row.cells[column - 1] is not None
            ):
                continue
            words = cell.text.split()
            at = next((i for i, w in enumerate(words) if bag(w) in short), None)
            if at is None or forward:
                continue
            tail, rest = _cut_item(cell, at + 1, False)
            value = _cut_item(tail, 1, True)[0] if at else tail
            start = column
            while start and row.cells[start - 1] is None:
                start -= 1
            row.cells[start], row.cells[column] = rest, value


def _split_merged(grid: Grid, forward: bool, reader: Reader) -> None:
    """The last row of a group of merged cells prints both of its texts in one line: cut where both read best."""
    last = len(grid.kinds) - 1
    if forward or last < 1 or grid.kinds[last] != "T" or grid.kinds[last - 1] != "T":
        return
    held = [r.cells[last] is not None for r in grid.rows]
    if not held or not held[0] or sum(held) > 0.5 * len(held) or len(held) < 4:
        return
    sizes = sorted(len(c.text.split()) for r in grid.rows if (c := r.cells[last - 1]) is not None)
    for row in grid.rows:
        cell = row.cells[last - 1]
        if row.cells[last] is not None or cell is None or len(cell.places) > 1:
            continue
        words = list(re.finditer(r"\S+", cell.text))
        if len(words) < max(4, 2 * sizes[len(sizes) // 2]):
            continue

        def worth(size: int, text: str = cell.text, found: Sequence[re.Match[str]] = tuple(words)) -> float:
            return reader.score(text[: found[size - 1].end()]) + reader.score(text[found[size].start() :])

        size = max(range(1, len(words)), key=worth)
        row.cells[last], row.cells[last - 1] = _cut_item(cell, size, False)


def _annotations_last(grid: Grid) -> None:
    """A text column of brackets before a figure explains that figure: it is read behind it."""
    for column in range(len(grid.kinds) - 1):
        if grid.kinds[column] != "T" or grid.kinds[column + 1] != "N":
            continue
        texts = [c.text.strip() for r in grid.rows if (c := r.cells[column]) is not None]
        if len(texts) >= 3 and sum(t[0] in "()" or t[-1] in "()" for t in texts) >= 0.7 * len(texts):
            grid.kinds = grid.kinds[:column] + "NT" + grid.kinds[column + 2 :]
            grid.annotations.add(column + 1)
            for row in grid.rows:
                row.cells[column], row.cells[column + 1] = row.cells[column + 1], row.cells[column]


_UNIT_HEADS = {bag(t) for t in ("واحد سنجش", "واد سنجش", "سنجش", "شاخص (واحد)", "شاخص (واد)")}


def heads_unit(header: str) -> bool:
    """Whether a header has a column for the unit of measure, in whatever order its letters came out (a lost ح included)."""
    words = header.split()
    spans = {bag("".join(words[i : i + n])) for n in range(1, 5) for i in range(len(words) - n + 1)}
    return bool(spans & _UNIT_HEADS) or bool(re.search(r"[()]\s*وا\s?ح?\s?د\s*[()]", header))


def _split_texts(rows: list[GridRow], header: str, forward: bool, reader: Reader) -> None:
    """Cuts text columns that stand side by side without a number between them."""
    body = [r for r in rows if not r.total]
    unit = heads_unit(header)
    for pattern in sorted({"".join(i.kind for i in r.items) for r in body}):
        slots = [s for s, kind in enumerate(pattern) if kind == "T"]
        before_figures = [s for s in slots if s + 1 < len(pattern) and pattern[s + 1] in "ND"]
        chosen = [r for r in body if "".join(i.kind for i in r.items) == pattern]
        if unit and before_figures and not forward and (pattern[before_figures[0] - 1] != "T" or before_figures[0] == 0):
            slot = before_figures[0]
            texts = [r.items[slot].text for r in chosen]
            count = Counter(bag("".join(t.split()[:n])) for t in texts for n in range(1, min(5, len(t.split()))))
            _split_slot(body, slot, pattern, {n: _unit_size(t, reader, count) for n, t in enumerate(texts)}, False, False)
    pattern = _raw_mode(body)
    for start in reversed([s for s, kind in enumerate(pattern) if kind == "T"]):
        slot = start
        for from_end in (True, False):
            pattern = _raw_mode(body)
            chosen = [r for r in body if "".join(i.kind for i in r.items) == pattern]
            if (
                slot >= len(pattern)
                or pattern[slot] != "T"
                or len(chosen) < 4
                or any(len(r.items[slot].places) > 1 for r in chosen)
            ):
                continue
            sizes = _closed_words([r.items[slot].text for r in chosen], from_end)
            if sizes is not None:
                _split_slot(body, slot, pattern, sizes, from_end, from_end != forward)
                slot += from_end != forward


def _raw_mode(rows: Sequence[GridRow]) -> str:
    count = Counter("".join(i.kind for i in r.items) for r in rows)
    return max(count, key=lambda p: (count[p], len(p))) if count else ""


def _split_tail(row: GridRow, raw: dict[int, str]) -> list[GridRow]:
    """Two rows that share their first, merged cells: a group whose last lines each hold a full set of figures."""
    full = [n for n in row.lines if len([a for a in cut(raw[n], n) if a.kind == "number"]) >= 3]
    kinds = {tuple(a.kind for a in cut(raw[n], n)) for n in full}
    if len(full) < 2 or len(kinds) != 1 or full != row.lines[-len(full) :] or row.total:
        return [row]
    head = [i for i in row.items if i.places[0][0] not in full]
    parts = []
    for n in full:
        own = [i for i in row.items if i.places[0][0] == n]
        parts.append(GridRow([m for m in row.lines if m not in full] + [n] if n == full[0] else [n], head + own))
    return parts


def _align_total(row: GridRow, kinds: str) -> list[Item | None]:
    """A total: its word fills the columns before the first figure column that has a figure; figures go to figure columns."""
    label = next(i for i in row.items if i.kind == "T" and is_total(i.text))
    others = [i for i in row.items if i is not label]
    first_text = next((k for k, kind in enumerate(kinds) if kind in "TE"), 0)
    # A number before the first words is a code, not a figure.
    figures = [k for k, kind in enumerate(kinds) if kind == "N" and (k > first_text or "T" not in kinds[1:2])]
    lead = figures[0] if figures else next((k for k, kind in enumerate(kinds) if kind == "N"), len(kinds))
    numbers = [i for i in others if i.kind in "ND"]
    cells: list[Item | None] = [None] * len(kinds)
    if len(numbers) == len(figures) == len(others):
        for column, item in zip(figures, numbers, strict=True):
            cells[column] = item
    else:
        rest = align(others, kinds[lead:])
        cells[lead:] = rest
    for column in range(lead):
        if kinds[column] in "IE" or column == 0:
            cells[column] = label
    if lead and not any(kinds[c] == "E" for c in range(lead)) and kinds[0] == "I" and lead > 1:
        cells[1] = label
    return cells


def _blocks(rows: Sequence[GridRow], kinds: str) -> int:
    """2 where rows hold two records side by side: both halves alike, and the second running number goes up by one a row."""
    half = len(kinds) // 2
    if len(kinds) % 2 or half < 2 or kinds[0] != "I" or kinds[half] != "N" or kinds[1:half] != kinds[half + 1 :]:
        return 1
    second = [r.items[half].text for r in rows if len(r.items) == len(kinds)]
    if len(second) < 2 or not all(t.isdigit() for t in second):
        return 1
    return 2 if all(int(b) == int(a) + 1 for a, b in itertools.pairwise(second)) else 1


def _unfold(rows: Sequence[GridRow], kinds: str, blocks: int) -> Grid:
    """Records side by side, one under the other: all of the first block, then the second."""
    half = len(kinds) // blocks
    found: list[GridRow] = []
    for block in range(blocks):
        for row in rows:
            part = row.items[block * half : (block + 1) * half] if len(row.items) == len(kinds) else ([] if block else row.items)
            if part:
                part = [replace(part[0], kind="I"), *part[1:]]
                found.append(GridRow(list(row.lines), part, row.total, align(part, kinds[:half])))
    return Grid(kinds[:half], found, blocks)


def _pattern(row: GridRow) -> str:
    return "".join(i.kind for i in row.items)


def _fill_merged(grid: Grid) -> None:
    """A text cell that is merged over rows is printed with the first of them: the rows below take it over."""
    for column, kind in enumerate(grid.kinds):
        if kind != "T" or len(grid.rows) < 3:
            continue
        held = [r.cells[column] is not None for r in grid.rows if not r.total]
        if not held or not held[0] or sum(held) > 0.5 * len(held) or sum(held) < 2:
            continue
        last: Item | None = None
        for row in grid.rows:
            if row.total:
                continue
            if row.cells[column] is None:
                row.cells[column] = last
            else:
                last = row.cells[column]


def numbers_of(grid: Grid, column: int) -> list[str]:
    return [r.cells[column].text for r in grid.rows if r.cells[column] is not None and r.cells[column].kind == "N"]  # type: ignore[union-attr]


def header_text(lines: Sequence[int], raw: dict[int, str]) -> str:
    return " ".join(letters(raw[n]) for n in lines)
