"""A built corpus against its gold document.

`python -m eval.documents.score CORPUS_FOLDER SOURCE.html [--format xlsx] [--details]` reads
`CORPUS/<id>/{lines,sections,tables}.jsonl` as a build left them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.documents.gold_document import GoldDocument, read_gold_document
from eval.documents.section_score import score_sections
from eval.documents.table_score import score_tables
from eval.documents.tally import Tally, together
from eval.documents.text_score import score_text
from indexer.corpus import Line, Section, Table, read_records
from indexer.errors import PorseshError

METRICS = {
    "cer": "letters wrong",
    "words": "words right",
    "digits": "digits right",
    "sections found": "sections found",
    "sections right": "sections right",
    "section level": ". level",
    "section title": ". title",
    "section number": ". number",
    "no false section": ". none false",
    "tables found": "tables found",
    "no false table": ". none false",
    "captions": ". captions",
    "table numbers": ". numbers",
    "table sections": ". sections",
    "rows found": "rows found",
    "cells": "cells right",
    "columns": "columns right",
    "names": ". names",
    "heads": ". heads",
    "value roles": ". roles",
    "units": ". units",
    "years": ". years",
    "measures": ". measures",
    "entity column": "entity column",
    "total rows": "total rows",
    "checks verified": "checks verified",
    "checks not wrongly failed": "not wrongly failed",
    "slips found": "slips found",
}
"""Every figure in the order of the table; shares that are right, but `cer`, which is errors per letter."""


def score_corpus(
    gold: GoldDocument, kind: str, lines: Sequence[Line], sections: Sequence[Section], tables: Sequence[Table]
) -> Tally:
    """All figures of one document in one format (`kind` as in render.FORMATS): a workbook has no prose, a text file no tables."""
    tallies = []
    if kind != "xlsx":
        texts = [line.text.replace("**", "") for line in lines if line.kind not in ("page_header", "blank")]
        tallies.append(score_text(gold, texts, captions=kind != "txt"))
        tallies.append(score_sections(gold, sections, lines))
    if kind != "txt":
        tallies.append(score_tables(gold, tables, () if kind == "xlsx" else sections))
    elif tables:
        tallies.append(_false_tables(tables))
    total = together(tallies)
    total.misses = [miss for tally in tallies for miss in tally.misses]
    return total


def _false_tables(tables: Sequence[Table]) -> Tally:
    tally = Tally()
    for table in tables:
        tally.add("no false table", False, miss=f"{table.id} «{table.caption}» lines {table.lines}")
    return tally


def comparison(tallies: Mapping[str, Tally]) -> str:
    """A text table: a line for every figure, a column for each of the tallies."""
    widths = [max(9, len(name)) for name in tallies]
    lines = ["".ljust(20) + "".join(f"{name:>{w + 2}}" for name, w in zip(tallies, widths, strict=True))]
    for metric, label in METRICS.items():
        shares = [tally.share(metric) for tally in tallies.values()]
        if any(share is not None for share in shares):
            shown = ["-" if share is None else f"{share:.4f}" for share in shares]
            lines.append(label.ljust(20) + "".join(f"{text:>{w + 2}}" for text, w in zip(shown, widths, strict=True)))
    stated = [str(tally.counts.get("checks verified", [0, 0])[1]) for tally in tallies.values()]
    lines.append("checks stated".ljust(20) + "".join(f"{text:>{w + 2}}" for text, w in zip(stated, widths, strict=True)))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="corpus/<document id>")
    parser.add_argument("source", type=Path)
    parser.add_argument("--format", default="md", dest="kind")
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args()
    try:
        gold = read_gold_document(given.source)
        lines = read_records(Line, given.corpus / "lines.jsonl")
        sections = read_records(Section, given.corpus / "sections.jsonl")
        tables = read_records(Table, given.corpus / "tables.jsonl")
    except (PorseshError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    tally = score_corpus(gold, given.kind, lines, sections, tables)
    print(comparison({given.kind: tally}))
    if given.details:
        print("\n".join(tally.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
