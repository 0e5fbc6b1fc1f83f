"""What a variant returned for a question: the one form that every metric reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.goldset import GoldQuestion
from indexer.corpus import Span


@dataclass(frozen=True)
class Found:
    """A passage or row that was returned, with its place in the seed and the text that was searched."""

    id: str
    kind: str
    document: str
    lines: Span
    score: float
    text: str = ""

    def proves(self, question: GoldQuestion) -> bool:
        """Whether its lines overlap the gold evidence."""
        return self.document == question.document and any(overlaps(e, self.lines) for e in question.evidence)


@dataclass(frozen=True)
class Observation:
    """Best first: `passages` and `rows` as a reply lists them, `ranking` all in one list.

    `reply` is the body of `/v1/ask`, None for a variant that only searches; `ms` the time in milliseconds.
    """

    passages: tuple[Found, ...]
    rows: tuple[Found, ...]
    ranking: tuple[Found, ...]
    reply: Mapping[str, Any] | None
    ms: float

    def first(self, k: int) -> tuple[Found, ...]:
        """The contract's cut: the first k passages and the first k rows."""
        return (*self.passages[:k], *self.rows[:k])


def overlaps(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def of_reply(reply: Mapping[str, Any], ranking: tuple[Found, ...], ms: float) -> Observation:
    """An observation of a reply's body."""
    passages = tuple(_found(hit, "passage", hit["text"]) for hit in reply["passages"])
    rows = tuple(_found(hit, "row", " | ".join(hit["cells"])) for hit in reply["rows"])
    return Observation(passages, rows, ranking, reply, ms)


def _found(hit: Mapping[str, Any], kind: str, text: str) -> Found:
    lines = hit["source"]["lines"]
    return Found(hit["id"], kind, hit["source"]["document"], (lines[0], lines[1]), float(hit["score"]), text)
