"""`python -m eval.bench [--seed FILE] [--out results.json]`: builds, serves and measures; minutes, alone on the machine.

Writes the results as JSON and, beside it, as Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval import facts
from eval.bench.building import SIZES, measure_builds, part_of
from eval.bench.serving import measure_server, naive_server, our_server
from eval.bench.tables import markdown
from eval.goldset import SAMPLE, read_gold
from indexer.errors import PorseshError
from indexer.reading.text import text_lines

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=Path, help="the document to build parts of; default: the first of seeds/")
    parser.add_argument("--questions", type=Path, default=SAMPLE[0])
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, default=SIZES, help="sixteenths of the document")
    parser.add_argument("--out", type=Path, default=RESULTS)
    args = parser.parse_args()
    try:
        seed = args.seed or sorted(Path("seeds").glob("*.txt"))[0]
        run(seed, args.questions, args.out, sorted(args.sizes))
    except (PorseshError, IndexError) as error:
        print(error or "seeds/*.txt", file=sys.stderr)
        return 2
    return 0


def run(seed: Path, questions: Path, out: Path, sizes: Sequence[int]) -> None:
    """Measures everything, then writes `out` and its `.md`."""
    asked = [q.question for q in read_gold([questions], {seed.stem: len(text_lines(seed))}).questions]
    with tempfile.TemporaryDirectory(prefix="porsesh-bench-") as folder:
        work = Path(folder)
        builds = measure_builds(seed, work, sizes)
        largest = builds[-1]["size"]
        with our_server(work / f"corpus-{largest}x") as server:
            ours = measure_server(server, asked)
        with naive_server(part_of(seed, work, largest)) as server:
            naive = measure_server(server, asked)
    results = {"environment": facts.of_environment(), "builds": builds, "service": ours, "naive": naive}
    out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    out.with_suffix(".md").write_text(markdown(results), encoding="utf-8")
    print(markdown(results))


if __name__ == "__main__":
    raise SystemExit(main())
