"""Counts the pairs of words of running Persian that the repair knows (`indexer/data/running_pairs.md` says of what).

    python -m eval.train.running_pairs ranking.jsonl.gz reading.jsonl.gz [--out indexer/data/running_pairs.tsv.gz]

The two files are those of the public sets: rows of FarsTail and PQuAD that are marked for training are taken, all others left.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from indexer.repair.language_model import plain, split_words

EVAL = Path(__file__).parent.parent
OUT = EVAL.parent / "indexer" / "data" / "running_pairs.tsv.gz"
_TAG = re.compile(r"<[^>]+>")


def public_texts(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The running texts of rows that may be learned from."""
    for row in rows:
        if row["use"] != "train":
            continue
        if row["set"] == "farstail":
            yield from (row["a"], row["b"])
        elif row["set"] == "pquad-validation":
            yield from (row[field] for field in ("question", "context") if field in row)
            yield from (*row.get("positives", ()), *row.get("negatives", ()))


def own_texts() -> Iterator[str]:
    """The lines of the project's own reports that are longer than a title."""
    for folder in ("sources", "held_out"):
        for path in sorted((EVAL / "documents" / folder).glob("*.html")):
            lines = _TAG.sub("\n", path.read_text(encoding="utf-8")).split("\n")
            yield from (line.strip() for line in lines if len(line.split()) > 3)


def counted(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often each pair of neighbouring Persian words stands in the texts, each text taken once."""
    found: Counter[tuple[str, str]] = Counter()
    for text in sorted(set(texts)):
        words = [word if word and not word.isascii() else None for word in split_words(plain(text))]
        found.update((a, b) for a, b in pairwise(words) if a and b)
    return found


def packed(pairs: Counter[tuple[str, str]]) -> bytes:
    """The file: see `running_text.running_pairs`."""
    seconds: dict[str, list[str]] = {}
    for (first, second), count in sorted(pairs.items()):
        seconds.setdefault(first, []).append(second if count == 1 else f"{second}:{count}")
    lines = (f"{first}\t{' '.join(after)}" for first, after in seconds.items())
    return gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", nargs=2, type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    lines = (line for path in given.public for line in gzip.decompress(path.read_bytes()).splitlines())
    rows = [json.loads(line) for line in lines]
    pairs = counted([*public_texts(rows), *own_texts()])
    given.out.write_bytes(packed(pairs))
    print(f"{len(pairs)} جفت، {pairs.total()} بار")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
