"""General Persian: words, their frequencies, affixes and verbs, from hazm and wordfreq."""

from __future__ import annotations

import importlib.util
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from indexer.repair.letters import LETTERS, plain

ZWNJ = "\u200c"
DUAL_JOINING = frozenset("ئبپتثجچحخسشصضطظعغفقکگلمنهی")
"""Letters that join the letter after them (Unicode joining type D)."""

TOKEN = re.compile(f"[{LETTERS}{ZWNJ}]+")
_MARKS = re.compile("[\u064b-\u0652\u0654\u0655\u0670]")
_IDLE = re.compile(f"(?<![{''.join(sorted(DUAL_JOINING))}]){ZWNJ}")
# Zipf values of a listed word without a count, of one without a part of speech too, of a conjugated form.
_LISTED, _OBSCURE, _CONJUGATED = 1.3, 0.6, 2.0
COMMON = 3.5
"""Zipf value of a common word."""
STUCK = ("در", "به", "از", "با", "بر", "که", "این", "و")
"""Words that are found stuck to the next one."""


def bare(word: str) -> str:
    """The key of a word: no ZWNJ, no diacritics."""
    return _MARKS.sub("", word.replace(ZWNJ, ""))


@dataclass(frozen=True)
class Affixes:
    """Affixes with the Zipf units that an affixed word is rarer than its stem."""

    inflections: Mapping[str, float]
    compounds: Mapping[str, float]
    prefixes: Mapping[str, float]
    attached: frozenset[str]
    """Endings that are written with ZWNJ where a text has a space before them."""
    after_vowels: frozenset[str]
    """Those of them that stand after a vowel alone: خانه‌ای."""
    joined: frozenset[str]
    """Second parts of compounds, and their plurals, that are written with ZWNJ: بهره‌برداری."""


@cache
def affixes() -> Affixes:
    data = json.loads((files("indexer") / "data" / "persian_affixes.json").read_text(encoding="utf-8"))
    suffixes = {key: {bare(k): v for k, v in data[key].items()} for key in ("inflections", "compounds", "prefixes")}
    joined = suffixes["compounds"].keys() - set(data["apart"])
    joined |= {part + ending for part in joined for ending in ("ها", "های")}
    inflections, compounds, prefixes = suffixes.values()
    return Affixes(
        inflections, compounds, prefixes, frozenset(data["attached"]), frozenset(data["after_vowels"]), frozenset(joined)
    )


def _conjugations(verbs: Sequence[str]) -> dict[str, str]:
    """Bare form -> spelling of every simple form of verbs given as `past stem#present stem`."""
    data = json.loads((files("indexer") / "data" / "persian_affixes.json").read_text(encoding="utf-8"))
    forms: set[str] = set()
    for verb in verbs:
        past, _, present = verb.partition("#")
        for negation in ("", "ن"):
            if past:
                forms |= {negation + past + e for e in data["past_endings"]} | {negation + past + "ن"}
                forms |= {negation + past + "ه" + (ZWNJ + e if e and e != "است" else e) for e in data["participle_endings"]}
        for prefix in data["verb_prefixes"]:
            forms |= {prefix + ZWNJ + past + e for e in data["past_endings"] if past}
            forms |= {prefix + ZWNJ + past + "ه" + ZWNJ + e for e in data["participle_endings"] if past and e}
            forms |= {prefix + ZWNJ + present + e for e in data["present_endings"] if present}
        if present:
            # A vowel at the end of the stem takes ی before the ending: گو + ند -> گویند.
            stem = present
            joint = "ی" if stem[-1] in "او" else ""
            for prefix in ("", "ب", "ن"):
                forms |= {prefix + stem + joint + e for e in data["present_endings"] if prefix or len(e) > 1}
            forms |= {p + ZWNJ + stem + joint + e for p in data["verb_prefixes"] for e in data["present_endings"]}
            forms |= {stem + joint + "نده", stem + joint + "ندگان"}
    return {bare(f): f for f in forms if len(bare(f)) > 2}


@dataclass(frozen=True)
class GeneralWords:
    """Bare words with their Zipf values, and how they are spelled where they have a ZWNJ."""

    frequencies: Mapping[str, float]
    spellings: Mapping[str, str]
    whole: frozenset[str]
    """Words that are written without the ZWNJ that their parts suggest."""


@cache
def general_words() -> GeneralWords:
    """hazm and wordfreq, read once for each process (about a second, 30 MB)."""
    words = _Collected({}, {}, {}, set())
    folder = _hazm_data()
    for form, spelled in _conjugations((folder / "verbs.dat").read_text(encoding="utf-8").split()).items():
        words.frequencies[form] = _CONJUGATED
        if ZWNJ in spelled:
            words.spellings[form] = (_CONJUGATED, spelled)
    _add_hazm(words, folder / "words.dat")
    _add_wordfreq(words)
    # A word that is also written whole keeps its letters together: میدانی، آنها.
    # Verbs do not, but for the second person singular: it is rare in reports, and adjectives look like it.
    verbs = ("می" + ZWNJ, "نمی" + ZWNJ)
    whole = set()
    for word, zipf in words.unbroken.items():
        other, spelled = words.spellings.get(word, (0.0, ""))
        verb = spelled.startswith(verbs) and not spelled.endswith("ی")
        if zipf == math.inf or (not verb and zipf >= other - 0.5):
            whole.add(word)
    spellings = {word: spelled for word, (_, spelled) in words.spellings.items() if word not in whole}
    return GeneralWords(MappingProxyType(words.frequencies), MappingProxyType(spellings), frozenset(whole))


@dataclass(frozen=True)
class _Collected:
    frequencies: dict[str, float]
    spellings: dict[str, tuple[float, str]]
    unbroken: dict[str, float]
    """Words found written without ZWNJ; infinite for those of a dictionary."""
    listed: set[str]

    def add(self, word: str, zipf: float) -> None:
        key = bare(word)
        self.frequencies[key] = max(zipf, self.frequencies.get(key, 0.0))
        # After a letter that does not join the next one a ZWNJ shows nothing: تورهای.
        word = _IDLE.sub("", word)
        if ZWNJ in word and zipf >= self.spellings.get(key, (0.0, ""))[0]:
            self.spellings[key] = (zipf, word.strip(ZWNJ))


def _hazm_data() -> Path:
    # The package is located, not imported: importing hazm loads models that a word list has no need of.
    spec = importlib.util.find_spec("hazm")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("hazm is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _add_hazm(words: _Collected, path: Path) -> None:
    for row in path.read_text(encoding="utf-8").splitlines():
        word, _, rest = row.partition("\t")
        count, _, tags = rest.partition("\t")
        word = plain(word)
        if not TOKEN.fullmatch(word) or not count.isdigit():
            continue
        occurrences = int(count)
        if occurrences:
            words.add(word, min(3.2, 0.6 + 0.45 * math.log10(occurrences)))
        elif tags != "0" or ZWNJ in word:
            words.add(word, _LISTED)
        elif len(bare(word)) > 3:
            words.add(word, _OBSCURE)
        words.listed.add(bare(word))
        if ZWNJ not in word and (occurrences or tags != "0"):
            words.unbroken[bare(word)] = math.inf


def _add_wordfreq(words: _Collected) -> None:
    import wordfreq

    for entry, frequency in wordfreq.get_frequency_dict("fa").items():
        word = plain(entry)
        key = bare(word)
        if not key or not TOKEN.fullmatch(word) or (len(key) == 1 and key != "و"):
            continue
        zipf = 9 + math.log10(frequency)
        if key not in words.listed:
            # Two words run together by its tokenizer: دراختیار.
            rest = next((key[len(p) :] for p in STUCK if key.startswith(p)), "")
            if len(rest) > 2 and words.frequencies.get(rest, 0.0) > COMMON:
                continue
            # Its shortest entries are often bits of words, transcribed speech and foreign letters.
            if len(key) < 4:
                zipf -= 1.5
        words.add(word, zipf)
        if ZWNJ not in word:
            words.unbroken[key] = max(zipf, words.unbroken.get(key, 0.0))
