"""The provinces by their letters: spelling knowledge that puts the garbled name of one right, and tells where a row begins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from indexer.structure.entities import bag


@cache
def provinces() -> dict[str, str]:
    """Letter bag of every spelling to the province's name."""
    data = yaml.safe_load(files("indexer").joinpath("data/provinces.yaml").read_text(encoding="utf-8"))
    return {bag(spelling): row["name"] for row in data for spelling in (row["name"], *row.get("also", ()))}


@cache
def _spellings() -> dict[str, str]:
    data = yaml.safe_load(files("indexer").joinpath("data/provinces.yaml").read_text(encoding="utf-8"))
    return {bag(spelling): spelling for row in data for spelling in (*reversed(row.get("also", [])), row["name"])}


def spelled_province(text: str) -> str | None:
    """The province whose letters a text holds, as this spelling of it is written, or None."""
    return _spellings().get(bag(text))


def province_name(text: str) -> str | None:
    """The official name of the province whose letters a text holds, or None."""
    return provinces().get(bag(text))


def find_province(words: Sequence[str]) -> tuple[int, int, str] | None:
    """The first longest span of words that holds exactly the letters of a province: (start, end, name)."""
    for size in range(min(len(words), 6), 0, -1):
        for start in range(len(words) - size + 1):
            name = provinces().get(bag("".join(words[start : start + size])))
            if name:
                return start, start + size, name
    return None
