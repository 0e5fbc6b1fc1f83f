"""Every candidate for a question: what its evidence's tables, lists and running text may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.corpus import TextList
from service.answers.cells import cell_claims
from service.answers.claim import Claim, Operation, Value
from service.answers.programs import program_claims
from service.answers.say import place, say
from service.answers.sheet import Sheet
from service.answers.slots import Slots, named
from service.answers.windows import Window, windows
from service.collection import Collection
from service.lists import KnownList
from service.retrieval import Evidence

Rows = Mapping[Sheet, Sequence[int]]
MOST_TABLES = 5
FAR = -8.0
"""How far behind the best of the evidence a table counts that is there for the turns before alone."""
LONGEST_VALUE = 200
"""Characters of a value."""
AROUND = " .،؛:()«»\u200c"
"""Marks that do not belong to an answer at whose ends they stand."""
SMALL = 14
"""Rows up to which every row of a table may be looked up, whether the question seems to name it or not."""
NAMED = 0.6
"""From here on a row counts as named."""
HINTED = 0.3
"""From here on a row may have been meant."""
MOST_ROWS = 8
MOST_LISTS = 3
LONGEST_READ = 300
"""Characters of a list or section that the reader sees."""
LONGEST_PLACE, LONGEST_CLAIM = 100, 180
"""Characters of caption and section, and of a claim, that the reader sees."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """Something that may be answered: a claim over a table, a stretch of text to be read, or a list or section as a whole.

    `share` (0 to 1) says how near its source is to the best of the evidence, `rank` its place there.
    """

    operation: Operation
    rank: int
    nearness: float
    claim: Claim | None = None
    window: Window | None = None
    found: KnownList | None = None
    values: tuple[Value, ...] = ()

    @cached_property
    def statement(self) -> str:
        """What the reader judges: what is claimed, and where it stands."""
        if self.claim is not None:
            return f"{place(self.claim)[:LONGEST_PLACE]}: {say(self.claim, LONGEST_CLAIM)}"
        if self.window is not None:
            return f"{self.window.titles[:100]}: {self.window.text}"
        assert self.found is not None
        return _of_list(self.found.found)[:LONGEST_READ]

    @property
    def form(self) -> str:
        """What kind of question it answers: its operation, for a cell with what the cell holds."""
        if self.operation != "cell" or self.claim is None:
            return self.operation
        return "cell_words" if isinstance(self.claim.values[0], str) else "cell_number"

    @property
    def text_at(self) -> int | None:
        """Where in the statement the running text begins in which a span is looked for; None where the whole is the answer."""
        return len(self.statement) - len(self.window.text) if self.window is not None else None

    def told(self, span: tuple[int, int] | None) -> str:
        """The words of running text that answer: those of a span of the statement, or as much of the text as a value may hold."""
        assert self.window is not None
        assert self.text_at is not None
        text = self.window.text
        start, end = (max(0, at - self.text_at) for at in span) if span else (0, len(text))
        told = text[start:end].strip(AROUND) or text
        return told if len(told) <= LONGEST_VALUE else told[:LONGEST_VALUE].rsplit(" ", 1)[0]


def candidates(collection: Collection, asked: Slots, evidence: Evidence, carried: Rows | None = None) -> list[Candidate]:
    """All candidates of the first evidence, unjudged. `carried`: tables of the turns before, with the rows that these were
    about."""
    tables = _of_tables(collection, asked, evidence, carried or {})
    return [*tables, *_of_lists(collection, evidence), *_of_prose(collection, evidence)]


def evidence_tables(collection: Collection, evidence: Evidence) -> list[tuple[Sheet, float]]:
    """The tables of the best rows with the score of the best, best first."""
    found: dict[tuple[str, str], float] = {}
    for hit in evidence.rows:
        key = (hit.entry.document, hit.entry.passage.table or "")
        found.setdefault(key, hit.score)
        if len(found) == MOST_TABLES:
            break
    return [(collection.sheets[key], score) for key, score in found.items() if key in collection.sheets]


def _of_tables(collection: Collection, asked: Slots, evidence: Evidence, carried: Rows) -> list[Candidate]:
    out = []
    best = max((h.score for h in evidence.together[:1]), default=0.0)
    tables = evidence_tables(collection, evidence)
    tables += [(sheet, best + FAR) for sheet in carried if sheet not in [s for s, _ in tables]]
    for rank, (sheet, score) in enumerate(tables):
        sure = named(asked, sheet)
        order = sorted(range(len(sheet.rows)), key=lambda r: -sure[r])
        by_name = [r for r in order if sure[r] >= HINTED and r in sheet.body][:MOST_ROWS]
        before = [r for r in carried.get(sheet, ()) if r in sheet.body]
        by_name = list(dict.fromkeys([*before, *by_name]))[:MOST_ROWS]
        hits = [h for h in evidence.rows[:12] if (h.entry.document, h.entry.passage.table) == (sheet.document, sheet.table.id)]
        near = [collection.row_places[h.entry.document, h.entry.passage.row or ""] for h in hits]
        rows = pointed = list(
            dict.fromkeys([*before, *[r for r in order if sure[r] > 0.2][:MOST_ROWS], *near[:4], *sheet.totals])
        )
        if len(sheet.rows) <= SMALL:
            rows = list(dict.fromkeys([*rows, *range(len(sheet.rows))]))
        of_body = list(dict.fromkeys([*by_name, *(r for r in near[:2] if r in sheet.body)]))
        for claim in (*cell_claims(sheet, rows, pointed, by_name), *program_claims(asked, sheet, of_body)):
            out.append(Candidate(claim.operation, rank, score - best, claim=claim))
    return out


def _of_lists(collection: Collection, evidence: Evidence) -> list[Candidate]:
    """The lists that stand in the first passages, nearest first."""
    at = {h.number: (n, h.score) for n, h in enumerate(evidence.passages[:10])}
    best = max((h.score for h in evidence.together[:1]), default=0.0)
    found = []
    for known in (*collection.lists, *collection.enumerations):
        places = [at[n] for n in known.entries if n in at]
        if places:
            rank, score = min(places)
            values = tuple(item.text.strip(" .؛،") for item in known.found.items)
            found.append(Candidate("items", rank, score - best, found=known, values=values))
    return sorted(found, key=lambda c: c.rank)[: 2 * MOST_LISTS]


def _of_prose(collection: Collection, evidence: Evidence) -> list[Candidate]:
    best = max((h.score for h in evidence.together[:1]), default=0.0)
    return [Candidate("span", w.hit, w.score - best, window=w) for w in windows(collection, evidence.passages)]


def _of_list(found: TextList) -> str:
    items = "، ".join(item.text.strip(" .؛،") for item in found.items)
    return f"{found.title[:80]}: {found.lead} {items}"
