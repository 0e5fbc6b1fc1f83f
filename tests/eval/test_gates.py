"""What fails a build and what moved since an older report."""

import json
from dataclasses import asdict

import pytest

from eval import comparison, gates
from eval.errors import EvaluationError
from eval.significance import estimate
from eval.summary import outcomes


def report(right, evidence=None, gold="g"):
    """A report of the service with these scores of question 0, 1, 2, ..."""
    scores = {str(i): {"right": float(r), "evidence@5": float((evidence or right)[i])} for i, r in enumerate(right)}
    per_metric = outcomes(scores)
    metrics = {m: asdict(estimate(list(v.values()))) for m, v in per_metric.items()}
    return {"gold": {"sha256": gold}, "variants": {"full": {"metrics": metrics, "outcomes": per_metric}}}


def test_limits():
    limits = [gates.parse_limit(t) for t in ("right=0.5", "full.evidence@5=0.9")]
    verdicts = gates.judge(report([1, 1, 0, 1]), limits, None)
    assert [v["passed"] for v in verdicts] == [True, False]


def of_wrong(scores):
    """A report of the service where these answers are wrong."""
    per_metric = {"wrong": {str(i): float(w) for i, w in enumerate(scores)}}
    metrics = {"wrong": asdict(estimate(list(per_metric["wrong"].values())))}
    return {"gold": {"sha256": "g"}, "variants": {"full": {"metrics": metrics, "outcomes": per_metric}}}


def test_fewer_wrong_answers_are_better(tmp_path):
    assert gates.judge(of_wrong([0, 1]), [gates.parse_limit("wrong=0.5")], None)[0]["passed"]
    assert not gates.judge(of_wrong([1, 1]), [gates.parse_limit("wrong=0.5")], None)[0]["passed"]
    path = tmp_path / "baseline.json"
    gates.write_baseline(of_wrong([0] * 80 + [1] * 20), path)
    assert gates.judge(of_wrong([0] * 100), [], gates.read_baseline(path))[0]["passed"]
    assert not gates.judge(of_wrong([0] * 60 + [1] * 40), [], gates.read_baseline(path))[0]["passed"]


@pytest.mark.parametrize("text", ["right", "right=high", "nobody.right=0.5"])
def test_a_limit_that_cannot_be_read(text):
    with pytest.raises(EvaluationError, match="fail-under"):
        gates.parse_limit(text)


def test_a_limit_on_what_was_not_measured():
    with pytest.raises(EvaluationError, match="nDCG@10"):
        gates.judge(report([1]), [gates.parse_limit("nDCG@10=0.5")], None)


def test_one_question_less_passes_and_a_real_fall_does_not(tmp_path):
    path = tmp_path / "baseline.json"
    before = [1] * 60 + [0] * 40
    gates.write_baseline(report(before), path)
    baseline = gates.read_baseline(path)
    one_less = gates.judge(report([0, *before[1:]]), [], baseline)
    twelve_less = gates.judge(report([0] * 12 + before[12:]), [], baseline)
    assert all(v["passed"] for v in one_less)
    assert not any(v["passed"] for v in twelve_less)
    assert all(v["passed"] for v in gates.judge(report([1] * 100), [], baseline))


def test_a_baseline_of_other_questions(tmp_path):
    path = tmp_path / "baseline.json"
    gates.write_baseline(report([1, 0]), path)
    other = report([1, 0])
    full = other["variants"]["full"]
    full["outcomes"] = {m: {f"x{i}": v for i, v in scores.items()} for m, scores in full["outcomes"].items()}
    with pytest.raises(EvaluationError, match="خط پایه"):
        gates.judge(other, [], gates.read_baseline(path))


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"outcomes": {"right": 3}, "variants": {"full": {}}}'])
def test_files_that_are_neither_baseline_nor_report(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=r"x\.json"):
        gates.read_baseline(path)
    with pytest.raises(EvaluationError, match=r"x\.json"):
        comparison.read_report(path)
    with pytest.raises(EvaluationError):
        comparison.read_report(tmp_path / "missing.json")


def test_what_moved(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(json.dumps(report([0, 0, 1] + [0] * 20, gold="older")))
    new = report([1, 1, 0] + [1] * 20)
    found = comparison.compare(new, comparison.read_report(path), "old.json")
    move = next(m for m in found["moved"] if m["metric"] == "right")
    assert (move["gained"], move["lost"], move["n"]) == (22, 1, 23)
    assert move["delta"] == pytest.approx(21 / 23)
    assert move["p"] < 0.001
    assert found["flipped"]["full"]["lost"] == ["2"]
    assert not found["same_gold"]
