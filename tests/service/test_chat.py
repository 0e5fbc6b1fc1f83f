"""The form that chat programs speak, and the tools of the Model Context Protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.chat import ChatRequest, Message, TextPart, question_of
from tests.conftest import ROOT, Server

QUESTION = "شمار اعضای فعال کتابخانه در پایان سال ۱۴۰۱ چند نفر بود؟"
MESSAGES = [{"role": "system", "content": "کوتاه پاسخ بده"}, {"role": "user", "content": QUESTION}]


def test_a_completion_carries_the_answer_and_its_citations(server: Server):
    body = {"model": "anything", "messages": MESSAGES, "temperature": 0.2}
    reply = server.client.post("/v1/chat/completions", json=body).json()
    assert reply["object"] == "chat.completion"
    message = reply["choices"][0]["message"]
    whole = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    assert message["content"].startswith(whole["answer"]["text"])
    assert "سطرهای" in message["content"]
    assert reply["porsesh"]["answer"]["citations"] == whole["answer"]["citations"]


def test_a_streamed_completion_ends_with_done(server: Server):
    with server.client.stream("POST", "/v1/chat/completions", json={"messages": MESSAGES, "stream": True}) as reply:
        data = [line.removeprefix("data: ") for line in reply.iter_lines() if line.startswith("data: ")]
    assert data[-1] == "[DONE]"
    pieces = [json.loads(d)["choices"][0] for d in data[:-1]]
    assert pieces[-1]["finish_reason"] == "stop"
    assert "۵۳۲۰" in "".join(p["delta"].get("content", "") for p in pieces)


def test_the_messages_before_are_the_conversation():
    messages = [
        Message(role="user", content="پرسش نخست"),
        Message(role="assistant", content="پاسخ"),
        Message(role="assistant", content="دنبالهٔ پاسخ"),
        Message(role="user", content=[TextPart(type="text", text="پرسش دوم")]),
    ]
    request = question_of(ChatRequest(messages=messages))
    assert request.question == "پرسش دوم"
    assert [(t.question, t.answer) for t in request.history or ()] == [("پرسش نخست", "پاسخ\nدنبالهٔ پاسخ")]
    many = [Message(role="user", content=f"پرسش {n}") for n in range(30)]
    assert [t.question for t in question_of(ChatRequest(messages=many)).history or ()] == [f"پرسش {n}" for n in range(19, 29)]
    long = [Message(role="user", content="ب" * 2000), Message(role="user", content="پرسش")]
    assert question_of(ChatRequest(messages=long)).history == []


@pytest.mark.parametrize(
    "body",
    [{"messages": []}, {}, {"messages": [{"role": "system", "content": "a"}]}, {"messages": [{"role": "user", "content": " "}]}],
)
def test_a_chat_without_a_question_is_a_problem(server: Server, body: dict[str, object]):
    reply = server.client.post("/v1/chat/completions", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_mcp_server_answers_over_standard_input(small_corpus: Path):
    command = [sys.executable, "-W", "ignore", "-m", "service.cli", "mcp", "--corpus", str(small_corpus)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONWARNINGS": "ignore"}
    )
    assert process.stdin
    assert process.stdout

    def send(**message: object) -> None:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]

    try:
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        send(id=1, method="initialize", params=hello)
        assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"] == "porsesh"
        send(method="notifications/initialized")
        send(id=2, method="tools/list")
        names = {t["name"] for t in json.loads(process.stdout.readline())["result"]["tools"]}
        assert names == {"ask", "search", "list_tables", "get_table", "source"}
        send(id=3, method="tools/call", params={"name": "ask", "arguments": {"question": QUESTION}})
        result = json.loads(process.stdout.readline())["result"]
        assert "5320" in json.dumps(result, ensure_ascii=False)
    finally:
        process.kill()
        process.wait()
