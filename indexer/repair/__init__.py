"""A garbled document becomes a readable one, line for line.

`repair` states the order of the steps. Whatever moves, drops or adds a letter keeps its trace to the raw line (`traced`),
and no step may change the letters and digits of a line but the two that say so: lost glyphs and kashida.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from indexer.corpus import Line, Repair
from indexer.repair import digits, glyphs, intact, kashida, letters, portions, spacing
from indexer.repair.confidence import Evidence, confidence
from indexer.repair.kinds import is_running_text, kind_of
from indexer.repair.layout import mirror_brackets, pairs_are_mirrored
from indexer.repair.lexicon import build_lexicon, general_lexicon
from indexer.repair.ordering import (
    LONG,
    Model,
    Ordered,
    Progress,
    is_unmoved,
    neighbours,
    order,
    order_part,
    prepared,
    second_look,
    study,
    train,
)
from indexer.repair.producer import Made, made_by
from indexer.repair.runs import MIDDLE, Effort, Reading, readings
from indexer.repair.traced import ADDED, Traced, from_raw, offset_map

__all__ = [
    "STEPS",
    "Model",
    "Ordered",
    "engine_hash",
    "line_of",
    "neighbours",
    "order",
    "repair",
    "repair_line",
    "repaired",
    "train",
]

CHUNK = 8_000
"""Lines that are put in order, and held in memory, at a time."""
DATA = ("persian_affixes.json", "repair_confidence.json", "repair_rescoring.json", "running_pairs.tsv.gz")
"""The data files that the repair reads."""
STEPS: tuple[tuple[Repair, Callable[[Traced, Model], Traced]], ...] = (
    ("lost_glyphs", lambda traced, model: glyphs.restore(traced, model.lexicon, model.losses)),
    ("kashida", lambda traced, model: kashida.strip(traced, model.lexicon)),
    ("digits", lambda traced, model: digits.reorder(traced, model.years)),
    ("spaces", lambda traced, model: spacing.respace(traced, model.lexicon)),
)
"""The steps after ordering."""


def _finished(traced: Traced, model: Model) -> Traced:
    for _, step in STEPS:
        traced = step(traced, model)
    return traced


def _repairs(raw: str, ordered: Traced, final: Traced) -> tuple[Repair, ...]:
    found: list[Repair] = []
    kept = [o for c, o in zip(final.text, final.origin, strict=True) if o != ADDED and c.isalnum()]
    if any(a > b for a, b in pairwise(kept)):
        found.append("run_order")
    spaced = [c for c in final.text.strip() if not c.isalnum()], [c for c in raw.strip() if not c.isalnum()]
    if "run_order" in found or spaced[0] != spaced[1]:
        found.append("spaces")
    if any(o == ADDED and c.isalnum() for c, o in zip(final.text, final.origin, strict=True)):
        found.append("lost_glyphs")
    if sum(c.isalnum() for c in raw) > len(kept):
        found.append("kashida")
    if [c for c in ordered.text if c.isdigit()] != [c for c in final.text if c.isdigit()]:
        found.append("digits")
    if any(c != raw[o] and c.isalpha() for c, o in zip(final.text, final.origin, strict=True) if o != ADDED):
        found.append("letters")
    return tuple(found)


def repair(raws: Sequence[str], *, progress: Progress | None = None) -> list[Line]:
    """One repaired line for every raw line, blank ones too. progress is told the share done (0..1) and the stage (Persian)."""
    return list(repaired(raws, progress=progress))


def repaired(raws: Sequence[str], *, progress: Progress | None = None) -> Iterator[Line]:
    """As `repair`, line after line: of a long document only CHUNK lines are held at a time."""
    tell = progress or (lambda done, stage: None)
    made = made_by(raws, general_lexicon())
    if made is not None:
        yield from _by_rules(raws, made, tell)
        return
    studied = study(raws, progress=lambda done, stage: tell(0.7 * done, stage))
    for start in range(0, len(raws), CHUNK):
        stop = min(start + CHUNK, len(raws))

        def report(part: float, start: int = start, stop: int = stop) -> None:
            tell(0.7 + 0.3 * (start + part * (stop - start)) / len(raws), "نویسه‌ها و فاصله‌ها")

        ordered = order_part(studied, raws, start, stop, report)
        for at in range(stop - start):
            yield line_of(ordered, at)


def _by_rules(raws: Sequence[str], made: Made, tell: Progress) -> Iterator[Line]:
    """The lines of a text whose cuts show."""
    standing = [letters.normalise(from_raw(raw)) for raw in raws]
    ordered = portions.in_order(standing, raws, made, lambda done: tell(done, "ترتیب واژه‌ها"))
    if pairs_are_mirrored([line.text for line in ordered]):
        ordered = [mirror_brackets(line) for line in ordered]
    lexicon = build_lexicon([line.text for line in ordered])
    for number, (raw, before, line) in enumerate(zip(raws, standing, ordered, strict=True), 1):
        if not raw.strip():
            yield Line(number, raw, "", "blank")
            continue
        final = _stripped(spacing.respace(line, lexicon))
        repairs = _repairs(raw, before, final)
        kind = kind_of(final.text, is_running_text(final.text))
        yield Line(
            number, raw, final.text, kind, repairs, portions.SURE[made.producer][not is_unmoved(line)], map=offset_map(final)
        )


def line_of(ordered: Ordered, at: int) -> Line:
    """The finished line `at` (from 0) of those in reading order."""
    raw = ordered.raws[at]
    earlier = ordered.earlier[at] if ordered.earlier else raw
    return _line(ordered.first + at + 1, raw, ordered.line(at), ordered.options[at], ordered.model, earlier)


def _line(number: int, raw: str, ordered: Traced, options: Sequence[Reading], model: Model, earlier: str) -> Line:
    if not raw.strip():
        return Line(number, raw, "", "blank")
    if model.clean:
        return Line(
            number,
            raw,
            ordered.text,
            kind_of(ordered.text, bool(options)),
            _repairs(raw, ordered, ordered),
            map=offset_map(ordered),
        )
    final = _stripped(_finished(ordered, model) if len(raw) <= LONG else ordered)
    sure = confidence(Evidence.of(ordered, options, model.lexicon, earlier))
    kind = kind_of(final.text, bool(options))
    return Line(number, raw, final.text, kind, _repairs(raw, ordered, final), round(sure, 4), map=offset_map(final))


def _stripped(traced: Traced) -> Traced:
    start = len(traced.text) - len(traced.text.lstrip())
    end = max(start, len(traced.text.rstrip()))
    return Traced(traced.text[start:end], traced.origin[start:end])


def repair_line(model: Model, raw: str, effort: Effort = MIDDLE) -> Line:
    """One line against a trained model."""
    base = prepared(letters.normalise(from_raw(raw)), model.lexicon, model.mirrored)
    options: list[Reading] = []
    if len(raw) <= LONG and is_running_text(base.text):
        standing = intact.prior(intact.signs_of(base.text, model.lexicon.frequency), model.rates)
        options = readings(model.language, base, [], model.lexicon.frequency, effort, standing=standing)
        options = second_look(model, options, base, [], "", "", standing)
    ordered = Ordered([raw], [base], [options], model)
    return _line(1, raw, ordered.line(0), options, model, ordered.line(0).text)


@cache
def engine_hash() -> str:
    """SHA-256 over the sources of the repair and its data files."""
    digest = hashlib.sha256()
    folder = Path(str(files("indexer")))
    for path in [*sorted((folder / "repair").glob("*.py")), *(folder / "data" / name for name in DATA)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
