"""What a change of a collection costs beside a document's own cost: the eleventh added, nothing changed, one removed.

`python -m eval.bench.documents [--out FILE]`: every step in a process of its own, as `porsesh` runs it. Seconds on a machine that
does other work too tell little, so all is also given as processor time and as ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.errors import EvaluationError

COUNT = 10
"""Documents that are there when one more comes."""
_THINGS = ("کتابخانه", "درمانگاه", "مدرسه", "ورزشگاه", "پارک", "موزه", "نیروگاه", "بندر", "فرودگاه", "بازار", "تصفیه‌خانه")


@dataclass(frozen=True)
class Cost:
    """Seconds of a step, as they passed and of all processors together."""

    wall: float
    cpu: float


def measure(work: Path, count: int = COUNT) -> dict[str, float | dict[str, float]]:
    """The costs of all steps, and the ratio of one more document among `count` to the same document alone."""
    for number in range(count):
        _write(work / "seeds" / f"d{number:02}.md", number)
    new = _write(work / f"d{count:02}.md", count)
    corpus = work / "corpus"
    steps = {
        "build": _cost("build", "--seeds", work / "seeds", "--corpus", corpus),
        "alone": _cost("add", "--corpus", work / "alone", new),
        "one_more": _cost("add", "--corpus", corpus, new),
        "nothing_changed": _cost("build", "--seeds", work / "seeds", "--corpus", corpus),
        "listed": _cost("documents", "--corpus", corpus),
        "removed": _cost("remove", "--corpus", corpus, new.stem),
    }
    return {
        **{name: asdict(cost) for name, cost in steps.items()},
        "one_more_to_alone": round(steps["one_more"].cpu / steps["alone"].cpu, 3),
    }


def pdf_cost(path: Path) -> float:
    """Processor seconds that reading a PDF takes, a page."""
    from indexer.reading import read_document

    read_document(path)  # libraries are loaded once
    start = time.process_time()
    pages = read_document(path).pages
    return (time.process_time() - start) / max(1, len(pages))


def _cost(*arguments: str | Path) -> Cost:
    start, before = time.perf_counter(), os.times()
    command = [sys.executable, "-m", "service.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = os.times()
    if done.returncode:
        raise EvaluationError(f"{arguments[0]}: {' '.join(done.stderr.split())[-200:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(round(time.perf_counter() - start, 2), round(cpu, 2))


def _write(path: Path, number: int) -> Path:
    """A clean report of forty paragraphs and a table of thirty rows, none of whose texts another one has."""
    name = _THINGS[number % len(_THINGS)]
    lines = [f"# گزارش {name} شماره {number}", ""]
    for part in range(1, 41):
        if part % 8 == 1:
            lines += [f"## بخش {part // 8 + 1}", ""]
        told = f"در ماه {part} از سال {1380 + number} شمار مراجعان {name} به {part * 131 + number} نفر رسید و کار ادامه یافت."
        lines += [told, ""]
    lines += ["## جدول‌ها", "", f"| شهر | مراجعان {name} | هزینه (ریال) |", "|---|---|---|"]
    lines += [f"| شهر {row} | {row * 17 + number} | {row * 9000 + number} |" for row in range(1, 31)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="documents that are there before")
    parser.add_argument("--pdf", type=Path, help="a PDF whose seconds a page are wanted too")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="porsesh-documents-") as folder:
        found = measure(Path(folder), args.count)
    if args.pdf:
        found["pdf_seconds_a_page"] = round(pdf_cost(args.pdf), 4)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
