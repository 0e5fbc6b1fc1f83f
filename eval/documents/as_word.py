"""A gold document as a Word file: heading styles, real lists, captions, right-to-left tables with merged cells."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from eval.documents.gold_document import Cell, GoldDocument, GoldTable, Heading, ItemList, Paragraph

FONT = "Nazli"
_MADE = datetime.datetime(2024, 1, 1)
_SIZES = {1: 20, 2: 16, 3: 14, 4: 13}


def write_word(document: GoldDocument, path: Path) -> None:
    word = docx.Document()
    word.core_properties.title, word.core_properties.author = document.title, ""
    word.core_properties.created = word.core_properties.modified = _MADE
    _styles(word)
    _running_head(word, document.title)
    for block in document.blocks:
        if isinstance(block, Heading):
            _fill(word.add_paragraph(style=f"Heading {block.mark}"), block.text)
        elif isinstance(block, Paragraph):
            paragraph = _fill(word.add_paragraph(), block.text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        elif isinstance(block, ItemList):
            _list(word, block)
        else:
            _table(word, block)
    word.save(str(path))


def _styles(word: Any) -> None:
    word.styles["Normal"].font.size = Pt(12)
    for name in (
        "Normal",
        "Caption",
        "List Bullet",
        "List Bullet 2",
        "List Number",
        "List Number 2",
        *(f"Heading {n}" for n in _SIZES),
    ):
        properties = word.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{kind}"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        size = _SIZES.get(int(name[-1]), 12) if name.startswith("Heading") else 12
        properties.append(_element("w:szCs", val=str(2 * size)))
        if name.startswith("Heading") or name == "Caption":
            properties.append(_element("w:bCs"))


def _running_head(word: Any, title: str) -> None:
    """The title above and the page number below every page."""
    section = word.sections[0]
    _fill(section.header.paragraphs[0], title)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()._r
        if kind:
            run.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run.append(instruction)


def _fill(paragraph: Any, text: str, *, bold: bool = False) -> Any:
    """The text as one right-to-left run of a right-to-left paragraph."""
    paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    if bold:
        run.bold = True
        properties.append(_element("w:bCs"))
    properties.append(_element("w:rtl"))
    properties.append(_element("w:lang", bidi="fa-IR"))
    return paragraph


def _list(word: Any, block: ItemList) -> None:
    number = _restarted(word, "List Number") if block.ordered else None
    for item in block.items:
        paragraph = _fill(word.add_paragraph(style="List Number" if block.ordered else "List Bullet"), item.text)
        _numbered(paragraph, number)
        inner = _restarted(word, "List Number 2") if item.ordered else None
        for child in item.children:
            _numbered(_fill(word.add_paragraph(style="List Number 2" if item.ordered else "List Bullet 2"), child.text), inner)


def _restarted(word: Any, style: str) -> int:
    """A numbering of the style's kind that begins with 1 again."""
    numbering = word.part.numbering_part.numbering_definitions._numbering
    of_style = word.styles[style].element.pPr.numPr.numId.val
    abstract = next(n for n in numbering.num_lst if n.numId == of_style).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _numbered(paragraph: Any, number: int | None) -> None:
    if number is not None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number


def _table(word: Any, block: GoldTable) -> None:
    if block.caption:
        caption = _fill(word.add_paragraph(style="Caption"), block.caption)
        caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=block.head_rows + block.body_rows, cols=len(block.columns), style="Table Grid")
    table._tbl.tblPr.append(_element("w:bidiVisual"))
    grid = [[table._tbl.tr_lst[i].tc_lst[j] for j in range(len(block.columns))] for i in range(len(table._tbl.tr_lst))]
    from docx.table import _Cell

    for offset, cells, bold in ((0, block.head, True), (block.head_rows, block.body, False)):
        for cell in cells:
            _cell(_Cell, table, grid, cell, offset, bold)
    for i in range(block.head_rows):
        table._tbl.tr_lst[i].get_or_add_trPr().append(_element("w:tblHeader"))
    word.add_paragraph()


def _cell(kind: Any, table: Any, grid: list[list[Any]], cell: Cell, offset: int, bold: bool) -> None:
    top = kind(grid[cell.row + offset][cell.column], table)
    if cell.rows > 1 or cell.columns > 1:
        corner = kind(grid[cell.row + offset + cell.rows - 1][cell.column + cell.columns - 1], table)
        top = top.merge(corner)
    for extra in top.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    _fill(top.paragraphs[0], cell.text, bold=bold)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
