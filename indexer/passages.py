"""Sections and tables become the texts that are embedded and searched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from indexer.corpus import Corpus, Line, Passage, Section, Table
from indexer.structure.flow import by_section, running_text
from indexer.structure.tables.units import says_unit

CHUNK_CHARACTERS = 500
OVERLAP_CHARACTERS = 100
_SEPARATORS = ["\n", " ؛ ", "؛ ", ". ", "، ", " ", ""]


def make_passages(lines: Sequence[Line], sections: Sequence[Section], tables: Sequence[Table]) -> tuple[Passage, ...]:
    """Prose cut within its section, then every table as a whole and row by row.

    Lines of a table's caption, header and rows are left to the table. Ids run through the document.
    """
    prose = running_text(lines, tables)
    passages: list[Passage] = []
    for section, members in by_section(prose, sections):
        passages.extend(_prose_passages(section, members))
    for table in tables:
        passages.extend(_table_passages(table))
    return tuple(replace(passage, id=f"p{n:04d}") for n, passage in enumerate(passages, 1))


def context(passage: Passage, sections: Sequence[Section], title: str = "") -> str:
    """The titles above a passage, outermost first: what a reader of the page knows and the passage itself does not say.

    `title` is that of the document; it stands where the document has no sections that have titles.
    """
    if not any(s.title for s in sections):
        return title
    section = next((s for s in sections if s.id == passage.section), None)
    return " › ".join(h.title for h in section.path if h.title) if section else ""


def searched_texts(corpora: Sequence[Corpus]) -> list[str]:
    """What is embedded and searched of every passage: the titles above it, then the passage."""
    texts = []
    for corpus in corpora:
        title = corpus.metadata.title if corpus.metadata else ""
        for passage in corpus.passages:
            above = context(passage, corpus.sections, title)
            texts.append(f"{above}\n{passage.text}" if above else passage.text)
    return texts


def row_text(table: Table, cells: Sequence[str]) -> str:
    """A row as one readable line: caption, then `column: cell` for every filled cell."""
    number = f"جدول {table.number}: " if table.number else ""
    named = (
        f"{column.name}: {cell}{_unit(column.unit, column.name, cell)}"
        for column, cell in zip(table.columns, cells, strict=False)
        if cell.strip() and column.role != "index"
    )
    return f"{number}{table.caption} | " + " | ".join(named)


def _unit(unit: str | None, name: str, cell: str) -> str:
    return f" {unit}" if unit and not says_unit(name, unit) and not says_unit(cell, unit) else ""


def _prose_passages(section: Section | None, members: Sequence[Line]) -> Iterator[Passage]:
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS,
        chunk_overlap=OVERLAP_CHARACTERS,
        separators=_SEPARATORS,
        keep_separator="end",
        add_start_index=True,
    )
    starts: list[int] = []
    length = 0
    for line in members:
        starts.append(length)
        length += len(line.text) + 1
    for chunk in splitter.create_documents(["\n".join(line.text for line in members)]):
        begin = chunk.metadata["start_index"]
        first = bisect_right(starts, begin) - 1
        last = bisect_right(starts, begin + len(chunk.page_content) - 1) - 1
        span = (members[first].line, members[last].line)
        yield Passage("", chunk.page_content.strip(), "prose", section.id if section else None, span)


def _table_passages(table: Table) -> Iterator[Passage]:
    names = "، ".join(c.name for c in table.columns if c.role != "index")
    number = f"جدول {table.number}: " if table.number else ""
    yield Passage("", f"{number}{table.caption} | ستون‌ها: {names}", "table", table.section, table.lines, table.id)
    for row in table.rows:
        yield Passage("", row_text(table, row.cells), "table_row", table.section, row.lines, table.id, row.id)
