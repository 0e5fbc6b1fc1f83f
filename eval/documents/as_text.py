"""A gold document as Markdown, as HTML without the gold's marks, and as plain text."""

from __future__ import annotations

from html import escape

from eval.documents.gold_document import Cell, GoldDocument, GoldTable, Heading, Item, ItemList, Paragraph

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PRINT_STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-center { content: counter(page, persian); font-family: Nazli; font-size: 10pt; } }
body { font-family: "Noto Naskh Arabic", Nazli; font-size: 11.5pt; line-height: 1.7; text-align: justify; }
h1 { font-size: 20pt; } h2 { font-size: 16pt; } h3 { font-size: 13.5pt; } h4 { font-size: 12pt; }
h1, h2, h3, h4 { text-align: right; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin: 8pt 0; font-size: 10pt; text-align: center; line-height: 1.4; }
caption { font-weight: bold; margin-bottom: 4pt; break-after: avoid; }
th, td { border: 0.7pt solid black; padding: 2pt 4pt; }
tr { break-inside: avoid; }
"""


def persian(number: int) -> str:
    return str(number).translate(_PERSIAN)


def markdown(document: GoldDocument) -> str:
    """Headings by `#`, pipe tables whose levels of heads are joined by " - ", captions as a line above."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.mark} {block.text}")
        elif isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, ItemList):
            parts.append("\n".join(_marked_items(block.items, block.ordered, "")))
        else:
            parts += [block.caption] if block.caption else []
            parts.append(_pipes(block))
    return "\n\n".join(parts) + "\n"


def _marked_items(items: tuple[Item, ...], ordered: bool, indent: str) -> list[str]:
    lines = []
    for n, item in enumerate(items, 1):
        mark = f"{n}. " if ordered else "- "
        lines.append(indent + mark + item.text)
        lines += _marked_items(item.children, item.ordered, indent + " " * len(mark))
    return lines


def _pipes(table: GoldTable) -> str:
    rows = [[column.name for column in table.columns], ["---"] * len(table.columns), *table.grid()]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def clean_html(document: GoldDocument, style: str = "") -> str:
    """The page without the gold's `data-*` attributes; `style` is CSS for printing."""
    parts = [
        f'<!doctype html>\n<html lang="fa" dir="rtl">\n<head>\n<meta charset="utf-8">\n<title>{escape(document.title)}</title>',
        f"<style>{style}</style>\n</head>\n<body>" if style else "</head>\n<body>",
    ]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"<h{block.mark}>{escape(block.text)}</h{block.mark}>")
        elif isinstance(block, Paragraph):
            parts.append(f"<p>{escape(block.text)}</p>")
        elif isinstance(block, ItemList):
            parts.append(_html_list(block.items, block.ordered))
        else:
            parts.append(_html_table(block))
    return "\n".join([*parts, "</body>\n</html>\n"])


def _html_list(items: tuple[Item, ...], ordered: bool) -> str:
    tag = "ol" if ordered else "ul"
    inner = (escape(i.text) + (_html_list(i.children, i.ordered) if i.children else "") for i in items)
    return f"<{tag}>" + "".join(f"<li>{text}</li>" for text in inner) + f"</{tag}>"


def _html_table(table: GoldTable) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
    head = _html_rows(table.head, table.head_rows, "th")
    return (
        f"<table>\n{caption}<thead>\n{head}</thead>\n<tbody>\n{_html_rows(table.body, table.body_rows, 'td')}</tbody>\n</table>"
    )


def _html_rows(cells: tuple[Cell, ...], rows: int, tag: str) -> str:
    lines = []
    for i in range(rows):
        row = ""
        for cell in (c for c in cells if c.row == i):
            spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
                f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            )
            row += f"<{tag}{spans}>{escape(cell.text)}</{tag}>"
        lines.append(f"<tr>{row}</tr>\n")
    return "".join(lines)


def plain_text(document: GoldDocument) -> str:
    """Headings, paragraphs and items as lines, a blank line between them; tables are left out."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            parts.append(block.text)
        elif isinstance(block, ItemList):
            parts.append("\n".join(_plain_items(block.items, block.ordered, "")))
    return "\n\n".join(parts) + "\n"


def _plain_items(items: tuple[Item, ...], ordered: bool, indent: str) -> list[str]:
    lines = []
    for n, item in enumerate(items, 1):
        lines.append(f"{indent}{persian(n)}. {item.text}" if ordered else f"{indent}• {item.text}")
        lines += _plain_items(item.children, item.ordered, indent + "    ")
    return lines
