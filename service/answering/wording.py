"""Figures and names as a colleague would write them."""

from __future__ import annotations

from indexer.corpus import Table


def number(value: float) -> float | int:
    """A whole number as int, so that 143.0 is said as 143."""
    return int(value) if value == int(value) else round(value, 6)


def figure(value: float) -> str:
    """Canonical ASCII digits, no grouping: 29723, 12.5."""
    shown = number(round(value, 4))
    return str(shown)


def with_unit(value: float, unit: str | None) -> str:
    return f"{figure(value)} {unit}" if unit else figure(value)


def table_name(table: Table) -> str:
    """How an answer names a table: its printed number and caption, or the caption alone."""
    caption = table.caption.strip().strip(":").strip()
    if table.number:
        return f"جدول {table.number} ({caption})" if caption else f"جدول {table.number}"
    return f"جدول «{caption}»" if caption else "جدولی بی‌عنوان"


def shortened(text: str, most: int) -> str:
    """The text, cut at a word where it is longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip("،؛ ") + "…"


def joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else "، ".join(names[:-1]) + " و " + names[-1]
