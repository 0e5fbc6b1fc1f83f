"""What each step of the repair is worth: the gold's spans scored after every step.

    python -m eval.repair_ablation GOLD.jsonl SEED.txt [RESULT.json]

The first step takes out kashida letters and restores the run order; the others follow as `indexer.repair.STEPS` names them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.goldset import read_gold
from eval.repair_metrics import TextScore, score_texts
from indexer.corpus import Line
from indexer.repair import STEPS, Ordered, order

NAMES = {"lost_glyphs": "+ glyphs", "kashida": "+ kashida left over", "digits": "+ digits", "spaces": "+ spaces"}


def stages(ordered: Ordered) -> Iterator[tuple[str, list[Line]]]:
    """The document's lines raw and after each step."""
    yield "raw", [Line(n, raw, raw, "paragraph") for n, raw in enumerate(ordered.raws, 1)]
    texts = [ordered.line(at) for at in range(len(ordered.raws))]
    yield "+ order", [Line(n, raw, t.text, "paragraph") for n, (raw, t) in enumerate(zip(ordered.raws, texts, strict=True), 1)]
    for name, step in STEPS:
        texts = [step(t, ordered.model) if len(t.text) < 4000 else t for t in texts]
        yield (
            NAMES[name],
            [Line(n, raw, t.text, "paragraph") for n, (raw, t) in enumerate(zip(ordered.raws, texts, strict=True), 1)],
        )


def table(rows: Sequence[tuple[str, TextScore]]) -> str:
    """The scores as aligned text."""
    lines = [f"{'step':<24}{'CER':>8}{'order ok':>10}{'words ok':>10}"]
    lines += [f"{name:<24}{s.cer:>8.4f}{s.order_ok:>10.3f}{s.words_ok:>10.3f}" for name, s in rows]
    return "\n".join(lines)


def ablation(gold: Path, document: str, ordered: Ordered) -> list[tuple[str, TextScore]]:
    """Scores over all spans of a gold file after each step."""
    texts = read_gold([gold], {document: len(ordered.raws)}).texts
    found = []
    for name, lines in stages(ordered):
        found.append((name, score_texts(texts, {document: lines}, lambda line: line.text)["all"]))
    return found


def as_json(rows: Sequence[tuple[str, TextScore]]) -> str:
    """A list of {"step", "spans", "cer", "order_ok", "words_ok"}, in the order of the steps."""
    found = [
        {"step": name, "spans": s.spans}
        | {metric: round(float(getattr(s, metric)), 4) for metric in ("cer", "order_ok", "words_ok")}
        for name, s in rows
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    gold, seed = map(Path, sys.argv[1:3])
    rows = ablation(gold, seed.stem, order(seed.read_text(encoding="utf-8").split("\n")))
    print(table(rows))
    if len(sys.argv) == 4:
        Path(sys.argv[3]).write_text(as_json(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
