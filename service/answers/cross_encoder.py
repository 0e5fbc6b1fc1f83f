"""The reader's network: the bundled encoder with a low-rank adapter, reading a question and a text together.

One sequence `<s> question </s> text </s>`. Of it the network tells how well the text answers (one logit), and at which words
of the text the answer begins and ends. The adapter is that of Hu et al. 2021, LoRA, arXiv:2106.09685, on every linear map of
every layer; reading pairs in one sequence as in Nogueira and Cho 2019, arXiv:1901.04085; spans as in Devlin et al. 2019.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from indexer.e5_encoder import Encoder
from indexer.unigram import SPACE, Unigram, _word_ids, encode

LINEAR = ("query_key_value", "attended", "inner", "outer")
"""The linear maps of a layer, each of which the adapter changes."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Pair:
    """A question and a text as token ids; `words` holds, for each whole word of the text, its first and last token's place in
    the sequence and its start and end in the text."""

    ids: tuple[int, ...]
    words: tuple[tuple[int, int, int, int], ...]


def pair(tokenizer: Unigram, question: str, text: str, most: int) -> Pair:
    """The sequence for a question and a text, cut to `most` tokens."""
    ids = encode(tokenizer, f"query: {question}", most // 2)
    words = []
    for found in _WORD.finditer(text):
        clean = found.group().translate(tokenizer.replacements).strip()
        pieces = _word_ids(tokenizer, SPACE + clean.replace(" ", SPACE)) if clean else ()
        if len(ids) + len(pieces) + 1 > most:
            break
        if pieces:
            words.append((len(ids), len(ids) + len(pieces) - 1, found.start(), found.end()))
            ids += pieces
    return Pair((*ids, tokenizer.eos), tuple(words))


class CrossEncoder(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """The encoder with two heads. `answers`: (pairs,) logits; `spans`: (tokens of all pairs, 2) logits of begin and end."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.places.shape[1]
        self.answers = nn.Linear(2 * hidden, 1)
        self.spans = nn.Linear(hidden, 2)

    def forward(self, pairs: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits for sequences of token ids; the rows of the second follow one another, sequence by sequence."""
        lengths = [len(ids) for ids in pairs]
        ids = torch.tensor([i for one in pairs for i in one])
        places = torch.cat([self.encoder.places[:length] for length in lengths])
        x = self.encoder.norm(self.encoder.words(ids) + places)
        for layer in self.encoder.layers:
            x = layer(x, lengths)
        pooled = torch.stack([torch.cat((part[0], part.mean(0))) for part in x.split(lengths)])
        return self.answers(pooled)[:, 0], self.spans(x)


class Adapted(nn.Module):  # type: ignore[misc]
    """A linear map that stays as it is, and a low-rank change to it that is learned."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.randn(rank, linear.in_features) / rank)
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x) + functional.linear(functional.linear(x, self.down), self.up)


def adapt(network: CrossEncoder, rank: int) -> None:
    """Puts an adapter of this rank on every linear map; only the adapters and the heads are then learned."""
    for parameter in network.encoder.parameters():
        parameter.requires_grad_(False)
    for layer in network.encoder.layers:
        for name in LINEAR:
            setattr(layer, name, Adapted(getattr(layer, name), rank))
