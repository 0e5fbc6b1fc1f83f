"""Build time and memory by corpus size: a sixteenth of a document, a quarter, the whole (1x, 4x, 16x)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from indexer.reading.text import text_lines

SIZES = (1, 4, 16)


def measure_builds(seed: Path, work: Path, sizes: Sequence[int] = SIZES) -> list[dict[str, Any]]:
    """For every size: first build, second build (nothing changed), and the naive pipeline on the same text."""
    rows = []
    for size in sizes:
        seeds, corpus = part_of(seed, work, size), work / f"corpus-{size}x"
        first, second = run_work("build", seeds, corpus), run_work("build", seeds, corpus)
        naive = run_work("naive", seeds)
        rows.append(
            {
                "size": size,
                "lines": first["lines"],
                "passages": first["passages"],
                "seconds": first["seconds"],
                "again_seconds": second["seconds"],
                "peak_mb": first["peak_mb"],
                "naive_seconds": naive["seconds"],
                "naive_peak_mb": naive["peak_mb"],
                "ratio": first["seconds"] / naive["seconds"],
            }
        )
    return rows


def part_of(seed: Path, work: Path, size: int) -> Path:
    """A folder with the first `size` sixteenths of the document as its one seed."""
    lines = text_lines(seed)
    folder = work / f"seeds-{size}x"
    folder.mkdir(parents=True, exist_ok=True)
    kept = lines[: max(1, len(lines) * size // max(SIZES))]
    (folder / seed.name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def run_work(*arguments: str | Path) -> dict[str, Any]:
    """Runs `eval.bench.work` and reads what it printed. Raises EvaluationError where it failed."""
    command = [sys.executable, "-m", "eval.bench.work", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EvaluationError(f"{' '.join(map(str, arguments))}: {done.stderr.strip().splitlines()[-1:]}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))
