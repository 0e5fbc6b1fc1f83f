"""Time, memory and quality of the repair by length of document: `python -m eval.bench.repair_scaling TEXT [--lines N ...]`.

TEXT holds clean Persian prose, a paragraph a line. It is printed to lines, garbled (`eval.garbling`) and repaired, each length in
a process of its own so that its memory is its own. Where the text is too short its sentences come again in another order.
Writes the results as JSON and, beside it, as a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from eval import facts
from eval.bench.tables import table
from eval.errors import EvaluationError
from eval.garbling import garbled_document, wrapped
from eval.memory import peak_mb
from eval.repair_metrics import TextScore, score_span
from indexer.repair import repaired

RESULTS = Path(__file__).parent / "repair.json"
LINES = (600, 2400, 9600)
"""1x, 4x and 16x."""


def prose(paragraphs: Sequence[str], count: int, seed: int = 0) -> list[str]:
    """`count` printed lines, no two alike but by chance."""
    random = Random(seed)
    found = wrapped(paragraphs)
    sentences = [s for p in paragraphs for s in re.split(r"(?<=[.؟!]) ", p)]
    while len(found) < count:
        random.shuffle(sentences)
        found += wrapped([" ".join(sentences[k : k + 5]) for k in range(0, len(sentences), 5)])
    return found[:count]


def measure(paragraphs: Sequence[str], count: int) -> dict[str, Any]:
    """One document of `count` lines, repaired as `porsesh repair` does: line after line, none kept."""
    made = garbled_document(prose(paragraphs, count), seed=count)
    hurt, whole = TextScore(), TextScore()
    start, cpu = time.perf_counter(), time.process_time()
    scoring = 0.0
    for clean, damaged, line in zip(made.clean, made.damaged, repaired(made.raw), strict=True):
        begun = time.perf_counter()
        score = score_span(clean, line.text)
        hurt, whole = (hurt + score, whole) if damaged else (hurt, whole + score)
        scoring += time.perf_counter() - begun
    return {
        "lines": count,
        "seconds": time.perf_counter() - start - scoring,
        "cpu_seconds": time.process_time() - cpu,
        "peak_mb": peak_mb(),
        "words_ok": hurt.words_ok,
        "cer_intact": whole.cer,
    }


def markdown(results: Mapping[str, Any]) -> str:
    """A row for each length."""
    rows = [
        [
            f"{r['lines']:,}",
            f"{r['seconds']:.1f}",
            f"{1000 * r['seconds'] / r['lines']:.0f}",
            f"{r['cpu_seconds']:.1f}",
            f"{r['peak_mb']:,.0f}",
            f"{r['words_ok']:.3f}",
            f"{r['cer_intact']:.3f}",
        ]
        for r in results["repair"]
    ]
    header = ["lines", "seconds", "ms a line", "CPU s", "peak MB", "words right", "error rate of whole lines"]
    return "\n".join(table(header, rows)) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("--lines", type=int, nargs="+", default=LINES)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--alone", action="store_true", help="one length in this process; its figures on stdout")
    args = parser.parse_args(arguments)
    paragraphs = args.text.read_text(encoding="utf-8").splitlines()
    if args.alone:
        print(json.dumps(measure(paragraphs, args.lines[0])))
        return 0
    rows = []
    for count in sorted(args.lines):
        command = [sys.executable, "-m", "eval.bench.repair_scaling", str(args.text), "--alone", "--lines", str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EvaluationError(f"{count}: {done.stderr.strip().splitlines()[-1:]}")
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        results = {"environment": facts.of_environment(), "repair": rows}
        args.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        args.out.with_suffix(".md").write_text(markdown(results), encoding="utf-8")
    print(markdown(results))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
