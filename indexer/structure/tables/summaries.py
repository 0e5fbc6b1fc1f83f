"""Rows at the end of a table that tell about those above: means, extremes and shares by their label, means by arithmetic.

They are no body rows and have the kind of totals, but nothing adds up to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.corpus import Column, Row
from indexer.structure.tables.folding import folded, holds, vocabulary, words
from indexer.structure.tables.values import printed

_LEAST_PARTS = 3
_TELLING = 100
"""Least size of a whole number that is no mean by chance; one with decimals tells more."""
_CLOSE = 1e-6


def label_of(cells: Sequence[str]) -> str:
    """The first text of a row that is no number."""
    return next((c for c in cells if c and printed(c) is None), "")


def is_statistic(label: str) -> bool:
    """Whether a label begins with the word of a mean, an extreme or a share."""
    said = words(label)
    return any(said[: len(words(p))] == words(p) for p in vocabulary("statistics"))


def is_sum(row: Row) -> bool:
    """Whether a row is a total in which the others are added up, and no statistic of them."""
    return row.kind == "total" and not is_statistic(label_of(row.cells))


def is_whole(label: str) -> bool:
    """Whether a label only names the whole of the rows: «سال», «کل سال», «سال ۱۴۰۲», «استان»."""
    said = words(label)
    return any(not w.isdigit() for w in said) and all(w.isdigit() or w in vocabulary("wholes") for w in said)


def _only_statistic(label: str) -> bool:
    """Whether a label says a statistic of the rows and of nothing else: «میانگین ماهانه», not «میانگین اقامت»."""
    said = words(label)
    heads = [words(p) for p in vocabulary("statistics")]
    rests = [said[len(h) :] for h in heads if said[: len(h)] == h]
    return any(all(w.isdigit() or w in ("از", "در") or w in vocabulary("wholes") for w in rest) for rest in rests)


def summary_rows(labels: Sequence[str], totals: Sequence[bool]) -> set[int]:
    """The rows at the end that say of themselves that they are a mean, an extreme or a share, with totals between or none."""
    found: set[int] = set()
    for r in reversed(range(len(labels))):
        if _only_statistic(labels[r]):
            found.add(r)
        elif not totals[r]:
            break
    # «کوچک», «متوسط», «بزرگ» are sizes; a table of nothing but statistics has them for its rows.
    sizes = any(holds(vocabulary("sizes"), label) for label in labels)
    found -= {r for r in found if sizes and words(labels[r]) == ["متوسط"]}
    body = len(labels) - len(found) - sum(totals)
    return found if body >= 2 and body >= len(found) else set()


def mean_row(columns: Sequence[Column], rows: Sequence[Row]) -> int | None:
    """The last row of the body where every figure is the mean of those above: two that tell, or one where its label says so."""
    body = [r for r, row in enumerate(rows) if row.kind == "body"]
    if len(body) <= _LEAST_PARTS:
        return None
    last = rows[body[-1]]
    label = label_of(last.cells)
    telling = 0
    for k, column in enumerate(columns):
        value = last.values[k]
        if column.role != "value" or value is None:
            continue
        parts = [v for r in body[:-1] if (v := rows[r].values[k]) is not None]
        step = _step(value)
        if len(parts) < _LEAST_PARTS or abs(sum(parts) / len(parts) - value) > 0.5 * step + _CLOSE:
            return None
        # A column of one value is its own mean.
        telling += min(parts) < max(parts) and (step < 1 or abs(value) >= _TELLING)
    return body[-1] if telling >= (1 if is_statistic(label) or is_whole(label) else 2) else None


def _step(value: float) -> float:
    """What one unit in the last printed place is worth."""
    text = f"{value:.6f}".rstrip("0")
    return 10.0 ** -len(text.partition(".")[2])


def names_the_year(label: str, above: Sequence[str]) -> bool:
    """Whether a label is that of the whole year under rows of months or seasons."""
    months = {folded(m) for m in vocabulary("months")}
    return is_whole(label) and "سال" in words(label) and len(above) > 1 and all(folded(a) in months for a in above)
