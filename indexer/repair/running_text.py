"""Pairs of words of running Persian, with how often each was seen: what tells one order of words from another where a document
is too short to tell by itself. Counted by `eval.train.running_pairs`; `data/running_pairs.md` names the sources."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def running_pairs() -> Mapping[str, float]:
    """«first second» -> count. A line of the file: a first word, a tab, its second words, as `word:count` or `word` (once)."""
    packed = (files("indexer") / "data" / "running_pairs.tsv.gz").read_bytes()
    found: dict[str, float] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        first, _, seconds = line.partition("\t")
        for second in seconds.split(" "):
            word, _, count = second.partition(":")
            found[f"{first} {word}"] = float(count or 1)
    return MappingProxyType(found)
