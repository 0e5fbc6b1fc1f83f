"""What is known of each entry before any question is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.corpus import Corpus, Table
from indexer.store.index import Entry
from indexer.tokens import fold
from service.entity_names import EntityNames
from service.fields import Floats
from service.places import find_places
from service.years import years_in


@dataclass(frozen=True)
class Traits:
    """What is known of each entry before any question: arrays (entries,) but for `provinces`, `entities` and `years`.

    `table_entry` is for a row the place of the entry that speaks of its table as a whole, else -1.
    """

    is_row: npt.NDArray[np.bool_]
    is_prose: npt.NDArray[np.bool_]
    is_total: Floats
    has_figures: Floats
    has_bullets: Floats
    length: Floats
    table_entry: npt.NDArray[np.int64]
    provinces: tuple[frozenset[str], ...]
    entities: tuple[frozenset[str], ...]
    """What each entry speaks of: the names of a row's own cells, or those in a stretch of prose and the title above it."""
    years: tuple[frozenset[int], ...]

    @cached_property
    def main_year(self) -> int | None:
        """The year most entries speak of: what is reported on where none is named."""
        counted = Counter(year for years in self.years for year in years)
        return max(counted, key=lambda y: (counted[y], y), default=None)


def make_traits(corpora: Sequence[Corpus], entries: Sequence[Entry], names: EntityNames) -> Traits:
    """The traits of every entry of an index."""
    tables = {(c.document, t.id): t for c in corpora for t in c.tables}
    rows = {(c.document, r.id): r for c in corpora for t in c.tables for r in t.rows}
    titles = {(c.document, s.id): s.title for c in corpora for s in c.sections}
    kinds = [e.passage.kind for e in entries]
    texts = [e.passage.text for e in entries]
    whole = {(e.document, e.passage.table): n for n, e in enumerate(entries) if e.passage.kind == "table"}
    own = [rows.get((e.document, e.passage.row or "")) for e in entries]
    heads = [titles.get((e.document, e.passage.section or ""), "") for e in entries]
    return Traits(
        is_row=np.array([k == "table_row" for k in kinds], dtype=bool),
        is_prose=np.array([k == "prose" for k in kinds], dtype=bool),
        is_total=np.array([float(r is not None and r.kind == "total") for r in own], dtype=np.float32),
        has_figures=np.array([float(any(c.isdigit() for c in t)) for t in texts], dtype=np.float32),
        has_bullets=np.array([min(1.0, sum(c in "•❖➢✓" for c in t) / 3) for t in texts], dtype=np.float32),
        length=np.array([np.log1p(len(t)) / 6 for t in texts], dtype=np.float32),
        table_entry=np.array(
            [whole.get((e.document, e.passage.table), -1) if e.passage.row else -1 for e in entries], dtype=np.int64
        ),
        provinces=tuple(
            frozenset(name for _, _, name in find_places(" | ".join(r.cells) if r else f"{t}\n{h}"))
            for r, t, h in zip(own, texts, heads, strict=True)
        ),
        entities=tuple(
            names.found_in(" | ".join(r.cells) if r else f"{t}\n{h}") for r, t, h in zip(own, texts, heads, strict=True)
        ),
        years=tuple(
            _years(
                e.passage.text,
                titles.get((e.document, e.passage.section or ""), ""),
                tables.get((e.document, e.passage.table or "")),
            )
            for e in entries
        ),
    )


def _years(text: str, title: str, table: Table | None) -> frozenset[int]:
    """The years an entry speaks of, in its text, its section's title, its table's caption and columns."""
    said = set(years_in(fold(f"{text} | {title} | {table.caption if table else ''}")))
    return frozenset(said | {c.year for c in (table.columns if table else ()) if c.year})
