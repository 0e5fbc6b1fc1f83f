"""One measured piece of work in a process of its own, so that its memory is its own: `python -m eval.bench.work TASK ...`.

Tasks print one JSON line: `build SEEDS CORPUS` and `naive SEEDS` their seconds and peak memory; `serve-naive SEEDS PORT`
serves until it is stopped.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from eval.memory import peak_mb
from service.settings import Settings


def main(arguments: list[str]) -> None:
    task, seeds, *rest = arguments
    settings = Settings()
    start = time.perf_counter()
    if task == "build":
        from indexer.sync import build

        summary = build(Path(seeds), Path(rest[0]), model_name=settings.model)
        facts = {"passages": summary.passages, "lines": summary.lines}
    else:
        from eval.bench import naive

        made = naive.build(Path(seeds), settings.model)
        facts = {"passages": len(made.chunks)}
        if task == "serve-naive":
            import uvicorn

            uvicorn.run(naive.create_app(made), host="127.0.0.1", port=int(rest[0]), log_level="error")
            return
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_mb(), **facts}))


if __name__ == "__main__":
    main(sys.argv[1:])
