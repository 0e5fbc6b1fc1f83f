"""Tables that a format shows as tables: their grids in, typed and checked records out.

A header is taken off (`header`), columns get name, unit, year, measure and role (`units`, `columns`), cells their numbers
(`values`), and arithmetic proves what the table claims (`arithmetic`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indexer.corpus import Column, Line, Row, Section, Table
from indexer.reading.document import Document, SourceTable
from indexer.structure.scope import scope_year, years_of
from indexer.structure.tables.arithmetic import board_of, check
from indexer.structure.tables.checks import At, Board
from indexer.structure.tables.columns import build_column, name_column, roles
from indexer.structure.tables.crosschecks import Named, cross_references, repeated_totals
from indexer.structure.tables.derived import derived_rows, whole_row
from indexer.structure.tables.folding import folded, tidy, words
from indexer.structure.tables.header import Layout, lay_out
from indexer.structure.tables.issues import issues
from indexer.structure.tables.measures import averaged, has_own_period, learned_measures, of_averages
from indexer.structure.tables.summaries import is_sum, label_of, mean_row, names_the_year, summary_rows
from indexer.structure.tables.titles import is_caption, is_continued, lead_caption, numbered
from indexer.structure.tables.units import remarked_unit, scoped_unit
from indexer.structure.tables.values import Evidence, evidence, is_year, printed, read_columns

# The longest line, in characters, that is taken for a remark on a table.
_REMARK = 160
# The year that an index or prices are set by («۱۰۰=۱۴۰۰», «به قیمت‌های ثابت سال ۱۳۹۵») is no year of the figures.
_BASE_YEAR = re.compile(r"100 ?= ?(?:سال )?\d{4}|(?:سال )?\d{4} ?= ?100|(?:سال پایه|پایه|ثابت)(?: سال)? \d{4}")
Amend = Callable[[Sequence[Table]], Sequence[Table]]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Title:
    """What stands over a table: number, caption text, what may give the year, what may give the unit, the caption's line, and
    the title of the sheet over it."""

    number: str | None
    caption: str
    dated: str
    remarks: str
    line: int | None
    above: str = ""


@dataclass(frozen=True)
class Draft:
    """A table before its checks: its record, the scope of each row, the cells of its body that one merged cell covers."""

    table: Table
    scopes: tuple[str, ...]
    merged: frozenset[At]


def type_tables(
    document: Document, lines: Sequence[Line], sections: Sequence[Section], year: int | None, *, amend: Amend | None = None
) -> tuple[Table, ...]:
    """The tables of a document in their order. `lines` are all its lines, numbered from 1; `year` is the document's own.

    `amend` may change captions, columns and cells of all tables (never their shape) before the arithmetic, so that the checks
    speak of what the reader corrected.
    """
    grids = [(t, layout) for t in _joined(document) if (layout := lay_out(t)) is not None and not _is_form(t, layout)]
    marks = Evidence()
    for _, layout in grids:
        marks.add(evidence(n for r in layout.body for c in layout.cells[r] if (n := printed(c)) is not None))
    used: Counter[str] = Counter()
    drafts: list[Draft] = []
    for source, layout in grids:
        title = _title(source, layout, lines, sections)
        used[title.number or ""] += 1
        repeat = used[title.number or ""]
        letter = "" if repeat == 1 else _LETTERS[(repeat - 1) % 26]
        ident = f"tx{repeat}" if title.number is None else f"t{title.number}{letter}"
        drafts.append(_draft(ident, source, layout, title, sections, year, marks))
    amended = amend([d.table for d in drafts]) if amend is not None else [d.table for d in drafts]
    made = [_checked(draft, table) for draft, table in zip(drafts, amended, strict=True)]
    named = [n for table, board in made for n in _named_columns(table, board)]
    # A total of fewer or more rows is another figure.
    cross_references([replace(n, cells={k: at for k, at in n.cells.items() if k != "total"}) for n in named], least=4)
    repeated_totals(named)
    return tuple(_settled(table, board, used) for table, board in made)


def _joined(document: Document) -> list[SourceTable]:
    """The grids of a document, those that a page break cut put together again."""
    found: list[SourceTable] = []
    for table in document.tables:
        before = found[-1] if found else None
        if before is not None and _continues(document, before, table):
            rows = len(before.cells)
            merged = (*before.merged, *(replace(m, row=m.row + rows) for m in table.merged))
            found[-1] = replace(before, cells=before.cells + table.cells, lines=before.lines + table.lines, merged=merged)
        else:
            found.append(table)
    return found


def _continues(document: Document, before: SourceTable, table: SourceTable) -> bool:
    """Whether a grid goes on from the one before it: as wide, on the next page, nothing but running heads between, and the
    same header again or none."""
    if not table.cells or not before.cells or len(table.cells[0]) != len(before.cells[0]):
        return False
    if table.caption is not None:
        return is_continued(document.lines[table.caption - 1].text)
    last, first = before.lines[-1][1], table.lines[0][0]
    pages = [document.lines[n - 1].page for n in (last, first)]
    if pages[0] is None or pages[1] is None or pages[1] - pages[0] != 1:
        return False
    between = [line for line in document.lines[last : first - 1] if line.text.strip() and line.kind != "page_header"]
    again = [folded(c) for c in table.cells[0]] == [folded(c) for c in before.cells[0]]
    figures = sum(printed(c) is not None and not is_year(c) for c in table.cells[0])
    return not between and (again or (figures > 0 and not table.head))


def _is_form(table: SourceTable, layout: Layout) -> bool:
    """Whether a grid only places texts on a page: a letterhead, boxes to sign in, fields to fill in."""
    if table.caption is not None:
        return False
    cells = [c for r in (*layout.header, *layout.body) for c in layout.cells[r]]
    told = [c for c in cells if c]
    if any(printed(c) is not None for c in told):
        return len(layout.body) < 1
    fields = sum(":" in c for c in told)
    long = sum(len(words(c)) > 40 for c in told)
    return len(layout.body) < 2 or len(told) < 0.5 * len(cells) or fields >= 0.5 * len(told) or long > 0.5 * len(told)


def _section(sections: Sequence[Section], line: int) -> Section | None:
    return next((s for s in reversed(sections) if s.lines[0] <= line <= s.lines[1]), None)


def _title(table: SourceTable, layout: Layout, lines: Sequence[Line], sections: Sequence[Section]) -> Title:
    """The caption as the format marks it, a title row of the grid, the line before the table, or the section's title."""
    over = " ".join(layout.titles)
    lead = lines[table.lead - 1] if table.lead is not None else None
    beside = lead.text if lead is not None and len(lead.text) <= _REMARK else ""
    if table.caption is not None:
        text = lines[table.caption - 1].text
        between = " ".join(t for n in range(table.caption, table.lines[0][0] - 1) if len(t := lines[n].text) <= _REMARK)
        near = beside if table.lead != table.caption else ""
        # A sheet's title over the caption, where the caption names no year.
        above = near if table.lead is not None and table.lead < table.caption < table.lines[0][0] else ""
        return Title(*numbered(text), f"{text} {over}", f"{text} {over} {between} {near}", table.caption, above)
    if (title := next((t for t in layout.titles if is_caption(t)), None)) is not None:
        return Title(*numbered(title), over, f"{over} {beside}", None)
    if lead is not None and is_caption(lead.text):
        return Title(*numbered(lead.text), f"{lead.text} {over}", f"{lead.text} {over}", lead.line)
    main = next((t for t in layout.titles if not _only_remark(t)), None)
    if main is not None:
        return Title(None, tidy(main), over, f"{over} {beside}", None)
    said = lead_caption(lead.text) if lead is not None and lead.kind != "heading" and not _only_remark(lead.text) else None
    if lead is not None and said is not None:
        return Title(None, numbered(said)[1], f"{said} {over}", f"{lead.text} {over}", lead.line)
    section = _section(sections, table.lines[0][0])
    return Title(None, section.title if section is not None else "", over, f"{over} {beside}", None)


def _only_remark(text: str) -> bool:
    """Whether a text only gives the unit («ارقام به میلیون ریال»)."""
    return remarked_unit(text) is not None and len(words(text)) <= 5


def _draft(
    ident: str, source: SourceTable, layout: Layout, title: Title, sections: Sequence[Section], year: int | None, marks: Evidence
) -> Draft:
    kept = [k for k in range(max(map(len, source.cells))) if any(tidy(row[k]) for row in source.cells)]
    labels = [label_of(layout.cells[r]) for r in layout.body]
    totals = _totals(labels)
    body = [[layout.cells[r][k] for r, total in zip(layout.body, totals, strict=True) if not total] for k in range(len(kept))]
    below = [[layout.cells[r][k] for r, total in zip(layout.body, totals, strict=True) if total] for k in range(len(kept))]
    labelled = [layout.cells[r].index(text) for r, text, total in zip(layout.body, labels, totals, strict=True) if total and text]
    named = [name_column(heads, unit) for heads, unit in zip(layout.heads, layout.units, strict=True)]
    names = [" - ".join(levels) for levels, _ in named]
    types = roles(names, body, labelled[0] if labelled else None, below)
    per_row = any(t == "text" and words(" ".join(n))[:1] == ["واحد"] for t, (n, _) in zip(types, named, strict=True))
    scoped = None if per_row else scoped_unit(title.remarks)
    unit = None if per_row or scoped is not None else remarked_unit(title.caption) or remarked_unit(title.remarks)
    columns = tuple(
        build_column(levels, own, role, cells, unit, scoped, names)
        for (levels, own), role, cells in zip(named, types, body, strict=True)
    )
    if averaged(title.caption):
        columns = of_averages(columns)
    section = _section(sections, title.line or source.lines[0][0])
    titles = [h.title for h in section.path] if section is not None else []
    dated = _BASE_YEAR.sub(" ", folded(title.dated))
    own = scope_year(dated, [*titles, title.above], year)
    columns = _dated(columns, [levels for levels, _ in named], body, own, bool(years_of(dated)))
    rows = _rows(ident, source, layout, columns, totals, marks)
    span = (min(title.line or source.lines[0][0], source.lines[0][0]), source.lines[-1][1])
    table = Table(ident, title.number, title.caption, section.id if section else None, span, columns, rows, year=own)
    return Draft(table, layout.scopes, frozenset(_merged_figures(source, layout, kept)))


def _checked(draft: Draft, table: Table) -> tuple[Table, Board]:
    """The table with the rows and measures that its arithmetic tells, and the board with its checks."""
    rows = list(table.rows)
    statistics = {r for r, row in enumerate(rows) if row.kind == "total" and not is_sum(row)}
    if (mean := mean_row(table.columns, rows)) is not None:
        rows[mean] = replace(rows[mean], kind="total")
        statistics.add(mean)
    if (whole := whole_row(table.columns, rows)) is not None:
        rows[whole] = replace(rows[whole], kind="total")
    board = board_of(table.columns, rows, set(draft.merged), statistics)
    check(board, table.columns, rows, draft.scopes)
    learned = learned_measures(table.columns, board)
    # What a reader corrected stays as he said.
    columns = tuple(
        new if now == before else now for new, now, before in zip(learned, table.columns, draft.table.columns, strict=True)
    )
    for r in derived_rows(board, rows):
        rows[r] = replace(rows[r], kind="total")
    return replace(table, columns=columns, rows=tuple(rows)), board


def _merged_figures(source: SourceTable, layout: Layout, kept: Sequence[int]) -> set[At]:
    """The cells of the body, by row and column of the record, that one merged cell of the grid covers."""
    places = {r: n for n, r in enumerate(layout.body)}
    return {
        (places[r], kept.index(k))
        for m in source.merged
        for r in range(m.row, m.row + m.rows)
        for k in range(m.column, m.column + m.columns)
        if r in places and k in kept
    }


def _dated(
    columns: tuple[Column, ...], levels: Sequence[tuple[str, ...]], body: Sequence[Sequence[str]], year: int | None, said: bool
) -> tuple[Column, ...]:
    """The columns with the table's year where they name none. Where rows are years, or heads name several and the caption
    none, a figure's year is not the table's; a column of years («سال تأسیس») or over a span of them has none."""
    told = [[c for c in cells if c] for cells in body]
    rows = any(
        c.role in ("entity", "text", "index") and cells and all(_is_period(t) for t in cells)
        for c, cells in zip(columns, told, strict=True)
    )
    several = len({c.year for c in columns if c.year is not None}) > 1 and not said
    if rows or several:
        return columns
    return tuple(
        replace(c, year=year)
        if c.role == "value" and c.year is None and not has_own_period(heads) and not (cells and all(map(is_year, cells)))
        else c
        for c, heads, cells in zip(columns, levels, told, strict=True)
    )


def _is_period(text: str) -> bool:
    """Whether a cell says a year or a part of one, and is no date."""
    return bool(years_of(text)) and len(words(text)) <= 4 and not re.search(r"\d\s*/\s*\d", folded(text))


def _totals(labels: Sequence[str]) -> list[bool]:
    """Which rows say that they are a total, the whole year's under its months, or a statistic of those above."""
    found = [is_total(label, last=n == len(labels) - 1) for n, label in enumerate(labels)]
    statistics = summary_rows(labels, found)
    found = [total or n in statistics for n, total in enumerate(found)]
    last = max((n for n, total in enumerate(found) if not total), default=-1)
    own = [label for label, total in zip(labels, found, strict=True) if not total]
    if last >= 0 and names_the_year(labels[last], own[:-1]):
        found[last] = True
    return found


def is_total(label: str, last: bool) -> bool:
    """Whether a row's label says that it adds up others: «جمع», «جمع هزینه‌ها», «مجموع کل»; «کل …» only in the last row."""
    said = [w for w in folded(label).strip(" :").split()]
    said = [w.strip(".:()،-") for w in said if w.strip(".:()،-")]
    if not said:
        return False
    if said[0] in ("جمع", "مجموع", "سرجمع", "جمعا", "total", "sum"):
        return said[1:2] not in (["اوری"], ["بندی"], ["کننده"], ["اوری شده"]) and not re.match("جمع\u200c", tidy(label))
    return said[0] == "کل" and (len(said) == 1 or (last and len(said) <= 3))


def _rows(
    ident: str, source: SourceTable, layout: Layout, columns: Sequence[Column], totals: Sequence[bool], marks: Evidence
) -> tuple[Row, ...]:
    cells = [layout.cells[r] for r in layout.body]
    read = read_columns([[row[k] for row in cells] for k in range(len(columns))], marks)
    rows = []
    for n, (r, total) in enumerate(zip(layout.body, totals, strict=True)):
        values = tuple(read[k][n] if c.role in ("value", "index") else None for k, c in enumerate(columns))
        kind: Literal["body", "total"] = "total" if total else "body"
        rows.append(Row(f"{ident}-r{n + 1}", kind, cells[n], values, source.lines[r], scope=layout.scopes[n]))
    return tuple(rows)


def _named_columns(table: Table, board: Board) -> list[Named]:
    """The figure columns of a table by its rows' names, for comparison with other tables."""
    entity = next((k for k, c in enumerate(table.columns) if c.role == "entity"), None)
    names: dict[str, int] = {}
    labels = Counter(folded(row.cells[entity]) for row in table.rows) if entity is not None else Counter()
    for r, row in enumerate(table.rows):
        if r in board.totals:
            names["total"] = r
        elif row.kind == "total":
            continue
        elif entity is not None and row.cells[entity] and labels[folded(row.cells[entity])] == 1:
            names[folded(row.cells[entity])] = r
    found = []
    for k in board.values:
        if k not in board.percents:
            column = table.columns[k]
            cells = {n: (r, k) for n, r in names.items() if (r, k) in board.readings}
            found.append(Named(board, table.id, k, cells, (column.year, column.measure, column.unit), folded(column.name)))
    return found


def _settled(table: Table, board: Board, used: Counter[str]) -> Table:
    """The table with its checks, and what is wrong with it in words."""
    said = issues(table, board.checks)
    if table.number and used[table.number] > 1:
        said.append(f"شمارهٔ جدول {table.number} در گزارش بیش از یک بار به کار رفته است")
    return replace(table, checks=tuple(board.checks), issues=tuple(said))
