"""A page for a reader to check the tables: each beside its raw lines, proved and refuted cells marked.

python -m eval.tables_page SEED [OUT.html]
"""

from __future__ import annotations

import html
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.corpus import Line, Table
from indexer.structure.entities import letters
from indexer.structure.tables.damaged.extraction import extract_tables
from indexer.structure.tables.units import says_unit

_STYLE = """
body{font:15px/1.7 Vazirmatn,Tahoma,sans-serif;margin:2rem auto;max-width:1500px;color:#222}
section{display:grid;grid-template-columns:3fr 2fr;gap:1.5rem;border-top:2px solid #ccc;padding:1rem 0}
h2{grid-column:1/-1;font-size:1.05rem;margin:0}table{border-collapse:collapse;font-size:.85rem}
td,th{border:1px solid #bbb;padding:.15rem .4rem;vertical-align:top;text-align:start}th{background:#f0f0f0}
tr.total td{font-weight:bold}td.verified::after{content:" ✓";color:#0a7d32}td.failed::after{content:" ✗";color:#b00020}
td.verified{background:#eaf7ee}td.failed{background:#fdeaea}td.repaired{text-decoration:underline dotted}
pre{font-size:.75rem;white-space:pre-wrap;background:#fafafa;padding:.5rem;margin:0;max-height:40rem;overflow:auto}
.issues{color:#b00020;font-size:.85rem}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}th,pre{background:#262626}td.verified{background:#173524}
td.failed{background:#40191d}}
"""


def cell_states(table: Table) -> dict[tuple[str, int], str]:
    """`verified` or `failed` for the cells that take part in a check; a failed check outweighs a kept one."""
    states: dict[tuple[str, int], str] = {}
    for check in table.checks:
        for row, column in check.cells:
            if states.get((row, column)) != "failed":
                states[row, column] = check.state
    return states


def _rows(table: Table) -> str:
    states = cell_states(table)
    named = [f"{c.name} ({c.unit})" if c.unit and not says_unit(c.name, c.unit) else c.name for c in table.columns]
    head = "".join(f"<th scope=col>{html.escape(name)}</th>" for name in named)
    body = []
    for row in table.rows:
        cells = []
        for k, cell in enumerate(row.cells):
            kinds = [states.get((row.id, k), ""), "repaired" if k in row.repaired else ""]
            cells.append(f'<td class="{" ".join(kinds).strip()}" title="{row.id}"><bdi>{html.escape(cell)}</bdi></td>')
        body.append(f'<tr class="{row.kind}">{"".join(cells)}<td>{row.lines[0]}</td></tr>')
    return f"<table><thead><tr>{head}<th>سطر</th></tr></thead><tbody>{''.join(body)}</tbody></table>"


def render(tables: Sequence[Table], raw: Mapping[int, str]) -> str:
    """The page as HTML; `raw` gives the raw source lines by number."""
    parts = []
    for table in tables:
        verified = sum(s == "verified" for s in cell_states(table).values())
        failed = sum(c.state == "failed" for c in table.checks)
        title = f"{table.id} — جدول {table.number or '؟'}: {html.escape(table.caption)}"
        note = f"سطرهای {table.lines[0]} تا {table.lines[1]}، {len(table.rows)} ردیف، "
        note += f"{verified} خانهٔ اثبات‌شده، {failed} بررسی ناموفق"
        issues = "".join(f"<li>{html.escape(i)}</li>" for i in table.issues)
        lines = "\n".join(
            f"{n}: {html.escape(raw[n])}" for n in range(table.lines[0], table.lines[1] + 1) if raw.get(n, "").strip()
        )
        left = f"<div>{_rows(table)}<ul class=issues>{issues}</ul></div>"
        parts.append(
            f"<section id={table.id}><h2>{title}<br><small>{note}</small></h2>{left}<pre dir=auto>{lines}</pre></section>"
        )
    style = f"<style>{_STYLE}</style>"
    head = f"<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><title>جدول‌ها</title>{style}"
    return f"{head}<h1>جدول‌ها</h1>{''.join(parts)}</html>"


def main(arguments: Sequence[str]) -> int:
    """Writes the page of a seed; returns the exit code."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    text = Path(arguments[0]).read_text(encoding="utf-8").split("\n")
    lines = [Line(n, raw, letters(raw), "paragraph") for n, raw in enumerate(text, 1)]
    tables, _ = extract_tables(lines)
    out = Path(arguments[1]) if len(arguments) > 1 else Path("tables.html")
    out.write_text(render(tables, {line.line: line.raw for line in lines}), encoding="utf-8")
    print(f"{len(tables)} tables -> {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
