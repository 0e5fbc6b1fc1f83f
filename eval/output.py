"""The report's three files, all of them or none."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError

FILES = ("report.json", "runs.jsonl", "report.html")


def write(folder: Path, report: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], page: str) -> None:
    """Writes beside the folder and moves each file in when all are whole. Raises EvaluationError."""
    texts = (
        json.dumps(report, ensure_ascii=False, indent=1) + "\n",
        "".join(json.dumps(run, ensure_ascii=False) + "\n" for run in runs),
        page,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as beside:
            for name, text in zip(FILES, texts, strict=True):
                (Path(beside) / name).write_text(text, encoding="utf-8")
            for name in FILES:
                os.replace(Path(beside) / name, folder / name)
    except OSError as error:
        raise EvaluationError(f"گزارش در {folder} نوشته نشد ({error.strerror})") from error
