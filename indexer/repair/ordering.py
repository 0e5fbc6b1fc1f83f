"""The run order of a document: it is read again and again, each reading training the model of the next.

Every line is read with what the document says elsewhere, its own words left out. Of a long document a sample is studied and
the lines are put in order part by part, so that memory is bounded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from indexer.repair import digits, glyphs, intact, kashida, letters, numbering, spacing
from indexer.repair.kinds import is_running_text
from indexer.repair.language_model import LanguageModel, general_counts, make_alphabet, train_model
from indexer.repair.layout import brackets_are_mirrored, mirror_brackets
from indexer.repair.lexicon import Lexicon, build_lexicon
from indexer.repair.phrases import Phrases, learn_phrases
from indexer.repair.rescoring import Knowledge, rescore
from indexer.repair.runs import MIDDLE, QUICK, THOROUGH, Effort, Reading, fragments, readings
from indexer.repair.sampling import sampled
from indexer.repair.traced import ADDED, Traced, from_raw

Progress = Callable[[float, str], None]

STUDY, FINAL = (QUICK, QUICK, MIDDLE, MIDDLE), THOROUGH
"""The document is read this often; each reading trains the model of the next."""
FIRST_RESCORED = len(STUDY)
"""The number of the reading from which on a second look is taken: more of them gained nothing."""
MOST_TRAINING_CHARACTERS = 1_500_000
"""Of a longer document a sample is studied, so that the model takes bounded memory."""
CLEAN_SHARE = 0.08
"""A document is clean when in fewer of its lines than this another order makes known words of fragments."""
THREADS = 2
NOTHING = Traced("", ())
NO_SIGNS = intact.Signs(0, 0, 0, 0, 0, False)
UNFITTED = intact.Rates()
NO_LOSSES = glyphs.Losses({}, {})
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
    rates: intact.Rates = UNFITTED

    def knowledge(self) -> Knowledge:
        return Knowledge(self.language, self.lexicon, self.losses, self.phrases)

    @staticmethod
    def from_texts(texts: Sequence[str], *, mirrored: bool = True) -> Model:
        """A model from texts that are already in reading order."""
        lexicon = build_lexicon(texts)
        places = sampled(texts, MOST_TRAINING_CHARACTERS, LONG)
        chosen = [texts[at] for at in places if at is not None]
        language = train_model(chosen, general_counts(make_alphabet(chosen), lexicon.words()))
        phrases = learn_phrases(language.alphabet, chosen)
        return Model(language, lexicon, NO_LOSSES, digits.known_years(texts), mirrored, False, phrases)


def prepared(traced: Traced, lexicon: Lexicon, mirrored: bool) -> Traced:
    if len(traced.text) > LONG:
        return traced
    traced = kashida.strip(traced, lexicon)
    return mirror_brackets(traced) if mirrored else traced


def _signature(text: str) -> Counter[str]:
    return Counter(c for c in letters.plain(text) if c.isalnum())


def preserves_letters(before: Traced, after: Traced) -> bool:
    """Whether `after` moved letters and digits but neither lost, invented nor changed one."""
    return _signature(before.text) == _signature(after.text) and len(set(after.origin) - {ADDED}) == sum(
        o != ADDED for o in after.origin
    )


@dataclass(frozen=True)
class Ordered:
    """Lines in reading order. base: the lines before; options: the readings of each, best first (empty: not running text; only
    the first keeps its text); earlier: what the reading before the last made of each; first: the place (from 0) of raws[0] in
    its document."""

    raws: Sequence[str]
    base: Sequence[Traced]
    options: Sequence[Sequence[Reading]]
    model: Model
    earlier: Sequence[str] = ()
    trained: Sequence[Sequence[str]] = ()
    first: int = 0

    def line(self, at: int) -> Traced:
        """The line in reading order; as it stands where the order would change its letters."""
        options = self.options[at]
        if not options or self.model.clean or not preserves_letters(self.base[at], options[0].text):
            return self.base[at]
        return options[0].text


@dataclass(frozen=True)
class Studied:
    """What the passes over a document left: the model, and by the place of each line that they read (all, or a sample) the
    order it came to and the texts with which it trained the model."""

    model: Model
    texts: Mapping[int, str]
    trained: Mapping[int, Sequence[str]]


def neighbours(texts: Sequence[str], at: int, running: Sequence[bool]) -> tuple[str, str]:
    """The running text just before and after a line, across one blank line."""

    def find(step: int) -> str:
        for k in (at + step, at + 2 * step):
            if 0 <= k < len(texts) and texts[k].strip():
                return texts[k] if running[k] else ""
        return ""

    return find(-1), find(1)


@dataclass(frozen=True)
class _Lines:
    """Lines ready to be put in order. running: those whose order is to be found; signs: what each shows of cuts."""

    base: Sequence[Traced]
    running: Sequence[bool]
    signs: Sequence[intact.Signs]

    @staticmethod
    def of(base: Sequence[Traced], lexicon: Lexicon) -> _Lines:
        running = [len(b.text) <= LONG and is_running_text(b.text) for b in base]
        signs = [intact.signs_of(b.text, lexicon.frequency) if r else NO_SIGNS for b, r in zip(base, running, strict=True)]
        return _Lines(base, running, signs)


def _read(
    model: Model,
    lines: _Lines,
    trained: Sequence[Sequence[str]],
    texts: Sequence[str],
    effort: Effort,
    number: int,
    progress: Callable[[float], None],
) -> list[list[Reading]]:
    """The readings of every running line. trained: what each put into the model; texts: the orders so far, the context; number:
    of the reading, the first (0) being without context."""

    def one(at: int) -> list[Reading]:
        if not lines.running[at]:
            return []
        before, after = neighbours(texts, at, lines.running) if number else ("", "")
        standing = intact.prior(lines.signs[at], model.rates)
        frequency = model.lexicon.frequency
        options = readings(model.language, lines.base[at], trained[at], frequency, effort, before, after, standing=standing)
        if number >= FIRST_RESCORED:
            options = second_look(model, options, lines.base[at], trained[at], before, after, standing)
        return _slim(options)

    found: list[list[Reading]] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for at, result in enumerate(pool.map(one, range(len(lines.base)))):
            found.append(result)
            if at % 200 == 0:
                progress(at / len(lines.base))
    return found


def second_look(
    model: Model,
    options: Sequence[Reading],
    base: Traced,
    trained: Sequence[str],
    before: str,
    after: str,
    standing: float,
) -> list[Reading]:
    """The readings chosen among once more; a line that looks unbroken (`standing` above 0) and was read so stays as it stands:
    the second look was fitted on lines that are nearly all cut."""
    again = rescore(options, base, model.knowledge(), trained, before, after)
    if standing > 0 and is_unmoved(options[0].text):
        as_it_stands = "".join(options[0].text.text.split())
        again.sort(key=lambda r: "".join(r.text.text.split()) != as_it_stands)
    return again


def is_unmoved(text: Traced) -> bool:
    """Whether all kept characters stand in their raw order."""
    kept = [o for o in text.origin if o != ADDED]
    return kept == sorted(kept)


def _slim(options: Sequence[Reading]) -> list[Reading]:
    """The readings without the texts that nobody asks for: a long document has millions of them."""
    return [*options[:1], *(replace(r, text=NOTHING) for r in options[1:])]


def _segments(text: str) -> list[str]:
    return [s for s in re.split(r"\s{2,}", text) if s.strip()]


def train(raws: Sequence[str], *, progress: Progress | None = None) -> Model:
    """What the document teaches, for `repair_line`."""
    return study(raws, progress=progress).model


def order(raws: Sequence[str], *, progress: Progress | None = None) -> Ordered:
    """Letter forms and run order of a whole document."""
    return order_part(study(raws, progress=progress), raws, 0, len(raws))


def study(raws: Sequence[str], *, progress: Progress | None = None) -> Studied:
    """The document, or a sample of a long one, is read again and again, each reading training the model of the next."""
    tell = progress or (lambda done, stage: None)
    places = sampled(raws, MOST_TRAINING_CHARACTERS, LONG)
    normal = [letters.normalise(from_raw(raws[at] if at is not None else "")) for at in places]
    texts = [t.text for t in normal if len(t.text) <= LONG]
    lexicon = build_lexicon(texts)
    mirrored = brackets_are_mirrored(texts)
    read = _Lines.of([prepared(t, lexicon, mirrored) for t in normal], lexicon)
    rates = intact.fit([s for s, r in zip(read.signs, read.running, strict=True) if r])
    losses, years = glyphs.learn(texts, lexicon), digits.known_years(texts)
    texts = [b.text for b in read.base]
    trained = [_segments(t) if len(t) <= LONG else [] for t in texts]
    clean = rates.clean
    general = general_counts(make_alphabet(texts), lexicon.words())

    def model_of(trained: Sequence[Sequence[str]], rescored: bool) -> Model:
        read = [t for ts in trained for t in ts]
        phrases = learn_phrases(general.alphabet, read if rescored else [])
        return Model(train_model(read, general), lexicon, losses, years, mirrored, clean, phrases, rates)

    for number, effort in enumerate(STUDY):
        model = model_of(trained, number >= FIRST_RESCORED)
        if clean:
            return Studied(replace(model, losses=NO_LOSSES, years=frozenset(), mirrored=False), {}, {})

        def report(part: float, number: int = number) -> None:
            tell((number + part) / len(STUDY), "ترتیب واژه‌ها")

        best = _read(model, read, trained, texts, effort, number, report)
        clean = number == 0 and _looks_clean(best, read.base, lexicon)
        if not clean:
            texts = [found[0].text.text if found else t for found, t in zip(best, texts, strict=True)]
            spaced = [_respaced(found[0].text, lexicon) if found and number else t for t, found in zip(texts, best, strict=True)]
            trained = [[t] if found else old for t, found, old in zip(spaced, best, trained, strict=True)]
    known = [(at, k) for k, at in enumerate(places) if at is not None]
    return Studied(
        model_of(trained, True),
        {at: texts[k] for at, k in known},
        {at: trained[k] for at, k in known},
    )


def order_part(
    studied: Studied, raws: Sequence[str], start: int, stop: int, progress: Callable[[float], None] | None = None
) -> Ordered:
    """Letter forms and run order of raws[start:stop]."""
    model = studied.model
    part = raws[start:stop]
    if model.clean:
        plain = [letters.persian(from_raw(raw)) for raw in part]
        running = [len(t.text) <= LONG and is_running_text(t.text) for t in plain]
        standing = [[Reading(0.0, t, "intact")] if r else [] for t, r in zip(plain, running, strict=True)]
        return Ordered(part, plain, standing, model, first=start)
    tell = progress or (lambda done: None)
    normal = (letters.normalise(from_raw(raw)) for raw in part)
    read = _Lines.of([prepared(t, model.lexicon, model.mirrored) for t in normal], model.lexicon)
    trained = [studied.trained.get(at, ()) for at in range(start, stop)]
    texts = [studied.texts.get(at) for at in range(start, stop)]
    if None in texts:
        # Lines that were not in the sample have no neighbours in order yet.
        new = [t is None for t in texts]
        fresh = replace(read, running=[r and n for r, n in zip(read.running, new, strict=True)])
        found = _read(model, fresh, trained, [b.text for b in read.base], STUDY[-1], 0, lambda done: tell(0.4 * done))
        texts = [t if t is not None else f[0].text.text if f else b.text for t, f, b in zip(texts, found, read.base, strict=True)]
    known = [t or "" for t in texts]
    best = _read(model, read, trained, known, FINAL, len(STUDY), lambda done: tell(0.4 + 0.6 * done))
    for at, line in numbering.settle([found[0].text if found else None for found in best]).items():
        best[at][0] = replace(best[at][0], text=line)
    return Ordered(part, read.base, best, model, known, trained, start)


def _respaced(traced: Traced, lexicon: Lexicon) -> str:
    """The line as the model is to see it: words apart, joiners as spaces."""
    return spacing.respace(traced, lexicon).text.replace("\u200c", " ")


def _looks_clean(found: Iterable[Sequence[Reading]], base: Sequence[Traced], lexicon: Lexicon) -> bool:
    better = total = 0
    for options, before in zip(found, base, strict=True):
        if len(options) > 1:
            total += 1
            was = fragments(before.text, lexicon.frequency)
            better += was > 0 and fragments(options[0].text.text, lexicon.frequency) < was
    return better < CLEAN_SHARE * total or total == 0
