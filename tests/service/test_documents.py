"""Two documents in one index: ids stay unique, a question can be kept to one of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.sync import build
from service.ask import ask
from service.collection import Collection, load_collection
from service.schemas import AskRequest


@pytest.fixture(scope="module")
def both(small_seeds: Path, small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    seeds, corpus = tmp_path_factory.mktemp("two"), tmp_path_factory.mktemp("corpus")
    shutil.copytree(small_seeds, seeds, dirs_exist_ok=True)
    shutil.copytree(small_corpus, corpus, symlinks=True, dirs_exist_ok=True)
    (seeds / "museum.txt").write_text("موزه شهر در سال 1390 گشایش یافت و روزانه 75 بازدیدکننده دارد.\n", encoding="utf-8")
    build(seeds, corpus)
    return load_collection(corpus, None)


def test_ids_are_unique_and_citations_lead_to_their_document(both: Collection):
    reply = ask(both, AskRequest(question="موزه شهر روزانه چند بازدیدکننده دارد؟", top_k=20))
    names = [p.id for p in reply.passages]
    assert len(names) == len(set(names))
    assert {p.source.document for p in reply.passages} == {"library", "museum"}
    assert set(reply.answer.citations) <= set(names) | {r.id for r in reply.rows}


def test_a_question_is_kept_to_the_documents_named(both: Collection):
    reply = ask(both, AskRequest(question="موزه شهر روزانه چند بازدیدکننده دارد؟", documents=["library"]))
    assert {p.source.document for p in reply.passages} == {"library"}
    assert not set(reply.answer.citations) & {p.id for p in reply.passages if p.source.document == "museum"}
