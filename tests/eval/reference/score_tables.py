# ruff: noqa
"""Scores extracted tables against gold tables.

    score_tables.py GOLD.jsonl TABLES.jsonl

A gold row is matched to the extracted row that overlaps its source lines and shares most cells; a cell is right where some cell of
that row holds the same value and stands in the column that the table as a whole maps to the gold column (majority vote). Cells that
gold marks unsure are left out. Prints per table and overall: rows found, cells right, column order right, tables wholly right.
"""

import sys
from collections import Counter

from common import overlaps, read_jsonl, same_value


def machine_cells(row):
    """The row's cells, with the parsed value in place of the text where there is one."""
    values = row.get("values") or [None] * len(row["cells"])
    return [c if v is None else v for c, v in zip(row["cells"], values)]


def best_row(gold_cells, gold_lines, rows):
    def shared(row):
        left = list(row["cells"])
        n = 0
        for cell in gold_cells:
            hit = next((c for c in left if c is not None and same_value(c, cell)), None)
            if hit is not None:
                left.remove(hit)
                n += 1
        return n

    near = [r for r in rows if overlaps(r["lines"], gold_lines)]
    return max(near, key=shared, default=None)


def score(gold, tables):
    owner = [t for t in tables if overlaps(t["lines"], gold["lines"])]
    rows = [{"lines": r["lines"], "cells": machine_cells(r)} for t in owner for r in t["rows"]]
    unsure = {tuple(u) for u in gold.get("unsure") or []}
    pairs = [(g, best_row(g, ln, rows)) for g, ln in zip(gold["rows"], gold["row_lines"])]
    votes = {}
    for g, r in pairs:
        for i, cell in enumerate(g):
            for j, c in enumerate(r["cells"] if r else []):
                if c is not None and str(cell).strip() and same_value(c, cell):
                    votes.setdefault(i, Counter())[j] += 1
    column = {i: c.most_common(1)[0][0] for i, c in votes.items()}
    cells = right = found = whole = 0
    for n, (g, r) in enumerate(pairs):
        found += r is not None
        ok = True
        for i, cell in enumerate(g):
            if (n, i) in unsure or not str(cell).strip():
                continue
            cells += 1
            j = column.get(i)
            hit = (
                r is not None
                and j is not None
                and j < len(r["cells"])
                and r["cells"][j] is not None
                and same_value(r["cells"][j], cell)
            )
            right += hit
            ok &= hit
        whole += ok
    number_ok = any(str(t.get("number")) == str(gold.get("number")) for t in owner)
    return len(pairs), found, whole, cells, right, number_ok


def main(gold_path, tables_path):
    tables = read_jsonl(tables_path)
    total = Counter()
    for gold in read_jsonl(gold_path):
        if not gold["rows"]:
            continue
        rows, found, whole, cells, right, number_ok = score(gold, tables)
        print(
            f"table {str(gold['number']):>5} lines {gold['lines'][0]}-{gold['lines'][1]}: rows {found}/{rows}, rows wholly right {whole}/{rows}, cells {right}/{cells}{'' if number_ok else ', number wrong'}"
        )
        total.update(
            tables=1, rows=rows, found=found, whole=whole, cells=cells, right=right, perfect=right == cells, numbers=number_ok
        )
    t = total
    print(
        f"tables {t['tables']}: rows found {t['found'] / t['rows']:.4f}, rows wholly right {t['whole'] / t['rows']:.4f}, cells right {t['right'] / t['cells']:.4f}, tables wholly right {t['perfect'] / t['tables']:.4f}, numbers right {t['numbers'] / t['tables']:.4f}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
