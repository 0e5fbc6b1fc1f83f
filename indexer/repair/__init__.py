"""A garbled document becomes a readable one, line for line.

`repair` states the order of the steps. Whatever moves, drops or adds a letter keeps its trace to the raw line (`traced`),
and no step may change the letters and digits of a line but the two that say so: lost glyphs and kashida.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from indexer.corpus import Line, Repair
from indexer.repair import digits, glyphs, kashida, letters, numbering, spacing
from indexer.repair.confidence import Evidence, confidence
from indexer.repair.kinds import is_running_text, kind_of
from indexer.repair.language_model import LanguageModel, train_model
from indexer.repair.layout import brackets_are_mirrored, mirror_brackets
from indexer.repair.lexicon import Lexicon, build_lexicon
from indexer.repair.phrases import Phrases, learn_phrases
from indexer.repair.rescoring import Knowledge, rescore
from indexer.repair.runs import MIDDLE, QUICK, THOROUGH, Effort, Reading, fragments, readings
from indexer.repair.traced import ADDED, Traced, from_raw, offset_map

Progress = Callable[[float, str], None]

PASSES = (QUICK, QUICK, MIDDLE, MIDDLE, THOROUGH)
"""The document is read this often; each reading trains the model of the next."""
FIRST_RESCORED = 4
"""The first of these whose readings get a second look."""
MOST_TRAINING_CHARACTERS = 3_000_000
CLEAN_SHARE = 0.08
"""A document is clean when in fewer of its lines than this another order makes known words of fragments."""
THREADS = 2
NOTHING = Traced("", ())
DATA = ("persian_affixes.json", "repair_confidence.json", "repair_rescoring.json")
"""The data files that the repair reads."""
LONG = 4_000
"""Characters beyond which a line is passed on with its letter forms alone mended."""


@dataclass(frozen=True)
class Model:
    """What a document teaches: enough to repair one more line of its kind."""

    language: LanguageModel
    lexicon: Lexicon
    losses: glyphs.Losses
    years: frozenset[str]
    mirrored: bool
    clean: bool
    phrases: Phrases

    def knowledge(self) -> Knowledge:
        return Knowledge(self.language, self.lexicon, self.losses, self.phrases)

    @staticmethod
    def from_texts(texts: Sequence[str], *, mirrored: bool = True) -> Model:
        """A model from texts that are already in reading order."""
        lexicon = build_lexicon(texts)
        language = train_model(_bounded(texts), lexicon.words())
        phrases = learn_phrases(language.alphabet, texts)
        return Model(language, lexicon, glyphs.Losses({}, {}), digits.known_years(texts), mirrored, False, phrases)


def _bounded(texts: Sequence[str]) -> list[str]:
    """Every n-th text, so that training takes bounded memory."""
    total = sum(map(len, texts))
    step = max(1, -(-total // MOST_TRAINING_CHARACTERS))
    return list(texts[::step])


def _prepared(traced: Traced, lexicon: Lexicon, mirrored: bool) -> Traced:
    if len(traced.text) > LONG:
        return traced
    traced = kashida.strip(traced, lexicon)
    return mirror_brackets(traced) if mirrored else traced


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


def _signature(text: str) -> Counter[str]:
    return Counter(c for c in letters.plain(text) if c.isalnum())


def preserves_letters(before: Traced, after: Traced) -> bool:
    """Whether `after` moved letters and digits but neither lost, invented nor changed one."""
    return _signature(before.text) == _signature(after.text) and len(set(after.origin) - {ADDED}) == sum(
        o != ADDED for o in after.origin
    )


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


@dataclass(frozen=True)
class Ordered:
    """A document whose lines are in reading order. base: the lines before; options: the readings of each, best first (empty:
    not running text; only the first keeps its text); earlier: what the reading before the last made of each."""

    raws: Sequence[str]
    base: Sequence[Traced]
    options: Sequence[Sequence[Reading]]
    model: Model
    earlier: Sequence[str] = ()
    trained: Sequence[Sequence[str]] = ()

    def line(self, at: int) -> Traced:
        """The line in reading order; as it stands where the order would change its letters."""
        options = self.options[at]
        if not options or self.model.clean or not preserves_letters(self.base[at], options[0].text):
            return self.base[at]
        return options[0].text


def neighbours(texts: Sequence[str], at: int, running: Sequence[bool]) -> tuple[str, str]:
    """The running text just before and after a line, across one blank line."""

    def find(step: int) -> str:
        for k in (at + step, at + 2 * step):
            if 0 <= k < len(texts) and texts[k].strip():
                return texts[k] if running[k] else ""
        return ""

    return find(-1), find(1)


def _read(
    language: LanguageModel,
    lexicon: Lexicon,
    base: Sequence[Traced],
    trained: Sequence[Sequence[str]],
    texts: Sequence[str],
    running: Sequence[bool],
    effort: Effort,
    context: bool,
    progress: Callable[[float], None],
    known: Knowledge | None = None,
) -> list[list[Reading]]:
    def one(at: int) -> list[Reading]:
        if not running[at]:
            return []
        before, after = neighbours(texts, at, running) if context else ("", "")
        options = readings(language, base[at], trained[at], lexicon.frequency, effort, before, after)
        return _slim(rescore(options, base[at], known, trained[at], before, after) if known else options)

    found: list[list[Reading]] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for at, result in enumerate(pool.map(one, range(len(base)))):
            found.append(result)
            if at % 200 == 0:
                progress(at / len(base))
    return found


def _slim(options: Sequence[Reading]) -> list[Reading]:
    """The readings without the texts that nobody asks for: a long document has millions of them."""
    return [*options[:1], *(replace(r, text=NOTHING) for r in options[1:])]


def _segments(text: str) -> list[str]:
    return [s for s in re.split(r"\s{2,}", text) if s.strip()]


def repair(raws: Sequence[str], *, progress: Progress | None = None) -> list[Line]:
    """One repaired line for every raw line, blank ones too. progress is told the share done (0..1) and the stage (Persian)."""
    tell = progress or (lambda done, stage: None)
    ordered = order(raws, progress=tell)
    lines = []
    for at in range(len(raws)):
        lines.append(line_of(ordered, at))
        if at % 200 == 0:
            tell(0.9 + 0.1 * at / len(raws), "نویسه‌ها و فاصله‌ها")
    return lines


def line_of(ordered: Ordered, at: int) -> Line:
    """The finished line number `at` (from 0) of a document in reading order."""
    raw = ordered.raws[at]
    earlier = ordered.earlier[at] if ordered.earlier else raw
    return _line(at + 1, raw, ordered.line(at), ordered.options[at], ordered.model, earlier)


def train(raws: Sequence[str], *, progress: Progress | None = None) -> Model:
    """What the document teaches, for `repair_line`."""
    return order(raws, progress=progress).model


def order(raws: Sequence[str], *, progress: Progress | None = None) -> Ordered:
    """Letter forms and run order: the document is read again and again, each reading training the model of the next."""
    tell = progress or (lambda done, stage: None)
    normal = [letters.normalise(from_raw(raw)) for raw in raws]
    sample = _bounded([t.text for t in normal if len(t.text) <= LONG])
    lexicon = build_lexicon(sample)
    mirrored = brackets_are_mirrored(sample)
    base = [_prepared(t, lexicon, mirrored) for t in normal]
    running = [len(b.text) <= LONG and is_running_text(b.text) for b in base]
    texts = [b.text for b in base]
    trained = [_segments(t) if len(t) <= LONG else [] for t in texts]
    earlier = texts
    losses = glyphs.learn(sample, lexicon)
    best: list[list[Reading]] = []
    for number, effort in enumerate(PASSES):
        language = _train(trained, lexicon)

        def report(part: float, number: int = number) -> None:
            tell(0.9 * (number + part) / len(PASSES), "ترتیب واژه‌ها")

        known = None
        if number >= FIRST_RESCORED:
            phrases = learn_phrases(language.alphabet, [t for ts in trained for t in ts])
            known = Knowledge(language, lexicon, losses, phrases)
        best = _read(language, lexicon, base, trained, texts, running, effort, number > 0, report, known)
        if number == 0 and _looks_clean(best, base, lexicon):
            phrases = learn_phrases(language.alphabet, [])
            return Ordered(raws, normal, best, Model(language, lexicon, glyphs.Losses({}, {}), frozenset(), False, True, phrases))
        earlier, texts = texts, [found[0].text.text if found else b.text for found, b in zip(best, base, strict=True)]
        if number + 1 < len(PASSES):
            spaced = [_respaced(found[0].text, lexicon) if found and number else t for t, found in zip(texts, best, strict=True)]
            trained = [[t] if found else old for t, found, old in zip(spaced, best, trained, strict=True)]
    for at, line in numbering.settle([found[0].text if found else None for found in best]).items():
        best[at][0] = replace(best[at][0], text=line)
    model = Model(language, lexicon, losses, digits.known_years(sample), mirrored, False, phrases)
    return Ordered(raws, base, best, model, earlier, trained)


def _respaced(traced: Traced, lexicon: Lexicon) -> str:
    """The line as the model is to see it: words apart, joiners as spaces."""
    return spacing.respace(traced, lexicon).text.replace("\u200c", " ")


def _train(trained: Sequence[Sequence[str]], lexicon: Lexicon) -> LanguageModel:
    return train_model(_bounded([t for ts in trained for t in ts]), lexicon.words())


def _looks_clean(found: Iterable[Sequence[Reading]], base: Sequence[Traced], lexicon: Lexicon) -> bool:
    better = total = 0
    for options, before in zip(found, base, strict=True):
        if len(options) > 1:
            total += 1
            was = fragments(before.text, lexicon.frequency)
            better += was > 0 and fragments(options[0].text.text, lexicon.frequency) < was
    return better < CLEAN_SHARE * total or total == 0


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
    base = _prepared(letters.normalise(from_raw(raw)), model.lexicon, model.mirrored)
    options: list[Reading] = []
    if len(raw) <= LONG and is_running_text(base.text):
        options = readings(model.language, base, [], model.lexicon.frequency, effort)
        options = rescore(options, base, model.knowledge(), [], "", "")
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
