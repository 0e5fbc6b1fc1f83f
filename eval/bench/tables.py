"""Benchmark results as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def markdown(results: Mapping[str, Any]) -> str:
    """Two tables: builds by size, answers by clients; ratios are to the naive pipeline of the same run."""
    environment = results["environment"]
    builds = [
        [
            f"{b['size']}x",
            f"{b['lines']:,}",
            f"{b['passages']:,}",
            f"{b['seconds']:.1f}",
            f"{b['again_seconds']:.1f}",
            f"{b['peak_mb']:,.0f}",
            f"{b['naive_seconds']:.1f}",
            f"{b['ratio']:.1f}",
        ]
        for b in results["builds"]
    ]
    serving = []
    for ours, naive in zip(results["service"]["clients"], results["naive"]["clients"], strict=True):
        serving.append(
            [
                str(ours["clients"]),
                *(f"{ours[p]:.0f}" for p in ("p50", "p95", "p99")),
                f"{ours['per_second']:.1f}",
                *(f"{naive[p]:.0f}" for p in ("p50", "p95")),
                f"{naive['per_second']:.1f}",
                f"{ours['p50'] / naive['p50']:.1f}",
            ]
        )
    memory = [results[name]["memory_mb"] for name in ("service", "naive")]
    lines = [
        f"{environment['cores']} cores, {environment['machine']}, Python {environment['python']}. "
        "Naive: splitter, the same model, FAISS, chunks instead of answers.",
        "",
        *table(["size", "lines", "passages", "build s", "again s", "peak MB", "naive s", "ratio"], builds),
        "",
        *table(["clients", "p50 ms", "p95 ms", "p99 ms", "answers/s", "naive p50", "naive p95", "naive/s", "p50 ratio"], serving),
    ]
    if all(memory):
        lines += ["", f"Memory while serving: {memory[0]['peak']:,.0f} MB at its peak, naive {memory[1]['peak']:,.0f} MB."]
    return "\n".join(lines) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; all columns but the first to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (header, rule, *rows)]
