"""The evaluation in a terminal: a progress bar while it runs, a table at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from eval.harness import Progress as Report
from eval.wording import HEADLINE

COLUMNS = (
    "recall@5",
    "nDCG@10",
    "evidence@1",
    "evidence@5",
    "evidence@10",
    "row@1",
    "right",
    "strict",
    "wrong",
    "cited",
    "abstained",
)


@contextmanager
def progress() -> Iterator[Report]:
    """A bar on stderr."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("ارزیابی", total=1.0)
        yield lambda stage, done: bar.update(task, description=stage, completed=done)


def show(report: Mapping[str, Any], folder: Path) -> None:
    """The variants, the service's intervals, what moved, and the gates."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    if report["variants"]:
        console.print(_variants(report))
    if HEADLINE in report["variants"]:
        console.print(_headline(report["variants"][HEADLINE]))
    _show_texts_and_tables(console, report)
    if service := report["service"]:
        latency = service["latency_ms"]
        console.print(f"HTTP ms: p50 {latency['p50']:.1f}, p95 {latency['p95']:.1f}, max {latency['max']:.1f}")
        console.print("دو اجرا: یکسان" if service["same"] else f"دو اجرا: ناهمسان در {', '.join(service['differing'])}")
    for move in (report.get("compared") or {}).get("moved", ()):
        if move["p"] < 0.05:
            spread = f"{move['low']:+.3f} … {move['high']:+.3f}"
            console.print(f"{move['variant']} {move['metric']}: {move['delta']:+.3f} ({spread}) p={move['p']:.4f}")
    for verdict in report["gates"]:
        console.print(_verdict(verdict), style="" if verdict["passed"] else "bold red")
    console.print(f"{folder / 'report.html'} ({report['seconds']:.0f} s)", markup=False)


def _variants(report: Mapping[str, Any]) -> Table:
    grid = Table("variant", "n", *COLUMNS, title=f"{report['gold']['questions']} questions")
    for name, variant in report["variants"].items():
        metrics = variant["metrics"]
        cells = [f"{metrics[m]['mean']:.3f}" if m in metrics else "-" for m in COLUMNS]
        grid.add_row(name, str(max(m["n"] for m in metrics.values())), *cells)
    return grid


def _headline(variant: Mapping[str, Any]) -> Table:
    grid = Table("metric", "mean", "95 %", "n", title=HEADLINE)
    for name, m in variant["metrics"].items():
        grid.add_row(name, f"{m['mean']:.3f}", f"[{m['low']:.3f}, {m['high']:.3f}]".replace("[", "\\["), str(m["n"]))
    return grid


def _show_texts_and_tables(console: Console, report: Mapping[str, Any]) -> None:
    for name, scores in (report["repair"] or {}).items():
        s = scores["all"]
        console.print(f"text {name}: CER {s['cer']:.4f}, order {s['order_ok']:.3f}, words {s['words_ok']:.3f}", markup=False)
    if t := report["tables"]:
        rows, cells = max(1, t["rows"]), max(1, t["cells"])
        console.print(
            f"tables {t['tables']}: rows found {t['rows_found'] / rows:.4f}, rows right {t['rows_right'] / rows:.4f}, "
            f"cells right {t['cells_right'] / cells:.4f}, wholly right {t['perfect'] / max(1, t['tables']):.4f}",
            markup=False,
        )


def _verdict(verdict: Mapping[str, Any]) -> str:
    sign = "✓" if verdict["passed"] else "✗"
    if verdict["gate"] == "limit":
        return f"{sign} {verdict['variant']}.{verdict['metric']} = {verdict['found']:.3f} (limit {verdict['value']:.3f})"
    return (
        f"{sign} {verdict['metric']}: {verdict['delta']:+.3f} ({verdict['low']:+.3f} … {verdict['high']:+.3f}) "
        f"+{verdict['gained']} -{verdict['lost']}"
    )
