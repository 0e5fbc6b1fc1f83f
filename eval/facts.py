"""What a figure depends on, so that a stranger can tell whether two reports speak of the same thing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections import Counter
from typing import Any

from eval.goldset import Gold
from service.collection import Collection

_PACKAGES = ("porsesh", "sentence-transformers", "faiss-cpu", "bm25s", "hazm", "langchain-text-splitters", "torch", "ir-measures")


def of_gold(gold: Gold) -> dict[str, Any]:
    return {
        "files": list(gold.files),
        "sha256": gold.sha256,
        "questions": len(gold.questions),
        "types": dict(Counter(q.type for q in gold.questions)),
        "texts": len(gold.texts),
        "tables": len(gold.tables),
    }


def of_collection(collection: Collection) -> dict[str, Any]:
    return {
        "model": collection.index.model,
        "documents": [
            {
                "id": corpus.document,
                "lines": len(corpus.lines),
                "corrected": sum(line.corrected for line in corpus.lines),
                "sections": len(corpus.sections),
                "tables": len(corpus.tables),
                "passages": len(corpus.passages),
            }
            for corpus in collection.index.corpora
        ],
    }


def of_environment() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
