# ruff: noqa: ANN001, ANN201, ANN202 - compiled functions: numba infers their types
"""How likely a sequence of characters and words is, learnt from the document that is being repaired.

Characters: a 6-gram with Witten-Bell smoothing (Witten and Bell 1991, method C). Words: a bigram over a unigram over a word list,
smoothed in the same way. Both live in open-addressing hash tables of plain arrays, so that the search over orders runs compiled.

A line never testifies for itself: `own_counts` gives what a line put into the tables and the look-ups take it out again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ORDER = 6
BITS = 7
UNKNOWN, SPACE = 1, 2
"""Symbol 0 is "nothing known before here": contexts stop at it."""
CONTEXT = (1 << (BITS * (ORDER - 1))) - 1
WORD_BASE = 1_000_003
LETTER, DIGIT, OTHER = 0, 1, 2
NO_WORD = 1
"""Previous "word" of a word that follows a number, a mark or the unknown."""

ARABIC_FORMS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "ؤ": "و", "\u200c": None, "\u0640": None}
)
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"1[34]\d\d|20[012]\d")
LEXICON_WEIGHT = 20_000.0
"""Words of running text the word list counts for."""
LEXICON_CHARACTERS = 1.0
OVERLAP = 0.5
"""Weight of the characters of a pair of running words: each word but the outermost stands in two pairs."""


@dataclass(frozen=True)
class Alphabet:
    """Symbols 3.. for the characters of the training text, most frequent first; every other character is UNKNOWN."""

    symbols: Mapping[str, int]

    def encode(self, text: str) -> list[int]:
        return [SPACE if c.isspace() else self.symbols.get(c, UNKNOWN) for c in text]


def make_alphabet(texts: Iterable[str]) -> Alphabet:
    counts = Counter("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئء0123456789.,،؛:()/-")
    for text in texts:
        counts.update(c for c in text.translate(ARABIC_FORMS) if not c.isspace())
    return Alphabet({c: i for i, (c, _) in enumerate(counts.most_common((1 << BITS) - 3), 3)})


def char_class(char: str) -> int:
    return LETTER if char.isalpha() else DIGIT if char.isdigit() else OTHER


@njit(cache=True, inline="always")
def _slot(keys, key):  # type: ignore[no-untyped-def]
    """Place of a key in an open-addressing table, or of the empty slot where it would stand."""
    mask = keys.shape[0] - 1
    h = key * -7046029254386353131
    h ^= (h >> 29) & 0x7FFFFFFFF
    at = h & mask
    while keys[at] != 0 and keys[at] != key:
        at = (at + 1) & mask
    return at


@njit(cache=True)
def _grown(keys, values):  # type: ignore[no-untyped-def]
    new_keys = np.zeros(keys.shape[0] * 2, np.int64)
    new_values = np.zeros((keys.shape[0] * 2, 3), np.float32)
    for i in range(keys.shape[0]):
        if keys[i] != 0:
            at = _slot(new_keys, keys[i])
            new_keys[at] = keys[i]
            new_values[at] = values[i]
    return new_keys, new_values


@njit(cache=True, inline="always")
def _gram(length, packed):  # type: ignore[no-untyped-def]
    return ((length + 1) << 56) | packed


@njit(cache=True)
def _count_characters(keys, values, used, symbols, starts, weights):  # type: ignore[no-untyped-def]
    """Adds the n-grams of every text. values: count of the gram, total and types of what follows it."""
    for t in range(starts.shape[0] - 1):
        weight = weights[t]
        history = 0
        for i in range(starts[t], starts[t + 1]):
            symbol = symbols[i]
            for length in range(ORDER):
                packed = history & ((1 << (BITS * length)) - 1)
                if length > 0 and (packed >> (BITS * (length - 1))) == 0:
                    break
                at = _slot(keys, _gram(length + 1, (packed << BITS) | symbol))
                new = keys[at] == 0
                if new:
                    keys[at] = _gram(length + 1, (packed << BITS) | symbol)
                    used += 1
                new_type = values[at, 0] == 0
                values[at, 0] += weight
                at = _slot(keys, _gram(length, packed))
                if keys[at] == 0:
                    keys[at] = _gram(length, packed)
                    used += 1
                values[at, 1] += weight
                if new_type:
                    values[at, 2] += 1
            history = ((history << BITS) | symbol) & CONTEXT
            if used * 5 > keys.shape[0] * 3:
                keys, values = _grown(keys, values)
    return keys, values, used


@njit(cache=True)
def _own(keys, values, own_keys, own_values):  # type: ignore[no-untyped-def]
    """Types that only this line gave to a context; own counts are already in place."""
    for i in range(own_keys.shape[0]):
        key = own_keys[i]
        if key == 0:
            continue
        own_values[i, 2] = 0
    for i in range(own_keys.shape[0]):
        key = own_keys[i]
        length = (key >> 56) - 1
        if key == 0 or length == 0:
            continue
        at = _slot(keys, key)
        if values[at, 0] - own_values[i, 0] < 0.01:
            context = (key & ((1 << 56) - 1)) >> BITS
            own_values[_slot(own_keys, _gram(length - 1, context)), 2] += 1


@njit(cache=True)
def character_log_probability(keys, values, own_keys, own_values, size, history, symbol):  # type: ignore[no-untyped-def]
    """log P(symbol | up to five symbols before it), Witten-Bell, without the line's own counts."""
    p = 1.0 / size
    for length in range(ORDER):
        packed = history & ((1 << (BITS * length)) - 1)
        if length > 0 and (packed >> (BITS * (length - 1))) == 0:
            break
        key = _gram(length, packed)
        at = _slot(keys, key)
        if keys[at] == 0:
            break
        total = values[at, 1]
        types = values[at, 2]
        own = _slot(own_keys, key)
        if own_keys[own] != 0:
            total -= own_values[own, 1]
            types -= own_values[own, 2]
        if total < 0.01 or types < 1:
            break
        key = _gram(length + 1, (packed << BITS) | symbol)
        at = _slot(keys, key)
        count = 0.0
        if keys[at] != 0:
            count = values[at, 0]
            own = _slot(own_keys, key)
            if own_keys[own] != 0:
                count = max(0.0, count - own_values[own, 0])
        p = (count + types * p) / (total + types)
    return np.log(p)


@njit(cache=True, inline="always")
def word_pair(previous, word):  # type: ignore[no-untyped-def]
    key = (previous * 1_000_000_007) ^ (word * -7046029254386353131)
    return key | 1


@njit(cache=True)
def _count_words(keys, values, used, words, starts, weights):  # type: ignore[no-untyped-def]
    """Adds unigrams (values 0: count; 1, 2: total and types of what follows) and bigrams (0: count)."""
    total = 0.0
    for t in range(starts.shape[0] - 1):
        previous = NO_WORD
        for i in range(starts[t], starts[t + 1]):
            word = words[i]
            if word != NO_WORD:
                at = _slot(keys, word)
                if keys[at] == 0:
                    keys[at] = word
                    used += 1
                values[at, 0] += weights[t]
                total += weights[t]
                pair = word_pair(previous, word)
                at = _slot(keys, pair)
                if keys[at] == 0:
                    keys[at] = pair
                    used += 1
                new_type = values[at, 0] == 0
                values[at, 0] += weights[t]
                at = _slot(keys, previous)
                if keys[at] == 0:
                    keys[at] = previous
                    used += 1
                values[at, 1] += weights[t]
                if new_type:
                    values[at, 2] += 1
            previous = word
            if used * 5 > keys.shape[0] * 3:
                keys, values = _grown(keys, values)
    return keys, values, used, total


@njit(cache=True)
def word_log_probability(  # type: ignore[no-untyped-def]
    keys, values, own_keys, own_values, lexicon_keys, lexicon_values, total, per_letter, previous, word, length
):
    """log P(word | the word before it). An unknown word costs `per_letter` for each of its letters."""
    at = _slot(lexicon_keys, word)
    prior = lexicon_values[at, 0] if lexicon_keys[at] != 0 else np.exp(-9.0 - per_letter * length)
    at = _slot(keys, word)
    count = 0.0
    if keys[at] != 0:
        count = values[at, 0]
        own = _slot(own_keys, word)
        if own_keys[own] != 0:
            count = max(0.0, count - own_values[own, 0])
    p = (count + LEXICON_WEIGHT * prior) / (total + LEXICON_WEIGHT)
    at = _slot(keys, previous)
    if keys[at] != 0:
        follow = values[at, 1]
        types = values[at, 2]
        own = _slot(own_keys, previous)
        if own_keys[own] != 0:
            follow -= own_values[own, 1]
            types -= own_values[own, 2]
        if follow > 0.01 and types >= 1:
            pair = word_pair(previous, word)
            at = _slot(keys, pair)
            count = 0.0
            if keys[at] != 0:
                count = values[at, 0]
                own = _slot(own_keys, pair)
                if own_keys[own] != 0:
                    count = max(0.0, count - own_values[own, 0])
            p = (count + types * p) / (follow + types)
    return np.log(p)


@njit(cache=True)
def _own_words(keys, values, own_keys, own_values, words):  # type: ignore[no-untyped-def]
    for i in range(own_keys.shape[0]):
        own_values[i, 2] = 0
    previous = NO_WORD
    for i in range(words.shape[0]):
        word = words[i]
        if word != NO_WORD:
            pair = word_pair(previous, word)
            own = _slot(own_keys, pair)
            if own_values[own, 2] == 0 and values[_slot(keys, pair), 0] - own_values[own, 0] < 0.01:
                own_values[own, 2] = 1
                own_values[_slot(own_keys, previous), 2] += 1
        previous = word


def word_hash(symbols: Iterable[int]) -> int:
    """The polynomial hash of a word, as the search computes it piece by piece (wrapping 64-bit)."""
    value = 0
    for symbol in symbols:
        value = (value * WORD_BASE + symbol) & 0xFFFFFFFFFFFFFFFF
    return value - (1 << 64) if value >= 1 << 63 else value


def split_words(text: str) -> list[str | None]:
    """The words of a text in order, None for a number or mark between them."""
    words: list[str | None] = []
    start = -1
    for i, char in enumerate(text + " "):
        if char.isalpha():
            start = i if start < 0 else start
            continue
        if start >= 0:
            words.append(text[start:i])
            start = -1
        if not char.isspace() and (not words or words[-1] is not None):
            words.append(None)
    return words


@dataclass(frozen=True)
class Table:
    """An open-addressing hash table: keys (0: empty) and three values each."""

    keys: Ints
    values: NDArray[np.float32]


@dataclass(frozen=True)
class LanguageModel:
    """Trained tables. `size`: number of symbols; `word_total`: weighted count of training words."""

    alphabet: Alphabet
    characters: Table
    words: Table
    lexicon: Table
    word_total: float
    size: int


def _empty(bits: int) -> tuple[Ints, NDArray[np.float32]]:
    return np.zeros(1 << bits, np.int64), np.zeros((1 << bits, 3), np.float32)


def fold_numbers(text: str) -> str:
    """Every number but a year becomes zeros, as many as it has digits: what stands beside a number seldom hangs on its value."""
    return _NUMBER.sub(lambda m: m.group() if _YEAR.fullmatch(m.group()) else "0" * len(m.group()), text)


def plain(text: str) -> str:
    """The form in which texts are counted: Persian letters, folded numbers, single spaces, no joiners."""
    return fold_numbers(" ".join(text.translate(ARABIC_FORMS).split()))


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(x) for x in lists], out=starts[1:])
    return np.fromiter((v for x in lists for v in x), np.int64, int(starts[-1])), starts


def _symbols(alphabet: Alphabet, text: str) -> list[int]:
    return [SPACE, *alphabet.encode(text), SPACE]


def _word_hashes(alphabet: Alphabet, text: str) -> list[int]:
    return [NO_WORD if w is None else word_hash(alphabet.encode(w)) for w in split_words(text)]


def lexicon_table(alphabet: Alphabet, lexicon: Mapping[str, float]) -> Table:
    """Word list with zipf-like frequencies (log10 per thousand million) -> probabilities by word hash."""
    keys, values = _empty(max(10, int(np.ceil(np.log2(len(lexicon) * 2 + 2)))))
    weights = {word: 10.0**zipf for word, zipf in lexicon.items()}
    total = sum(weights.values()) or 1.0
    for word, weight in weights.items():
        key = word_hash(alphabet.encode(plain(word)))
        at = _slot(keys, key)
        keys[at] = key
        values[at, 0] += weight / total
    return Table(keys, values)


@dataclass(frozen=True)
class General:
    """What a word list, and running text that is none of the document's, put into every model over one alphabet.

    `used`, `words_used`: filled slots of `characters` and `words`; `word_total`: weighted count of the running words.
    """

    alphabet: Alphabet
    characters: Table
    used: int
    lexicon: Table
    words: Table
    words_used: int = 0
    word_total: float = 0.0


def general_counts(alphabet: Alphabet, lexicon: Mapping[str, float], running: Mapping[str, float] | None = None) -> General:
    """Counts a word list, and stretches of running text with how often each was seen: once for all the models of a document,
    for both are long."""
    keys, values = _empty(18)
    entries = [(w, z) for w, z in lexicon.items() if z > 0 and " " not in w]
    heavy = np.array([LEXICON_CHARACTERS * max(0.25, z - 2.0) for _, z in entries])
    flat = _flat([_symbols(alphabet, plain(w)) for w, _ in entries])
    keys, values, used = _count_characters(keys, values, 0, *flat, heavy)
    words, counts = _empty(16)
    words_used, total = 0, 0.0
    if running:
        seen = np.array(list(running.values()))
        keys, values, used = _count_characters(
            keys, values, used, *_flat([_symbols(alphabet, t) for t in running]), OVERLAP * seen
        )
        hashes = [_word_hashes(alphabet, t) for t in running]
        words, counts, words_used, total = _count_words(words, counts, 0, *_flat(hashes), seen)
    return General(
        alphabet,
        Table(keys, values),
        int(used),
        lexicon_table(alphabet, lexicon),
        Table(words, counts),
        int(words_used),
        float(total),
    )


def train_model(texts: Sequence[str], general: General, weights: Sequence[float] | None = None) -> LanguageModel:
    """Counts the texts (each a line in reading order) on top of the word list."""
    texts = [plain(t) for t in texts]
    alphabet = general.alphabet
    weight = np.ones(len(texts)) if weights is None else np.asarray(weights, np.float64)
    keys, values = general.characters.keys.copy(), general.characters.values.copy()
    keys, values, _ = _count_characters(keys, values, general.used, *_flat([_symbols(alphabet, t) for t in texts]), weight)
    word_keys, word_values = general.words.keys.copy(), general.words.values.copy()
    flat = _flat([_word_hashes(alphabet, t) for t in texts])
    word_keys, word_values, _, total = _count_words(word_keys, word_values, general.words_used, *flat, weight)
    return LanguageModel(
        alphabet,
        Table(keys, values),
        Table(word_keys, word_values),
        general.lexicon,
        float(total) + general.word_total,
        len(alphabet.symbols) + 3,
    )


@dataclass(frozen=True)
class Own:
    """What one training text put into the tables."""

    characters: Table
    words: Table


def own_counts(model: LanguageModel, texts: Sequence[str], weight: float = 1.0) -> Own:
    """The counts to leave out while the line that trained with these texts is repaired."""
    texts = [plain(t) for t in texts]
    symbols = [_symbols(model.alphabet, t) for t in texts]
    bits = max(4, int(np.ceil(np.log2(sum(map(len, symbols)) * ORDER * 2 + 2))))
    keys, values = _empty(bits)
    keys, values, _ = _count_characters(keys, values, 0, *_flat(symbols), np.full(len(texts), weight))
    _own(model.characters.keys, model.characters.values, keys, values)
    hashes = [_word_hashes(model.alphabet, t) for t in texts]
    words, starts = _flat(hashes)
    word_keys, word_values = _empty(max(4, int(np.ceil(np.log2(len(words) * 4 + 2)))))
    word_keys, word_values, _, _ = _count_words(word_keys, word_values, 0, words, starts, np.full(len(texts), weight))
    _own_words(model.words.keys, model.words.values, word_keys, word_values, words)
    return Own(Table(keys, values), Table(word_keys, word_values))
