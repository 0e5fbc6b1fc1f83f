"""What kind of answer a question wants, and the condition under which it sifts or counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from indexer.tokens import ZWNJ
from service.numerals import Quantity, quantity
from service.patterns import compiled, patterns

Intent = Literal[
    "top",
    "difference",
    "multiple",
    "rank",
    "max",
    "min",
    "mean",
    "sum",
    "count",
    "filter",
    "compare",
    "number",
    "list",
    "name",
    "other",
]
ConditionKind = Literal["greater", "less", "at_least", "at_most", "equal", "zero", "missed", "reached", "fallen", "risen", "met"]
_NUMBERED: tuple[ConditionKind, ...] = ("greater", "less", "at_least", "at_most")
_WORDED: tuple[ConditionKind, ...] = ("missed", "reached", "fallen", "risen")
_NOT_COUNTED = frozenset({"ماهه", "ماه", "سال", "ساله", "درصد"})


@dataclass(frozen=True)
class Condition:
    """`said` is the number that is compared with, as the question says it."""

    kind: ConditionKind
    said: Quantity | None = None


@dataclass(frozen=True)
class Wanted:
    """`limit`: how many of the largest or smallest; `place`: the first of them, 2 for «دومین»."""

    intent: Intent
    limit: int = 1
    place: int = 1


def read_intent(text: str, provinces: tuple[str, ...], condition: Condition | None) -> Wanted:
    """The first intent of the data file that fits; a condition makes it one of counting or sifting."""
    if condition and compiled(patterns()["how_many"]).search(text):
        return Wanted("count")
    if condition and compiled(patterns()["which_ones"]).search(text):
        return Wanted("filter")
    for name, given in patterns()["intents"].items():
        for pattern in given if isinstance(given, list) else [given]:
            if match := compiled(pattern).search(text):
                n = match.groupdict().get("n")
                limit = (int(n) if n.isdigit() else int(patterns()["numbers"][n])) if n else 1
                return Wanted(_intent(name), limit, _place(text) if name in ("max", "min") else 1)
    if len(provinces) == 2 and re.search(r"\bیا\b|بیشتر|کمتر", text):
        return Wanted("compare")
    if any(compiled(p).search(text) for p in patterns()["compare"]):
        return Wanted("compare")
    for name in ("numeric", "list", "name"):
        if re.search(patterns()[name], text):
            return Wanted("number" if name == "numeric" else _intent(name))
    return Wanted("other")


def read_condition(text: str) -> Condition | None:
    """What the rows that are meant must fulfil; the pattern of a comparison counts only with a number after it."""
    rules = patterns()["thresholds"]
    worded = [kind for kind in _WORDED if compiled(rules[kind]).search(text)]
    if compiled(rules["met"]).search(text):
        return Condition("met")
    if worded and worded[0] in ("missed", "reached"):
        return Condition(worded[0])
    for kind in _NUMBERED:
        for match in re.finditer(rules[kind] + r"\s+", text):
            said = quantity(text[match.end() :])
            if said and not _is_year(said):
                return Condition(kind, said)
    if worded:
        return Condition(worded[0])
    if compiled(rules["zero"]).search(text):
        return Condition("zero", Quantity(0.0, None))
    said = _exactly(text)
    return Condition("equal", said) if said else None


def _exactly(text: str) -> Quantity | None:
    """«کدام استان‌ها دو پروژه داشتند»: a number alone among the words after what is sifted."""
    match = compiled(patterns()["which_ones"]).search(text) or compiled(patterns()["how_many"]).search(text)
    if not match or compiled("<most>").search(text):
        return None
    tokens = text[match.end() :].replace(ZWNJ, " ").split()
    for at in range(len(tokens)):
        before = tokens[at - 1] if at else ""
        said = quantity(" ".join(tokens[at:]))
        if said and before not in _NOT_COUNTED | {"جدول", "بخش", "فاز"} and not _is_year(said):
            return None if said.unit in _NOT_COUNTED or said.unit is None else said
    return None


def _is_year(said: Quantity) -> bool:
    return 1300 <= said.value < 1500 and said.unit not in ("ریال", "تومان") and said.value == int(said.value)


def _place(text: str) -> int:
    match = compiled("(?:رتبه|مقام|جایگاه) (<ordinal>)|(<ordinal>)ین ").search(text)
    return int(patterns()["ordinals"][match[1] or match[2]]) if match else 1


def _intent(name: str) -> Intent:
    found: Intent = next(i for i in get_args(Intent) if i == name)
    return found
