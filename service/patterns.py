"""The words of questions: `service/data/question_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from indexer.tokens import ZWNJ, fold


@cache
def patterns() -> Mapping[str, Any]:
    """The data file as it stands."""
    text = files("service").joinpath("data/question_words.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def empty_words() -> frozenset[str]:
    """The words that say nothing of what is asked about, folded, without ZWNJ."""
    return frozenset(fold(word).replace(ZWNJ, "") for word in patterns()["empty"])
