"""Tables of a document: lines in, typed and checked rows out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.corpus import Kind, Line, Row, Table
from indexer.structure.entities import bag, is_total, letters, letters_in_place, total_name
from indexer.structure.tables.checks import Board, index_count, solve
from indexer.structure.tables.crosschecks import Named, cross_references, repeated_totals
from indexer.structure.tables.damaged.captioning import give_captions
from indexer.structure.tables.damaged.captions import Mark, mark_lines
from indexer.structure.tables.damaged.cells import Item, units
from indexer.structure.tables.damaged.grid import Grid, build_grid, header_text
from indexer.structure.tables.damaged.headers import heads_forward, name_columns, percent_columns
from indexer.structure.tables.damaged.headings import header_line
from indexer.structure.tables.damaged.names import usual_name
from indexer.structure.tables.damaged.provinces import province_name, spelled_province
from indexer.structure.tables.damaged.regions import Body, find_bodies
from indexer.structure.tables.damaged.row_names import with_row_names
from indexer.structure.tables.damaged.wording import Reader
from indexer.structure.tables.issues import issues
from indexer.structure.tables.numbers import Reading, groups_thousands, readings


@dataclass(frozen=True)
class Draft:
    """A table whose numbers are not yet decided: for each row and column the readings of its number, cheapest first."""

    table: Table
    grid: Grid
    readings: tuple[tuple[tuple[Reading, ...], ...], ...]
    header: str = ""


def extract_tables(
    lines: Sequence[Line],
    section_of: Callable[[int], str | None] | None = None,
    *,
    prove: bool = True,
    amend: Callable[[Sequence[Table]], Sequence[Table]] | None = None,
) -> tuple[tuple[Table, ...], dict[int, Kind]]:
    """The tables of a document in the order of their captions, and the kinds of the lines that are known for sure.

    `lines` are all lines of the document, numbered from 1 in order; `section_of` gives the id of the section a line stands in.
    Without `prove` no arithmetic chooses between readings, and no table has checks. `amend` may change captions, columns and
    cells of all tables (never their shape) before the arithmetic, so that the checks speak of what the reader corrected.
    """
    marks = mark_lines(lines)
    raw = {line.line: letters_in_place(line.raw) for line in lines}
    by_number = {line.line: line for line in lines}
    reader = Reader([raw[line.line] for line in lines])
    bodies = find_bodies(lines, marks)
    given = give_captions(bodies, marks, raw)
    kinds = _line_kinds(marks, bodies)
    repaired = {line.line: line.text != letters(line.raw) for line in lines}
    for at, mark in marks.items():
        if mark.sort == "caption" and not repaired[at]:
            marks[at] = replace(mark, title=reader.read(mark.title).text)
    drafts: list[Draft] = []
    taken: dict[str, int] = {}
    for caption in sorted(n for n, m in marks.items() if m.sort == "caption"):
        body = given.get(caption)
        number = marks[caption].number or ""
        taken[number] = taken.get(number, 0) + 1
        ident = f"t{number}" + ("" if taken[number] == 1 else "abcdefghijklmnopqrstuvwxyz"[taken[number] - 1])
        section = section_of(caption) if section_of else None
        drafts.append(_draft(ident, marks[caption], caption, body, raw, section, reader, by_number))
    for position, body in enumerate(b for b in bodies if b.caption is None):
        if body.adjacent is None and body.header:
            section = section_of(body.header[0]) if section_of else None
            drafts.append(_draft(f"tx{position + 1}", Mark("loose"), None, body, raw, section, reader, by_number))
    if amend is not None:
        amended = amend([d.table for d in drafts])
        drafts = [_amended(d, table) for d, table in zip(drafts, amended, strict=True)]
    boards = [_board(d, raw) for d in drafts]
    if prove:
        _prove(drafts, boards)
    tables = _flagged([_settled(d, b) for d, b in zip(drafts, boards, strict=True)], drafts)
    return tuple(sorted(tables, key=lambda t: t.lines)), kinds


def _amended(draft: Draft, table: Table) -> Draft:
    """The draft with a changed table: a figure that was changed has one reading, the new one, or none where it is no more."""
    options = tuple(
        tuple(
            found if (text, value) == before else () if value is None else (Reading(value, text, 0.0),)
            for found, text, value, before in zip(
                choices, new.cells, new.values, zip(old.cells, old.values, strict=True), strict=True
            )
        )
        for choices, old, new in zip(draft.readings, draft.table.rows, table.rows, strict=True)
    )
    return replace(draft, table=table, readings=options)


def _flagged(tables: list[Table], drafts: Sequence[Draft]) -> list[Table]:
    """Adds what is wrong between tables: a printed number used twice, a header that belongs to another table's caption."""
    used = Counter(t.number for t in tables if t.number)
    found = []
    for table, draft in zip(tables, drafts, strict=True):
        more = []
        if table.number and used[table.number] > 1:
            more.append(f"شمارهٔ جدول {table.number} در گزارش بیش از یک بار به کار رفته است")
        for other, its in zip(tables, drafts, strict=True):
            apart = Counter(bag(draft.header))
            apart.subtract(Counter(bag(its.header)))
            if other is table or len(bag(draft.header)) < 25 or sum(abs(n) for n in apart.values()) > 2:
                continue
            own, foreign = set(table.caption.split()), set(other.caption.split())
            mine = [w for w in own - foreign if len(w) > 3 and not usual_name(w) and heads(w, draft.header)]
            theirs = [w for w in foreign - own if len(w) > 3 and not usual_name(w) and heads(w, its.header)]
            if theirs and not mine:
                words = " و ".join(f"«{w}»" for w in other.caption.split() if w in theirs)
                more.append(f"عنوان جدول و سرستون آن نمی‌خواند: سرستون از {words} می‌گوید (مانند جدول {other.number})")
        found.append(replace(table, issues=(*table.issues, *more)) if more else table)
    return found


def heads(word: str, header: str) -> bool:
    """Whether a header holds the letters of a word in neighbouring bits, one of them lost at most."""
    bits = header.split()
    want = Counter(bag(word))
    for start in range(len(bits)):
        for size in range(1, 4):
            have = Counter(bag("".join(bits[start : start + size])))
            if not have - want and sum((want - have).values()) <= 1:
                return True
    return False


def _prove(drafts: Sequence[Draft], boards: Sequence[Board]) -> None:
    """Checks every table by itself, then the tables against each other."""
    for draft, board in zip(drafts, boards, strict=True):
        solve(board)
        if draft.grid.kinds[:1] == "I":
            index_count(board, [int(r.values[0] or 0) for r in draft.table.rows if r.kind == "body"])
    named = [n for d, b in zip(drafts, boards, strict=True) for n in _named_columns(d, b)]
    cross_references(named)
    repeated_totals(named)


def _board(draft: Draft, raw: dict[int, str]) -> Board:
    """The table as the solver takes it."""
    table, grid = draft.table, draft.grid
    figures = [k for k, kind in enumerate(grid.kinds) if kind == "N"]
    cells = {(r, k): found[k] for r, found in enumerate(draft.readings) for k in figures if found[k]}
    doubtful = {
        (r, k)
        for (r, k), found in cells.items()
        if len(found) > 1 and (found[0].cost >= 2.0 or ((item := grid.rows[r].cells[k]) is not None and item.turned))
    }
    percents = {k for k in figures if _is_percent(draft, k)}
    board = Board(
        cells,
        len(table.rows),
        [r for r, row in enumerate(table.rows) if row.kind == "total"],
        figures,
        percents,
        doubtful,
        [row.id for row in table.rows],
    )
    board.sums = {k for k in figures if "جمع" in table.columns[k].name or "مجموع" in table.columns[k].name}
    board.averages = [r for r, row in enumerate(table.rows) if any("میانگین" in c or "متوسط" in c for c in row.cells)]
    return board


def _named_columns(draft: Draft, board: Board) -> list[Named]:
    """The figure columns of a table by province; of one without provinces only its totals count."""
    table = draft.table
    entity = draft.grid.kinds.find("E")
    names: dict[str, int] = {}
    for r, row in enumerate(table.rows):
        if row.kind == "total":
            names["total"] = r
        elif entity >= 0 and (province := province_name(row.cells[entity])):
            names[province] = r
    columns = [k for k in board.values if k not in board.percents]
    return [Named(board, table.id, k, {n: (r, k) for n, r in names.items() if (r, k) in board.readings}) for k in columns]


def _is_percent(draft: Draft, column: int) -> bool:
    """Whether a column holds percentages: most of its cells have the sign, or its name says so."""
    signed = percent_columns(draft.grid)
    return column in signed or (not signed and "درصد" in draft.table.columns[column].name)


def _settled(draft: Draft, board: Board) -> Table:
    """The table with the chosen readings, its checks and what is wrong with it in words."""
    rows = []
    for r, row in enumerate(draft.table.rows):
        cells, values, repaired = list(row.cells), list(row.values), set(row.repaired)
        for k in range(len(cells)):
            found = draft.readings[r][k]
            if not found:
                continue
            reading = found[board.chosen.get((r, k), 0)]
            values[k] = reading.value
            if reading.cost >= 2.0:
                cells[k] = reading.text + ("%" if "%" in cells[k] else "")
                repaired.add(k)
        rows.append(replace(row, cells=tuple(cells), values=tuple(values), repaired=tuple(sorted(repaired))))
    return replace(draft.table, rows=tuple(rows), checks=tuple(board.checks), issues=tuple(issues(draft.table, board.checks)))


def _draft(
    ident: str,
    mark: Mark,
    caption: int | None,
    body: Body | None,
    raw: dict[int, str],
    section: str | None,
    reader: Reader,
    by_number: Mapping[int, Line],
) -> Draft:
    if body is None:
        at = caption or 0
        return Draft(Table(ident, mark.number, mark.title, section, (at, at), (), ()), Grid("", []), ())
    header = header_text(body.header, raw)
    grid = build_grid(body, raw, header, reader)
    heading = [header_line(by_number[n], raw[n], bool(raw.get(n - 1, "").strip()), reader) for n in body.header]
    columns = name_columns(grid, heading, mark.title, heads_forward(heading, grid.forward), reader)
    width = len(grid.kinds)
    grouped = [
        groups_thousands([c.text for r in grid.rows if (c := r.cells[k]) is not None and c.kind == "N"]) for k in range(width)
    ]
    whole = groups_thousands(
        [c.text for r in grid.rows for c in r.cells if c is not None and c.kind == "N" and "%" not in c.text]
    )
    words = _texts(grid, reader, raw)
    rows: list[Row] = []
    options: list[tuple[tuple[Reading, ...], ...]] = []
    for number, row in enumerate(grid.rows, 1):
        cells: list[str] = []
        values: list[float | None] = []
        choices: list[tuple[Reading, ...]] = []
        repaired: list[int] = []
        for k, item in enumerate(row.cells):
            text, found = _cell(item, words.get((number, k), ""), grouped[k] if grouped[k] is not None else whole)
            cells.append(text)
            values.append(found[0].value if found else None)
            choices.append(found)
            if item is not None and item.kind in "ET" and text != item.text.strip():
                repaired.append(k)
        kind = "total" if row.total else "body"
        span = (min(row.lines), max(row.lines))
        rows.append(Row(f"{ident}-r{number}", kind, tuple(cells), tuple(values), span, tuple(repaired)))  # type: ignore[arg-type]
        options.append(tuple(choices))
    used = [n for r in grid.rows for n in r.lines] + body.header + ([caption] if caption else [])
    table = Table(ident, mark.number, mark.title, section, (min(used), max(used)), with_row_names(columns, rows), tuple(rows))
    return Draft(table, grid, tuple(options), header)


def _cell(item: Item | None, text: str, grouped: bool | None) -> tuple[str, tuple[Reading, ...]]:
    """A cell's text and the readings of its number."""
    if item is None:
        return "", ()
    if item.kind in "NI":
        found = tuple(readings(item.text, grouped if item.kind == "N" else False, item.negative))
        return (item.text, found)
    if item.kind == "D":
        return "-", ()
    return text, ()


def _texts(grid: Grid, reader: Reader, raw: dict[int, str]) -> dict[tuple[int, int], str]:
    """The words of all text cells, by row number (from 1) and column. Cells of one column with the same letters are the same
    words."""
    found: dict[tuple[int, int], str] = {}
    likeness: dict[tuple[int, str], Counter[str]] = {}
    for number, row in enumerate(grid.rows, 1):
        for k, item in enumerate(row.cells):
            if item is None or item.kind in "NID":
                continue
            text = spelled_province(item.text) if not row.total else None
            if text is None and is_total(item.text):
                text = total_name(item.text)
            if text is None:
                text = units().get(bag(item.text))
            if text is None:
                text = reader.read_annotation(_stretches(item, raw)) if k in grid.annotations else _words(item, reader, raw)
                likeness.setdefault((k, bag(item.text)), Counter())[text] += 1
            found[number, k] = text
    _follow_pattern(found, grid)
    for (number, k), text in found.items():
        variants = likeness.get((k, bag(text)), Counter())
        if len(variants) > 1:
            found[number, k] = max(variants, key=lambda v: (variants[v], reader.known(v)))
    written = {k for k, _ in likeness}
    return {at: reader.spaced(t) if at[1] in written and not t.isdigit() else t for at, t in found.items()}


def _follow_pattern(found: dict[tuple[int, int], str], grid: Grid) -> None:
    """Cells of a column that say the same but for their last words: one that has the common words elsewhere takes their
    order."""
    for column in range(len(grid.kinds)):
        cells = {at: text.split() for at, text in found.items() if at[1] == column and text}
        if len(cells) < 5:
            continue
        common = set.intersection(*(set(w) for w in cells.values()))
        if len(common) < 4:
            continue
        openings = Counter(tuple(w[: len(common)]) for w in cells.values() if set(w[: len(common)]) == common)
        if not openings or openings.most_common(1)[0][1] < 0.5 * len(cells):
            continue
        opening = openings.most_common(1)[0][0]
        for at, words in cells.items():
            if tuple(words[: len(opening)]) != opening and len(words) - len(opening) <= 2:
                found[at] = " ".join([*opening, *(w for w in words if w not in common)])


def _words(item: Item, reader: Reader, raw: dict[int, str]) -> str:
    """The words of a text cell: each of its lines read by itself."""
    found = _stretches(item, raw)
    return " ".join(reader.read(s, n == 0, n == len(found) - 1).text for n, s in enumerate(found))


def _stretches(item: Item, raw: dict[int, str]) -> list[str]:
    """The raw text of a cell, one stretch a line: places that touch in the raw line are one."""
    found: list[list[int]] = []
    for line, start, end in item.places:
        if found and found[-1][0] == line and not raw[line][found[-1][2] : start].strip():
            found[-1][2] = end
        elif found and found[-1][0] == line and not raw[line][end : found[-1][1]].strip():
            found[-1][1] = start
        else:
            found.append([line, start, end])
    return [raw[line][start:end] for line, start, end in found]


def _line_kinds(marks: dict[int, Mark], bodies: Sequence[Body]) -> dict[int, Kind]:
    """Kinds of lines that stand in a table, caption, chart caption or page header."""
    kinds: dict[int, Kind] = {}
    for number, mark in marks.items():
        if mark.sort in ("caption", "chart"):
            kinds[number] = "caption"
        elif mark.sort == "page":
            kinds[number] = "page_header"
    for body in bodies:
        if body.caption is None and (body.adjacent is not None or not body.header):
            continue
        for n in body.header + body.repeated:
            kinds[n] = "table_header"
        for group in body.groups:
            for n in group:
                kinds[n] = "table_row"
    return kinds
