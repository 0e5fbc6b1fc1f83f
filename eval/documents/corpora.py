"""A file read and cut into its structure without passages and embedding, as far as the pieces are there.

What a piece would say that is not there is taken from the format alone: headings by their marks, tables by their grids.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.documents.figures import figure
from indexer.corpus import Column, Heading, Line, Row, Section, Table
from indexer.reading.document import Document, SourceTable


@dataclass(frozen=True)
class Structure:
    """What was found in a file; `notes` are the document's and name the pieces that are not there."""

    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def structure_of(path: Path, work: Path) -> Structure:
    """The lines, sections and tables of a file; `work` is a folder to build in. Raises PorseshError where it cannot be read."""
    make_corpus = _piece("indexer.pipeline", "make_corpus")
    if "path" in inspect.signature(make_corpus).parameters:
        made = make_corpus(path, path.stem, work, corrections=False)
        return Structure(made.lines, made.sections, made.tables, made.metadata.notes if made.metadata else ())
    return _by_pieces(_piece("indexer.reading", "read_document")(path))


def _by_pieces(document: Document) -> Structure:
    """Without the pipeline: what `indexer.structure` has, one piece after the other."""
    missing: list[str] = []
    lines = tuple(_line(document, n) for n in range(1, len(document.lines) + 1))
    classify = _piece("indexer.structure.lines", "classify", missing)
    if classify is not None:
        lines = tuple(classify(lines, document))
    find_sections = _piece("indexer.structure.sections", "find_sections", missing)
    sections = _sections_of(find_sections, lines, document)
    type_tables = _piece("indexer.structure.tables.typed", "type_tables", missing)
    if type_tables is None:
        tables = tuple(_raw_table(document, table, f"tx{n}") for n, table in enumerate(document.tables, 1))
    else:
        find_metadata = _piece("indexer.structure.metadata", "find_metadata", missing)
        year = find_metadata(document, lines, sections).year if find_metadata is not None else None
        tables = tuple(type_tables(document, lines, sections, year))
    return Structure(lines, sections, _placed(tables, sections), (*document.notes, *missing))


def _piece(module: str, name: str, missing: list[str] | None = None) -> Any:
    """A function of the indexer, or None where this version has none."""
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        found = None
    if found is None and missing is not None:
        missing.append(f"{module}.{name} هنوز نیست")
    return found


def _line(document: Document, number: int) -> Line:
    source = document.lines[number - 1]
    text = source.text if document.format not in ("md", "txt") else getattr(source, "seen", source.text)
    kind = source.kind or ("paragraph" if text.strip() else "blank")
    return Line(number, source.text, text, kind, page=source.page, box=source.box, level=source.level)


def _sections_of(find_sections: Any, lines: Sequence[Line], document: Document) -> tuple[Section, ...]:
    try:
        return tuple(find_sections(lines, document))
    except TypeError as error:  # the finder of numbered sections takes lines alone
        if "positional argument" not in str(error):
            raise
        return _raw_sections(lines)


def _raw_sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """A section for every line that the format marks as heading."""
    heads = [line for line in lines if line.kind == "heading"]
    path: list[tuple[int, Heading]] = []
    sections = []
    for n, line in enumerate(heads):
        level = line.level or 1
        path = [(above, heading) for above, heading in path if above < level]
        path.append((level, Heading(None, line.text.strip())))
        end = heads[n + 1].line - 1 if n + 1 < len(heads) else len(lines)
        sections.append(Section(f"s{n + 1}", None, line.text.strip(), tuple(h for _, h in path), (line.line, end)))
    return tuple(sections)


def _raw_table(document: Document, table: SourceTable, id: str) -> Table:
    head = table.head if table.head is not None else 1
    heads = [tuple(dict.fromkeys(t for t in texts if t)) for texts in zip(*table.cells[:head], strict=True)]
    columns = tuple(Column(" - ".join(h), "text", heads=h) for h in heads)
    rows = []
    for n, (cells, span) in enumerate(zip(table.cells[head:], table.lines[head:], strict=True), 1):
        values = tuple(f.value if f else None for f in map(figure, cells))
        rows.append(Row(f"{id}-r{n}", "body", tuple(cells), values, span))
    line = table.caption or table.lead
    caption = document.lines[line - 1].text.strip() if line else ""
    return Table(id, None, caption, None, (table.lines[0][0], table.lines[-1][1]), columns, tuple(rows))


def _placed(tables: Sequence[Table], sections: Sequence[Section]) -> tuple[Table, ...]:
    """Tables that do not know their section yet are told it."""
    placed = []
    for table in tables:
        around = [s for s in sections if s.lines[0] <= table.lines[0] <= s.lines[1]]
        placed.append(replace(table, section=around[-1].id) if table.section is None and around else table)
    return tuple(placed)
