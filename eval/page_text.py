"""Sections of the page about the text: repair, tables, and how to come to the same figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from eval.markup import figure, grid
from eval.plots import Bar, bar_chart, percent, persian
from eval.wording import DAMAGE_NAMES, METRIC_NAMES, READING_NAMES

Report = Mapping[str, Any]
_EVAL = Path(__file__).parent
STEPS, RELIABILITY = _EVAL / "repair_ablation.json", _EVAL / "repair_reliability.svg"
"""Written by `python -m eval.repair_ablation` and `python -m eval.calibrate_repair`: that takes minutes."""


def repair(scores: Report) -> str:
    """Character errors, order and words: raw, by the engine alone, and as served."""
    slices = sorted(scores["raw"], key=lambda s: (s != "all", s.startswith("kind:"), s))
    rows = []
    for name in slices:
        row = [f"{escape(DAMAGE_NAMES.get(name, name))} ({persian(str(scores['raw'][name]['spans']))})"]
        row += [percent(scores[reading][name][m]) for m in ("cer", "order_ok", "words_ok") for reading in READING_NAMES]
        rows.append(row)
    titles = {"cer": "خطای نویسه‌ای", "order_ok": "ترتیب درست", "words_ok": "واژه‌های درست"}
    header = ["آسیب (شمار بازه‌ها)", *(f"{t}، {r}" for t in titles.values() for r in READING_NAMES.values())]
    bars = []
    for name in slices:
        bars.append(Bar(DAMAGE_NAMES.get(name, name), scores["engine"][name]["order_ok"], tone="a"))
        bars.append(Bar("خام", scores["raw"][name]["order_ok"], tone="b"))
    caption = "سهم بازه‌هایی که همهٔ حرف‌هایشان درست و به ترتیب است، بی‌اصلاح خواننده"
    return grid(header, rows) + figure(bar_chart(bars, "ترتیب درست"), caption) + _repair_steps() + _repair_reliability()


def _repair_steps() -> str:
    """What each step of the repair is worth, as `eval.repair_ablation` last measured it."""
    if not STEPS.exists():
        return ""
    rows = [
        [f"<code>{escape(step['step'])}</code>", *(percent(step[m]) for m in ("cer", "order_ok", "words_ok"))]
        for step in json.loads(STEPS.read_text(encoding="utf-8"))
    ]
    return "<h3>ارزش هر گام بازسازی</h3>" + grid(["پس از گام", "خطای نویسه‌ای", "ترتیب درست", "واژه‌های درست"], rows)


def _repair_reliability() -> str:
    """The calibration of the confidence of lines, as `eval.calibrate_repair` last drew it."""
    if not RELIABILITY.exists():
        return ""
    return figure(RELIABILITY.read_text(encoding="utf-8"), "اطمینان هر سطر در برابر سهم سطرهای درست، با اعتبارسنجی متقابل")


def tables(scores: Report) -> str:
    """Rows, cells and whole tables right; every gold table by its share of right cells."""
    shares = [
        ["سطرهای یافته", scores["rows_found"], scores["rows"]],
        ["سطرهای سراسر درست", scores["rows_right"], scores["rows"]],
        ["خانه‌های درست", scores["cells_right"], scores["cells"]],
        ["جدول‌های سراسر درست", scores["perfect"], scores["tables"]],
        ["شمارهٔ جدول درست", scores["numbers"], scores["tables"]],
    ]
    rows = [[name, percent(right / max(1, n)), persian(f"{right} / {n}")] for name, right, n in shares]
    bars = [Bar(f"جدول {persian(name)}", share, tone="a" if share == 1 else "b") for name, share in scores["each"]]
    return grid(["سنجه", "سهم", "شمار"], rows) + figure(bar_chart(bars, "خانه‌های درست هر جدول"), "سهم خانه‌های درست هر جدول طلایی")


def reproduce(report: Report) -> str:
    """The command, what the figures depend on, and what each metric means."""
    environment, gold = report["environment"], report["gold"]
    packages = "، ".join(f"<code>{n} {v}</code>" for n, v in environment["packages"].items() if v)
    meanings = "".join(f"<dt><code>{escape(m)}</code></dt><dd>{t}</dd>" for m, t in METRIC_NAMES.items())
    return (
        "<p>همه از نو ساخته می‌شود با <code>porsesh build && porsesh eval</code>. "
        "هر پرسش و هر گونه یک سطر در <code>runs.jsonl</code> دارد.</p>"
        f"<p>طلایی: {'، '.join(f'<code>{escape(f)}</code>' for f in gold['files'])}، <code>sha256 {gold['sha256'][:16]}</code>. "
        f"{persian(str(environment['cores']))} هسته، <code>Python {environment['python']}</code>، {packages}. "
        f"زمان ارزیابی: {persian(str(round(report['seconds'])))} ثانیه.</p><dl>{meanings}</dl>"
    )
