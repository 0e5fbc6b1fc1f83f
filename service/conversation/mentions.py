"""What the words of a question are to the documents: names of rows, words of columns, of captions, years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from indexer.tokens import ZWNJ, fold, parts, stem, stop_words, words
from service.answers.sheet import Sheet
from service.entity_names import LONGEST, name_of
from service.patterns import empty_words

Role = Literal["name", "measure", "scope", "kind"]
"""What a word is to a table: of a row's name, of a column, of the caption, of the head of the column that names its rows."""
ROLES: tuple[Role, ...] = ("name", "measure", "scope", "kind")
Places = frozenset[int]
NOWHERE: Places = frozenset()
_TOKEN = re.compile(rf"[^\W_]+(?:[{ZWNJ}.,/-][^\W_]+)*")
_YEAR = re.compile(r"1[34]\d\d")
_LONGEST_ENDING, _SHORTEST_NAME = 2, 3
"""Letters that may be joined to a name («کردستانم»: Kordestan too), and letters of the name that must be left."""


@dataclass(frozen=True)
class Mention:
    """Words of a question that are one thing. `held`: for each role the numbers of the tables in which they have it.

    `whole`: they are the whole label of a row; `said`: they say something of the matter, be it nowhere in a table; `year`: the
    year that they are."""

    text: str
    stems: frozenset[str] = frozenset()
    held: Mapping[Role, Places] = field(default_factory=dict)
    whole: bool = False
    said: bool = False
    year: int | None = None

    @property
    def role(self) -> Role | None:
        """The role that most tables give it."""
        if self.whole or not self.held:
            return "name" if self.whole else None
        return max(self.held.items(), key=lambda item: len(item[1]))[0]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of the tables, each with the numbers of the tables that hold it: `names` whole labels, `roles` stems by role.

    `tables` has the tables of every stem of a table, `weights` the inverse document frequency of every stem of the documents.
    """

    names: Mapping[str, Places]
    roles: Mapping[Role, Mapping[str, Places]]
    tables: Mapping[str, Places]
    weights: Mapping[str, float]
    unknown: float

    def weight(self, stems: Iterable[str]) -> float:
        return sum(self.weights.get(s, self.unknown) for s in stems)

    def covered(self, stems: frozenset[str]) -> tuple[float, float]:
        """The share of these stems' weight that the best table has, and their weight."""
        held: dict[int, float] = {}
        for word in stems:
            for table in self.tables.get(word, ()):
                held[table] = held.get(table, 0.0) + self.weights.get(word, self.unknown)
        mass = self.weight(stems)
        return max(held.values(), default=0.0) / mass if mass else 0.0, mass


def make_lexicon(sheets: Sequence[Sheet], weights: Mapping[str, float], unknown: float) -> Lexicon:
    """The lexicon of these tables; `weights`: of the stems of the documents, `unknown`: of one that they do not have."""
    names: dict[str, set[int]] = {}
    roles: dict[Role, dict[str, set[int]]] = {role: {} for role in ROLES}
    tables: dict[str, set[int]] = {}
    for n, sheet in enumerate(sheets):
        for label in {name_of(sheet.rows[row].cells[k]) for row in sheet.body for k in sheet.naming}:
            names.setdefault(label, set()).add(n)
        own = _roles(sheet)
        for role, found in own.items():
            for word in found:
                roles[role].setdefault(word, set()).add(n)
                tables.setdefault(word, set()).add(n)
    by_role = {role: _frozen(found) for role, found in roles.items()}
    return Lexicon(_frozen(names), by_role, _frozen(tables), weights, unknown)


def _roles(sheet: Sheet) -> dict[Role, frozenset[str]]:
    every = frozenset[str]()
    return {
        "name": every.union(*(sheet.label_words[r] for r in sheet.body)),
        "measure": every.union(*(sheet.column_words[c] for c in sheet.valued)),
        "scope": sheet.caption_words,
        "kind": every.union(*(sheet.column_words[c] for c in sheet.naming)),
    }


def _frozen(found: Mapping[str, set[int]]) -> dict[str, Places]:
    return {word: frozenset(tables) for word, tables in found.items() if word}


def mentions(text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions of a question with letters and digits put right, in their order; every word belongs to one."""
    tokens = _TOKEN.findall(text)
    out: list[Mention] = []
    at = 0
    while at < len(tokens):
        found, size = _name(tokens, at, lexicon)
        out.append(found or _word(tokens[at], lexicon))
        at += size
    return tuple(out)


def _name(tokens: Sequence[str], at: int, lexicon: Lexicon) -> tuple[Mention | None, int]:
    """The row that is named from here on, the longest label first, and how many tokens name it."""
    for size in range(min(LONGEST, len(tokens) - at), 0, -1):
        said = " ".join(tokens[at : at + size])
        key = name_of(said)
        if not key.isdigit() and key not in stop_words() and not _YEAR.search(key) and (label := _label(key, size, lexicon)):
            stems = frozenset(words(label))
            held = _held(stems, lexicon) if size == 1 else {}
            return Mention(said if label == key else label, stems, {**held, "name": lexicon.names[label]}, True, True), size
    return None, 1


def _label(key: str, size: int, lexicon: Lexicon) -> str | None:
    """The label that a word is, or is but for an ending, where the documents do not know the word itself."""
    if key in lexicon.names:
        return key
    if size == 1 and key not in lexicon.weights:
        for cut in range(1, _LONGEST_ENDING + 1):
            if len(key) - cut >= _SHORTEST_NAME and key[:-cut] in lexicon.names:
                return key[:-cut]
    return None


def _word(token: str, lexicon: Lexicon) -> Mention:
    folded = fold(token)
    if _YEAR.fullmatch(folded):
        return Mention(token, frozenset((folded,)), said=True, year=int(folded))
    bare = folded.replace(ZWNJ, "")
    if bare in stop_words() or folded in stop_words():
        return Mention(token)
    stems = frozenset(stem(p) for p in parts(folded) if p not in stop_words()) or frozenset((stem(bare),))
    if bare in empty_words():
        return Mention(token, stems)
    held = _held(stems, lexicon)
    return Mention(token, stems, held, said=bool(held) or any(s in lexicon.weights for s in stems))


def _held(stems: frozenset[str], lexicon: Lexicon) -> dict[Role, Places]:
    found = {role: NOWHERE.union(*(where.get(s, NOWHERE) for s in stems)) for role, where in lexicon.roles.items()}
    return {role: tables for role, tables in found.items() if tables}
