"""The number guard: no figure leaves in an answer that its sources do not hold or that was not computed from them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.tokens import fold
from service.answering.answer import Answer
from service.collection import Collection

_FIGURE = re.compile(r"\d+(?:[.,/٬]\d+)*")


def unfounded_figures(collection: Collection, answer: Answer) -> list[str]:
    """Figures of `answer.text` that stand neither in what it cites (text, cells, caption, columns, section) nor in its values."""
    allowed: set[str] = set()
    for n in answer.entries:
        allowed.update(_figures(_sources(collection, n)))
    allowed.update(_canonical(str(v)) for v in answer.values if not isinstance(v, str))
    if answer.kind == "aggregate":
        allowed.update(str(n) for n in (len(answer.entries), len(answer.values)))
    return [f for f in _FIGURE.findall(fold(answer.text)) if _canonical(f) not in allowed and f not in allowed]


def _sources(collection: Collection, number: int) -> Iterable[str]:
    entry = collection.index.entries[number]
    yield entry.passage.text
    section = collection.entry_section(entry)
    if section:
        yield f"{section.number} {section.title}"
    row = collection.rows.get((entry.document, entry.passage.row or ""))
    if row:
        yield f"{row.table.number or ''} {row.table.caption}"
        yield from row.row.cells
        yield from (str(int(v)) if v == int(v) else f"{v:.6f}".rstrip("0") for v in row.row.values if v is not None)
        yield from (c.name for c in row.table.columns)
        # Plan beside actual, and the rows an aggregate counts, are cited cells too.


def _figures(texts: Iterable[str]) -> set[str]:
    found = {f for text in texts for f in _FIGURE.findall(fold(text))}
    return found | {_canonical(f) for f in found} | {part for f in found for part in re.split(r"[.,/٬]", f)}


def _canonical(figure: str) -> str:
    plain = re.sub(r"[,٬]", "", figure.replace("/", "."))
    try:
        return f"{float(plain):.6f}".rstrip("0").rstrip(".")
    except ValueError:
        return plain.replace(".", "")
