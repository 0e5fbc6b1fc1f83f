"""The whole evaluation on one screen: ask, score, estimate, compare, explain."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval import facts
from eval.failures import gallery
from eval.goldset import Gold, GoldQuestion
from eval.observation import Found, Observation
from eval.ranking import ranking_scores
from eval.repair_metrics import TextScore, score_texts
from eval.scoring import Scores, score
from eval.slices import make_slices
from eval.sources import make_collection
from eval.summary import comparisons, variant_report
from eval.table_metrics import score_tables
from eval.through_http import ask_all
from eval.variants import VARIANTS, observe, returnable
from eval.wording import HEADLINE
from indexer.corpus import Line
from indexer.corrections import as_repaired
from service.collection import Collection
from service.settings import Settings

FORMAT = 1

Progress = Callable[[str, float], None]
"""Told what is being done (Persian) and how much of the whole is done (0..1)."""


@dataclass(frozen=True)
class Result:
    """`report` is what report.json holds; `runs` the lines of runs.jsonl."""

    report: dict[str, Any]
    runs: list[dict[str, Any]]


@dataclass(frozen=True)
class Run:
    """A variant's observations and scores, by question id."""

    seen: dict[str, Observation]
    scores: dict[str, Scores]


def evaluate(
    served: Collection,
    gold: Gold,
    variants: Sequence[str],
    settings: Settings,
    progress: Progress = lambda stage, done: None,
) -> Result:
    """Runs the variants on the gold questions and measures everything; new vectors are kept under `settings.corpus`."""
    start = time.perf_counter()
    documents = {name: corpus.lines for name, corpus in served.corpora.items()}
    slices = make_slices(gold.questions, documents)
    runs: dict[str, Run] = {}
    if gold.questions:
        steps = len(variants) + 1
        for n, (name, collection) in enumerate(_collections(served, variants, settings.corpus)):
            progress(VARIANTS[name].summary, n / steps)
            runs[name] = run_variant(name, collection, gold.questions)
    report: dict[str, Any] = {
        "format": FORMAT,
        "gold": facts.of_gold(gold),
        "corpus": facts.of_collection(served),
        "environment": facts.of_environment(),
        "variants": {
            name: variant_report(VARIANTS[name].summary, gold.questions, runs[name].seen, runs[name].scores, slices)
            for name in variants
            if name in runs
        },
        "comparisons": comparisons({name: run.scores for name, run in runs.items()}),
        "repair": _repair(gold, documents) if gold.texts else None,
        "tables": asdict(score_tables(gold.tables, {n: c.tables for n, c in served.corpora.items()})) if gold.tables else None,
        "failures": [],
        "service": None,
    }
    if HEADLINE in runs:
        run = runs[HEADLINE]
        progress("همان پرسش‌ها از راه HTTP", 1 - 1 / (len(variants) + 1))
        report["failures"] = gallery(gold.questions, run.seen, run.scores, served.corpora)
        report["service"] = ask_all(settings, gold.questions, {i: o.reply or {} for i, o in run.seen.items()})
    report["seconds"] = round(time.perf_counter() - start, 1)
    progress("پایان", 1.0)
    return Result(report, [_record(name, q, runs[name]) for name in runs for q in gold.questions])


def run_variant(name: str, collection: Collection, questions: Sequence[GoldQuestion]) -> Run:
    """Asks and scores one variant."""
    seen = observe(VARIANTS[name], collection, questions)
    ranks = ranking_scores(questions, seen, returnable(collection))
    return Run(seen, {q.id: score(q, seen[q.id]) | ranks.get(q.id, {}) for q in questions})


def _collections(served: Collection, variants: Sequence[str], root: Path) -> Iterator[tuple[str, Collection]]:
    """Every variant with its collection; variants of one collection follow each other, so that only one is held."""
    sources = {VARIANTS[name].source.name: VARIANTS[name].source for name in variants}
    for source in sources.values():
        collection = make_collection(served, source, root)
        for name in variants:
            if VARIANTS[name].source.name == source.name:
                yield name, collection


def _repair(gold: Gold, documents: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """Text scores of the raw lines, of the engine alone and of what is served, by slice."""
    readings: dict[str, Callable[[Line], str]] = {
        "raw": lambda line: line.raw,
        "engine": lambda line: as_repaired(line).text,
        "served": lambda line: line.text,
    }
    return {name: {k: _text(s) for k, s in score_texts(gold.texts, documents, read).items()} for name, read in readings.items()}


def _text(score: TextScore) -> dict[str, float]:
    return {"spans": score.spans, "cer": score.cer, "order_ok": score.order_ok, "words_ok": score.words_ok}


def _record(variant: str, question: GoldQuestion, run: Run) -> dict[str, Any]:
    """All that is needed to score this question again."""
    seen = run.seen[question.id]
    return {
        "variant": variant,
        "question": asdict(question),
        "scores": run.scores[question.id],
        "ranking": [_brief(f) for f in seen.ranking],
        "passages": [_brief(f) for f in seen.passages],
        "rows": [_brief(f) for f in seen.rows],
        "answered": seen.reply["answered"] if seen.reply else None,
        "answer": seen.reply["answer"] if seen.reply else None,
        "ms": round(seen.ms, 2),
    }


def _brief(found: Found) -> dict[str, Any]:
    return {"id": found.id, "document": found.document, "lines": list(found.lines), "score": round(found.score, 4)}
