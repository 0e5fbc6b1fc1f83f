"""Bodies of tables: runs of loose lines with a header and rows, joined over page breaks, and given to their captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from indexer.corpus import Line
from indexer.structure.entities import bag, is_total, letters
from indexer.structure.tables.damaged.captions import Mark
from indexer.structure.tables.damaged.provinces import find_province
from indexer.structure.tables.damaged.rows import Atom, cut, numbers


@cache
def terms() -> dict[str, list[str]]:
    """Words of table headings, from `data/table_terms.yaml`."""
    data: dict[str, list[str]] = yaml.safe_load(files("indexer").joinpath("data/table_terms.yaml").read_text(encoding="utf-8"))
    return data


@dataclass
class Body:
    """Lines of one table: header lines and the line groups of its rows; `caption` is the caption's line."""

    header: list[int] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    caption: int | None = None
    adjacent: int | None = None
    indexed: bool = False
    closed: bool = False
    bands: dict[int, list[int]] = field(default_factory=dict)

    def last_line(self) -> int:
        return max([n for g in self.groups for n in g] + self.header, default=0)


def _spans(text: str, most: int = 3) -> set[str]:
    """Letter bags of every run of one to `most` words."""
    words = text.split()
    return {bag("".join(words[i : i + n])) for n in range(1, most + 1) for i in range(len(words) - n + 1)}


@cache
def _opening() -> frozenset[str]:
    return frozenset(bag(t) for t in terms()["opens"])


YEAR_LABEL = re.compile(r"(?:سال\s*)?1[34]\d\d(?:\s*سال)?")
VERTICAL = {bag(p) for p in ("ف", "ر", "دی", "رد", "یف", "ردیف")}


def opens_header(raw: str) -> bool:
    """Whether a line without figures begins a table's header: one of the usual first column names, or «ردیف» set vertically."""
    text = letters(raw)
    if re.search(r"(?<!\S)\d+[\d.,/]*(?!\S)", re.sub(r"1[34]\d\d", "", text)) or len(text) > 130:
        return False
    if bag(text) in VERTICAL:
        return True
    return bool(_spans(text) & _opening())


class _Reader:
    """Walks the loose lines and cuts them into bodies."""

    def __init__(self, lines: Sequence[Line], marks: dict[int, Mark]) -> None:
        self.raw = {line.line: line.raw for line in lines}
        self.marks = marks
        self.bodies: list[Body] = []

    def joined(self, number: int) -> bool:
        """Whether no blank line stands before this line: a cell of several lines begins or ends here."""
        return number > 1 and bool(self.raw.get(number - 1, "").strip())


def expected_index(atoms: Sequence[Atom], expected: int, slack: int = 0, numeric: bool = False) -> int | None:
    """Position of the running number in a row's atoms: at the raw end, the raw start, or right behind the leading text."""
    wanted = {str(n) for n in range(expected, expected + slack + 1)}
    if not atoms:
        return None
    last = atoms[-1].text in wanted and atoms[-1].kind == "number" and any(a.kind == "text" for a in atoms)
    if last and len(atoms) > 1 and atoms[-2].kind in ("text", "dash"):
        return len(atoms) - 1
    if atoms[0].text in wanted and atoms[0].kind == "number" and len(atoms) > 1 and atoms[1].kind == "text":
        return 0
    if atoms[0].text in wanted and len(atoms) > 2 and all(a.kind == "number" for a in atoms) and numeric:
        return 0
    for place in range(1, len(atoms) - 1):
        between = atoms[place - 1].kind == "text" and atoms[place + 1].kind == "number"
        if between and atoms[place].text in wanted and find_province(atoms[place - 1].text.split()):
            return place
    return None


def data_numbers(atoms: Sequence[Atom]) -> int:
    """Numbers of a line that are data: years do not count unless other numbers stand with them."""
    found = numbers(atoms)
    return 0 if all(a.is_year for a in found) else len(found)


def total_row(atoms: Sequence[Atom]) -> bool:
    texts = [a.text for a in atoms if a.kind == "text"]
    return bool(texts) and is_total(texts[0]) and bool(numbers(atoms))


def is_row(atoms: Sequence[Atom], expected: int | None) -> bool:
    """Whether a line by itself looks like a row of data."""
    if not atoms:
        return False
    text = "".join(a.text for a in atoms if a.kind == "text")
    count = data_numbers(atoms)
    if total_row(atoms):
        return True
    if expected is not None and expected_index(atoms, expected) is not None:
        return True
    if not count:
        return False
    if _spans(text, 1) & {bag("ماهه"), bag("پایان"), bag("سال"), bag("تاپایان")} and count == 1:
        return False
    if count >= 2 and atoms[0].kind != "text":
        return True
    if atoms[0].kind == "number" and text:
        return count >= 1
    if count >= 3 and atoms[0].kind == atoms[-1].kind == "text":
        return True
    if atoms[-1].kind == "number" and text and (count >= 2 or find_province(text.split())):
        return True
    return count >= 2 and not text


def find_bodies(lines: Sequence[Line], marks: dict[int, Mark]) -> list[Body]:
    """All bodies in document order, repeated headers and continuations joined; captions not yet given."""
    reader = _Reader(lines, marks)
    run: list[int] = []
    before: Mark | None = None
    before_line: int | None = None
    for line in lines:
        sort = marks[line.line].sort
        if sort in ("blank", "page"):
            continue
        if sort == "loose":
            run.append(line.line)
            continue
        _cut_run(reader, run, before, before_line)
        run, before, before_line = [], marks[line.line], line.line
    _cut_run(reader, run, before, before_line)
    return [b for b in reader.bodies if b.groups and (b.adjacent or _solid(reader, b))]


def _solid(reader: _Reader, body: Body) -> bool:
    """Whether a body without a caption right before it is a table and not the loose labels of a chart."""
    rows = [[a for n in g for a in cut(reader.raw[n], n)] for g in body.groups]
    figures = [len(numbers(r)) for r in rows]
    labelled = [any(a.kind == "text" and len(bag(a.text)) > 2 for a in r) for r in rows]
    if any(opens_header(reader.raw[n]) for n in body.header):
        return all(labelled) and min(figures) >= 1
    return len(rows) >= 2 and all(labelled) and min(figures) >= 3


def _signature(reader: _Reader, header: Sequence[int]) -> str:
    return bag("".join(reader.raw[n] for n in header))


def _continues(reader: _Reader, run: list[int]) -> Body | None:
    """The body that a run without own caption goes on: same header again, or the next running number.

    Up to three loose lines before the repeated header (the end of a sentence) are dropped from the run.
    """
    for body in reversed(reader.bodies[-2:]):
        if body.closed:
            continue
        size = len(body.header)
        for skip in range(4):
            if size and _signature(reader, run[skip : skip + size]) == _signature(reader, body.header):
                del run[:skip]
                return body
        if body.indexed and expected_index(cut(reader.raw[run[0]], run[0]), len(body.groups) + 1) is not None:
            return body
    return None


def _cut_run(reader: _Reader, run: list[int], before: Mark | None, before_line: int | None) -> None:
    if not run:
        return
    captioned = before is not None and before.sort == "caption"
    body = None if captioned else _continues(reader, run)
    new = body is None
    body = body or Body()
    if new:
        body.adjacent = before_line if captioned else None
        reader.bodies.append(body)
    place = 0
    if not new and _signature(reader, run[: len(body.header)]) == _signature(reader, body.header):
        place = len(body.header)
        body.repeated += run[:place]
    pending: list[int] = []
    while place < len(run):
        number = run[place]
        atoms = cut(reader.raw[number], number)
        if not body.groups and not pending:
            if not _first_row(reader, body, run, place, atoms):
                body.header.append(number)
                place += 1
                continue
            body.indexed = _starts_index(reader, body, run, place, atoms)
        size = len(body.header)
        repeats = body.groups and size and reader.joined(number)
        if repeats and _signature(reader, run[place : place + size]) == _signature(reader, body.header):
            body.repeated += run[place : place + size]
            place += size
            continue
        if body.groups and (body.closed or _new_header(reader, body, number, atoms)):
            if body.closed and not opens_header(reader.raw[number]):
                place += 1
                continue
            if body.indexed and _spelled(reader, body) and _band(reader, body, run, place):
                body.repeated.append(number)
                place += 1
                continue
            if _has_rows(reader, run[place:]):
                _attach(reader, body, pending)
                body, pending = Body(), []
                reader.bodies.append(body)
                continue
        place = _take(reader, body, run, place, atoms, pending)
    _finish(reader, body, pending)


def _new_header(reader: _Reader, body: Body, number: int, atoms: Sequence[Atom]) -> bool:
    """Whether this line opens the header of a further table."""
    if is_row(atoms, None) or (body.indexed and expected_index(atoms, _next_index(reader, body)) is not None):
        return False
    return opens_header(reader.raw[number])


def _band(reader: _Reader, body: Body, run: Sequence[int], place: int) -> bool:
    """A table of bands, each with its own title and header: the running number goes on behind this header.

    The band's title is the text that was taken for the end of the row before.
    """
    following = cut(reader.raw[run[place + 1]], run[place + 1]) if place + 1 < len(run) else []
    if expected_index(following, _next_index(reader, body), numeric=True) is None:
        return False
    titles = [n for n in body.groups[-1] if not numbers(cut(reader.raw[n], n))]
    body.groups[-1] = [n for n in body.groups[-1] if n not in titles]
    body.bands[len(body.groups)] = titles
    return True


def _has_rows(reader: _Reader, run: Sequence[int]) -> bool:
    return any(is_row(cut(reader.raw[n], n), None) for n in run)


def _first_row(reader: _Reader, body: Body, run: Sequence[int], place: int, atoms: Sequence[Atom]) -> bool:
    """Whether the first row begins at this line: a row by itself, or its first cell alone on a line."""
    if is_row(atoms, 1):
        return True
    following = run[place + 1] if place + 1 < len(run) else None
    if following is None or len(atoms) != 1:
        return False
    if atoms[0].kind == "number":
        if atoms[0].text == "1" and (reader.joined(following) or any(_spans(reader.raw[n]) & {bag("ردیف")} for n in body.header)):
            return True
        return atoms[0].is_year and reader.joined(following) and _figures_close(reader, run[place + 2 : place + 6])
    if YEAR_LABEL.fullmatch(atoms[0].text.strip()) and len(numbers(cut(reader.raw[following], following))) >= 3:
        return True
    head_cell = bool(body.header) and not reader.raw[run[place]].startswith(" ")
    return head_cell and not opens_header(reader.raw[run[place]]) and _figures_close(reader, run[place + 1 : place + 4])


def _figures_close(reader: _Reader, following: Sequence[int]) -> bool:
    """Whether the first joined line among these ends a cell of several lines with the row's figures, no line opening a new
    cell."""
    for number in following:
        atoms = cut(reader.raw[number], number)
        if reader.joined(number):
            return data_numbers(atoms) >= 3
        if data_numbers(atoms) or not reader.raw[number].startswith((" ", "(", ")")):
            return False
    return False


def _starts_index(reader: _Reader, body: Body, run: Sequence[int], place: int, atoms: Sequence[Atom]) -> bool:
    """Whether rows carry a running number: the first row holds 1 at an edge and a later one holds 2."""
    lone = len(atoms) == 1 and atoms[0].text == "1"
    if not lone and expected_index(atoms, 1, numeric=True) is None:
        return False
    if any(_spans(reader.raw[n]) & {bag("ردیف")} for n in body.header):
        return True
    if bag("".join(reader.raw[n] for n in body.header if len(bag(reader.raw[n])) <= 3))[:5] == bag("ردیف"):
        return True
    for number in run[place + 1 :]:
        later = cut(reader.raw[number], number)
        if (len(later) == 1 and later[0].text == "2") or expected_index(later, 2) is not None:
            return True
    return False


def _take(reader: _Reader, body: Body, run: Sequence[int], place: int, atoms: Sequence[Atom], pending: list[int]) -> int:
    """Puts one line into a row group; returns the next place."""
    number = run[place]
    if total_row(atoms):
        _attach(reader, body, pending)
        body.groups.append([number])
        body.closed = True
        return place + 1
    if body.indexed:
        if _beyond(reader, body, run, place, atoms):
            body.closed = True
        else:
            _take_indexed(reader, body, number, atoms)
        return place + 1
    text = " ".join(a.text for a in atoms if a.kind == "text")
    province = find_province(text.split()) is not None
    if _provincial(reader, body):
        if province:
            body.groups.append([*pending, number])
            pending.clear()
        else:
            pending.append(number)
        return place + 1
    if len(atoms) == 1 and data_numbers(atoms) and pending and reader.joined(number) and _short(reader, body):
        body.groups[-1] += [*pending, number]
        pending.clear()
    elif data_numbers(atoms) and (is_row(atoms, None) or pending):
        if pending and not reader.joined(number) and body.groups and is_row(atoms, None):
            _attach(reader, body, pending)
        body.groups.append([*pending, number])
        pending.clear()
    elif body.groups and not pending and _goes_on(reader, body, run, place):
        body.groups[-1].append(number)
    else:
        pending.append(number)
    return place + 1


def _short(reader: _Reader, body: Body) -> bool:
    """Whether the last row holds fewer figures than an earlier one."""
    counts = [sum(len(numbers(cut(reader.raw[n], n))) for n in g) for g in body.groups]
    return len(counts) > 1 and counts[-1] < max(counts[:-1])


def _goes_on(reader: _Reader, body: Body, run: Sequence[int], place: int) -> bool:
    """Whether a text line belongs to the row before it: joined behind the row, or the second line of its last cells."""
    number = run[place]
    if reader.raw[number].rstrip().endswith(":"):
        return False
    if reader.joined(number):
        return not _leads(reader, run, place)
    last = body.groups[-1][-1]
    opened = not reader.raw[last].startswith(" ") and data_numbers(cut(reader.raw[last], last)) > 0
    return opened and reader.raw[number].startswith(" ")


def _leads(reader: _Reader, run: Sequence[int], place: int) -> bool:
    """Whether a text line is the first cell of a following row: figures come joined behind it."""
    for number in run[place + 1 : place + 5]:
        if reader.joined(number):
            return data_numbers(cut(reader.raw[number], number)) > 0
    return False


def _provincial(reader: _Reader, body: Body) -> bool:
    """Whether the rows so far each hold a province."""
    if not body.groups:
        return False
    return all(any(find_province(letters(reader.raw[n]).split()) for n in g) for g in body.groups[:3])


def _take_indexed(reader: _Reader, body: Body, number: int, atoms: Sequence[Atom]) -> None:
    expected = _next_index(reader, body)
    lone = len(atoms) == 1 and atoms[0].text == str(expected)
    text = " ".join(a.text for a in atoms if a.kind == "text")
    province = find_province(text.split()) is not None
    full = bool(body.groups) and len(body.groups[0]) == 1 and len(atoms) >= len(cut(reader.raw[body.groups[0][0]], 0)) - 1
    if (
        lone
        or expected_index(atoms, expected, numeric=_spelled(reader, body)) is not None
        or not body.groups
        or (province and full and (expected_index(atoms, expected, 3) is not None or (data_numbers(atoms) and len(atoms) <= 4)))
    ):
        body.groups.append([number])
    else:
        body.groups[-1].append(number)


def _beyond(reader: _Reader, body: Body, run: Sequence[int], place: int, atoms: Sequence[Atom]) -> bool:
    """Whether a text line stands behind the last row: that row is as full as another one, and no further running number
    follows."""
    if len(body.groups) < 2 or len(body.groups[-1]) > 1 or any(a.kind != "text" for a in atoms):
        return False
    kinds = [tuple(a.kind for a in cut(reader.raw[g[0]], 0)) for g in body.groups if len(g) == 1]
    goes_on = any(numbers(cut(reader.raw[n], n)) for n in run[place + 1 :])
    return kinds.count(kinds[-1]) > 1 and not goes_on


def _spelled(reader: _Reader, body: Body) -> bool:
    """Whether rows are figures alone behind their running number."""
    first = cut(reader.raw[body.groups[0][0]], 0) if body.groups else []
    return len(first) > 1 and all(a.kind == "number" for a in first)


def _next_index(reader: _Reader, body: Body) -> int:
    """One more than the last running number seen."""
    last = 0
    for group in body.groups:
        atoms = cut(reader.raw[group[0]], group[0])
        for slack in range(4):
            if (len(atoms) == 1 and atoms[0].text == str(last + 1)) or expected_index(
                atoms, last + 1 + slack, numeric=True
            ) is not None:
                last = last + 1 + slack
                break
    return last + 1


def _attach(reader: _Reader, body: Body, pending: list[int]) -> None:
    if pending and body.groups:
        body.groups[-1] += pending
    pending.clear()


def _finish(reader: _Reader, body: Body, pending: list[int]) -> None:
    """Text left at the end belongs to the last row where that row has fewer cells than the others."""
    if pending and body.groups and len(body.groups) > 1:
        counts = [sum(len(numbers(cut(reader.raw[n], n))) for n in g) for g in body.groups]
        if counts[-1] < max(counts[:-1]) and len(pending) <= 6 and not reader.raw[pending[0]].rstrip().endswith(":"):
            body.groups[-1] += pending
    pending.clear()
