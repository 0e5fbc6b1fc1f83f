"""The scorers that the held-back gold is scored with, to agree with; and gold for the small corpus of the other tests."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.service.hospital import hospital, model  # noqa: F401

REFERENCE = Path(__file__).parent / "reference"

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "a1", "question": "برنامه و عملکرد خرید کتاب استان تهران چقدر بود؟", "type": "cell", "style": "formal",
        "answer": "برنامه 120 و عملکرد 110", "values": ["120", "110"], "evidence": [[27, 27]], "table": "1", "section": "1-2",
    },
    {
        "id": "a2", "question": "اعضای فعال کتابخانه در پایان سال 1401 چند نفر بودند؟", "type": "text", "style": "short",
        "answer": "5320 نفر", "values": ["5320"], "evidence": [[21, 21]], "table": None, "section": "1-2",
    },
    {
        "id": "a3", "question": "خدمات کتابخانه را نام ببرید", "type": "list", "style": "formal",
        "answer": "امانت کتاب؛ نشست؛ پایگاه؛ سالن مطالعه", "values": ["امانت کتاب", "سالن مطالعه"], "evidence": [[9, 17]],
        "table": None, "section": "1-1",
    },
    {
        "id": "a4", "question": "مدیر کتابخانه کیست؟", "type": "unanswerable", "style": "formal",
        "answer": "", "values": [], "evidence": [], "table": None, "section": None,
    },
]  # fmt: skip


@pytest.fixture(scope="session")
def reference() -> dict[str, ModuleType]:
    """`score_text`, `score_tables`, `score_questions` as scripts that share `common`."""
    sys.path.insert(0, str(REFERENCE))
    try:
        return {name: importlib.import_module(name) for name in ("common", "score_text", "score_tables", "score_questions")}
    finally:
        sys.path.remove(str(REFERENCE))


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in QUESTIONS), encoding="utf-8")
    return path
