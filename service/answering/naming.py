"""Rows that a question names: by province, or by the words that tell one label from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from service.answering.computing import BodyRow
from service.answering.stems import stems
from service.collection import Collection
from service.fields import Fields
from service.places import find_places
from service.question import Question


@lru_cache(maxsize=8192)
def places_in(cell: str) -> frozenset[str]:
    """The provinces that a cell names."""
    return frozenset(name for _, _, name in find_places(cell))


def speaks(fields: Fields, term: str, own: AbstractSet[str]) -> bool:
    """Whether some word is the term, may stand for it, or lies one slip away."""
    return term in own or any(fields.vocabulary.get(w, -1) in fields.weights(term) for w in own)


def by_province(rows: Sequence[BodyRow], provinces: Sequence[str]) -> list[BodyRow]:
    return [r for place in provinces for r in rows if place in r.places]


def distinctive(rows: Sequence[BodyRow]) -> Mapping[int, frozenset[str]]:
    """Entry to the words of its label that not every row's label has."""
    said = {r.entry: stems(r.label) for r in rows}
    common = frozenset.intersection(*said.values()) if len(said) > 1 else frozenset()
    return {entry: own - common for entry, own in said.items()}


def named_rows(collection: Collection, question: Question, rows: Sequence[BodyRow]) -> list[BodyRow]:
    """The rows that the question names: by province, and by most of the words that tell their label from the others."""
    found = by_province(rows, question.provinces)
    fields = collection.fields
    telling = distinctive(rows)
    for row in rows:
        own = telling[row.entry]
        hit = sum(any(speaks(fields, t, {w}) for t in question.terms) for w in own)
        if own and hit >= 0.75 * len(own) and row not in found:
            found.append(row)
    return found
