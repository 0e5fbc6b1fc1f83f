"""The service over HTTP: the contract's forms, and what it says to bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Server

QUESTION = "شمار اعضای فعال کتابخانه در پایان سال ۱۴۰۱ چند نفر بود؟"


def ask(server: Server, **body: Any) -> Any:
    return server.client.post("/v1/ask", json=body)


def test_an_answer_is_cited_with_its_source_lines(server: Server):
    reply = ask(server, question=QUESTION, top_k=3).json()
    assert reply["question"] == QUESTION
    assert "1401" in reply["interpreted"]
    assert reply["answered"]
    assert "۵۳۲۰" in reply["answer"]["text"]
    cited = {p["id"]: p for p in reply["passages"]} | {r["id"]: r for r in reply["rows"]}
    assert reply["answer"]["citations"]
    for name in reply["answer"]["citations"]:
        first, last = cited[name]["source"]["lines"]
        shown = server.client.get("/v1/source/library", params={"from": first, "to": last}).json()["lines"]
        assert any("5320" in line["text"] for line in shown)
    assert len(reply["passages"]) <= 3
    assert len(reply["rows"]) <= 3
    scores = [p["score"] for p in reply["passages"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", [QUESTION, "کدام استان‌ها کتاب خریدند؟", "مجموع خرید کتاب یزد و فارس", "بیشترین خرید کتاب"])
def test_what_is_cited_is_in_the_reply_however_short(server: Server, question: str):
    reply = ask(server, question=question, top_k=1).json()
    assert len(reply["passages"]) <= 1
    assert len(reply["rows"]) <= 1
    assert set(reply["answer"]["citations"]) <= {hit["id"] for hit in reply["passages"] + reply["rows"]}
    assert reply["answered"] == bool(reply["answer"]["citations"])


def test_a_row_is_found_with_its_table(server: Server):
    row = ask(server, question="عملکرد خرید کتاب استان یزد").json()["rows"][0]
    assert "یزد" in row["cells"]
    assert row["table"]["number"] == "1"
    assert [c["name"] for c in row["table"]["columns"]][1:] == ["نام استان", "برنامه", "عملکرد"]


def test_the_stream_sends_evidence_before_the_answer(server: Server):
    with server.client.stream("POST", "/v1/ask/stream", json={"question": QUESTION}) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        lines = list(reply.iter_lines())
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert events == ["meta", "passages", "rows", "answer", "done"]
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    whole = ask(server, question=QUESTION).json()
    assert data[3]["answer"] == whole["answer"]
    assert {p["id"] for p in data[1]} == {p["id"] for p in whole["passages"]}


def test_search_ranks_passages_and_rows_together(server: Server):
    hits = server.client.get("/v1/search", params={"q": "خرید کتاب استان یزد", "top_k": 4}).json()["hits"]
    assert 0 < len(hits) <= 4
    assert {h["type"] for h in hits} <= {"passage", "row"}
    only = server.client.get("/v1/search", params={"q": "خرید کتاب", "kind": "row"}).json()["hits"]
    assert {h["type"] for h in only} == {"row"}


def test_tables_as_json_and_as_csv_for_a_spreadsheet(server: Server):
    overview = server.client.get("/v1/tables").json()["tables"]
    assert [t["number"] for t in overview] == ["1"]
    table = server.client.get(f"/v1/tables/{overview[0]['id']}").json()
    assert table["rows"][-1]["kind"] == "total"
    assert any(c["state"] == "verified" for c in table["checks"])
    reply = server.client.get(f"/v1/tables/{overview[0]['id']}", params={"format": "csv"})
    assert reply.content.startswith(b"\xef\xbb\xbf")
    assert "یزد,40,45" in reply.text


def test_health_metrics_and_documentation(server: Server):
    assert server.client.get("/healthz").status_code == 200
    assert server.client.get("/readyz").json()["documents"] == ["library"]
    ask(server, question=QUESTION)
    assert 'porsesh_requests_total{method="POST",route="/v1/ask",status="200"}' in server.client.get("/metrics").text
    schema = server.client.get("/openapi.json").json()
    assert "/v1/ask" in schema["paths"]
    assert server.client.get("/docs").status_code == 200


def test_feedback_is_kept(server: Server):
    body = {"question": QUESTION, "answer_id": None, "helpful": False, "comment": "عدد کهنه است"}
    assert server.client.post("/v1/feedback", json=body).status_code == 204
    kept = (server.corpus / ".feedback" / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept[-1])["comment"] == "عدد کهنه است"
    assert server.client.post("/v1/feedback", json={"question": QUESTION}).status_code == 422


BAD = [
    ({"question": "   "}, 422, "خالی"),
    ({"question": "ا" * 1001}, 422, "1000"),
    ({"question": 5}, 422, "متن"),
    ({"question": ["a"]}, 422, "متن"),
    ({}, 422, "پرسش"),
    ({"question": "شهر", "top_k": 0}, 422, "top_k"),
    ({"question": "شهر", "top_k": 51}, 422, "top_k"),
    ({"question": "شهر", "top_k": "5"}, 422, "top_k"),
    ({"question": "شهر", "documents": ["missing"]}, 404, "missing"),
    ({"question": "شهر", "documents": []}, 422, "documents"),
    ([], 422, "درست"),
]


@pytest.mark.parametrize(("body", "status", "word"), BAD)
@pytest.mark.parametrize("route", ["/v1/ask", "/v1/ask/stream"])
def test_bad_questions_get_a_persian_problem(server: Server, route: str, body: Any, status: int, word: str):
    reply = server.client.post(route, json=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem.keys() >= {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert word in problem["detail"]


@pytest.mark.parametrize(
    ("content", "status"), [(b'{"question": ', 422), (b"\xff\xfe", 422), (b'{"question": "' + b"a" * 70_000 + b'"}', 413)]
)
def test_bodies_that_are_no_json_or_too_large(server: Server, content: bytes, status: int):
    reply = server.client.post("/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_large_body_without_a_length_is_refused_too(server: Server):
    def chunks():
        for _ in range(10):
            yield b" " * 10_000

    assert server.client.post("/v1/ask", content=chunks()).status_code == 413


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/v1/source/missing", 404),
        ("/v1/source/library?from=5000", 422),
        ("/v1/source/library?from=9&to=3", 422),
        ("/v1/source/library?from=0", 422),
        ("/v1/source/library?from=x", 422),
        ("/v1/tables/t99", 404),
        ("/v1/tables/t1?format=xml", 422),
        ("/v1/search", 422),
        ("/v1/search?q=%20", 422),
        ("/v1/search?q=a&top_k=99", 422),
        ("/nowhere", 404),
    ],
)
def test_bad_addresses_get_a_persian_problem(server: Server, url: str, status: int):
    reply = server.client.get(url)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert any("\u0600" <= c <= "\u06ff" for c in reply.json()["detail"])
