"""The command line: what works, and one Persian line with exit code 2 for what cannot."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from service.cli import main


def failing(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(list(argv))
    assert caught.value.code == 2
    error = capsys.readouterr().err.strip()
    assert "\n" not in error
    assert any("\u0600" <= c <= "\u06ff" for c in error)
    return error


def test_ask_prints_the_answer_and_its_source(small_corpus: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["ask", "--corpus", str(small_corpus), "شمار اعضای فعال چند نفر است؟"]) == 0
    said = capsys.readouterr().out
    assert "5320" in said
    assert "library" in said


def test_ask_json_is_the_body_of_the_http_reply(small_corpus: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["ask", "--json", "--top-k", "2", "--corpus", str(small_corpus), "شمار اعضای فعال چند نفر است؟"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body.keys() >= {"question", "interpreted", "answered", "answer", "passages", "rows", "took_ms"}
    assert len(body["passages"]) <= 2


def test_a_conversation_leans_on_what_was_said(
    small_corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "sys.stdin", StringIO("عملکرد خرید کتاب استان تهران چقدر بود؟\n" + "ا" * 1001 + "\nیزد چطور؟\n\nگیلان؟\n")
    )
    assert main(["ask", "--interactive", "--json", "--corpus", str(small_corpus)]) == 0
    said = capsys.readouterr()
    first, second = (json.loads(line) for line in said.out.splitlines())
    assert first["answer"]["values"] == [110]
    assert not first["leaned"]
    assert second["leaned"]
    assert "یزد" in second["interpreted"]
    assert "1000" in said.err  # a question that is too long is told, and the conversation goes on


def test_what_cannot_be_done_is_one_line(small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    failing(capsys, "ask", "--corpus", str(tmp_path), "پرسش")
    failing(capsys, "ask", "--corpus", str(small_corpus), "  ")
    failing(capsys, "ask", "--corpus", str(small_corpus))
    failing(capsys, "ask", "--corpus", str(small_corpus), "ا" * 1001)
    failing(capsys, "ask", "--corpus", str(small_corpus), "--top-k", "99", "پرسش")
    failing(capsys, "build", "--seeds", str(tmp_path / "missing"), "--corpus", str(tmp_path))
    failing(capsys, "build", "--seeds", str(tmp_path), "--corpus", str(tmp_path))
    failing(capsys, "repair", str(tmp_path / "missing.txt"))
    failing(capsys, "nonsense")
    failing(capsys)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b" \n"])
def test_a_bad_seed_touches_nothing(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    seeds, corpus = tmp_path / "seeds", tmp_path / "corpus"
    seeds.mkdir()
    (seeds / "bad.txt").write_bytes(data)
    failing(capsys, "build", "--seeds", str(seeds), "--corpus", str(corpus))
    assert not corpus.exists()


def test_repair_gives_one_line_for_each_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "clean.txt"
    path.write_text("این متن سالم است.\n\nسطر سوم هم سالم است.\n", encoding="utf-8")
    assert main(["repair", str(path)]) == 0
    assert capfd.readouterr().out == "این متن سالم است.\n\nسطر سوم هم سالم است.\n"
    assert main(["repair", "--json", str(path)]) == 0
    rows = [json.loads(text) for text in capfd.readouterr().out.splitlines()]
    assert [r["line"] for r in rows] == [1, 2, 3]
    assert rows[0].keys() == {"line", "raw", "text", "kind", "repairs", "confidence", "corrected", "map"}
