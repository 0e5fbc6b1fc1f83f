"""Pieces of HTML that the page's sections are made of. Cells and bodies are HTML already; titles are plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.plots import persian


def section(name: str, title: str, body: str) -> str:
    return f'<section id="{name}"><h2>{escape(title)}</h2>{body}</section>\n'


def card(title: str, value: str, note: str) -> str:
    return f'<div class="card"><span>{escape(title)}</span><b>{value}</b><span>{note}</span></div>'


def figure(drawn: str, caption: str) -> str:
    return f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that scrolls within the page; the first cell of each row is its heading."""
    head = "".join(f'<th scope="col">{h}</th>' for h in header)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def interval(metric: Mapping[str, Any]) -> str:
    """Low and high in percent."""
    return f"{persian(f'{metric["low"] * 100:.1f}')} تا {persian(f'{metric["high"] * 100:.1f}')}"
