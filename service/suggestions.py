"""Questions that lead on from an answer: other columns, ranks, shares and extremes of its table, each worded so that the service
knows it again for what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from service.answers.asks import asks
from service.answers.carried import Meant
from service.answers.cells import entry
from service.answers.claim import Claim
from service.answers.naming import heading
from service.answers.programs import FEWEST, program_claims
from service.answers.sheet import Sheet
from service.answers.slots import slots
from service.collection import Collection

MOST, MOST_OPENED = 4, 12
"""Suggestions of a reply, and tables that are looked at for questions to begin with."""
LONGEST_ENTRY = 40
"""Characters of a cell of words that is worth asking for."""


def suggestions(collection: Collection, meant: Meant, asked: str) -> list[str]:
    """At most MOST questions that lead on from what was meant; `asked` is not repeated.

    Of an answered question these are its neighbours; of one that was not answered, what it was nearest to comes first.
    """
    claim = meant.candidate.claim if meant.candidate is not None else None
    if claim is None:
        return []
    told: dict[str, None] = {}
    for other in _neighbours(claim):
        if (text := worded(collection, other)) is not None and text.strip("؟") != asked.strip("؟? "):
            told[text] = None
        if len(told) == MOST:
            break
    return list(told)


def openings(collection: Collection) -> list[str]:
    """Questions to begin with: the most of the first column of figures of the tables with the most rows."""
    told: dict[str, None] = {}
    for sheet in sorted(collection.sheets.values(), key=lambda x: -len(x.body))[:MOST_OPENED]:
        if sheet.numeric and (opening := _opening(collection, sheet)) is not None:
            told[opening] = None
        if len(told) == MOST:
            break
    return list(told)


def _opening(collection: Collection, sheet: Sheet) -> str | None:
    for claim in program_claims(slots(""), sheet, ()):
        if claim.operation == "most" and len(claim.rows) == 1 and (text := worded(collection, claim)) is not None:
            return text
    return None


def worded(collection: Collection, claim: Claim) -> str | None:
    """The question that a claim answers, with the caption where another table would answer it too; None where even that does not
    tell which is meant."""
    plain = asks(claim)
    if plain is not None and collection.headings[heading(claim.sheet, claim.columns[0])] == 1:
        return plain
    caption = claim.sheet.table.caption.strip()
    return asks(claim, caption) if caption and collection.captions[caption] == 1 else None


def _neighbours(claim: Claim) -> Iterator[Claim]:
    sheet = claim.sheet
    if claim.operation != "cell":
        yield from _of_rows(sheet, claim.rows[:1], claim.columns)
    for row in claim.rows[:1]:
        others = sorted(sheet.numeric, key=lambda c: abs(c - (claim.columns[0] if claim.columns else c)))
        yield from _of_rows(sheet, (row,), [c for c in others if c not in claim.columns][:2])
    if claim.columns and claim.columns[0] in sheet.numeric:
        yield from _computed(sheet, claim)
    if claim.operation == "cell":
        yield from _of_rows(sheet, [r for r in sheet.body if r not in claim.rows][:1], claim.columns[:1])


def _of_rows(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Claim]:
    for row in rows:
        for column in columns:
            value = entry(sheet, row, column) if column in sheet.valued else None
            if value is not None and not (isinstance(value, str) and len(value) > LONGEST_ENTRY):
                yield Claim("cell", sheet, (row,), (column,), (value,))


def _computed(sheet: Sheet, claim: Claim) -> Iterator[Claim]:
    """Rank, share and extremes of the column, those that the claim does not state already."""
    column = claim.columns[0]
    if len(sheet.body) < FEWEST or np.isnan(sheet.figures[list(sheet.body), column]).any():
        return
    named = [r for r in claim.rows[:1] if r in sheet.body]
    wanted = ("rank_most", "most", "share", "least") if named else ("most", "least")
    found = [c for c in program_claims(slots(""), sheet, named) if c.columns == (column,) and c.operation in wanted]
    for operation in wanted:
        for one in found:
            if one.operation == operation and operation != claim.operation and not isinstance(one.condition, str):
                if operation in ("most", "least") and len(one.rows) > 1:
                    continue
                yield one
                break
