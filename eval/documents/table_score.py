"""Tables against gold: found, cells, column names with unit, year and measure, entity column, totals, checks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.documents.figures import same_cell
from eval.documents.gold_document import GoldColumn, GoldDocument, GoldTable
from eval.documents.table_match import Match, match_tables
from eval.documents.tally import Tally
from eval.matching import canon, squeeze
from indexer.corpus import Check, Column, Section, Table

_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LABEL = re.compile(r"^\s*(?:جدول|نمودار)\s*(?:شماره\s*)?[(\[]?\s*\d+(?:\s*[-.]\s*\d+)*\s*[)\]]?\s*[:\-–—.]*\s*")
_PERCENTAGES = ("percent", "growth")


def score_tables(
    gold: GoldDocument, tables: Sequence[Table], sections: Sequence[Section] = (), *, captions: bool = True
) -> Tally:
    """`sections` are the found ones, to see whether each table stands in the right one; none: that is not judged."""
    tally = Tally()
    matches = match_tables(gold.tables, tables)
    titles = {section.id: section.title for section in sections}
    for table, match in zip(gold.tables, matches, strict=True):
        name = table.caption or f"table of {table.body_rows} rows"
        if not tally.add("tables found", match is not None, miss=name):
            _nothing_found(tally, table, name)
            continue
        assert match is not None
        if captions and table.caption:
            tally.add(
                "captions",
                _caption(match.table.caption) == _caption(table.caption),
                miss=f"«{name}» found «{match.table.caption}»",
            )
        tally.add(
            "table numbers", match.table.number == table.number, miss=f"{table.number} found {match.table.number} in «{name}»"
        )
        if sections and table.section:
            title = titles.get(match.table.section or "", "")
            right = squeeze(title) == squeeze(table.section.title)
            tally.add("table sections", right, miss=f"«{name}» is in «{table.section.text}» found «{title}»")
        _cells(tally, table, match, name)
        _columns(tally, table, match, name)
        _totals(tally, table, match, name)
        _checks(tally, table, match, name)
    known = {match.table.id for match in matches if match is not None}
    for found in tables:
        tally.add("no false table", found.id in known, miss=f"{found.id} «{found.caption}» lines {found.lines}")
        if found.id not in known:
            _stated(tally, found.checks, [], found.id)
    return tally


def _nothing_found(tally: Tally, table: GoldTable, name: str) -> None:
    cells = sum(cell not in ("", "-") for row in table.grid() for cell in row)
    tally.add("rows found", 0, table.body_rows)
    tally.add("cells", 0, cells)
    tally.add("columns", 0, len(table.columns))
    tally.add("entity column", False)
    if table.totals:
        tally.add("total rows", 0, len(table.totals))


def _cells(tally: Tally, table: GoldTable, match: Match, name: str) -> None:
    for i, (texts, row) in enumerate(zip(table.grid(), match.rows, strict=True)):
        tally.add("rows found", row is not None, miss=f"row {i + 1} {texts} of «{name}»")
        for j, text in enumerate(texts):
            place = match.columns.get(j)
            there = row is not None and place is not None and place < len(row.cells)
            cell = row.cells[place] if row is not None and place is not None and there else ""
            value = row.values[place] if row is not None and place is not None and there else None
            if text in ("", "-"):
                if value is not None:
                    tally.add("cells", False, miss=f"row {i + 1} column {j + 1} of «{name}»: nothing, found «{cell}»")
                continue
            right = there and same_cell(text, cell, value)
            tally.add(
                "cells", right, miss=f"row {i + 1} column {j + 1} of «{name}»: «{text}» found «{cell}» ({value})" if row else ""
            )


def _columns(tally: Tally, table: GoldTable, match: Match, name: str) -> None:
    for j, gold in enumerate(table.columns):
        place = match.columns.get(j)
        if place is None:
            filled = any(row[j] not in ("", "-") for row in table.grid())
            if filled:
                tally.add("columns", False, miss=f"«{gold.name}» of «{name}» not found")
            continue
        _column(tally, gold, match.table.columns[place], match.table, name)
    wanted = [j for j, column in enumerate(table.columns) if column.role == "entity"]
    found = [k for k, column in enumerate(match.table.columns) if column.role == "entity"]
    names = [match.table.columns[k].name for k in found]
    right = found == [match.columns[j] for j in wanted if j in match.columns] and (bool(found) or not wanted)
    gold_name = table.columns[wanted[0]].name if wanted else None
    tally.add("entity column", right, miss=f"«{gold_name}» of «{name}» found {names}")


def _column(tally: Tally, gold: GoldColumn, found: Column, table: Table, name: str) -> None:
    """The name as printed, with or without a unit in brackets; unit, year and measure of columns of figures."""
    place = f"«{gold.name}» of «{name}»"
    right = tally.add("names", _name(found.name) == _name(gold.name), miss=f"{place} found «{found.name}»")
    if len(gold.heads) > 1:
        same = [_name(h) for h in found.heads] == [_name(h) for h in gold.heads]
        tally.add("heads", same, miss=f"{place}: {gold.heads} found {found.heads}")
    if gold.role == "value":
        role = tally.add("value roles", found.role == "value", miss=f"{place} found {found.role}")
        unit = tally.add(
            "units", _unit(found.unit, gold) == _unit(gold.unit, gold), miss=f"{place}: {gold.unit} found {found.unit}"
        )
        year = table.year if found.year is None and gold.year is not None else found.year
        dated = tally.add("years", year == gold.year, miss=f"{place}: {gold.year} found {found.year}, table {table.year}")
        measure = tally.add("measures", found.measure == gold.measure, miss=f"{place}: {gold.measure} found {found.measure}")
        right = right and role and unit and dated and measure
    tally.add("columns", right)


def _caption(caption: str) -> str:
    """Without the word and the number before it."""
    return squeeze(_LABEL.sub("", canon(caption)))


def _name(name: str) -> str:
    return re.sub(r"[-–—:،/]", "", squeeze(_IN_BRACKETS.sub("", name))) or squeeze(name)


def _unit(unit: str | None, gold: GoldColumn) -> str:
    """Without spaces; a percentage is one whether or not its unit is said."""
    text = re.sub(r"^(ارقامبه|واحد:?|به)", "", squeeze(canon(unit or "")))
    text = "درصد" if text == "%" else text
    return "" if gold.measure in _PERCENTAGES and text == "درصد" else text


def _totals(tally: Tally, table: GoldTable, match: Match, name: str) -> None:
    for i, row in enumerate(match.rows):
        if i in table.totals:
            tally.add(
                "total rows", row is not None and row.kind == "total", miss=f"row {i + 1} {table.grid()[i][:3]} of «{name}»"
            )
        elif row is not None and row.kind == "total":
            tally.add("total rows", False, miss=f"row {i + 1} {row.cells[:3]} of «{name}» is no total")


def _checks(tally: Tally, table: GoldTable, match: Match, name: str) -> None:
    slips = []
    for i, j in table.slips():
        row, column = match.rows[i], match.columns.get(j)
        if row is not None and column is not None:
            slips.append((row.id, column))
    _stated(tally, match.table.checks, slips, name)
    for row_id, column in table.slips():
        row = match.rows[row_id]
        place = (row.id, match.columns.get(column, -1)) if row else None
        found = place is not None and any(c.state == "failed" and _speaks_of(c, place) for c in match.table.checks)
        tally.add("slips found", found, miss=f"row {row_id + 1} column {column + 1} of «{name}»")


def _stated(tally: Tally, checks: Sequence[Check], slips: Sequence[tuple[str, int]], name: str) -> None:
    """Verified of all; failed where the report has no slip there."""
    for check in checks:
        wrong = check.state == "failed" and not any(_speaks_of(check, slip) for slip in slips)
        place = f"{check.kind} column {check.column} row {check.row} of «{name}»: expected {check.expected} found {check.found}"
        tally.add("checks verified", check.state == "verified")
        tally.add("checks not wrongly failed", not wrong, miss=place)


def _speaks_of(check: Check, place: tuple[str, int]) -> bool:
    if check.cells:
        return place in {(str(row), column) for row, column in check.cells}
    return check.row in (None, place[0]) and check.column in (None, place[1])
