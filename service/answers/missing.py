"""What the documents do not tell: a name or a year of the question that the table it is about does not have."""

from __future__ import annotations

from indexer.tokens import fold
from service.answers.candidates import NAMED
from service.answers.claim import Claim
from service.answers.figures import persian_digits
from service.answers.slots import Slots, named
from service.collection import Collection
from service.entity_names import name_of
from service.years import years_in

LONGEST_CAPTION = 90
UNDERSTOOD = 0.6
"""The share of the question that table and column must speak of: below, it is not known what is missing."""


def missing(collection: Collection, asked: Slots, claim: Claim, understood: float) -> str | None:
    """The sentence that says what is missing from the table of the likeliest claim; None where nothing is known to be."""
    if understood < UNDERSTOOD:
        return None
    sheet = claim.sheet
    place = _place(sheet.table.number, sheet.table.caption or sheet.section)
    told = name_of(" ".join([sheet.table.caption, sheet.section, *(cell for row in sheet.rows for cell in row.cells)]))
    if not any(s >= NAMED for s in named(asked, sheet)):
        for name in sorted(collection.entity_names.found_in(asked.text)):
            if (shown := collection.labels.get(name)) and name not in told:
                return f"«{shown}» در {place} نیامده است."
    years = {y for y in (*(c.year for c in sheet.columns), sheet.table.year) if y}
    years |= {y for row in sheet.rows for cell in row.cells for y in years_in(fold(cell))}
    lacking = [y for y in asked.years if years and y not in years]
    if lacking:
        return f"برای سال {persian_digits(str(lacking[0]))} در {place} رقمی نیامده است."
    return None


def _place(number: str | None, caption: str) -> str:
    caption = caption if len(caption) <= LONGEST_CAPTION else caption[:LONGEST_CAPTION].rsplit(" ", 1)[0] + "…"
    return f"جدول {persian_digits(number)} («{caption}»)" if number else f"جدول «{caption}»"
