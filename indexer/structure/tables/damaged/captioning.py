"""Which body belongs to which caption."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from indexer.structure.entities import letters
from indexer.structure.tables.damaged.captions import Mark
from indexer.structure.tables.damaged.regions import Body


def give_captions(bodies: Sequence[Body], marks: dict[int, Mark], raw: dict[int, str]) -> dict[int, Body]:
    """Caption line to body. A body right behind its caption takes it; of captions and bodies left in a row, likeness of
    words decides."""
    given: dict[int, Body] = {}
    captions = [n for n in sorted(marks) if marks[n].sort == "caption"]
    waiting: list[int] = []
    place = 0
    events = sorted([(n, "caption", None) for n in captions] + [(b.groups[0][0], "body", b) for b in bodies], key=lambda e: e[0])
    while place < len(events):
        number, sort, _ = events[place]
        if sort == "caption":
            waiting = [*[n for n in waiting if number - n < 120][-4:], number]
            place += 1
            continue
        group = [b for _, s, b in _bodies_from(events, place)]
        place += len(group)
        _assign(group, waiting, marks, raw, given)
    return given


def _bodies_from(events: Sequence[tuple[int, str, Body | None]], place: int) -> list[tuple[int, str, Body]]:
    found = []
    for number, sort, body in events[place:]:
        if sort != "body" or body is None:
            break
        found.append((number, sort, body))
    return found


def _likeness(caption: int, body: Body, marks: dict[int, Mark], raw: dict[int, str]) -> float:
    """Share of the caption's letter triples that the body's header and rows hold too."""

    def triples(text: str) -> set[str]:
        text = re.sub(r"[\s\d\W]", "", letters(text))
        return {text[i : i + 3] for i in range(len(text) - 2)}

    wanted = triples(marks[caption].title)
    held = triples(" ".join(raw[n] for n in body.header + [m for g in body.groups for m in g]))
    return len(wanted & held) / max(1, len(wanted))


def _assign(group: list[Body], waiting: list[int], marks: dict[int, Mark], raw: dict[int, str], given: dict[int, Body]) -> None:
    """Gives waiting captions to a run of bodies; keeps in `waiting` the captions left over."""
    if not waiting:
        return
    best: tuple[float, list[tuple[int, Body]]] | None = None
    group = group[:4]
    for chosen in itertools.permutations(waiting, min(len(group), len(waiting))):
        pairs = list(zip(chosen, group, strict=False))
        score = 0.0
        for caption, body in pairs:
            score += _likeness(caption, body, marks, raw)
            if body.adjacent == caption:
                score += 0.5 if len(group) == 1 else 0.15
        score += 0.05 * sum(a < b for (a, _), (b, _) in itertools.pairwise(pairs))
        if best is None or score > best[0]:
            best = (score, pairs)
    assert best is not None
    for caption, body in best[1]:
        given[caption] = body
        body.caption = caption
        waiting.remove(caption)
