"""What users say of answers, kept durably: one JSON object a line, on disk before the reply leaves."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from service.schemas import Feedback

FILE = ".feedback/feedback.jsonl"


def keep(feedback: Feedback, corpus: Path) -> None:
    """Appends to `corpus`/.feedback/feedback.jsonl. Raises OSError where the disk refuses."""
    path = corpus / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {"at": datetime.now(UTC).isoformat(), **feedback.model_dump()}
    # One write to a file opened for appending: two processes never mix their lines.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(record, ensure_ascii=False) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
