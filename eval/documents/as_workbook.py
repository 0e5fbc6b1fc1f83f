"""The tables of a gold document as a workbook: right-to-left sheets, titles above, merged heads, figures as numbers.

Sheets hold one, two, one and three tables in turn; the document's title stands in the first row of each.
"""

from __future__ import annotations

import datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from eval.documents.as_text import persian
from eval.documents.figures import figure
from eval.documents.gold_document import Cell, GoldDocument, GoldTable

_PER_SHEET = (1, 2, 1, 3)
_MADE = datetime.datetime(2024, 1, 1)
_LINE = Border(*(Side(style="thin"),) * 4)


def write_workbook(document: GoldDocument, path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = document.title
    workbook.properties.created = workbook.properties.modified = _MADE
    tables, sizes = list(document.tables), cycle(_PER_SHEET)
    while tables:
        size = next(sizes)
        _sheet(workbook, document.title, tables[:size])
        tables = tables[size:]
    workbook.save(path)


def _sheet(workbook: Any, title: str, tables: list[GoldTable]) -> None:
    sheet = workbook.create_sheet(f"صفحهٔ {persian(len(workbook.sheetnames) + 1)}")
    sheet.sheet_view.rightToLeft = True
    sheet.cell(1, 1, title).font = Font(bold=True, size=14)
    row = 3
    for table in tables:
        if table.caption:
            sheet.cell(row, 1, table.caption).font = Font(bold=True)
            if len(table.columns) > 1:
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(table.columns))
            row += 1
        for cell in table.head:
            _put(sheet, cell, row, head=True)
        row += table.head_rows
        for cell in table.body:
            _put(sheet, cell, row, head=False)
        row += table.body_rows + 2


def _put(sheet: Any, cell: Cell, row: int, *, head: bool) -> None:
    place = sheet.cell(row + cell.row, cell.column + 1)
    number = None if head else figure(cell.text)
    if number is None:
        place.value = cell.text or None
    else:
        whole = "#,##0" if number.grouped else "0"
        shown = whole + ("." + "0" * number.decimals if number.decimals else "") + ("%" if number.percent else "")
        value = number.value / 100 if number.percent else number.value
        place.value = round(value, number.decimals + 2) if number.decimals or number.percent else int(value)
        place.number_format = f"{shown};({shown})" if number.bracketed else shown
    place.border = _LINE
    place.alignment = Alignment(horizontal="center", vertical="center", wrap_text=head)
    place.font = Font(bold=head)
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(
            start_row=row + cell.row,
            start_column=cell.column + 1,
            end_row=row + cell.row + cell.rows - 1,
            end_column=cell.column + cell.columns,
        )
