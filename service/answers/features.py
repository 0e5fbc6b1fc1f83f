"""What the choice sees of a candidate: how well its operation, its table or passage, its rows, its columns and its figures agree
with the question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from indexer.tokens import stem, words
from service.answers.candidates import NAMED, Candidate, evidence_tables
from service.answers.claim import OPERATIONS, Claim
from service.answers.sheet import PERCENT, Sheet
from service.answers.slots import Slots, named
from service.collection import Collection
from service.question import Question
from service.retrieval import Evidence

Floats = npt.NDArray[np.float32]
GROUPS: Mapping[str, tuple[str, ...]] = {
    "look up": ("cell",),
    "beside": ("compare", "compare_columns", "compare_least", "compare_columns_least"),
    "extreme": ("most", "least", "nth_most", "nth_least"),
    "several": ("most_n", "least_n"),
    "total": ("sum", "sum_rows", "mean"),
    "count": ("count", "count_more", "count_less", "count_equal", "count_columns"),
    "list": ("list", "list_more", "list_less", "list_equal", "list_columns"),
    "rank": ("rank_most", "rank_least"),
    "part": ("share", "percent_columns"),
    "gap": ("difference", "difference_columns", "growth", "growth_rows", "ratio", "ratio_columns"),
    "span": ("span",),
    "items": ("items",),
}
_GROUP_OF = {operation: n for n, group in enumerate(GROUPS.values()) for operation in group}
MEASURED = (
    "operation",
    "operation of the best",
    "rank",
    "nearness",
    "row nearness",
    "caption covered",
    "column covered",
    "column covered most",
    "column told",
    "column dense",
    "column dense mean",
    "names covered",
    "covered",
    "weakest",
    "row named",
    "row named least",
    "names left",
    "names in table",
    "numbers used",
    "numbers left",
    "place left",
    "year agrees",
    "year differs",
    "latest",
    "total",
    "share",
    "results",
    "words",
    "condition by name",
    "figures",
    "figure asked",
    "length",
    "title covered",
    "lead",
    "columns in table",
    "zero",
    "unit agrees",
    "unit differs",
    "unit",
    "column first",
    "column last",
    "column whole",
)
FEATURES: tuple[str, ...] = (*MEASURED, *GROUPS)


def described(
    collection: Collection,
    question: Question,
    asked: Slots,
    evidence: Evidence,
    found: Sequence[Candidate],
    likely: Mapping[str, float],
) -> Floats:
    """(candidates, FEATURES); `likely`: log-probability of each operation given the question's form."""
    seen = _Seen(collection, question, asked, evidence, likely)
    matrix = np.zeros((len(found), len(FEATURES)), dtype=np.float32)
    for n, candidate in enumerate(found):
        if candidate.claim is not None:
            seen.table(candidate.claim.sheet).write(candidate.claim, matrix[n])
        else:
            _write(matrix[n], seen.of_window(candidate) if candidate.window is not None else seen.of_list(candidate))
    for name, values in _common(found, likely).items():
        matrix[:, _PLACE[name]] = values
    matrix[np.arange(len(found)), [len(MEASURED) + _GROUP_OF[c.operation] for c in found]] = 1.0
    return matrix


def _common(found: Sequence[Candidate], likely: Mapping[str, float]) -> dict[str, Floats]:
    """What is measured of every kind of candidate."""
    own = np.array([likely[c.form] for c in found], dtype=np.float32)
    return {
        "operation": np.maximum(own, -8.0),
        "operation of the best": np.maximum(own - max(likely.values()), -8.0),
        "rank": np.array([min(c.rank, 8) / 4 for c in found], dtype=np.float32),
        "nearness": np.array([max(c.nearness, -8.0) / 4 for c in found], dtype=np.float32),
    }


def _write(row: Floats, told: Mapping[str, float]) -> None:
    for name, value in told.items():
        row[_PLACE[name]] = value


_PLACE = {name: n for n, name in enumerate(FEATURES)}
_USED, _LEFT, _PLACE_LEFT, _RESULTS, _WORDS, _ZERO, _AGREES, _DIFFERS, _UNIT = (
    _PLACE[n]
    for n in ("numbers used", "numbers left", "place left", "results", "words", "zero", "unit agrees", "unit differs", "unit")
)


class _Seen:
    """A question beside the documents, with what was worked out once for each table."""

    def __init__(
        self, collection: Collection, question: Question, asked: Slots, evidence: Evidence, likely: Mapping[str, float]
    ) -> None:
        self.collection, self.question, self.asked, self.likely = collection, question, asked, likely
        self.fields = collection.fields
        self.weight = self.fields.importance(question.terms)
        self.ways = [self.fields.weights(term) for term in question.terms]
        self.rows = {(h.entry.document, h.entry.passage.row): h.score for h in evidence.rows}
        self.top = max((h.score for h in evidence.together[:1]), default=0.0)
        self.vector: Floats = collection.embed(question.text)
        self.tables: dict[int, _SeenTable] = {}
        self.units = _units_said(asked, [sheet for sheet, _ in evidence_tables(collection, evidence)])

    def covers(self, places: frozenset[int]) -> Floats:
        """How well each term of the question (terms,) is spoken of by words of the vocabulary."""
        return np.array([max((w for p, w in way.items() if p in places), default=0.0) for way in self.ways], dtype=np.float32)

    def share(self, held: Floats) -> float:
        return float(self.weight @ held) if len(held) else 0.0

    def table(self, sheet: Sheet) -> _SeenTable:
        if id(sheet) not in self.tables:
            self.tables[id(sheet)] = _SeenTable(self, sheet)
        return self.tables[id(sheet)]

    def of_window(self, c: Candidate) -> dict[str, float]:
        assert c.window is not None
        own, titles = self.covers(c.window.stems), self.covers(c.window.prose.titles)
        both = np.maximum(own, titles)
        figures = any(x.isdigit() for x in c.window.text)
        return {
            "names covered": self.share(own),
            "title covered": self.share(titles),
            "covered": self.share(both),
            "weakest": float(both.min()) if len(both) else 0.0,
            "figures": float(figures),
            "figure asked": (1.0 if figures else -1.0) * float(np.exp(self.likely["span_number"])),
            "length": len(c.window.text) / 400,
        }

    def of_list(self, c: Candidate) -> dict[str, float]:
        assert c.found is not None
        lead, title, inside = (self.covers(x) for x in (c.found.lead, c.found.title, c.found.inside))
        both = np.maximum(np.maximum(lead, title), inside)
        return {
            "lead": self.share(lead),
            "title covered": self.share(title),
            "names covered": self.share(inside),
            "covered": self.share(both),
            "weakest": float(both.min()) if len(both) else 0.0,
            "results": float(np.log1p(len(c.values))),
        }


class _SeenTable:
    """A question beside one table."""

    def __init__(self, seen: _Seen, sheet: Sheet) -> None:
        self.seen, self.sheet = seen, sheet
        vocabulary = seen.fields.vocabulary

        def places(stems: frozenset[str]) -> frozenset[int]:
            return frozenset(vocabulary[s] for s in stems if s in vocabulary)

        self.columns = [seen.covers(places(words)) for words in sheet.column_words]
        self.shares = [seen.share(x) for x in self.columns]
        said = {stem(s) for s in seen.asked.stems} | set(seen.asked.stems)
        self.told = [len(w & said) / len(w) if w else 0.0 for w in sheet.column_words]
        self.caption = seen.covers(places(sheet.caption_words))
        self.sure = named(seen.asked, sheet)
        self.labels = [seen.covers(places(w)) for w in sheet.label_words]
        self.most = max((self.shares[c] for c in sheet.valued), default=0.0)
        vectors = seen.collection.column_vectors[sheet.document, sheet.table.id]
        self.dense = vectors @ seen.vector
        self.dense_most = max((float(self.dense[c]) for c in sheet.valued), default=0.0)
        self.named = [r for r in sheet.body if self.sure[r] >= NAMED]
        years = [c.year for c in sheet.columns if c.year]
        self.latest = max(years, default=None)
        self.reach: dict[tuple[int, ...], Floats] = {}
        self.known: dict[tuple[tuple[int, ...], tuple[int, ...], bool], Floats] = {}

    def _columns(self, columns: tuple[int, ...]) -> Floats:
        if columns not in self.reach:
            held = np.zeros(len(self.seen.weight), dtype=np.float32)
            for c in columns:
                held = np.maximum(held, self.columns[c])
            self.reach[columns] = held
        return self.reach[columns]

    def write(self, claim: Claim, row: Floats) -> None:
        """Puts what is measured of a claim into its row of features."""
        rows = claim.rows if claim.operation in _NAMING_ROWS else ()
        key = (claim.columns, rows, isinstance(claim.condition, str))
        if key not in self.known:
            self.known[key] = np.zeros(len(FEATURES), dtype=np.float32)
            _write(self.known[key], self._of(*key))
        row[:] = self.known[key]
        asked = self.seen.asked
        row[_USED] = claim.used
        row[_LEFT] = max(0, len(asked.numbers) - claim.used)
        row[_PLACE_LEFT] = bool(asked.places) and claim.operation not in ("nth_most", "nth_least")
        row[_RESULTS] = math.log1p(len(claim.values))
        row[_WORDS] = bool(claim.values) and isinstance(claim.values[0], str)
        row[_ZERO] = claim.values[:1] == (0,)
        unit = claim.unit
        row[_UNIT] = unit is not None
        row[_AGREES] = unit in self.seen.units
        row[_DIFFERS] = bool(self.seen.units) and unit not in self.seen.units

    def _of(self, columns: tuple[int, ...], rows: tuple[int, ...], by_name: bool) -> dict[str, float]:
        seen, sheet = self.seen, self.sheet
        covered = np.maximum(self._columns(columns), self.caption)
        for r in rows[:4]:
            covered = np.maximum(covered, self.labels[r])
        left = [] if by_name else [r for r in self.named if r not in rows]
        sure = [self.sure[r] for r in rows]
        shares = [self.shares[c] for c in columns] or [0.0]
        dense = [float(self.dense[c]) for c in columns] or [0.0]
        scores = [seen.rows.get((sheet.document, sheet.rows[r].id)) for r in rows]
        near = [s - seen.top for s in scores if s is not None]
        return {
            "row nearness": (min(near) if near and len(near) == len(rows) else -8.0) / 4 if rows else 0.0,
            "caption covered": seen.share(self.caption),
            "column covered": sum(shares) / len(shares),
            "column covered most": sum(shares) / len(shares) - self.most,
            "column told": sum(self.told[c] for c in columns) / max(1, len(columns)),
            "column dense": 10 * (sum(dense) / len(dense) - self.dense_most) if columns else 0.0,
            "column dense mean": 10 * (sum(dense) / len(dense) - 0.8) if columns else 0.0,
            "names covered": seen.share(np.maximum.reduce([self.labels[r] for r in rows[:4]])) if rows else 0.0,
            "covered": seen.share(covered),
            "weakest": float(covered.min()) if len(covered) else 0.0,
            "row named": sum(sure) / len(sure) if sure else 0.0,
            "row named least": min(sure, default=0.0),
            "names left": max((self.sure[r] for r in left), default=0.0),
            "names in table": min(len(self.named), 4) / 2,
            **self._years(columns),
            "total": float(any(sheet.rows[r].kind == "total" for r in rows)),
            "share": float(any(sheet.is_share(c) for c in columns)),
            "condition by name": float(by_name),
            "columns in table": len(sheet.valued) / 6,
            "column first": _share_of(columns, sheet.numeric[:1]),
            "column last": _share_of(columns, sheet.numeric[-1:]),
            "column whole": _share_of(columns, sheet.whole),
        }

    def _years(self, columns: tuple[int, ...]) -> dict[str, float]:
        asked = set(self.seen.asked.years)
        own = {self.sheet.years[c] for c in columns} - {None}
        latest = {self.sheet.columns[c].year for c in columns} - {None}
        return {
            "year agrees": float(bool(asked & own)),
            "year differs": float(bool(asked and own and not asked & own)),
            "latest": float(self.latest in latest) - float(bool(latest) and self.latest not in latest) if self.latest else 0.0,
        }


def _units_said(asked: Slots, sheets: Sequence[Sheet]) -> frozenset[str]:
    """The units of these tables' columns that the question says, of «میلیون ریال» the last word."""
    known = frozenset((PERCENT, *(unit for sheet in sheets for unit in sheet.units if unit)))
    return frozenset(unit for unit in known if (words(unit) or (unit,))[-1] in asked.stems)


def _share_of(columns: tuple[int, ...], among: tuple[int, ...]) -> float:
    return sum(c in among for c in columns) / max(1, len(columns))


_NAMING_ROWS = frozenset(("sum_rows", *(o for group in ("look up", "beside", "rank", "part", "gap") for o in GROUPS[group])))
"""Operations whose rows the question has to name; the rows of the others are what comes out."""
assert set(_GROUP_OF) == set(OPERATIONS)
