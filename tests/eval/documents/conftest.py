"""The corpus that a faultless indexer would make of a gold document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.documents.figures import figure
from eval.documents.gold_document import GoldDocument, GoldTable, Heading, ItemList, Paragraph, read_gold_document
from indexer.corpus import Check, Column, Corpus, Line, Row, Section, Table
from indexer.corpus import Heading as Step

ROOT = Path(__file__).parents[3]
SMALL = ROOT / "tests/data/documents/gold/bank_branches.html"


@pytest.fixture
def sources() -> list[Path]:
    return [SMALL, *sorted((ROOT / "eval/documents/sources").glob("*.html"))]


@pytest.fixture
def small() -> GoldDocument:
    return read_gold_document(SMALL)


@pytest.fixture
def perfect() -> Callable[[GoldDocument], Corpus]:
    return perfect_corpus


def perfect_corpus(gold: GoldDocument) -> Corpus:
    lines: list[Line] = []
    sections: list[Section] = []
    tables: list[Table] = []
    path: list[tuple[int, Step]] = []

    def put(text: str, kind: str) -> int:
        lines.append(Line(len(lines) + 1, text, text, kind))
        return len(lines)

    for block in gold.blocks:
        if isinstance(block, Heading):
            n = put(block.text, "heading")
            path = [*(p for p in path if p[0] < block.mark), (block.mark, Step(block.number, block.title))]
            sections.append(Section(f"s{n}", block.number, block.title, tuple(step for _, step in path), (n, n)))
        elif isinstance(block, Paragraph):
            put(block.text, "paragraph")
        elif isinstance(block, ItemList):
            for item in block.items:
                put(item.text, "bullet")
                for child in item.children:
                    put(child.text, "bullet")
        else:
            put(block.caption, "caption")
            tables.append(_table(block, f"tx{len(tables) + 1}", sections, put))
    return Corpus(gold.name, tuple(lines), tuple(sections), tuple(tables), (), ())


def _table(gold: GoldTable, id: str, sections: list[Section], put: Callable[[str, str], int]) -> Table:
    rows = []
    for i, cells in enumerate(gold.grid()):
        n = put("\t".join(cells), "table_row")
        values = tuple(f.value if (f := figure(cell)) else None for cell in cells)
        rows.append(Row(f"{id}-r{i}", "total" if i in gold.totals else "body", tuple(cells), values, (n, n)))
    columns = tuple(Column(c.name, c.role, c.unit, c.year, c.measure, c.heads if len(c.heads) > 1 else ()) for c in gold.columns)
    checks = tuple(
        Check("column_sum", column, rows[row].id, 1, 2, "failed", ((rows[row].id, column),)) for row, column in gold.slips()
    )
    span = (rows[0].lines[0], rows[-1].lines[1])
    return Table(id, gold.number, gold.caption, sections[-1].id, span, columns, tuple(rows), checks)
