"""What a question may mean after others: itself, or itself with what the turns before said, each written out whole.

Incomplete utterances are completed by edits of the turn before (after Liu et al. 2020, Incomplete Utterance Rewriting as Semantic
Segmentation, arXiv:2009.13166); which words may give way to which is read from the tables that know them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from service.conversation.mentions import Lexicon, Mention, Role, mentions

Gives = Callable[[Mention], bool]
Way = Literal["alone", "put in", "new put in", "led", "computed"]
"""As it stands; put, or what is new in it put, into the turn before; led by what that was about; what that was about asked for
anew in the words of what is asked for now."""
WAYS: tuple[Way, ...] = Way.__args__  # type: ignore[attr-defined]
Source = Literal["", "answer", "answers", "both"]
SOURCES: tuple[Source, ...] = ("", "answer", "answers", "both")
MOST_ANSWERED = 4
"""Names of an answer that a question may be about together."""
LONGEST_LINK = 3
"""Words between two that are kept, which are kept with them."""
_AND = Mention("و")
_COMMA = Mention("،")


@dataclass(frozen=True, eq=False)
class Said:
    """A text of the conversation as the words that it is made of."""

    mentions: tuple[Mention, ...]

    @property
    def text(self) -> str:
        return " ".join(m.text for m in self.mentions if m.text).replace(" ،", "،")

    @cached_property
    def matter(self) -> tuple[Mention, ...]:
        """What says something of the matter."""
        return tuple(m for m in self.mentions if m.said)

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        return tuple(m for m in self.matter if m.role == "name")

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(s for m in self.matter for s in m.stems)


NOTHING = Said(())


def said(text: str, lexicon: Lexicon) -> Said:
    return Said(mentions(text, lexicon))


@dataclass(frozen=True, eq=False)
class Reading:
    """A question written out whole. `dropped`: what of the turn before gave way; `source`: whose names it is about besides;
    `turn`: how many turns back the rest is from."""

    whole: Said
    way: Way
    dropped: str = ""
    source: Source = ""
    turn: int = 0


def readings(asked: Said, operation: str, turns: Sequence[tuple[Said, Said]], year: int | None) -> list[Reading]:
    """All readings of a question, the question as it stands first.

    `operation`: what it likeliest asks for. `turns`: the questions before, written out whole, with their answers, the latest
    first. `year`: of the documents, from which «the year before» is counted where no year was said."""
    found = [Reading(asked, "alone")]
    for back, (before, answer) in enumerate(turns):
        older = turns[back + 1][0] if back + 1 < len(turns) else NOTHING
        base = next((m.year for m in reversed(before.mentions) if m.year), year)
        now = _with_year(asked, base)
        edits = (*_edits(now, operation, before), *_about_names(now, operation, before, answer, older))
        made = [Reading(Said(tuple(whole)), way, dropped, source, back) for whole, way, dropped, source in edits if whole]
        found += [reading for reading in made if reading.whole.text != before.text]  # nobody asks the same again
    unique: dict[str, Reading] = {}
    for reading in found:
        unique.setdefault(reading.whole.text, reading)
    return list(unique.values())


_Edit = tuple[Sequence[Mention], Way, str, Source]


def _edits(now: Said, operation: str, before: Said) -> Iterator[_Edit]:
    own, new = _from_first_to_last(now), _new(now, before)
    for name, gives in giving_way(now, before):
        yield _put_in(own, before.mentions, gives), "put in", name, ""
        yield _put_in(new, before.mentions, gives), "new put in", name, ""
        rest = _matter(before, gives)
        yield _led(rest, now), "led", name, ""
        yield _computed(operation, _put_in(new, _linked(before), gives)), "computed", name, ""


def _about_names(now: Said, operation: str, before: Said, answer: Said, older: Said) -> Iterator[_Edit]:
    """The question about names of the answer, or about those of two turns together."""
    told = [m for m in answer.matter if m.whole and m.stems not in [x.stems for x in before.matter]]
    answers: tuple[tuple[Source, list[Mention]], ...] = (("answer", told[:1]), ("answers", told[:MOST_ANSWERED]))
    for source, names in answers:
        if names and (source == "answer" or len(names) > 1):
            yield _led(_listed(names), now), "led", "all", source
            yield _computed(operation, [*_new(now, before), *_listed(names)]), "computed", "all", source
            yield from _about(now, operation, before, names, source)
    known = [m.stems for m in before.names]
    if more := [m for m in older.names if m.stems not in known]:
        yield from _about(now, operation, before, [*more, *before.names], "both")
    elif len(known) == 1 and (more := [m for m in now.names if m.stems not in known]):
        yield from _about(
            Said(tuple(m for m in now.mentions if m not in more)), operation, before, [*more, *before.names], "both"
        )


def _about(now: Said, operation: str, before: Said, names: Sequence[Mention], source: Source) -> Iterator[_Edit]:
    new = [m for m in _new(now, before) if m.stems not in [n.stems for n in names]]
    kept: tuple[tuple[str, Gives], ...] = (
        ("names", lambda m: m.role == "name"),
        ("names measures", lambda m: m.role in ("name", "measure")),
    )
    for dropped, gives in kept:
        rest = _matter(before, gives)
        yield _led([*rest, *_listed(names)], now), "led", dropped, source
        yield _computed(operation, [*new, *rest, *_listed(names)]), "computed", dropped, source


DROPPED = (
    "",
    "names met",
    "measures met",
    "captions met",
    "measures met alone",
    "names",
    "measures",
    "measures captions",
    "names measures",
    "names met measures",
    "all but names",
    "all but names and years",
    "all but captions",
    "years",
    "names met years",
    "measures met years",
    "names measures years",
    "all",
)


def giving_way(now: Said, before: Said) -> Iterator[tuple[str, Gives]]:
    """What of the turn before may give way to what is said now, by what it is to the tables; «met»: in the same table as what is
    said now is."""

    def met(role: Role) -> Gives:
        tables = frozenset[int]().union(*(m.held.get(role, ()) for m in now.matter))
        return lambda m: bool(m.held.get(role, frozenset()) & tables)

    names_met, measures_met = met("name"), met("measure")
    rules: dict[str, Gives] = {
        "": lambda m: False,
        "names met": names_met,
        "measures met": measures_met,
        "captions met": lambda m: m.role == "scope" and bool(now.matter),
        "measures met alone": lambda m: measures_met(m) and "scope" not in m.held,
        "names": lambda m: m.role == "name",
        "measures": lambda m: m.role == "measure",
        "measures captions": lambda m: m.role in ("measure", "scope"),
        "names measures": lambda m: m.role in ("name", "measure"),
        "names met measures": lambda m: names_met(m) or m.role == "measure",
        "all but names": lambda m: m.role != "name" and m.year is None,
        "all but names and years": lambda m: m.role != "name",
        "all but captions": lambda m: m.role != "scope",
    }
    if any(m.year for m in before.matter):
        rules |= {
            "years": lambda m: m.year is not None,
            "names met years": lambda m: m.year is not None or names_met(m),
            "measures met years": lambda m: m.year is not None or measures_met(m),
            "names measures years": lambda m: m.year is not None or m.role in ("name", "measure"),
        }
    yield from rules.items()


def _put_in(new: Sequence[Mention], before: Sequence[Mention], gives: Gives) -> list[Mention]:
    """The turn before, what gives way replaced by what is said now; behind its last word that says something where nothing
    does."""
    out: list[Mention] = []
    at: int | None = None
    skipped = False
    for mention in before:
        if mention.said and gives(mention):
            at = len(out) if at is None else at
            skipped = True
        elif not (skipped and mention.text in ("و", "یا")):
            out.append(mention)
            skipped = False
    if at is None:
        at = max((n + 1 for n, m in enumerate(out) if m.said), default=len(out))
    return [*out[:at], *new, *out[at:]]


def _from_first_to_last(now: Said) -> tuple[Mention, ...]:
    """From the first to the last word that says something, with the words between."""
    places = [n for n, m in enumerate(now.mentions) if m.said]
    return now.mentions[places[0] : places[-1] + 1] if places else ()


def _new(now: Said, before: Said) -> tuple[Mention, ...]:
    """What is said now that a table knows and that was not said before."""
    known = [m.stems for m in before.matter]
    return tuple(m for m in now.matter if (m.held or m.year) and m.stems not in known)


def _linked(before: Said) -> list[Mention]:
    """What of a turn says something, with the few words that link it."""
    return _between([n for n, m in enumerate(before.mentions) if m.said], before)


def _matter(before: Said, gives: Gives) -> list[Mention]:
    """What of a turn does not give way, with the few words that link it."""
    return _between([n for n, m in enumerate(before.mentions) if m.said and not gives(m)], before)


def _between(kept: Sequence[int], before: Said) -> list[Mention]:
    out: list[Mention] = []
    for at, n in enumerate(kept):
        between = before.mentions[kept[at - 1] + 1 : n] if at else ()
        if len(between) < LONGEST_LINK and not any(m.said for m in between):
            out.extend(between)
        out.append(before.mentions[n])
    return out


def _listed(names: Sequence[Mention]) -> list[Mention]:
    return [x for n, name in enumerate(names) for x in ((_AND, name) if n else (name,))]


def _led(topic: Sequence[Mention], now: Said) -> list[Mention]:
    """The question with what it is about before it: «اشتغال البرز و اصفهان، کدام بیشتر است؟»"""
    return [*topic, _COMMA, *now.mentions] if topic else list(now.mentions)


_COMPUTED: Mapping[str, tuple[str, str]] = {
    "difference": ("اختلاف", "چقدر است"),
    "difference_columns": ("اختلاف", "چقدر است"),
    "ratio": ("", "چند برابر است"),
    "ratio_columns": ("", "چند برابر است"),
    "percent_columns": ("", "چند درصد است"),
    "growth": ("", "چند درصد رشد کرده است"),
    "growth_rows": ("", "چند درصد رشد کرده است"),
    "share": ("", "چند درصد کل است"),
    "rank_most": ("", "رتبهٔ چندم است"),
    "rank_least": ("", "از کمترین رتبهٔ چندم است"),
    "sum": ("جمع", "چقدر است"),
    "sum_rows": ("جمع", "چقدر است"),
    "mean": ("میانگین", "چقدر است"),
    "compare": ("", "کدام بیشتر است"),
    "compare_columns": ("", "کدام بیشتر است"),
    "compare_least": ("", "کدام کمتر است"),
    "compare_columns_least": ("", "کدام کمتر است"),
    "most": ("بیشترین", "مربوط به کدام است"),
    "least": ("کمترین", "مربوط به کدام است"),
    "count": ("تعداد", "چند است"),
    "cell_number": ("", "چقدر است"),
    "cell_words": ("", "چیست"),
    "span_number": ("", "چقدر است"),
    "list": ("فهرست", "چیست"),
}
"""How what is computed is asked for: before and behind what it is computed of."""


def _computed(operation: str, topic: Sequence[Mention]) -> list[Mention]:
    """«اختلاف برق اصفهان و البرز چقدر است»; nothing where the operation has no such question."""
    if operation not in _COMPUTED or not topic:
        return []
    before, behind = _COMPUTED[operation]
    return [*([Mention(before)] if before else []), *topic, *(Mention(word) for word in behind.split())]


_RELATIVE = re.compile(r"(پارسال|سال (?:قبل|پیش|گذشته))|(سال (?:بعد|آینده))|(امسال)")
"""A year told by another: a closed class of the language. Endings of persons may follow («سال قبلش»)."""
_LONGEST_ENDING = 4


def _with_year(asked: Said, base: int | None) -> Said:
    """The question with «سال قبل» as the year that it is."""
    if base is None:
        return asked
    words = asked.mentions
    for n in range(len(words)):
        for size in (2, 1):
            text = " ".join(m.text for m in words[n : n + size]).replace("\u200c", " ")
            match = _RELATIVE.match(text)
            if match and len(text) - match.end() <= _LONGEST_ENDING:
                year = base + (-1 if match[1] else 1 if match[2] else 0)
                told = Mention(str(year), frozenset((str(year),)), said=True, year=year)
                return Said((*words[:n], Mention("سال"), told, *words[n + size :]))
    return asked
