"""The extracted tables as JSON and CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

from indexer.corpus import Table

BOM = "\ufeff"


def overview(document: str, table: Table) -> dict[str, Any]:
    """A table without its rows, with the state of its checks."""
    states = [check.state for check in table.checks]
    return {
        "id": table.id,
        "document": document,
        "number": table.number,
        "caption": table.caption,
        "section": table.section,
        "lines": table.lines,
        "rows": len(table.rows),
        "columns": [column.name for column in table.columns],
        "verified": states.count("verified"),
        "failed": states.count("failed"),
        "issues": table.issues,
    }


def whole(document: str, table: Table) -> dict[str, Any]:
    return {"document": document, **asdict(table)}


def as_csv(table: Table) -> str:
    """The rows under their column names; a byte order mark lets spreadsheet programs see that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([c.name for c in table.columns] + ["سطرهای سند"])
    for row in table.rows:
        cells = [_cell(cell, value) for cell, value in zip(row.cells, row.values, strict=True)]
        writer.writerow([*cells, f"{row.lines[0]}-{row.lines[1]}"])
    return BOM + out.getvalue()


def _cell(cell: str, value: float | None) -> str:
    """The canonical number where there is one; a text that a spreadsheet would run as a formula is quoted."""
    if value is not None:
        return f"{value:.10g}" if value != int(value) else str(int(value))
    return "'" + cell if cell[:1] in ("=", "+", "-", "@") and len(cell) > 1 else cell
