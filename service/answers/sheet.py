"""A table as the makers of candidates see it: what names its rows, which columns hold figures, what its words are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np
import numpy.typing as npt

from indexer.corpus import Column, Row, Table
from indexer.tokens import ZWNJ, alike, fold, words

_WORD = re.compile(r"\d[\d.,/]*|[^\W\d_]+")
Floats = npt.NDArray[np.float64]
PERCENT = "درصد"
_DISTINCT = 0.5
"""Share of distinct entries from which on a column of text names its rows."""
_ROUNDED, _FEWEST = 0.51, 3
"""How far a sum may lie from its parts, for each of them, and the rows that must show it."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of a document; `section` is the title of the section that it stands in."""

    document: str
    table: Table
    section: str = ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return self.table.columns

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return self.table.rows

    @cached_property
    def figures(self) -> Floats:
        """(rows, columns), NaN where a cell holds no number."""
        return np.array([[np.nan if v is None else v for v in row.values] for row in self.rows], dtype=float).reshape(
            len(self.rows), len(self.columns)
        )

    @cached_property
    def body(self) -> tuple[int, ...]:
        return tuple(n for n, row in enumerate(self.rows) if row.kind == "body")

    @cached_property
    def held(self) -> tuple[tuple[int, ...], ...]:
        """For each column the rows of the body that hold a figure there."""
        known = ~np.isnan(self.figures)
        return tuple(tuple(n for n in self.body if known[n, column]) for column in range(len(self.columns)))

    @cached_property
    def totals(self) -> tuple[int, ...]:
        return tuple(n for n, row in enumerate(self.rows) if row.kind == "total")

    @cached_property
    def naming(self) -> tuple[int, ...]:
        """The columns that name the rows, the first of them before all: the entity columns, or else the first one of text
        that tells rows apart, or else the first of all."""
        entities = [n for n, c in enumerate(self.columns) if c.role == "entity"]
        texts = [n for n, c in enumerate(self.columns) if c.role == "text" and self._distinct(n) >= _DISTINCT]
        return tuple(entities or texts[:1] or [n for n, c in enumerate(self.columns) if c.role != "index"][:1] or [0])

    @cached_property
    def valued(self) -> tuple[int, ...]:
        """The columns whose entries may be asked for: all but the row numbers and the first naming column."""
        return tuple(n for n, c in enumerate(self.columns) if c.role != "index" and n != self.naming[0])

    @cached_property
    def numeric(self) -> tuple[int, ...]:
        """The columns that hold figures."""
        if not self.body:
            return ()
        held = (~np.isnan(self.figures[list(self.body)])).mean(axis=0)
        return tuple(n for n in self.valued if held[n] >= 0.5 and self.columns[n].role == "value")

    @cached_property
    def whole(self) -> tuple[int, ...]:
        """The columns of figures that are, in every row, the sum of neighbours: what a question without a column is about."""
        return tuple(n for n in self.numeric if any(self._sums(n, run) for run in _runs_beside(self.numeric, n)))

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """The columns of figures that are, in every row, the difference of two columns near them, now more, now less."""
        return tuple(n for at, n in enumerate(self.numeric) if self._gap(n, self.numeric[max(0, at - 3) : at + 4]))

    def _gap(self, column: int, near: Sequence[int]) -> bool:
        own = self.figures[list(self.body), column]
        if not (own < 0).any():
            return False
        for a, b in permutations([n for n in near if n != column], 2):
            apart = own - (self.figures[list(self.body), b] - self.figures[list(self.body), a])
            full = apart[~np.isnan(apart)]
            if len(full) >= _FEWEST and bool((np.abs(full) <= 2 * _ROUNDED).all()):
                return True
        return False

    def _sums(self, column: int, parts: Sequence[int]) -> bool:
        figures = self.figures[list(self.body)][:, [column, *parts]]
        full = figures[~np.isnan(figures).any(axis=1)]
        whole, added = full[:, 0], full[:, 1:].sum(axis=1)
        near = np.abs(whole - added) <= _ROUNDED * len(parts)
        return len(full) >= _FEWEST and bool(near.all()) and bool((np.count_nonzero(full[:, 1:], axis=1) > 1).any())

    @cached_property
    def units(self) -> tuple[str | None, ...]:
        """The unit of each column, percentages too."""
        return tuple(PERCENT if self.is_share(n) else c.unit for n, c in enumerate(self.columns))

    @cached_property
    def texts(self) -> tuple[int, ...]:
        """The columns of words, by whose entries rows may be chosen."""
        return tuple(n for n, c in enumerate(self.columns) if c.role in ("text", "entity"))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What names each row: its entry in the first naming column, with what tells it from a namesake."""
        first = [row.cells[self.naming[0]].strip() for row in self.rows]
        seen = Counter(first)
        out = []
        for row, label in zip(self.rows, first, strict=True):
            more = [row.cells[k].strip() for k in self.naming[1:]] + [row.scope.strip()]
            apart = "، ".join(m for m in more if m and m != label)
            out.append(f"{label} ({apart})" if apart and (seen[label] > 1 or not label) else label or apart)
        return tuple(out)

    @cached_property
    def label_words(self) -> tuple[frozenset[str], ...]:
        """The stems of each row's names."""
        return tuple(frozenset(words(" ".join([*(row.cells[k] for k in self.naming), row.scope]))) for row in self.rows)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How well a word of the labels tells rows apart: 1 where one row has it, near 0 where all have it."""
        held = Counter(w for label in self.label_words for w in label)
        size = max(2, len(self.rows))
        return {w: float(np.log(1 + (size - n) / n) / np.log(size)) for w, n in held.items()}

    @cached_property
    def spaced_labels(self) -> tuple[tuple[str, ...], ...]:
        """Each row's names, folded, their words parted by single spaces."""
        return tuple(tuple(spaced(row.cells[k]) for k in self.naming) for row in self.rows)

    def heard(self, stems: Sequence[str]) -> dict[str, float]:
        """How surely each word of the labels is among the stems of a question: whole, or but for a slip."""
        said = set(stems)
        out = {}
        for word in self.rarity:
            if word in said:
                out[word] = 1.0
            elif any(alike(word, s) for s in stems):
                out[word] = 0.8
        return out

    @cached_property
    def _entry_words(self) -> dict[int, tuple[frozenset[str], ...]]:
        return {}

    def entry_words(self, column: int) -> tuple[frozenset[str], ...]:
        """The stems of each row's entry in a column."""
        if column not in self._entry_words:
            self._entry_words[column] = tuple(frozenset(words(row.cells[column])) for row in self.rows)
        return self._entry_words[column]

    @cached_property
    def column_words(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(words(f"{c.name} {' '.join(c.heads)} {c.unit or ''}")) for c in self.columns)

    @cached_property
    def caption_words(self) -> frozenset[str]:
        return frozenset(words(f"{self.table.caption} {self.section}"))

    @cached_property
    def years(self) -> tuple[int | None, ...]:
        """The year of each column: its own, or that of the table."""
        return tuple(c.year or self.table.year for c in self.columns)

    @cached_property
    def entity(self) -> str:
        """What the rows are: the name of the first naming column."""
        return (self.columns[self.naming[0]].name.strip() if self.columns else "") or "ردیف"

    def is_share(self, column: int) -> bool:
        """Whether a column holds percentages."""
        c = self.columns[column]
        return c.unit == PERCENT or PERCENT in c.name or "%" in c.name or "٪" in c.name

    def _distinct(self, column: int) -> float:
        cells = [row.cells[column].strip() for row in self.rows if row.cells[column].strip()]
        return len(set(cells)) / len(cells) if cells else 0.0


def _runs_beside(columns: Sequence[int], column: int) -> Iterator[Sequence[int]]:
    """Runs of at least two columns that end right before a column or begin right behind it."""
    at = columns.index(column)
    yield from (columns[start:at] for start in range(at - 1))
    yield from (columns[at + 1 : end] for end in range(at + 3, len(columns) + 1))


def spaced(text: str) -> str:
    """The words of a text, folded, parted by single spaces."""
    return " ".join(_WORD.findall(fold(text.replace(ZWNJ, " "))))


def flat(text: str) -> str:
    """Folded, letters and digits alone."""
    return "".join(c for c in fold(text) if c.isalnum())
