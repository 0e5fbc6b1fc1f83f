"""Whether a row is the one that a question names, beside the other rows of its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from indexer.corpus import Row, Table
from service.answering.stems import stems
from service.question import Question

ROW_SIGNS = ("row_named", "row_rival", "row_total", "row_unasked")
_COMMON = 0.5
"""Words that stand in more than this share of the labels tell no row from another."""


def row_signs(question: Question, table: Table, row: Row, provinces: frozenset[str]) -> Mapping[str, float]:
    """How much of the row's label the question says, how much more of another's, and whether its province was not asked for."""
    naming = [i for i, c in enumerate(table.columns) if c.role in ("entity", "text")]
    labels = {r.id: stems(" ".join(r.cells[i] for i in naming)) for r in table.rows}
    met = Counter(word for label in labels.values() for word in label)
    common = {word for word, count in met.items() if count > _COMMON * len(labels)}
    asked = stems(question.text)
    shares = {name: _share((label - common) or label, asked) for name, label in labels.items()}
    own = shares[row.id]
    return {
        "row_named": own,
        "row_rival": max((share for name, share in shares.items() if name != row.id), default=0.0) - own,
        "row_total": float(row.kind == "total"),
        "row_unasked": float(bool(provinces) and not question.provinces),
    }


def _share(label: frozenset[str], asked: frozenset[str]) -> float:
    return len(label & asked) / len(label) if label else 0.0
