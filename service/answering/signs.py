"""The signs by which the probability of an answer is judged, alike for every kind of answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from indexer.corpus import Line
from indexer.tokens import fold, words
from service.answering.answer import Candidate
from service.answering.columns import COLUMN_SIGNS, quantities, unit_asked
from service.answering.rows import ROW_SIGNS
from service.answering.stretches import POINTER
from service.collection import Collection
from service.fields import OWN, TABLE, TITLES, Floats
from service.question import Question, patterns
from service.ranking import NAMES
from service.retrieval import Evidence, Hit

STRETCH_SIGNS = ("stretch_figure", "stretch_percent", "stretch_dated", "stretch_counted", "stretch_covered", "stretch_grams")
"""Features of the stretch of prose that answers (`service.answering.stretches`); 0 for the other kinds."""
SIGNS = (
    "score",
    "share",
    "rank",
    "gap",
    "dense",
    "own",
    "anywhere",
    "weakest",
    "missing",
    "unknown",
    "missing_words",
    "province_met",
    "province_missed",
    "year_met",
    "year_missed",
    "unit_met",
    "unit_missed",
    "figure_missing",
    "is_row",
    "wants_row",
    "wants_list",
    "wants_aggregate",
    "fit",
    "margin",
    "verified",
    "repair",
    "pointer",
    "money_missed",
    "money_unasked",
    "agree",
    "agree_alike",
    "behind",
    "less_fit",
    "values",
    "length",
    "said",
    "unsaid",
    "head_said",
    "pair",
    "wants_name",
    "asks_two",
    "until_met",
    "until_missed",
    "until_unasked",
    "quantity_met",
    "quantity_missed",
    "quantity_unasked",
    "enumeration",
    "breakdown_missed",
    *COLUMN_SIGNS,
    *STRETCH_SIGNS,
    *ROW_SIGNS,
)
_AGGREGATES = frozenset({"top", "difference", "multiple", "rank", "max", "min", "mean", "sum", "count", "filter", "compare"})


def common_signs(collection: Collection, question: Question, evidence: Evidence, hit: Hit, text: str) -> dict[str, float]:
    """What retrieval and coverage say of an answer taken from `hit`; `text` is the stretch that would be answered with."""
    together = evidence.together
    scores = np.array([h.score for h in together], dtype=np.float64)
    share = np.exp(scores - scores.max())
    share /= share.sum()
    rank = next((i for i, h in enumerate(together) if h.number == hit.number), len(together))
    others = [h.score for h in together if h.number != hit.number and h.entry.passage.table != hit.entry.passage.table]
    row = evidence.features[hit.number]
    feature = dict(zip(NAMES, row.tolist(), strict=True))
    spoken = evidence.spoken[:, :, hit.number]
    weight = collection.fields.importance(question.terms)
    best = spoken[[OWN, TABLE, TITLES]].max(axis=0) if len(weight) else np.zeros(0)
    uncovered = weight[best < 0.5] if len(weight) else weight
    places, years = collection.traits.provinces[hit.number], collection.traits.years[hit.number]
    asked_years = set(question.years)
    unit = unit_asked(question)
    surroundings = fold(_surroundings(collection, hit) + " " + text)
    asks_money = bool(re.search(patterns()["money_asked"], question.text))
    has_money = bool(re.search(patterns()["money"], surroundings))
    wants_figure = question.intent in ("number", "sum", "count", "mean", "difference", "multiple", "rank")
    said = _said(collection, question, hit, text)
    until, until_said = (bool(re.search(patterns()["until"], t)) for t in (question.text, fold(text)))
    asked_quantities, own_quantities = quantities(question.text), quantities(text)
    return {
        "score": hit.score / 10,
        "said": float(weight @ said) if len(weight) else 0.0,
        "unsaid": float((weight * (said < 0.5)).max()) if len(weight) else 0.0,
        "share": float(share[rank]) if rank < len(share) else 0.0,
        "rank": min(rank, 10) / 10,
        "gap": float(np.clip(hit.score - max(others, default=hit.score), -4, 4)) / 4,
        "dense": feature["dense_z"] / 4,
        "own": feature["own"],
        "anywhere": feature["anywhere"],
        "weakest": feature["weakest"],
        "missing": float(uncovered.max()) if len(uncovered) else 0.0,
        "unknown": float(sum(w for t, w in zip(question.terms, weight, strict=True) if not collection.fields.weights(t))),
        "missing_words": min(len(uncovered), 5) / 5,
        "province_met": float(bool(set(question.provinces) & places)),
        "province_missed": float(bool(set(question.provinces) - places)),
        "year_met": float(bool(asked_years) and asked_years <= years),
        "year_missed": float(bool(asked_years) and bool(years) and not asked_years & years),
        "unit_met": float(unit is not None and fold(unit) in surroundings),
        "unit_missed": float(unit is not None and fold(unit) not in surroundings),
        "figure_missing": float(wants_figure and not re.search(r"\d", text)),
        "is_row": float(hit.entry.passage.kind == "table_row"),
        "wants_row": float(question.intent in ("number", "other")),
        "wants_list": float(question.wants_list),
        "wants_aggregate": float(question.intent in _AGGREGATES),
        "fit": 0.0,
        "margin": 0.0,
        "verified": 0.0,
        "repair": min((line.confidence for line in _lines(collection, hit)), default=1.0),
        "money_missed": float(asks_money and not has_money),
        "money_unasked": float(has_money and not asks_money),
        "pointer": float(bool(POINTER.search(text)) and hit.entry.passage.kind == "prose"),
        "length": min(len(text), 400) / 400,
        "head_said": float(said[0]) if len(said) else 1.0,
        "asks_two": float(len(re.findall(r"چند|چقدر|چه میزان", question.text)) > 1),
        "until_met": float(until and until_said),
        "until_missed": float(until and not until_said),
        "until_unasked": float(until_said and not until),
        "quantity_met": float(bool(asked_quantities & own_quantities)),
        "quantity_missed": float(bool(asked_quantities) and not asked_quantities & own_quantities),
        "quantity_unasked": float(not asked_quantities and bool(own_quantities)),
        "enumeration": 0.0,
        "breakdown_missed": float(_breakdown_missed(question, surroundings)),
        "pair": 0.0,
        "wants_name": 0.0,
        **dict.fromkeys((*COLUMN_SIGNS, *STRETCH_SIGNS, *ROW_SIGNS), 0.0),
    }


def _breakdown_missed(question: Question, surroundings: str) -> bool:
    """Whether figures for a month, for women, for an age ... are asked of a source that does not tell them apart."""
    return any(re.search(p, question.text) and not re.search(p, surroundings) for p in patterns()["breakdowns"].values())


def with_rivals(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the signs that only show beside the others: who else says the same, who fits better."""
    said = [{str(v) for v in c.answer.values} for c in candidates]
    made = []
    for n, c in enumerate(candidates):
        others = [(o, v) for m, (o, v) in enumerate(zip(candidates, said, strict=True)) if m != n]
        agreeing = sum(bool(said[n] & v) for o, v in others if o.answer.kind != c.answer.kind)
        alike = any(
            o.answer.kind == c.answer.kind and said[n] & v and not set(o.answer.entries) & set(c.answer.entries)
            for o, v in others
        )
        signs = {
            **c.signs,
            "agree": min(agreeing, 3) / 3,
            "agree_alike": float(alike),
            "behind": max((o.signs["score"] for o, _ in others), default=0.0) - c.signs["score"],
            "less_fit": max((o.signs["fit"] for o, _ in others if o.answer.kind == c.answer.kind), default=0.0) - c.signs["fit"],
            "values": min(len(said[n]), 10) / 10,
        }
        made.append(Candidate(c.answer, signs))
    return made


def _surroundings(collection: Collection, hit: Hit) -> str:
    section = collection.entry_section(hit.entry)
    return f"{hit.entry.passage.text} {section.title if section else ''}"


def _said(collection: Collection, question: Question, hit: Hit, text: str) -> Floats:
    """How well the answer itself, with the titles above it, speaks of each term of the question: (terms,), each 0 to 1."""
    section = collection.entry_section(hit.entry)
    titles = " ".join(h.title for h in section.path) if section else ""
    fields = collection.fields
    heads = {fields.vocabulary[w] for w in words(titles) if w in fields.vocabulary}
    own = {fields.vocabulary[w] for w in words(text) if w in fields.vocabulary}
    spoken = []
    for term in question.terms:
        weights = fields.weights(term)
        inside = max((w for p, w in weights.items() if p in own), default=0.0)
        above = max((0.7 * w for p, w in weights.items() if p in heads), default=0.0)
        spoken.append(max(inside, above))
    return np.array(spoken, dtype=np.float32)


def _lines(collection: Collection, hit: Hit) -> list[Line]:
    return [line for line in collection.lines(hit.entry.document, hit.entry.passage.lines) if line.text.strip()]
