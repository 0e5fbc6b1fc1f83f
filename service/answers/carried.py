"""What the turns before were about, and how each candidate takes it up: the same table, column, rows, operation, or others that
the question names in its own words.

After the slots that a conversation carries from turn to turn (Andreas et al. 2020, Task-Oriented Dialogue as Dataflow Synthesis,
arXiv:2009.11423), as signs for a learned choice instead of rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.tokens import words
from service.answers.candidates import NAMED, Candidate
from service.answers.claim import Claim
from service.answers.features import GROUPS
from service.answers.sheet import Sheet
from service.answers.slots import Slots, named

Floats = npt.NDArray[np.float32]
_GROUP = {operation: group for group, operations in GROUPS.items() for operation in operations}
TAKEN_UP = (
    "same table",
    "same columns",
    "columns met",
    "same rows",
    "rows named now",
    "rows of two turns",
    "rows of before and now",
    "rows of nobody",
    "named rows left",
    "told now",
    "told more",
    "same operation",
    "same group",
    "operation",
    "operation log",
    "year named",
    "other year than named",
    "same year",
    "year before",
    "year after",
    "other row",
    "other column",
    "other operation",
    "other year",
    "same text",
    "same values",
    "text after text",
    "claim after claim",
)
MOST_OWN, MOST_BEFORE = 3, 4
"""Rows that are taken over: of those that the question names, and of each turn before."""


@dataclass(frozen=True, eq=False)
class Meant:
    """What a turn was taken to mean: its first candidate, None where there was none, the probability that this was right, and the
    document that it is from."""

    candidate: Candidate | None = None
    probability: float = 0.0
    document: str = ""


@dataclass(frozen=True, eq=False)
class Carried:
    """`asked`: the slots of the question in its own words; `likely`: the probability of each operation by them; `kinds`: the
    probabilities of what kind of turn it is, the first of them that it stands alone; `before`: the turns before, the latest
    first."""

    asked: Slots
    likely: Mapping[str, float]
    kinds: npt.NDArray[np.float64]
    before: tuple[Meant, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(m.candidate.claim for m in self.before if m.candidate is not None and m.candidate.claim is not None)

    @property
    def rows(self) -> dict[Sheet, tuple[int, ...]]:
        """The tables that the turns before were about, with the rows that these or the question's own words name."""
        found: dict[Sheet, list[int]] = {}
        for claim in self.claims:
            if claim.sheet not in found:
                sure = named(self.asked, claim.sheet)
                found[claim.sheet] = [r for r in claim.sheet.body if sure[r] >= NAMED][:MOST_OWN]
            found[claim.sheet] += claim.rows[:MOST_BEFORE]
        return {sheet: tuple(dict.fromkeys(rows)) for sheet, rows in found.items()}


def taken_up(carried: Carried, found: Sequence[Candidate]) -> Floats:
    """(candidates, TAKEN_UP)."""
    latest = carried.before[0].candidate if carried.before else None
    tables: dict[int, _Table] = {}
    rows = np.zeros((len(found), len(TAKEN_UP)), dtype=np.float32)
    for n, candidate in enumerate(found):
        told = _of_text(candidate, latest)
        if candidate.claim is not None:
            sheet = candidate.claim.sheet
            if id(sheet) not in tables:
                tables[id(sheet)] = _Table(carried, sheet)
            told = told | tables[id(sheet)].signs(candidate)
        likely = carried.likely.get(candidate.form, 0.0)
        told |= {"operation": likely, "operation log": float(np.log(max(likely, 1e-4))) / 4}
        rows[n] = [told.get(name, 0.0) for name in TAKEN_UP]
    return rows


def crossed(carried: Carried, signs: Floats) -> Floats:
    """(candidates, TAKEN_UP x (1 + kinds)): each sign by itself and with what kind of turn it is."""
    kinds = np.concatenate([[1.0], carried.kinds]).astype(np.float32)
    out: Floats = (signs[:, :, None] * kinds).reshape(len(signs), -1)
    return out


def _of_text(candidate: Candidate, latest: Candidate | None) -> dict[str, float]:
    if latest is None:
        return {}
    same = candidate.window is not None and latest.window is not None and candidate.window.prose is latest.window.prose
    values = candidate.claim.values if candidate.claim is not None else ()
    repeated = latest.claim is not None and values[:1] == latest.claim.values[:1]
    return {
        "same text": float(same),
        "same values": float(repeated),
        "text after text": float(candidate.window is not None and latest.window is not None),
        "claim after claim": float(candidate.claim is not None and latest.claim is not None),
    }


class _Table:
    """What is carried, beside one table."""

    def __init__(self, carried: Carried, sheet: Sheet) -> None:
        self.sheet = sheet
        sure = named(carried.asked, sheet)
        self.own = frozenset(r for r in sheet.body if sure[r] >= NAMED)
        stems = frozenset(words(carried.asked.text))
        self.told = [len(w & stems) / max(1, len(stems)) for w in sheet.column_words]
        self.years = frozenset(carried.asked.years)
        first = carried.before[0].candidate if carried.before else None
        self.latest = first.claim if first is not None else None
        self.older = carried.claims[1] if self.latest is not None and len(carried.claims) > 1 else None
        self.before = self._rows(self.latest)
        self.both = self.before | self._rows(self.older)
        self.year = self._year(self.latest.sheet, self.latest.columns) if self.latest else None

    def _rows(self, claim: Claim | None) -> frozenset[int]:
        """The rows of this table that a claim names, of another table by their labels."""
        if claim is None:
            return frozenset()
        if claim.sheet is self.sheet:
            return frozenset(claim.rows)
        labels = {claim.sheet.labels[r] for r in claim.rows}
        return frozenset(r for r in self.sheet.body if self.sheet.labels[r] in labels)

    def _year(self, sheet: Sheet, columns: Sequence[int]) -> int | None:
        years = {sheet.years[c] for c in columns} - {None}
        return years.pop() if len(years) == 1 else None

    def signs(self, candidate: Candidate) -> dict[str, float]:
        claim, latest = candidate.claim, self.latest
        assert claim is not None
        rows, columns = frozenset(claim.rows), frozenset(claim.columns)
        told = max((self.told[c] for c in columns), default=0.0)
        out: dict[str, float] = {
            "told now": told,
            "rows named now": bool(rows) and rows == self.own,
            "named rows left": bool(self.own - rows),
            "year named": bool(self.years and {self.sheet.years[c] for c in columns} & self.years),
            "other year than named": bool(self.years and not {self.sheet.years[c] for c in columns} & self.years),
        }
        if latest is None:
            return out
        year = self._year(self.sheet, claim.columns)
        same_table = latest.sheet is self.sheet
        same_columns = same_table and columns == frozenset(latest.columns)
        same_rows = bool(rows) and rows == self.before
        same_operation = claim.operation == latest.operation
        other_row = bool(rows) and rows == self.own and rows != self.before
        apart = year - self.year if year and self.year else 0
        return out | {
            "same table": same_table,
            "same columns": same_columns,
            "columns met": same_table and not same_columns and bool(columns & frozenset(latest.columns)),
            "same rows": same_rows,
            "rows of two turns": bool(rows) and rows == self.both and self.both != self.before,
            "rows of before and now": bool(self.own - self.before) and rows == self.before | self.own,
            "rows of nobody": bool(rows - self.both - self.own),
            "told more": told - (max((self.told[c] for c in latest.columns), default=0.0) if same_table else 0.0),
            "same operation": same_operation,
            "same group": _GROUP[claim.operation] == _GROUP[latest.operation],
            "same year": bool(year) and year == self.year,
            "year before": apart == -1,
            "year after": apart == 1,
            "other row": same_columns and same_operation and other_row,
            "other column": same_table and same_rows and same_operation and not same_columns,
            "other operation": same_columns and rows <= self.both | self.own and not same_operation,
            "other year": same_rows and same_operation and apart != 0,
        }
