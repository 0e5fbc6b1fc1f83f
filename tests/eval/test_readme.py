"""The README's figures come from the files and nothing else of it changes."""

import sys

import pytest

from eval import readme
from eval.bench.tables import markdown
from eval.errors import EvaluationError

README = "# t\n<!-- results:begin -->\nold\n<!-- results:end -->\nkept\n<!-- bench:begin --><!-- bench:end -->\n"


def test_between_the_markers_only():
    text = readme.put(README, "results", "new \\1\n")
    assert text == README.replace("\nold\n", "\nnew \\1\n")
    assert readme.put(text, "results", "new \\1\n") == text


@pytest.mark.parametrize("text", ["", README + README, README.replace("results:end", "x")])
def test_markers_that_do_not_stand_once(text):
    with pytest.raises(EvaluationError, match="results"):
        readme.put(text, "results", "x")


def test_what_is_missing_is_left_alone(tmp_path, monkeypatch):
    path = tmp_path / "README.md"
    path.write_text(README, encoding="utf-8")
    missing = str(tmp_path / "none.json")
    monkeypatch.setattr(sys, "argv", ["readme", str(path), "--report", missing, "--bench", missing])
    assert readme.main() == 0
    assert path.read_text(encoding="utf-8") == README


def test_benchmark_tables():
    client = {"clients": 4, "questions": 9, "per_second": 20.0, "p50": 30.0, "p95": 60.0, "p99": 70.0, "max": 80.0}
    build = {
        "size": 4, "lines": 1600, "passages": 300, "seconds": 30.0, "again_seconds": 5.0, "peak_mb": 900.0,
        "naive_seconds": 10.0, "naive_peak_mb": 700.0, "ratio": 3.0,
    }  # fmt: skip
    results = {
        "environment": {"cores": 2, "machine": "Linux x86_64", "python": "3.11"},
        "builds": [build],
        "service": {"clients": [client], "memory_mb": {"now": 800.0, "peak": 1000.0}},
        "naive": {"clients": [client | {"p50": 15.0}], "memory_mb": None},
    }
    text = markdown(results)
    assert "| 4x | 1,600 | 300 | 30.0 | 5.0 | 900 | 10.0 | 3.0 |" in text
    assert "| 4 | 30 | 60 | 70 | 20.0 | 15 | 60 | 20.0 | 2.0 |" in text
    assert "Memory" not in text
