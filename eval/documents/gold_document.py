"""A gold document: an HTML file whose `data-*` attributes tell what an indexer should find.

The body holds `h1 h2 h3 h4 p ul ol table` and nothing else. A heading tells its number and title (`data-number`, `data-title`),
a table its number, the columns their full names, roles, units, years and measures, the total rows (`data-total`) and the sums
that the report itself has wrong (`data-slip`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

from eval.errors import GoldError

_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Heading:
    """`mark` is the N of its hN, `level` its depth in the tree of sections, from 1."""

    text: str
    mark: int
    level: int
    number: str | None
    title: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Item:
    text: str
    children: tuple[Item, ...] = ()
    ordered: bool = False
    """Whether the children are numbered."""


@dataclass(frozen=True)
class ItemList:
    items: tuple[Item, ...]
    ordered: bool


@dataclass(frozen=True)
class GoldColumn:
    name: str
    role: str
    unit: str | None = None
    year: int | None = None
    measure: str | None = None
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell at its first row and column (from 0) with the places that it covers; `slip`: a figure the report has wrong."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    slip: bool = False


@dataclass(frozen=True)
class GoldTable:
    """`head` and `body` hold cells once, with their spans; `grid()` gives the body as rows of texts."""

    number: str | None
    caption: str
    columns: tuple[GoldColumn, ...]
    head: tuple[Cell, ...]
    body: tuple[Cell, ...]
    totals: frozenset[int]
    head_rows: int
    body_rows: int
    section: Heading | None = None

    def grid(self) -> list[list[str]]:
        """Every body row with all its cells; a merged cell's text stands at every place that it covers."""
        return filled(self.body, self.body_rows, len(self.columns))

    def slips(self) -> list[tuple[int, int]]:
        """(body row, column) of the figures that the report itself has wrong."""
        return [(cell.row, cell.column) for cell in self.body if cell.slip]


Block = Heading | Paragraph | ItemList | GoldTable


@dataclass(frozen=True)
class GoldDocument:
    name: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Heading))

    @property
    def tables(self) -> tuple[GoldTable, ...]:
        return tuple(b for b in self.blocks if isinstance(b, GoldTable))

    def texts(self) -> Iterator[tuple[str, str]]:
        """(kind, text) of everything outside the cells of tables, in reading order."""
        for block in self.blocks:
            if isinstance(block, Heading):
                yield "heading", block.text
            elif isinstance(block, Paragraph):
                yield "paragraph", block.text
            elif isinstance(block, ItemList):
                for item in block.items:
                    yield "item", item.text
                    for child in item.children:
                        yield "item", child.text
            elif block.caption:
                yield "caption", block.caption


def filled(cells: tuple[Cell, ...], rows: int, columns: int) -> list[list[str]]:
    """The texts of cells on a full grid, a merged cell's text at every place."""
    grid = [[""] * columns for _ in range(rows)]
    for cell in cells:
        for i in range(cell.row, cell.row + cell.rows):
            for j in range(cell.column, cell.column + cell.columns):
                grid[i][j] = cell.text
    return grid


def read_gold_document(path: Path) -> GoldDocument:
    """One gold document. Raises GoldError naming what does not fit the form."""
    try:
        root = html.document_fromstring(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"سند طلایی خوانده نشد: {path} ({error})") from error
    title = _text(root.find(".//title")) if root.find(".//title") is not None else path.stem
    blocks: list[Block] = []
    open_marks: list[int] = []
    section: Heading | None = None
    for element in root.body:
        if not isinstance(element.tag, str):
            continue
        if re.fullmatch("h[1-4]", element.tag):
            mark = int(element.tag[1])
            open_marks = [*(m for m in open_marks if m < mark), mark]
            text = _text(element)
            section = Heading(text, mark, len(open_marks), element.get("data-number"), element.get("data-title") or text)
            blocks.append(section)
        elif element.tag == "p":
            blocks.append(Paragraph(_text(element)))
        elif element.tag in ("ul", "ol"):
            blocks.append(ItemList(tuple(_item(li) for li in element.iterchildren("li")), element.tag == "ol"))
        elif element.tag == "table":
            blocks.append(_table(element, f"{path.name}:{element.sourceline}", section))
        else:
            raise GoldError(f"{path.name}:{element.sourceline}: عنصر ناشناختهٔ <{element.tag}>")
    return GoldDocument(path.stem, title, tuple(blocks))


def _text(element: Any) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _item(element: Any) -> Item:
    inner = element.find("ul") if element.find("ul") is not None else element.find("ol")
    if inner is None:
        return Item(_text(element))
    own = (element.text or "") + "".join("".join(e.itertext()) + (e.tail or "") for e in element if e is not inner)
    children = tuple(Item(_text(li)) for li in inner.iterchildren("li"))
    return Item(_SPACES.sub(" ", own).strip(), children, inner.tag == "ol")


def _table(element: Any, place: str, section: Heading | None) -> GoldTable:
    caption = element.find("caption")
    columns = [_column(col, place) for col in element.iterfind("colgroup/col")]
    head_rows = element.findall("thead/tr")
    body_rows = element.findall("tbody/tr")
    head = _cells(head_rows, len(columns), f"{place} thead")
    body = _cells(body_rows, len(columns), f"{place} tbody")
    levels = list(zip(*filled(head, len(head_rows), len(columns)), strict=True)) if head_rows else [()] * len(columns)
    named = []
    for column, texts in zip(columns, levels, strict=True):
        heads = tuple(t for i, t in enumerate(texts) if t and (i == 0 or t != texts[i - 1]))
        if heads and " - ".join(heads) != column.name:
            raise GoldError(f"{place}: نام ستون «{column.name}» با سرستون «{' - '.join(heads)}» نمی‌خواند")
        named.append(GoldColumn(column.name, column.role, column.unit, column.year, column.measure, heads))
    if sum(column.role == "entity" for column in named) > 1:
        raise GoldError(f"{place}: بیش از یک ستون entity")
    return GoldTable(
        number=element.get("data-number"),
        caption=_text(caption) if caption is not None else "",
        columns=tuple(named),
        head=head,
        body=body,
        totals=frozenset(i for i, row in enumerate(body_rows) if row.get("data-total") is not None),
        head_rows=len(head_rows),
        body_rows=len(body_rows),
        section=section,
    )


def _column(col: Any, place: str) -> GoldColumn:
    name, role = col.get("data-name"), col.get("data-role")
    if not name or role not in ("entity", "index", "value", "text"):
        raise GoldError(f"{place}: ستونی بی‌نام یا بی‌نقش")
    year = col.get("data-year")
    return GoldColumn(name, role, col.get("data-unit"), int(year) if year else None, col.get("data-measure"))


def _cells(rows: list[Any], columns: int, place: str) -> tuple[Cell, ...]:
    """The cells of table rows at their places; raises GoldError where they do not fill the grid exactly."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for i, row in enumerate(rows):
        free = iter([j for j in range(columns) if (i, j) not in taken])
        for td in row.iterchildren("td", "th"):
            j = next((j for j in free if (i, j) not in taken), None)
            high, wide = int(td.get("rowspan", 1)), int(td.get("colspan", 1))
            if j is None or j + wide > columns or i + high > len(rows):
                raise GoldError(f"{place}: سطر {i + 1} از جدول بیرون می‌زند")
            cells.append(Cell(_text(td), i, j, high, wide, td.get("data-slip") is not None))
            taken |= {(a, b) for a in range(i, i + high) for b in range(j, j + wide)}
    if len(taken) != len(rows) * columns:
        raise GoldError(f"{place}: {len(rows) * columns - len(taken)} خانه کم است")
    return tuple(cells)
