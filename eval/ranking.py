"""Ranking metrics by line overlap, computed by ir-measures (MacAvaney, Macdonald, Ounis: ir-measures, ECIR 2022).

A passage or row of the variant's own index is relevant when its lines overlap the gold evidence. RR@10 and nDCG@10 (binary
gain) are over these. Since indexes cut the document differently, recall@k is over what does not change from index to
index: the share of the gold evidence ranges that the first k of the one ranking overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.errors import EvaluationError
from eval.goldset import GoldQuestion
from eval.observation import Found, Observation, overlaps
from eval.scoring import CUTS, Scores

Index = Sequence[Found]
_DEPTH = 10


def ranking_scores(questions: Sequence[GoldQuestion], observations: Mapping[str, Observation], index: Index) -> dict[str, Scores]:
    """recall@k, RR@10 and nDCG@10 of each answerable question, by its id. `index` is all that could have been returned."""
    measures = _ir_measures()
    asked = [q for q in questions if q.answerable]
    scores: dict[str, Scores] = {q.id: {} for q in asked}
    qrels = {q.id: {_name(f): 1 for f in index if f.proves(q)} for q in asked}
    run = {q.id: _run([_name(f) for f in observations[q.id].ranking]) for q in asked}
    for result in measures.iter_calc([measures.RR @ _DEPTH, measures.nDCG @ _DEPTH], qrels, run):
        scores[result.query_id][str(result.measure)] = float(result.value)
    ranges = {q.id: {str(i): 1 for i in range(len(q.evidence))} for q in asked}
    for k in CUTS:
        reached = {q.id: _run(_reached(q, observations[q.id].ranking[:k])) for q in asked}
        for result in measures.iter_calc([measures.R @ 1000], ranges, reached):
            scores[result.query_id][f"recall@{k}"] = float(result.value)
    for q in asked:  # ir-measures says nothing of a query with no relevant document, or with nothing returned
        for name in (f"RR@{_DEPTH}", f"nDCG@{_DEPTH}", *(f"recall@{k}" for k in CUTS)):
            scores[q.id].setdefault(name, 0.0)
    return scores


def _reached(question: GoldQuestion, found: Sequence[Found]) -> list[str]:
    here = [f for f in found if f.document == question.document]
    return [str(i) for i, span in enumerate(question.evidence) if any(overlaps(span, f.lines) for f in here)]


def _name(found: Found) -> str:
    return f"{found.document}/{found.kind}/{found.id}"


def _run(names: Sequence[str]) -> dict[str, float]:
    """A run in this order: trec_eval sorts by score, so scores fall with the rank."""
    return {name: float(len(names) - rank) for rank, name in enumerate(names)}


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise EvaluationError("ارزیابی به بستهٔ ir-measures نیاز دارد: pip install 'porsesh[eval]'") from error
    return ir_measures
