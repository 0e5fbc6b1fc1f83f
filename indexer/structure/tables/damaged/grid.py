"""Row groups become a grid: every row's cells in reading order, aligned to the columns that most rows share."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.structure.entities import bag, is_total, letters
from indexer.structure.tables.damaged.cells import GridRow, Item, cut_item, merge, pattern_of
from indexer.structure.tables.damaged.provinces import provinces
from indexer.structure.tables.damaged.regions import YEAR_LABEL, Body, expected_index
from indexer.structure.tables.damaged.rows import Atom, cut
from indexer.structure.tables.damaged.text_columns import split_provinces, split_texts
from indexer.structure.tables.damaged.wording import Reader


@dataclass
class Grid:
    """The rows of one table and the kind of each column."""

    kinds: str
    rows: list[GridRow]
    blocks: int = 1
    annotations: set[int] = field(default_factory=set)
    forward: bool = False


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
            merged[0] = merge(merged[0], text)
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
            items[-1] = merge(items[-1], read[0])
        else:
            items += read
        if index is not None and len(read) > 1:
            open_text = False
            continue
        open_text = (len(read) == 1 and read[0].kind == "T") or (continues and items[-1].kind == "T")
    return GridRow(list(group), items)


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
                    best[i + 1][k] = (price, [*cells[:-1], replace(merge(last, items[i]), kind="T")])
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
            seen = Counter(pattern_of(r) for r in rows)
            if seen[pattern_of(flipped)] > seen[pattern_of(row)]:
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
    split_provinces(rows, heads_entity, forward)
    split_texts(rows, header, forward, reader)
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
            tail, rest = cut_item(cell, at + 1, False)
            value = cut_item(tail, 1, True)[0] if at else tail
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
        row.cells[last], row.cells[last - 1] = cut_item(cell, size, False)


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


def header_text(lines: Sequence[int], raw: dict[int, str]) -> str:
    return " ".join(letters(raw[n]) for n in lines)
