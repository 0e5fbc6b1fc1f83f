"""What one builds in an afternoon, to compare with: splitter, the same embedding model, FAISS, one route.

Nothing is repaired, no table is read, no word is searched, and no answer is given: the five nearest chunks come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from fastapi import FastAPI
from pydantic import BaseModel

from eval.sources import naive_passages
from indexer.embedding import embed_passages, embed_query, load_model
from indexer.reading.text import text_lines

NEAREST = 5


class Request(BaseModel):
    question: str
    top_k: int = NEAREST


@dataclass(frozen=True)
class Naive:
    """The chunks of all documents and their vectors."""

    model: Any
    chunks: tuple[str, ...]
    index: Any

    def nearest(self, question: str) -> list[dict[str, Any]]:
        vector = np.asarray(embed_query(self.model, question), dtype=np.float32).reshape(1, -1)
        scores, places = self.index.search(vector, NEAREST)
        return [{"text": self.chunks[i], "score": float(s)} for s, i in zip(scores[0], places[0], strict=True) if i >= 0]


def build(seeds: Path, model_name: str | None) -> Naive:
    """Chunks, embeds and indexes every seed."""
    model = load_model(model_name)
    chunks = tuple(p.text for path in sorted(seeds.glob("*.txt")) for p in naive_passages(text_lines(path)))
    vectors = embed_passages(model, chunks)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return Naive(model, chunks, index)


def create_app(naive: Naive) -> FastAPI:
    """POST /v1/ask -> the nearest chunks."""
    app = FastAPI()

    @app.post("/v1/ask")
    def ask(request: Request) -> dict[str, Any]:
        return {"passages": naive.nearest(request.question)}

    @app.get("/readyz")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    return app
