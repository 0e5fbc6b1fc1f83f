import json

import numpy as np

from eval.calibrate_repair import cross_validated, examples, fit, letters_in_order, truths
from indexer.repair import order
from indexer.repair.confidence import Evidence, interpolate


def test_confidence_follows_the_share_right():
    random = np.random.default_rng(3)
    x = random.random((300, len(Evidence.__dataclass_fields__)))
    y = (random.random(300) < 1 / (1 + np.exp(-8 * (x[:, 0] - 0.5)))).astype(float)
    judged = cross_validated(x, y)
    ranked = sorted(judged, key=lambda j: j.confidence)
    for third in (ranked[:100], ranked[100:200], ranked[200:]):
        assert abs(sum(j.confidence for j in third) - sum(j.right for j in third)) < 0.12 * len(third)
    assert sum(j.right for j in ranked[200:]) > 2 * sum(j.right for j in ranked[:100])
    stored = fit(x, y)
    assert stored["features"] == list(Evidence.__dataclass_fields__)
    assert stored["shares"] == sorted(stored["shares"])


def test_interpolation_between_and_beyond_the_points():
    assert interpolate(0.5, [0.4, 0.6], [0.2, 0.8]) == 0.5
    assert interpolate(0.1, [0.4, 0.6], [0.2, 0.8]) == 0.2
    assert interpolate(0.9, [0.4, 0.6], [0.2, 0.8]) == 0.8


def test_truths_of_both_forms_and_examples(tmp_path):
    gold = tmp_path / "gold.jsonl"
    rows = [{"lines": [2, 2], "clean": "این خط دوم است"}, {"lines": [3, 4], "clean": "دو"}, {"line": 1, "text": "خط یکم این است"}]
    gold.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    known = truths([gold])
    assert sorted(known) == [1, 2]
    x, y = examples(order(["خط یکم این است", "این خط سوم است"]), known)
    assert x.shape == (2, len(Evidence.__dataclass_fields__))
    assert y.tolist() == [1, 0]


def test_bullets_and_spaces_do_not_count():
    assert letters_in_order("✓ می\u200cرود به") == letters_in_order("ميرود  به")
