"""What can go wrong in an evaluation; every message is one Persian line for the person who runs it."""

from __future__ import annotations

from indexer.errors import PorseshError


class EvaluationError(PorseshError):
    """An evaluation cannot be run or compared."""


class GoldError(EvaluationError):
    """A gold file is wrong; the message names the file and the line."""
