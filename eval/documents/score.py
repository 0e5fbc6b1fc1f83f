"""A built corpus against its gold document.

`python -m eval.documents.score CORPUS_FOLDER SOURCE.html [--format xlsx] [--details]` reads
`CORPUS/<id>/{lines,sections,tables}.jsonl` as a build left them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
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
    """Every figure of METRICS, and how many checks were stated."""
    stated = [str(tally.counts.get("checks verified", [0, 0])[1]) for tally in tallies.values()]
    return shares(tallies, METRICS) + "\n" + _line("checks stated", stated, tallies)


def shares(tallies: Mapping[str, Tally], labels: Mapping[str, str]) -> str:
    """A text table: a line for every figure (name -> label), a column for each of the tallies."""
    lines = [_line("", list(tallies), tallies)]
    for name, label in labels.items():
        found = [tally.share(name) for tally in tallies.values()]
        if any(share is not None for share in found):
            lines.append(_line(label, ["-" if share is None else f"{share:.4f}" for share in found], tallies))
    return "\n".join(lines)


def _line(label: str, cells: Sequence[str], columns: Iterable[str]) -> str:
    widths = [max(9, len(name)) + 2 for name in columns]
    return label.ljust(20) + "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))


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
