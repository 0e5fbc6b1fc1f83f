"""`porsesh eval` from end to end on the small corpus of the other tests."""

import json
import re

import pytest

from eval.goldset import read_gold
from eval.harness import evaluate
from eval.variants import VARIANTS
from service.cli import main
from service.collection import load_collection
from service.settings import Settings

FILES = ["report.html", "report.json", "runs.jsonl"]


def run(*arguments):
    """The exit code of `porsesh eval`."""
    try:
        return main(["eval", *map(str, arguments)])
    except SystemExit as stop:
        return stop.code


@pytest.fixture(scope="module")
def evaluated(small_corpus, tmp_path_factory):
    """A report of all variants."""
    from tests.eval.conftest import QUESTIONS

    folder = tmp_path_factory.mktemp("evaluated")
    gold = folder / "gold.jsonl"
    gold.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in QUESTIONS), encoding="utf-8")
    assert run("--corpus", small_corpus, "--gold", gold, "--report", folder / "report") == 0
    return folder / "report"


def test_three_files_and_nothing_else(evaluated):
    assert sorted(p.name for p in evaluated.iterdir()) == FILES


def test_the_report_holds_every_variant_with_intervals(evaluated):
    report = json.loads((evaluated / "report.json").read_text(encoding="utf-8"))
    assert list(report["variants"]) == list(VARIANTS)
    for name, variant in report["variants"].items():
        metrics = variant["metrics"]
        assert {"recall@5", "nDCG@10", "RR@10", "evidence@5"} <= metrics.keys()
        assert ("right" in metrics) == ("full" in name)
        assert all(0 <= m["low"] <= m["mean"] <= m["high"] <= 1 and m["n"] > 0 for m in metrics.values())
    assert report["variants"]["words"]["metrics"]["recall@10"]["mean"] == 1
    assert report["service"]["same"], report["service"]["differing"]
    assert {c["about"] for c in report["comparisons"]} == {"repair", "part", "system"}
    assert report["variants"]["full"]["slices"]["type"]["cell"]["n"] == 1


def test_runs_can_be_scored_again(evaluated):
    runs = [json.loads(line) for line in (evaluated / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(runs) == len(VARIANTS) * 4
    run = next(r for r in runs if r["variant"] == "full" and r["question"]["id"] == "a1")
    spans = [f["lines"] for f in run["passages"][:5] + run["rows"][:5]]
    assert run["scores"]["evidence@5"] == float(any(a <= 27 <= b for a, b in spans))


def test_the_page_fetches_nothing(evaluated):
    page = (evaluated / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert '<html lang="fa" dir="rtl">' in page
    assert page.count("<svg") >= 3
    assert not re.search(r"https?://|<script|<link|<img|url\(|@import", page)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('{"id": "x"', r"bad\.jsonl:2: "),
        ('{"id":"x","question":"؟","type":"riddle","style":"s","answer":"","values":[],"evidence":[]}', "riddle"),
        ('{"id":"x","question":"؟","type":"text","style":"s","answer":"","values":[],"evidence":[[1,99]]}', "بیرون از سند"),
        ('{"id":"a1","question":"؟","type":"text","style":"s","answer":"","values":[],"evidence":[[1,2]]}', "تکراری"),
    ],
)
def test_bad_gold_is_one_line_and_writes_nothing(small_corpus, gold_file, tmp_path, capsys, bad, said):
    path = tmp_path / "bad.jsonl"
    path.write_text(gold_file.read_text(encoding="utf-8").splitlines()[0] + "\n" + bad + "\n", encoding="utf-8")
    assert run("--corpus", small_corpus, "--gold", path, "--report", tmp_path / "report") == 2
    error = capsys.readouterr().err.strip()
    assert re.search(said, error)
    assert "\n" not in error
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--variants", "full,telepathy"],
        ["--fail-under", "right"],
        ["--compare", "nowhere.json"],
        ["--baseline", "nowhere.json"],
        ["--gold", "nowhere.jsonl"],
    ],
)
def test_what_cannot_be_done_is_said_at_once(small_corpus, tmp_path, capsys, arguments):
    assert run("--corpus", small_corpus, "--report", tmp_path / "report", *arguments) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "report").exists()


def test_no_index_yet(tmp_path, capsys):
    assert run("--corpus", tmp_path, "--report", tmp_path / "report") == 2
    assert "porsesh build" in capsys.readouterr().err


def test_gates_compare_and_baseline(small_corpus, gold_file, evaluated, tmp_path, capsys):
    common = ["--corpus", small_corpus, "--gold", gold_file, "--quick", "--report", tmp_path / "report"]
    baseline = tmp_path / "baseline.json"
    assert run(*common, "--save-baseline", baseline, "--fail-under", "wrong=-0.1") == 1
    assert "✗ full.wrong" in capsys.readouterr().out
    assert run(*common, "--baseline", baseline, "--compare", evaluated / "report.json", "--fail-under", "evidence@5=0.5") == 0
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert list(report["variants"]) == ["full"]
    assert all(m["delta"] == 0 for m in report["compared"]["moved"])
    assert all(v["passed"] for v in report["gates"])


def test_variants_are_listed(capsys):
    assert run("--variants", "list") == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == list(VARIANTS)


def test_two_evaluations_are_the_same(small_corpus, gold_file, evaluated):
    first = json.loads((evaluated / "report.json").read_text(encoding="utf-8"))
    settings = Settings(corpus=small_corpus)
    again = evaluate(
        load_collection(small_corpus, None), read_gold([gold_file], {"library": 39}), ["raw-hybrid", "full"], settings
    )
    for name, variant in again.report["variants"].items():
        for part in ("outcomes", "metrics", "slices"):
            assert json.loads(json.dumps(variant[part])) == first["variants"][name][part]
