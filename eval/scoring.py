"""The metrics of one question: the contract's (section 4) and those beside them. Each is a number from 0 to 1.

evidence@k    the gold evidence is reached by the first k passages and the first k rows
row@1         the first row overlaps the gold row (cells)
answered      something was answered
stated        every gold value was given
right         stated, and little beside it; for the unanswerable: nothing was answered
strict        right, with sign, unit and scale; lenient: as a forgiving harness counts
wrong         answered and not right (an abstention is neither for an answerable question)
cited         the citations stand in the reply and one of them overlaps the gold evidence
cited_lines_p / cited_lines_r   share of cited lines that are gold, share of gold lines that are cited
context@k     every gold value can be read in the first k of the one ranking: the most a reader of k texts could answer
abstained     nothing was answered (the unanswerable)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from eval.goldset import GoldQuestion
from eval.matching import canon, concise, given, given_leniently, given_strictly, number, quantities, same_value, squeeze
from eval.observation import Found, Observation

CUTS = (1, 5, 10)
Scores = dict[str, float]


def score(question: GoldQuestion, seen: Observation) -> Scores:
    """Every metric that is defined for this question and this variant."""
    scores: Scores = {}
    if question.answerable:
        for k in CUTS:
            scores[f"evidence@{k}"] = float(covered(question, seen.first(k)))
        if question.values:
            for k in CUTS:
                scores[f"context@{k}"] = float(readable(question.values, [f.text for f in seen.ranking[:k]]))
    if question.type == "cell" and seen.reply is not None:
        scores["row@1"] = float(bool(seen.rows) and seen.rows[0].proves(question))
    if seen.reply is None:
        return scores
    answered = bool(seen.reply["answered"])
    if not question.answerable:
        right = float(not answered)
        return scores | {"abstained": right, "right": right, "strict": right, "lenient": right, "wrong": 1.0 - right}
    scores["answered"] = float(answered)
    scores |= _answer_scores(question, seen.reply["answer"], answered)
    if answered:
        scores |= _citation_scores(question, seen)
    return scores


def covered(question: GoldQuestion, found: Iterable[Found]) -> bool:
    """Whether the evidence is reached; for a list: at least half of its lines, blank neighbours of a hit counted in."""
    if question.type != "list":
        return any(f.proves(question) for f in found)
    reached = {n for f in found if f.document == question.document for n in range(f.lines[0] - 1, f.lines[1] + 2)}
    return len(question.lines & reached) >= 0.5 * len(question.lines)


def readable(values: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether every value stands in one of these texts, numbers as whole numbers."""
    flat = [squeeze(t) for t in texts]
    numbers = {q[0] for t in texts for q in quantities(canon(t))}

    def stands(value: str) -> bool:
        wanted = number(value)
        if wanted is None:
            return any(squeeze(value) in t for t in flat)
        return any(same_value(wanted, n) for n in numbers)

    return all(stands(value) for value in values)


def citations(seen: Observation) -> tuple[Found, ...] | None:
    """What the answer cites, or None where it cites nothing or something that is not in the reply."""
    cited = set((seen.reply or {}).get("answer", {}).get("citations") or ())
    known = {f.id: f for f in (*seen.passages, *seen.rows)}
    if not cited or not cited <= known.keys():
        return None
    return tuple(known[c] for c in sorted(cited))


def _answer_scores(question: GoldQuestion, answer: dict[str, Any], answered: bool) -> Scores:
    if not question.values:
        return {}
    values, kind = question.values, question.type
    stated = answered and all(given(v, kind, answer) for v in values)
    right = stated and concise(values, kind, answer)
    strict = right and all(given_strictly(v, kind, answer, question.answer) for v in values)
    lenient = right or (answered and all(given_leniently(v, kind, answer) for v in values))
    return {
        "stated": float(stated),
        "right": float(right),
        "strict": float(strict),
        "lenient": float(lenient),
        "wrong": float(answered and not right),
    }


def _citation_scores(question: GoldQuestion, seen: Observation) -> Scores:
    cited = citations(seen)
    if cited is None:
        return {"cited": 0.0, "cited_lines_p": 0.0, "cited_lines_r": 0.0}
    lines = {n for f in cited if f.document == question.document for n in range(f.lines[0], f.lines[1] + 1)}
    everything = sum(f.lines[1] - f.lines[0] + 1 for f in cited if f.document != question.document) + len(lines)
    good = len(lines & question.lines)
    return {
        "cited": float(any(f.proves(question) for f in cited)),
        "cited_lines_p": good / everything,
        "cited_lines_r": good / len(question.lines),
    }
