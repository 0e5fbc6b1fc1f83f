"""Span questions to learn reading from: contexts cut into windows, with and without the answer."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.train.examples import Example

_WORD = re.compile(r"\S+")
_SHIPPABLE = "pquad-validation"


def span_examples(path: Path, use: str, seed: int = 0) -> Iterator[Example]:
    """The examples of the rows of PQuAD marked `use` ("train" or "validation"); the other sets' licences don't allow it."""
    draw = random.Random(seed)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for text in file:
            row = json.loads(text)
            if row["set"] == _SHIPPABLE and row["use"] == use:
                yield from _windows(row, draw)


def _windows(row: dict[str, Any], draw: random.Random) -> Iterator[Example]:
    context = row["context"]
    words = [(m.start(), m.end()) for m in _WORD.finditer(context)]
    title = f"{row['title']}: " if draw.random() < 0.5 else ""
    answer = row["answers"][0] if row["answers"] else None
    size = draw.randint(40, 90)
    if answer is None:
        at = draw.randrange(max(1, len(words) - size + 1))
        yield _example(row, title, context, words[at : at + size], None)
        return
    a, b = answer["start"], answer["start"] + len(answer["text"])
    first = next(n for n, w in enumerate(words) if w[1] > a)
    last = max(n for n, w in enumerate(words) if w[0] < b)
    low = max(0, last - size + 1)
    at = draw.randint(min(low, first), min(first, max(low, len(words) - size)) if first >= low else first)
    yield _example(row, title, context, words[at : max(at + size, last + 1)], (a, b))
    others = [w for w in (words[: max(0, first - 5)], words[last + 6 :]) if len(w) >= 25]
    if others and draw.random() < 0.7:
        rest = draw.choice(others)
        piece = context[rest[0][0] : rest[-1][1]]
        if not any(one["text"] in piece for one in row["answers"]):
            yield _example(row, title, context, rest[:size], None)


def _example(
    row: dict[str, Any], title: str, context: str, words: list[tuple[int, int]], answer: tuple[int, int] | None
) -> Example:
    start, end = words[0][0], words[-1][1]
    span = None if answer is None else (answer[0] - start + len(title), min(answer[1], end) - start + len(title))
    return Example(row["question"], title + context[start:end], float(answer is not None), span)
