"""The whole way of a document, with the real parts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.corpus import Line, read_corpus, read_records
from indexer.errors import PorseshError
from indexer.store.index import read_index
from indexer.store.manifest import FOLDER
from indexer.sync import build

ROOT = Path(__file__).parent.parent.parent
OFFLINE = """
import socket, sys
real = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"network reached for: {address}")
    return real(self, address)
socket.socket.connect = connect
def refuse(host, *rest, **named):
    if host not in (None, "127.0.0.1", "::1", "localhost", b"localhost"):
        raise AssertionError(f"name looked up: {host}")
    return looked_up(host, *rest, **named)
looked_up, socket.getaddrinfo = socket.getaddrinfo, refuse
from service.cli import main
sys.exit(main())
"""


def test_a_clean_document_is_left_as_it_is_and_becomes_passages(small_corpus: Path, small_seeds: Path):
    corpus = read_corpus(small_corpus / "library")
    stored = (small_seeds / "library.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert [line.raw for line in corpus.lines] == stored
    assert [line.text for line in corpus.lines if line.kind not in ("table_row", "table_header")] == [
        line.raw for line in corpus.lines if line.kind not in ("table_row", "table_header")
    ]
    assert [s.number for s in corpus.sections] == ["1", "1-1", "1-2", "2"]
    said = "\n".join(p.text for p in corpus.passages)
    assert "5320" in said
    assert "دو هفته" in said


def test_the_index_holds_what_the_corpus_holds(small_corpus: Path):
    index = read_index(small_corpus)
    corpus = read_corpus(small_corpus / "library")
    assert [entry.passage for entry in index.entries] == list(corpus.passages)
    scores = index.word_scores("شمار اعضای فعال")
    assert "5320" in index.entries[int(scores.argmax())].passage.text


def test_a_second_build_repairs_and_embeds_nothing_again(small_seeds: Path, small_corpus: Path, tmp_path: Path):
    corpus = tmp_path / "corpus"
    shutil.copytree(small_corpus, corpus, symlinks=True)
    before = {p.name: p.read_bytes() for p in (corpus / "library").iterdir()}
    (corpus / "library" / "tables.jsonl").unlink()  # what went missing comes back from the index
    summary = build(small_seeds, corpus)
    assert summary.embedded == 0
    assert {p.name: p.read_bytes() for p in (corpus / "library").iterdir()} == before


def test_corrections_are_applied_and_can_be_left_out(small_seeds: Path, small_corpus: Path, tmp_path: Path):
    corpus = tmp_path / "corpus"
    shutil.copytree(small_corpus, corpus, symlinks=True)
    (corpus / "library" / "corrections.yaml").write_text(
        "- {line: 3, text: کتابخانه مرکزی شهر ما, by: آزمون, reason: نمونه}\n", encoding="utf-8"
    )
    assert build(small_seeds, corpus).corrected == 1
    assert read_records(Line, corpus / "library" / "lines.jsonl")[2].text == "کتابخانه مرکزی شهر ما"
    assert build(small_seeds, corpus, corrections=False).corrected == 0
    assert read_records(Line, corpus / "library" / "lines.jsonl")[2].text.startswith("کتابخانه مرکزی شهر در سال")


def test_a_bad_seed_leaves_the_old_index_serving(small_corpus: Path, tmp_path: Path):
    corpus, seeds = tmp_path / "corpus", tmp_path / "seeds"
    shutil.copytree(small_corpus, corpus, symlinks=True)
    seeds.mkdir()
    (seeds / "bad.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(PorseshError):
        build(seeds, corpus)
    assert len(read_index(corpus).entries) == len(read_index(small_corpus).entries)


@pytest.mark.parametrize("moment", [0.0, 0.4, 0.8])
def test_a_build_killed_at_any_moment_leaves_the_old_index(small_corpus: Path, tmp_path: Path, moment: float):
    """kill -9 while texts are embedded or the index is written; what is read afterwards is the old index, whole."""
    corpus, seeds = tmp_path / "corpus", tmp_path / "seeds"
    shutil.copytree(small_corpus, corpus, symlinks=True)
    seeds.mkdir()
    (seeds / "new.txt").write_text("\n\n".join(f"جمله شماره {n} درباره موضوع {n * 7} است." for n in range(400)), encoding="utf-8")
    marker = tmp_path / "embedding"
    program = f"""
import sys
from pathlib import Path
from indexer.sync import build
def progress(stage, done):
    if done >= {moment} and "بردار" in stage: Path({str(marker)!r}).touch()
build(Path({str(seeds)!r}), Path({str(corpus)!r}), progress=progress)
"""
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", program], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not marker.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [e.passage for e in read_index(corpus).entries] == [e.passage for e in read_index(small_corpus).entries]


def test_build_and_ask_reach_no_network(small_seeds: Path, tmp_path: Path):
    environment = os.environ | {"HOME": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "NLTK_DATA", "HF_HOME"):
        environment.pop(name, None)
    corpus = tmp_path / "corpus"
    for arguments in (["build", "--seeds", str(small_seeds)], ["ask", "--json", "شمار اعضای فعال کتابخانه چند نفر است؟"]):
        command = [sys.executable, "-c", OFFLINE, *arguments, "--corpus", str(corpus)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["passages"]


def test_old_builds_do_not_pile_up(small_seeds: Path, small_corpus: Path, tmp_path: Path):
    corpus = tmp_path / "corpus"
    shutil.copytree(small_corpus, corpus, symlinks=True)
    for corrections in (False, True, False):
        build(small_seeds, corpus, corrections=corrections)
    assert len(list((corpus / FOLDER / "documents" / "library").iterdir())) == 2
