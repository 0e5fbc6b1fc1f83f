import json

from eval.repair_ablation import ablation, as_json, table
from indexer.repair import STEPS, order


def test_every_step_is_scored(tmp_path):
    raws = ["این خط یکم است", "خط دوم نیز هست", ""]
    gold = tmp_path / "gold.jsonl"
    span = {"document": "doc", "lines": [1, 1], "kind": "paragraph", "damage": ["none"], "clean": raws[0]}
    gold.write_text(json.dumps(span, ensure_ascii=False) + "\n", encoding="utf-8")
    rows = ablation(gold, "doc", order(raws))
    assert [name for name, _ in rows][:2] == ["raw", "+ order"]
    assert len(rows) == 2 + len(STEPS)
    assert all(score.cer == 0 and score.order_ok == 1 for _, score in rows)
    stored = json.loads(as_json(rows))
    assert stored[0] == {"step": "raw", "spans": 1, "cer": 0.0, "order_ok": 1.0, "words_ok": 1.0}
    assert len(table(rows).splitlines()) == 1 + len(rows)
