"""Excel files: each sheet's tables as blocks of filled cells, with the titles above them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from indexer.reading.captions import is_caption
from indexer.reading.cell_grid import LARGEST_GRID, Placed, table_of
from indexer.reading.characters import squeezed
from indexer.reading.document import Document, SourceLine, SourceTable
from indexer.reading.number_formats import shown
from indexer.reading.sheet_blocks import Block, Cells, find_blocks

_DEFAULT_NAME = re.compile(r"(?:sheet|worksheet|برگه|کاربرگ|ورق|table|page)?\s*[\d۰-۹]*", re.IGNORECASE)
_ASIDE = re.compile(
    r"\W*(?:ارقام|مبالغ|اعداد|مقادیر|واحد|تاریخ|منتهی|(?:برای|طی|در) (?:سال|دوره)|سال|دوره|(?:در|به|تا) تاریخ|به تفکیک|بر ?حسب)\b"
    r"|\(.*\)$"
)
_SHOWN_IN_NOTE = 5


def read_xlsx(path: Path) -> Document:
    """The visible sheets in order. Formulas give the value last calculated; hidden parts are left out; both are noted.

    Raises what openpyxl raises for a broken file.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that it does not know
        book = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path) if _has_formulas(path) else None
    lines: list[SourceLine] = []
    tables: list[SourceTable] = []
    notes: list[str] = []
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        filled = _cells(sheet)
        if formulas is not None:
            notes.extend(_never_calculated(sheet, formulas[sheet.title]))
        notes.extend(_hidden_parts(sheet, filled))
        kept = Cells(*_shown_cells(sheet, filled))
        if not kept.texts:
            continue
        if len(visible) > 1 or not _DEFAULT_NAME.fullmatch(sheet.title.strip()):
            lines.append(SourceLine(squeezed(sheet.title), kind="heading", level=1))
        for block in find_blocks(kept):
            _read_block(sheet, block, lines, tables)
    if hidden:
        notes.append("کاربرگ‌های پنهان خوانده نشد: " + "، ".join(f"«{name}»" for name in hidden))
    pictures = sum(len(getattr(sheet, "_images", ())) + len(getattr(sheet, "_charts", ())) for sheet in visible)
    if pictures:
        notes.append(f"{pictures} تصویر یا نمودار در کاربرگ‌ها هست که خوانده نمی‌شود")
    title = squeezed(book.properties.title or "") or None
    return Document(path.stem, path.name, "xlsx", "", tuple(lines), tuple(tables), title=title, notes=tuple(notes))


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(re.search(rb"<(?:\w+:)?f[ >/]", archive.read(name)) for name in sheets)


def _cells(sheet: Any) -> dict[tuple[int, int], Any]:
    """The filled cells alone: asking a sheet for its rows would make every cell up to the farthest."""
    return {at: cell for at, cell in sheet._cells.items() if cell.value is not None and str(cell.value).strip()}


def _never_calculated(sheet: Any, formulas: Any) -> list[str]:
    values = sheet._cells
    lost = [
        cell.coordinate
        for at, cell in sorted(formulas._cells.items())
        if cell.data_type == "f" and (at not in values or values[at].value is None)
    ]
    if not lost:
        return []
    return [f"در کاربرگ «{sheet.title}» {len(lost)} فرمول هرگز محاسبه نشده و خالی خوانده شد ({_some(lost)}); "
            "پرونده را در Excel باز و ذخیره کنید".replace(";", "؛")]  # fmt: skip


def _some(names: list[str]) -> str:
    return "، ".join(names[:_SHOWN_IN_NOTE]) + (" …" if len(names) > _SHOWN_IN_NOTE else "")


def _hidden(sheet: Any) -> tuple[set[int], set[int]]:
    rows = {n for n, row in sheet.row_dimensions.items() if row.hidden}
    columns: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden:
            columns.update(range(column.min or 0, (column.max or 0) + 1))
    return rows, columns


def _hidden_parts(sheet: Any, filled: Iterable[tuple[int, int]]) -> list[str]:
    places = set(filled)
    hidden_rows, hidden_columns = _hidden(sheet)
    rows = sorted({r for r, _ in places} & hidden_rows)
    columns = sorted({c for _, c in places} & hidden_columns)
    notes = []
    if rows:
        notes.append(f"در کاربرگ «{sheet.title}» {len(rows)} سطر پنهان خوانده نشد ({_some([str(n) for n in rows])})")
    if columns:
        names = [get_column_letter(n) for n in columns]
        notes.append(f"در کاربرگ «{sheet.title}» {len(columns)} ستون پنهان خوانده نشد ({_some(names)})")
    return notes


def _shown_cells(
    sheet: Any, filled: dict[tuple[int, int], Any]
) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], tuple[int, int]]]:
    """Texts of the visible cells, and what merged ones cover; hidden rows and columns are closed up, so that they part nothing.

    Places count over visible rows and columns alone.
    """
    hidden_rows, hidden_columns = _hidden(sheet)
    ranges = [r for r in sheet.merged_cells.ranges if (r.min_row, r.min_col) in filled]
    last_row = max([r for r, _ in filled] + [r.max_row for r in ranges], default=0)
    last_column = max([c for _, c in filled] + [r.max_col for r in ranges], default=0)
    row_at = _closed_up(last_row, hidden_rows)
    column_at = _closed_up(last_column, hidden_columns)
    texts: dict[tuple[int, int], str] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    merged = {(r.min_row, r.min_col): r for r in ranges}
    inside = {(row, column) for r in ranges if r.size["rows"] * r.size["columns"] <= LARGEST_GRID for row, column in _places(r)}
    for at, cell in filled.items():
        text = squeezed(shown(cell.value, cell.number_format))
        extent = merged.get(at)
        if extent is None:
            if at[0] not in hidden_rows and at[1] not in hidden_columns and at not in inside and text:
                texts[row_at[at[0]], column_at[at[1]]] = text
            continue
        rows = [row_at[r] for r in range(extent.min_row, extent.max_row + 1) if r not in hidden_rows]
        columns = [column_at[c] for c in range(extent.min_col, extent.max_col + 1) if c not in hidden_columns]
        if rows and columns and text:
            texts[rows[0], columns[0]] = text
            spans[rows[0], columns[0]] = (len(rows), len(columns))
    return texts, spans


def _places(extent: Any) -> Iterable[tuple[int, int]]:
    for row in range(extent.min_row, extent.max_row + 1):
        for column in range(extent.min_col, extent.max_col + 1):
            yield row, column


def _closed_up(last: int, hidden: set[int]) -> list[int]:
    """The place of each row or column (index: its number in the sheet) among the visible ones."""
    found, place = [0], 0
    for n in range(1, last + 1):
        found.append(place)
        place += n not in hidden
    return found


def _read_block(sheet: Any, block: Block, lines: list[SourceLine], tables: list[SourceTable]) -> None:
    if lines and lines[-1].kind != "heading":
        lines.append(SourceLine("", kind="blank"))
    first_title = len(lines) + 1
    lines.extend(SourceLine(text) for text in block.titles)
    if block.cells:
        placed = [Placed(r, c, text, *span) for (r, c), (text, span) in sorted(block.cells.items())]
        found = table_of(placed, len(lines) + 1, _head(sheet, block), bool(sheet.sheet_view.rightToLeft))
        if found is not None:
            titles = range(first_title, first_title + len(block.titles))
            caption = _caption(lines, titles)
            if caption is not None:
                lines[caption - 1] = replace(lines[caption - 1], kind="caption")
            lines.extend(found[0])
            lead = titles[0] if titles and caption != titles[0] else titles[-1] if titles else None
            tables.append(replace(found[1], caption=caption, lead=lead))
    lines.extend(SourceLine(text) for text in block.remarks)


def _caption(lines: list[SourceLine], titles: range) -> int | None:
    """The line of a block's titles that names its table: the numbered one, else the nearest above it that says more than unit,
    date or order; the sheet's own title stands first and names them all."""
    if not titles:
        return None
    numbered = next((n for n in titles if is_caption(lines[n - 1].text)), None)
    telling = [n for n in titles if not _ASIDE.match(lines[n - 1].text)]
    return numbered or (telling[-1] if telling else titles[0])


def _head(sheet: Any, block: Block) -> int | None:
    """Header rows where the block is one of the sheet's own tables (Insert > Table), else None."""
    texts = [text for (r, _), (text, _) in sorted(block.cells.items()) if r == 0]
    for table in sheet.tables.values():
        names = [squeezed(str(column.name)) for column in table.tableColumns]
        if table.headerRowCount and names and sorted(names) == sorted(texts):
            return int(table.headerRowCount)
    return None
