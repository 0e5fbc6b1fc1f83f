"""The same document of a bank in each format: from the file to a cited answer."""

from __future__ import annotations

import shutil

import pytest
from fastapi.testclient import TestClient

from indexer.sync import build
from service.app import create_app
from service.settings import Settings
from tests.conftest import DATA

FILES = sorted(path.name for path in (DATA / "documents").glob("bank_branches*"))
QUESTION = "ماندهٔ سپردهٔ شعبهٔ فرودگاه در پایان شهریور 1402 چند میلیون ریال بود؟"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory):
    """A service over one document for each format; ids tell the format."""
    seeds, corpus = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("corpus")
    for name in FILES:
        path = DATA / "documents" / name
        shutil.copy(path, seeds / f"{path.stem}_{path.suffix[1:]}{path.suffix}")
    build(seeds, corpus)
    with TestClient(create_app(Settings(corpus=corpus, seeds=seeds))) as client:
        while client.get("/readyz").status_code != 200:
            pass
        yield client


def documents(client: TestClient, *formats: str) -> list[str]:
    found = [d["id"] for d in client.get("/v1/documents").json()["documents"] if not formats or d["format"] in formats]
    assert found
    return found


def test_every_format_is_here(client: TestClient):
    listed = client.get("/v1/documents").json()["documents"]
    assert {d["format"] for d in listed} == {"md", "html", "docx", "xlsx", "pdf"}
    assert all(d["state"] == "ready" and d["counts"]["tables"] == 3 for d in listed)


def test_the_figure_is_answered_and_cited_from_each_format(client: TestClient):
    for document in documents(client):
        reply = client.post("/v1/ask", json={"question": QUESTION, "documents": [document]}).json()
        assert reply["answer"]["values"] == [121460], document
        (row,) = [r for r in reply["rows"] if r["id"] in reply["answer"]["citations"]]
        assert row["source"]["document"] == document
        assert "فرودگاه" in row["cells"]
        first, last = row["source"]["lines"]
        cited = client.get(f"/v1/source/{document}?from={first}&to={last}").json()["lines"]
        assert "فرودگاه" in " ".join(line["text"] for line in cited)


def test_sections_are_the_same_in_all_but_the_workbook(client: TestClient):
    trees = {}
    for document in documents(client, "md", "html", "docx", "pdf"):
        sections = client.get(f"/v1/documents/{document}/sections").json()["sections"]
        trees[document] = [(s["title"], s["level"], [(t["title"], t["level"]) for t in s["sections"]]) for s in sections]
    first = trees.popitem()[1]
    assert len(first) >= 1
    assert all(tree == first for tree in trees.values())


def test_a_page_is_shown_with_the_cited_lines_marked(client: TestClient):
    for document in documents(client, "pdf"):
        reply = client.post("/v1/ask", json={"question": QUESTION, "documents": [document]}).json()
        source = reply["rows"][0]["source"]
        address = f"/v1/documents/{document}/pages/{source['sheet']}.png"
        first, last = source["lines"]
        plain, marked = client.get(address), client.get(address, params={"lines": f"{first}-{last}"})
        assert plain.headers["content-type"] == marked.headers["content-type"] == "image/png"
        assert plain.content[:4] == marked.content[:4] == b"\x89PNG"
        assert plain.content != marked.content


def test_pages_that_are_not_there_are_told(client: TestClient):
    (word,) = documents(client, "docx")
    for address in (f"/v1/documents/{word}/pages/1.png", "/v1/documents/nowhere/pages/1.png"):
        assert client.get(address).status_code == 404
    pdf = documents(client, "pdf")[0]
    assert client.get(f"/v1/documents/{pdf}/pages/99.png").status_code == 404
    assert client.get(f"/v1/documents/{pdf}/pages/1.png?lines=x").status_code == 422
