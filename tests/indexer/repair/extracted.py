"""What pypdf made of PDFs of four kinds, and the text that they were printed from: see tests/data/extracted/README.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from indexer.repair.letters import normalise
from indexer.repair.traced import from_raw

_FOLDER = Path(__file__).parents[2] / "data" / "extracted"
KINDS = ("chromium", "libreoffice", "libreoffice_joined", "libreoffice_kashida")


def raws(kind: str) -> list[str]:
    return (_FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


def clean() -> list[str]:
    return raws("clean")


def squeezed(text: str) -> str:
    """Without spaces, joiners and vowel signs, which some fonts draw apart."""
    return re.sub(r"[\s\u200c\u064b-\u0655\x00-\x1f]", "", normalise(from_raw(text)).text)


def share_in_order(lines: Sequence[str]) -> float:
    """Of the lines with more than one word, those that stand letter by letter in the printed text."""
    text = squeezed(" ".join(clean()))
    running = [line for line in lines if len(line.replace("\u200c", " ").split()) > 1]
    return sum(squeezed(line) in text for line in running) / len(running)
