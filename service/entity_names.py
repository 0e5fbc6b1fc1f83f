"""What a collection's tables name their rows by: wards, branches, districts, parks, months ..., found again in running text.

A label of an entity column counts as a name where its words head no column and no caption: «درآمد» may be a row of one table
and a column of another, «شعبهٔ مرکزی» is a row and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.corpus import Corpus
from indexer.tokens import ZWNJ, fold, stop_words, words

LONGEST = 6
"""Words of a label that may be a name; a longer one describes."""
_GAP = rf"[\s{ZWNJ}]*"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, eq=False)
class EntityNames:
    """The names, folded."""

    names: frozenset[str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=lambda n: (-len(n), n))
        return re.compile(rf"(?<!\w)(?:{'|'.join(_GAP.join(map(re.escape, n.split())) for n in longest_first)})(?!\w)")

    def found_in(self, text: str) -> frozenset[str]:
        """The names that stand in a text, in the form of `name_of`, the longest first where one holds another."""
        return frozenset(name_of(said) for said in self.said_in(text))

    def said_in(self, text: str) -> frozenset[str]:
        """The names that stand in a text as it says them, folded."""
        return frozenset(m[0] for m in self._pattern.finditer(_spaced(text))) if self.names else frozenset()


def name_of(label: str) -> str:
    """A label in the one form in which names are kept: folded, without gaps."""
    return re.sub(rf"[\s{ZWNJ}]+", "", fold(label))


def find_entity_names(corpora: Sequence[Corpus]) -> EntityNames:
    """The names that the tables of these documents give to their rows."""
    headed = {w for c in corpora for t in c.tables for w in words(" ".join([t.caption, *(x.name for x in t.columns)]))}
    return EntityNames(frozenset(label for c in corpora for label in _labels(c) if not set(words(label)) <= headed))


def _labels(corpus: Corpus) -> Iterator[str]:
    for table in corpus.tables:
        for place in (i for i, c in enumerate(table.columns) if c.role == "entity"):
            for row in table.rows:
                label = " ".join(_spaced(row.cells[place]).split()) if row.kind == "body" and place < len(row.cells) else ""
                said = [w for w in label.split() if w not in stop_words()]
                if 0 < len(said) <= LONGEST and len(_LETTER.findall(label)) >= 2:
                    yield label


def _spaced(text: str) -> str:
    return fold(text).replace(ZWNJ, " ")
