"""The README's figures, put there by machine: `python -m eval.readme [README.md] [--report FILE] [--bench FILE]`.

What stands between `<!-- results:begin -->` and `<!-- results:end -->` comes from report.json, what stands between the
`bench` markers from the benchmark's results.json; a file that is not there leaves its part as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.bench.tables import markdown, table
from eval.comparison import read_report
from eval.errors import EvaluationError
from eval.wording import HEADLINE

BENCH = Path(__file__).parent / "bench" / "results.json"
REPORT = Path("eval") / "out" / "report.json"
_COLUMNS = ("recall@5", "nDCG@10", "evidence@1", "evidence@5", "evidence@10", "right", "wrong", "cited")


def results(report: Mapping[str, Any]) -> str:
    """The variants, what the repair and the tables score, and how sure that is, as Markdown."""
    variants = report["variants"]
    rows = []
    for name, variant in variants.items():
        metrics = variant["metrics"]
        rows.append([f"`{name}`", *(f"{metrics[c]['mean']:.3f}" if c in metrics else "" for c in _COLUMNS)])
    lines = [f"{report['gold']['questions']} questions of the development sample (`eval/gold/`), by `porsesh eval`:", ""]
    lines += table(["variant", *_COLUMNS], rows)
    if headline := variants.get(HEADLINE, {}).get("metrics"):
        shown = [
            f"{m} {headline[m]['mean']:.3f} [{headline[m]['low']:.3f}, {headline[m]['high']:.3f}]"
            for m in ("right", "wrong", "evidence@5", "row@1", "cited", "abstained")
            if m in headline
        ]
        lines += ["", f"The service with its 95 % intervals: {'; '.join(shown)}."]
    if repair := report["repair"]:
        readings = {"raw": "as received", "engine": "repaired", "served": "with a reader's corrections"}
        scores = [
            [title, *(f"{repair[r]['all'][m]:.3f}" for m in ("cer", "order_ok", "words_ok"))] for r, title in readings.items()
        ]
        lines += ["", *table(["text", "character error rate", "lines in order", "words right"], scores)]
    if tables := report["tables"]:
        cells, rows_right = (tables[m] / max(1, tables[n]) for m, n in (("cells_right", "cells"), ("rows_right", "rows")))
        lines += [
            "",
            f"Tables: {cells:.3f} of {tables['cells']:,} cells right, {rows_right:.3f} of {tables['rows']} rows wholly right, "
            f"{tables['perfect']} of {tables['tables']} tables wholly right.",
        ]
    return "\n".join(lines) + "\n"


def put(text: str, name: str, body: str) -> str:
    """The text with `body` between the markers of `name`. Raises EvaluationError where they do not stand once, in order."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise EvaluationError(f"نشانه‌های «{begin}» و «{end}» باید هر یک یک بار و به ترتیب در پرونده باشند")
    return re.sub(f"{re.escape(begin)}.*{re.escape(end)}", lambda _: f"{begin}\n{body}{end}", text, flags=re.DOTALL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readme", type=Path, nargs="?", default=Path("README.md"))
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--bench", type=Path, default=BENCH)
    args = parser.parse_args()
    try:
        text = args.readme.read_text(encoding="utf-8")
        if args.report.exists():
            text = put(text, "results", results(read_report(args.report)))
        if args.bench.exists():
            text = put(text, "bench", markdown(json.loads(args.bench.read_text(encoding="utf-8"))))
    except (EvaluationError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    beside = args.readme.with_name(args.readme.name + ".new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, args.readme)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
