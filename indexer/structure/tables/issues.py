"""What is wrong with a table's figures, in words."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.corpus import Check, Table
from indexer.structure.tables.numbers import plain


def issues(table: Table, checks: Sequence[Check]) -> list[str]:
    """The failed checks of a table in Persian."""
    found = []
    names = {row.id: next((c for c in row.cells if c and not c.isdigit()), row.id) for row in table.rows}
    for check in checks:
        if check.kind == "row_count" and check.state == "failed":
            found.append(
                f"شمارهٔ ردیف‌ها پیوسته نیست: آخرین ردیف {plain(check.expected)} است ولی {plain(check.found)} ردیف آمده است"
            )
        if check.state != "failed" or check.column is None:
            continue
        column = table.columns[check.column].name
        if check.kind == "column_sum":
            text = f"جمع چاپ‌شدهٔ ستون «{column}» {plain(check.found)} است ولی جمع ردیف‌ها {plain(check.expected)} می‌شود"
            if check.note and check.note.startswith("row:"):
                text += f"؛ اختلاف برابر مقدار «{names[check.note[4:]]}» است که در جمع نیامده"
            found.append(text)
        elif check.row is not None:
            text = {"row_sum": "جمع", "cross_reference": "عدد"}.get(check.kind, "درصد" if check.note != "product" else "حاصل‌ضرب")
            place = f"«{names[check.row]}» ستون «{column}»"
            found.append(f"{text} چاپ‌شده در {place} {plain(check.found)} است ولی حساب {plain(check.expected)} می‌دهد")
    return found
