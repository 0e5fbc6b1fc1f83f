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
    """A table that scrolls within the page, set closer where it is wide; the first cell of each row is its heading."""
    wide = ' class="wide"' if len(header) > 8 else ""
    head = "".join(f'<th scope="col">{h}</th>' for h in header)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table{wide}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def points(share: float, spec: str = ".1f") -> str:
    """A share in percent without the sign: 0.864 -> ۸۶٫۴."""
    return persian(format(share * 100, spec))


def interval(metric: Mapping[str, Any]) -> str:
    """Low and high in percent."""
    return f"{points(metric['low'])} تا {points(metric['high'])}"


DIFFERENCE_HEADER = ("تفاوت (واحد درصد)", "بازهٔ ۹۵٪", "p", "بالا رفت / پایین آمد")


def difference_row(found: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """A paired difference as cells after `names`: in points of percent, its interval, p, and how many rose and fell."""
    better = (found["delta"] > 0) != (found["metric"] == "wrong")
    tone = ("good" if better else "bad") if found["p"] < 0.05 else ""
    return [
        *names,
        f'<bdi dir="ltr" class="{tone}">{points(found["delta"], "+.1f")}</bdi>',
        f'<bdi dir="ltr">{points(found["low"], "+.1f")} … {points(found["high"], "+.1f")}</bdi>',
        persian(f"{found['p']:.3f}") if found["p"] >= 0.001 else persian("< 0.001"),
        f'<bdi dir="ltr">{persian(str(found["gained"]))} / {persian(str(found["lost"]))}</bdi>',
    ]
