"""What a question names that typed data can be matched with: figures, places in an order, years, rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from indexer.tokens import ZWNJ, fold, stop_words, words
from service.answers.sheet import Sheet, flat, spaced
from service.numerals import Quantity, in_unit, read_number
from service.patterns import patterns
from service.years import years_in

_WORD = re.compile(r"\d[\d.,/]*|[^\W\d_]+")
_LEAST_NAME, _LEAST_JOINED = 2, 5
"""Letters of a name that stands alone in a question, and of one that is run together with other words."""
MOST_NUMBERS, LARGEST = 4, 1e18
"""Numbers of a question that are looked at, and the size from which on one is no figure."""
_ENDINGS = ("ی", "ها", "های", "هایی", "ای")


@dataclass(frozen=True)
class Slots:
    """`numbers` with their units, years apart; `places`: «دومین» is 2; `flat`: the question without spaces."""

    text: str
    stems: tuple[str, ...]
    numbers: tuple[Quantity, ...]
    places: tuple[int, ...]
    years: tuple[int, ...]
    flat: str
    memory: dict[int, tuple[float, ...]] = field(default_factory=dict, repr=False, compare=False)


def slots(text: str) -> Slots:
    """The slots of a question with its letters and digits put right."""
    years = years_in(text)
    tokens = [fold(m) for m in _WORD.findall(text.replace(ZWNJ, " "))]
    return Slots(
        text=text,
        stems=tuple(dict.fromkeys(words(text))),
        numbers=tuple(_numbers(tokens, years)[:MOST_NUMBERS]),
        places=tuple(dict.fromkeys(_places(tokens))),
        years=years,
        flat=flat(text),
    )


def _numbers(tokens: list[str], years: tuple[int, ...]) -> list[Quantity]:
    found, at = [], 0
    while at < len(tokens):
        number = read_number(tokens[at:])
        if number is None:
            at += 1
            continue
        value, used = number
        after = tokens[at + used] if at + used < len(tokens) else None
        scaled = any(t in ("میلیون", "میلیارد") for t in tokens[at : at + used])
        if value < LARGEST and value not in years and not (value == 1 and not tokens[at].isdigit()):
            found.append(Quantity(value, after, scaled))
        at += used
    return list(dict.fromkeys(found))


def _places(tokens: list[str]) -> list[int]:
    ordinals = patterns()["ordinals"]
    out = []
    for token in tokens:
        for word, place in ordinals.items():
            if token in (word, f"{word}ین", f"{word}ی"):
                out.append(int(place))
    return out


def named(asked: Slots, sheet: Sheet) -> tuple[float, ...]:
    """How surely the question names each row of a table: 1 where a whole label stands in it, less for a part of one."""
    known = asked.memory.get(id(sheet))
    if known is None:
        whole, labels = _whole(asked, sheet)
        heard = sheet.heard(asked.stems)
        left = sheet.heard(tuple((Counter(words(asked.text)) - Counter(w for label in labels for w in words(label))).elements()))
        inner = [any(own <= frozenset(words(label)) for label in labels) for own in sheet.label_words]
        known = tuple(max(x, _part(sheet, n, left if inner[n] and not x else heard)) for n, x in enumerate(whole))
        asked.memory[id(sheet)] = known
    return known


def _whole(asked: Slots, sheet: Sheet) -> tuple[list[float], list[str]]:
    """Rows whose labels stand in the question, the longest first: «کرمان» is not found in «کرمان جنوب»; and the labels."""
    out, found = [0.0] * len(sheet.rows), []
    text = f" {spaced(asked.text)} "
    glue = frozenset(("", *_ENDINGS, *stop_words(), *spaced(sheet.entity).split()))
    labels = {label for names in sheet.spaced_labels for label in names if len(label) >= _LEAST_NAME}
    for label in sorted(labels, key=lambda x: (-len(x), x)):
        bare = label.replace(" ", "")
        if f" {label} " in text:
            text, sure = text.replace(f" {label} ", " | "), 1.0
        elif len(label) >= _LEAST_JOINED and bare in asked.flat and (run := _run_together(bare, text, glue)):
            text, sure = f"{text[: run[0]]} | {text[run[1] :]}", 0.8
        else:
            continue
        found.append(label)
        for n, names in enumerate(sheet.spaced_labels):
            if label in names:
                out[n] = max(out[n], sure)
    return out, found


def _run_together(bare: str, text: str, glue: Container[str]) -> tuple[int, int] | None:
    """Where a label stands with other spaces than its own; what is left of a word at its ends must be glue: «کرمان» is not
    found in «کرمانشاه»."""
    for match in re.finditer(" ?".join(map(re.escape, bare)), text):
        before, after = text[: match.start()].rpartition(" ")[2], text[match.end() :].partition(" ")[0]
        if before in glue and after in glue:
            return match.span()
    return None


def _part(sheet: Sheet, row: int, heard: Mapping[str, float]) -> float:
    weight = {w: sheet.rarity[w] + 0.05 for w in sheet.label_words[row]}
    if not weight:
        return 0.0
    return 0.9 * sum(x * heard.get(w, 0.0) for w, x in weight.items()) / sum(weight.values())


def threshold(said: Quantity, sheet: Sheet, column: int) -> float:
    """A number of the question in the unit of a column."""
    return in_unit(said, sheet.columns[column].unit)
