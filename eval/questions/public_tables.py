"""The documents of public tables that questions were asked about, made again from the collection of tables.

python -m eval.questions.public_tables TABLES.jsonl OUT_DIR

TABLES.jsonl has one table a line: `id`, `domain`, `title`, `columns` and `rows` (lists of cells, null where empty). The same
file makes the same documents `tables_00.md`, `tables_01.md` …; the tables themselves are not part of this project.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from eval.json_lines import listed, read_objects, string
from indexer.errors import PorseshError

FEWEST_ROWS, MOST_ROWS = 3, 40
WANTED = {
    "football": 9,
    "companies": 7,
    "transport": 6,
    "prices": 8,
    "classification": 4,
    "codes": 5,
    "documents": 24,
    "divisions": 8,
}
"""How many tables of a domain are taken, evenly spread; of any other domain all."""
SMALL = "documents"
"""The domain of small tables, which come last and more to a document."""
TOGETHER, SMALL_TOGETHER = 9, 12


@dataclass(frozen=True)
class PublicTable:
    id: str
    domain: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_tables(path: Path) -> tuple[PublicTable, ...]:
    """The tables of a collection. Raises GoldError for a line that is no table."""
    return tuple(_table(fields, place) for place, fields in read_objects(path)[0])


def documents(tables: Sequence[PublicTable]) -> dict[str, str]:
    """The Markdown of every document by its name."""
    groups = grouped(chosen(tables))
    return {f"tables_{n:02d}": markdown(n + 1, group) for n, group in enumerate(groups)}


def chosen(tables: Sequence[PublicTable]) -> tuple[PublicTable, ...]:
    """The tables that are asked about, by domain and id."""
    found: list[PublicTable] = []
    for domain in {table.domain for table in tables}:
        large = [table for table in tables if table.domain == domain and len(table.rows) >= FEWEST_ROWS]
        wanted = min(WANTED.get(domain, len(large)), len(large))
        found += large[:: max(1, len(large) // max(1, wanted))][:wanted]
    return tuple(sorted(found, key=lambda table: (table.domain, table.id)))


def grouped(tables: Sequence[PublicTable]) -> tuple[tuple[PublicTable, ...], ...]:
    """The tables of each document: neighbours in order, the small ones by themselves."""
    small = tuple(table for table in tables if table.domain == SMALL)
    rest = tuple(table for table in tables if table.domain != SMALL)
    return (*_pieces(rest, TOGETHER), *_pieces(small, SMALL_TOGETHER))


def markdown(number: int, tables: Sequence[PublicTable]) -> str:
    """A document of some tables, each under a heading and its title, with its first MOST_ROWS rows."""
    lines = [f"# گردآوردهٔ جدول‌ها، بخش {number}", ""]
    for table in tables:
        lines += [f"## {table.title}", "", table.title, "", _line(table.columns), "|" + "---|" * len(table.columns)]
        lines += [_line(row) for row in table.rows[:MOST_ROWS]] + [""]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _pieces(tables: tuple[PublicTable, ...], size: int) -> list[tuple[PublicTable, ...]]:
    return [tables[start : start + size] for start in range(0, len(tables), size)]


def _table(fields: Mapping[str, Any], place: str) -> PublicTable:
    rows = listed(fields, "rows", place)
    if not all(isinstance(row, list) for row in rows):
        raise GoldError(f"{place}: «rows» باید فهرستی از سطرها باشد")
    return PublicTable(
        id=string(fields, "id", place),
        domain=string(fields, "domain", place),
        title=string(fields, "title", place),
        columns=tuple(str(column) for column in listed(fields, "columns", place)),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in rows),
    )


def _cell(cell: Any) -> str:
    """A cell on one line, without the sign that parts cells in Markdown."""
    return "" if cell is None else str(cell).replace("|", "/").replace("\n", " ")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path, metavar="TABLES.jsonl")
    parser.add_argument("folder", type=Path, metavar="OUT_DIR")
    given = parser.parse_args(arguments)
    try:
        made = documents(read_tables(given.tables))
        given.folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (given.folder / f"{name}.md").write_text(text, encoding="utf-8")
    except (PorseshError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(made)} documents in {given.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
