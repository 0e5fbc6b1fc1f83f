"""Optical recognition of a page picture by tesseract, where it is installed with its Persian model (Debian: tesseract-ocr-fas).

Its prose is good, its digits are not: they stay unproved until a sum proves them.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from indexer.reading.document import Box
from indexer.reading.pdf.order import finished

SECONDS = 120
"""A page may take this long."""
LEAST_CONFIDENCE = 10.0


@dataclass(frozen=True)
class RecognisedLine:
    """A line as recognised: text, box in pixels, mean confidence from 0 to 1."""

    text: str
    box: Box
    confidence: float


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether tesseract and its Persian model are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "fas" in listed.stdout.split()


def recognise_lines(picture: Image.Image, dpi: int) -> list[RecognisedLine] | None:
    """The lines of a page picture in reading order; None where recognition failed or took too long."""
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "-l", "fas", "--psm", "3", "--dpi", str(dpi), "tsv"]
    try:
        done = subprocess.run(command, input=buffer.getvalue(), capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _lines(done.stdout.decode("utf-8", errors="replace")) if done.returncode == 0 else None


def _lines(table: str) -> list[RecognisedLine]:
    words: dict[tuple[int, int, int], list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip() and float(row["conf"]) >= LEAST_CONFIDENCE:
            words[int(row["block_num"]), int(row["par_num"]), int(row["line_num"])].append(row)
    return [line for line in map(_line, words.values()) if line.text]


def _line(words: list[dict[str, str]]) -> RecognisedLine:
    lefts, tops = [int(word["left"]) for word in words], [int(word["top"]) for word in words]
    rights = [left + int(word["width"]) for left, word in zip(lefts, words, strict=True)]
    bottoms = [top + int(word["height"]) for top, word in zip(tops, words, strict=True)]
    text = finished(" ".join(word["text"] for word in words))
    text = "".join(char for char in text if char not in "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069")
    confidence = sum(float(word["conf"]) for word in words) / len(words) / 100
    return RecognisedLine(text, (min(lefts), min(tops), max(rights), max(bottoms)), round(confidence, 2))
