"""What the indexer makes of two reports of other organizations, against their gold: a fall below these bars is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.documents.gold_document import read_gold_document
from eval.documents.render import rendered
from eval.documents.score import score_corpus
from indexer.pipeline import make_corpus

SOURCES = Path(__file__).parents[3] / "eval" / "documents" / "sources"
BARS = {
    "words": 0.99,
    "digits": 1.0,
    "sections right": 0.95,
    "tables found": 0.98,
    "cells": 0.99,
    "names": 0.95,
    "units": 0.9,
    "years": 0.95,
    "entity column": 0.95,
    "checks not wrongly failed": 1.0,
    "slips found": 1.0,
}


@pytest.mark.parametrize("kind", ["md", "html", "docx", "xlsx"])
@pytest.mark.parametrize("name", ["hospital_1402", "water_1401"])
def test_reports_of_other_organizations(name: str, kind: str, tmp_path: Path):
    source = SOURCES / f"{name}.html"
    made = make_corpus(rendered(source, tmp_path, kind), name, tmp_path / "corpus", corrections=False)
    tally = score_corpus(read_gold_document(source), kind, made.lines, made.sections, made.tables)
    shares = {metric: tally.share(metric) for metric in BARS}
    fallen = {metric: share for metric, share in shares.items() if share is not None and share < BARS[metric]}
    assert not fallen, tally.misses
