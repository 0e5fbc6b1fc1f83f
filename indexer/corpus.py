"""The corpus on disk: the records of `corpus/<document>/*.jsonl` and how they are read and written.

Every record carries the 1-based source lines it came from, so that whatever is built on it can be cited.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

Span = tuple[int, int]
"""First and last source line, both 1-based and included."""

Kind = Literal["heading", "paragraph", "bullet", "caption", "table_header", "table_row", "chart", "page_header", "blank"]
Repair = Literal["run_order", "spaces", "lost_glyphs", "kashida", "digits", "letters", "manual"]
State = Literal["verified", "failed"]
Role = Literal["entity", "index", "value", "text"]


@dataclass(frozen=True)
class Reading:
    """What the engine alone made of a line; kept where a correction or the structure of the document changed it."""

    text: str
    kind: Kind
    repairs: tuple[Repair, ...]
    confidence: float
    map: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Line:
    """A source line and what the repair made of it.

    `map` holds pieces (start in text, start in raw, length) in text order: the place of every kept letter and digit.
    """

    line: int
    raw: str
    text: str
    kind: Kind
    repairs: tuple[Repair, ...] = ()
    confidence: float = 1.0
    corrected: bool = False
    map: tuple[tuple[int, int, int], ...] = ()
    doubt: str | None = None
    engine: Reading | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    level: int | None = None


@dataclass(frozen=True)
class Heading:
    number: str | None
    title: str


@dataclass(frozen=True)
class Section:
    """A section; `lines` runs from its heading to the line before the next section of any level.

    `path` leads from the outermost section to this one, which is its last; so a section's level is the length of its path.
    `number` is the printed number, most significant part first, None where none is printed.
    """

    id: str
    number: str | None
    title: str
    path: tuple[Heading, ...]
    lines: Span


@dataclass(frozen=True)
class Column:
    name: str
    role: Role
    unit: str | None = None
    year: int | None = None
    measure: str | None = None
    heads: tuple[str, ...] = ()
    """The levels of its head from the outermost in, where the header has several."""


@dataclass(frozen=True)
class Row:
    """A table row as read, rightmost column first; `values` holds the number of each cell or None."""

    id: str
    kind: Literal["body", "total"]
    cells: tuple[str, ...]
    values: tuple[float | None, ...]
    lines: Span
    repaired: tuple[int, ...] = ()
    scope: str = ""
    """The dividing text that the row stands under, in a table that has such rows."""


@dataclass(frozen=True)
class Check:
    """One arithmetic statement: `column` or `row` (row id) say where; `cells` the (row id, column) pairs it speaks of."""

    kind: Literal["column_sum", "row_sum", "ratio", "growth", "cross_reference", "row_count"]
    column: int | None
    row: str | None
    expected: float
    found: float
    state: State
    cells: tuple[tuple[str, int], ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Table:
    id: str
    number: str | None
    caption: str
    section: str | None
    lines: Span
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...] = ()
    issues: tuple[str, ...] = ()
    year: int | None = None
    """The year that caption, section or title give to the whole table, where its columns give none."""


@dataclass(frozen=True)
class Passage:
    """A text that is embedded; `row` and `table` are set where it speaks of a table."""

    id: str
    text: str
    kind: Literal["prose", "table_row", "table"]
    section: str | None
    lines: Span
    table: str | None = None
    row: str | None = None


@dataclass(frozen=True)
class ListItem:
    text: str
    lines: Span
    level: int = 1


@dataclass(frozen=True)
class TextList:
    """A bullet or number list: `lead` is the sentence or item before it, `title` that of its section; `lines` begins with the
    lead."""

    id: str
    section: str | None
    title: str
    lead: str
    items: tuple[ListItem, ...]
    lines: Span


PartKind = Literal["heading", "caption", "lead", "text", "item"]


@dataclass(frozen=True)
class Sentence:
    """A sentence, item or clause of a section's running text, across the borders of lines and passages.

    `number` counts the sentences of the document, so that clauses of one long sentence have the same.
    """

    number: int
    section: str | None
    kind: PartKind
    text: str
    lines: Span


@dataclass(frozen=True)
class Metadata:
    """What is known of a document as a whole; `year` is the year that it reports on, `notes` are in Persian."""

    id: str
    title: str
    year: int | None
    file: str
    format: str
    sha256: str
    lines: int
    pages: int | None = None
    page_sizes: tuple[tuple[float, float], ...] = ()
    added: str = ""
    """When it came in (ISO 8601, UTC)."""
    origin: Literal["folder", "upload"] = "folder"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A printed page: its number where the report prints one, and its source lines."""

    number: int | None
    lines: Span


@dataclass(frozen=True)
class Corpus:
    """All that is known of one document."""

    document: str
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]
    pages: tuple[Page, ...]
    lists: tuple[TextList, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    metadata: Metadata | None = None


T = TypeVar("T", Line, Section, Table, Passage, Page, TextList, Sentence, Metadata)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def _table(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "columns": tuple(Column(**{k: _tuples(v) for k, v in c.items()}) for c in row["columns"]),
        "rows": tuple(Row(**{k: _tuples(v) for k, v in r.items()}) for r in row["rows"]),
        "checks": tuple(Check(**{k: _tuples(v) for k, v in c.items()}) for c in row["checks"]),
    }


def decode(kind: type[T], row: dict[str, Any]) -> T:
    """A record from its JSON object; fields this version does not know are left out."""
    known = {f.name for f in fields(kind)}
    row = {k: v for k, v in row.items() if k in known}
    if kind is Table:
        row = _table(row)
    elif kind is Line and row.get("engine"):
        row = row | {"engine": Reading(**{k: _tuples(v) for k, v in row["engine"].items()})}
    elif kind is Section:
        row = row | {"path": tuple(Heading(**h) for h in row["path"])}
    elif kind is TextList:
        row = row | {"items": tuple(ListItem(**{k: _tuples(v) for k, v in item.items()}) for item in row["items"])}
    return kind(**{k: _tuples(v) for k, v in row.items()})


def read_records(kind: type[T], path: Path) -> tuple[T, ...]:
    """The records of one JSONL file. Raises OSError, or ValueError naming the line that cannot be read."""
    records = []
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                records.append(decode(kind, json.loads(text)))
            except (ValueError, TypeError, KeyError) as error:
                raise ValueError(f"{path}:{number}: {error}") from error
    return tuple(records)


def write_records(records: Iterable[Any], path: Path) -> None:
    """One JSON object a line, written beside the old file and swapped in whole."""
    beside = path.with_name(path.name + ".new")
    with open(beside, "w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")
    os.replace(beside, path)


FILES = ("lines", "sections", "tables", "passages", "pages", "lists", "sentences")
"""The files of a document, each `<name>.jsonl`; beside them `document.json`, what is known of it as a whole."""


def read_corpus(folder: Path) -> Corpus:
    """The corpus of one document, from `corpus/<document>/`."""
    return Corpus(
        document=folder.name,
        lines=read_records(Line, folder / "lines.jsonl"),
        sections=read_records(Section, folder / "sections.jsonl"),
        tables=read_records(Table, folder / "tables.jsonl"),
        passages=read_records(Passage, folder / "passages.jsonl"),
        pages=read_records(Page, folder / "pages.jsonl"),
        lists=read_records(TextList, folder / "lists.jsonl"),
        sentences=read_records(Sentence, folder / "sentences.jsonl"),
        metadata=read_metadata(folder),
    )


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Writes the files of one document; each file is swapped in whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        write_records(getattr(corpus, name), folder / f"{name}.jsonl")
    if corpus.metadata is not None:
        text = json.dumps(asdict(corpus.metadata), ensure_ascii=False, indent=1) + "\n"
        write_text(text, folder / "document.json")


def read_metadata(folder: Path) -> Metadata | None:
    """What `document.json` of a folder says; None where there is no such file. Raises ValueError where it cannot be read."""
    try:
        data = json.loads((folder / "document.json").read_text(encoding="utf-8"))
        return decode(Metadata, data)
    except FileNotFoundError:
        return None
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{folder / 'document.json'}: {error}") from error


def write_text(text: str, path: Path) -> None:
    """Writes a file beside the old one and swaps it in whole."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8", errors="surrogatepass")
    os.replace(beside, path)
