"""report.html: one file that a person who did not build the system can read, with nothing to fetch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval import page_answers, page_text
from eval.markup import DIFFERENCE_HEADER, card, difference_row, figure, grid, interval, section
from eval.plots import Bar, bar_chart, percent, persian
from eval.wording import GROUP_NAMES, HEADLINE, METRIC_NAMES, PAIR_NAMES, SEARCHERS, SLICE_NAMES

Report = Mapping[str, Any]

_CSS = Path(__file__).with_name("page.css")
_CARDS = ("right", "wrong", "evidence@5", "row@1", "cited", "abstained")
_COLUMNS = (
    "recall@5",
    "nDCG@10",
    "RR@10",
    "evidence@1",
    "evidence@5",
    "evidence@10",
    "context@5",
    "right",
    "strict",
    "wrong",
    "cited",
)


def render(report: Report) -> str:
    """The whole page."""
    headline = report["variants"].get(HEADLINE)
    sections = [
        ("summary", "در یک نگاه", _summary(report, headline)),
        ("variants", "گونه‌ها", _variants(report)),
        ("paired", "آزمون‌های جفتی", _paired(report["comparisons"])),
        ("slices", "برش‌ها", _slices(headline) if headline else ""),
        ("confidence", "اطمینان و خودداری", page_answers.confidence(headline) if headline else ""),
        ("repair", "بازسازی متن", page_text.repair(report["repair"]) if report["repair"] else ""),
        ("tables", "جدول‌ها", page_text.tables(report["tables"]) if report["tables"] else ""),
        ("speed", "سرعت و تکرارپذیری", page_answers.speed(report)),
        ("moved", "در برابر گزارش پیشین", page_answers.moved(report["compared"]) if report.get("compared") else ""),
        ("gates", "دروازه‌ها", page_answers.gates(report["gates"]) if report.get("gates") else ""),
        ("failures", "نمونه‌های ناکامی", page_answers.failures(report["failures"]) if headline else ""),
        ("reproduce", "بازتولید", page_text.reproduce(report)),
    ]
    kept = [(name, title, body) for name, title, body in sections if body]
    links = "".join(f'<a href="#{name}">{title}</a>' for name, title, _ in kept)
    return (
        '<!doctype html>\n<html lang="fa" dir="rtl">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f"<title>گزارش ارزیابی پرسش</title><style>{_CSS.read_text(encoding='utf-8')}</style></head>\n<body><main>"
        f"<h1>گزارش ارزیابی پرسش</h1>{_subtitle(report)}<nav>{links}</nav>"
        + "".join(section(name, title, body) for name, title, body in kept)
        + "</main></body>\n</html>\n"
    )


def _subtitle(report: Report) -> str:
    gold, documents = report["gold"], report["corpus"]["documents"]
    names = "، ".join(f"<code>{escape(d['id'])}</code>" for d in documents)
    return (
        f'<p class="quiet">{persian(str(gold["questions"]))} پرسش طلایی روی {names}؛ مدل بردارسازی '
        f"<code>{escape(report['corpus']['model'])}</code>. هر عدد میانگین است و بازهٔ ۹۵٪ بوت‌استرپ زیر یا کنار آن آمده.</p>"
    )


def _summary(report: Report, headline: Report | None) -> str:
    cards = []
    if headline:
        for name in _CARDS:
            if m := headline["metrics"].get(name):
                cards.append(card(METRIC_NAMES[name], percent(m["mean"]), f"{interval(m)} · {persian(str(m['n']))} پرسش"))
    if report["repair"]:
        before, after = report["repair"]["raw"]["all"], report["repair"]["served"]["all"]
        cards.append(card("خطای نویسه‌ای متن (CER)", percent(after["cer"]), f"متن خام: {percent(before['cer'])}"))
    if t := report["tables"]:
        cards.append(
            card("خانه‌های درست جدول‌ها", percent(t["cells_right"] / max(1, t["cells"])), f"{persian(str(t['cells']))} خانه")
        )
    return f'<div class="cards">{"".join(cards)}</div>'


def _variants(report: Report) -> str:
    variants = report["variants"]
    if not variants:
        return ""
    columns = [c for c in _COLUMNS if any(c in v["metrics"] for v in variants.values())]
    rows = []
    for name, variant in variants.items():
        cells = [f"<code>{escape(name)}</code><small>{escape(variant['summary'])}</small>"]
        for c in columns:
            m = variant["metrics"].get(c)
            cells.append(f"{percent(m['mean'])}<small>{interval(m)}</small>" if m else "")
        rows.append(cells)
    table = grid(["گونه", *(f"<code>{c}</code>" for c in columns)], rows)
    note = (
        '<p class="quiet">گونه‌های خام تنها گذر دارند و گونه‌های دیگر گذر و سطر جدول؛ پس <code>evidence@k</code> '
        "برای آن‌ها تا دو برابر یافته می‌شمارد. سنجهٔ برابر میان گونه‌ها <code>recall@k</code> است، "
        "که یک رتبه‌بندی را تا k می‌خواند.</p>"
    )
    return table + note + _ablation(variants)


def _ablation(variants: Report) -> str:
    """Raw against repaired for every system both were run with."""
    figures = []
    for metric in ("recall@5", "context@5", "right"):
        bars = []
        for system in (*SEARCHERS, HEADLINE):
            new, old = (variants.get(v, {}).get("metrics", {}).get(metric) for v in (system, f"raw-{system}"))
            if new and old:
                bars.append(Bar(f"{system} · بازسازی‌شده", new["mean"], new["low"], new["high"], "a"))
                bars.append(Bar("خام", old["mean"], old["low"], old["high"], "b"))
        if bars:
            figures.append(figure(bar_chart(bars, metric), f"<code>{metric}</code>: {METRIC_NAMES[metric]}"))
    if not figures:
        return ""
    key = '<p class="quiet"><i class="key a"></i>بازسازی‌شده<i class="key b"></i>خام</p>'
    return f"<h3>{PAIR_NAMES['repair']}</h3>{key}{''.join(figures)}"


def _paired(comparisons: Sequence[Report]) -> str:
    if not comparisons:
        return ""
    parts = [
        '<p class="quiet">تفاوت بر همان پرسش‌ها. p برای سنجه‌های صفر و یک آزمون دقیق مک‌نِمار و برای دیگر سنجه‌ها بوت‌استرپ جفتی است؛ '
        "برای شمار آزمون‌ها تصحیح نشده است.</p>"
    ]
    for about, title in PAIR_NAMES.items():
        rows = [
            difference_row(c, [f"<code>{c['new']}</code> − <code>{c['old']}</code>", f"<code>{c['metric']}</code>"])
            for c in comparisons
            if c["about"] == about
        ]
        if rows:
            parts.append(f"<h3>{title}</h3>" + grid(["گونه‌ها", "سنجه", *DIFFERENCE_HEADER], rows))
    return "".join(parts)


def _slices(headline: Report) -> str:
    figures = []
    for metric in ("right", "evidence@5"):
        bars = []
        for name, groups in headline["slices"].items():
            for group, found in groups.items():
                if m := found.get(metric):
                    label = f"{GROUP_NAMES.get(group, group)} ({persian(str(m['n']))})"
                    bars.append((name, Bar(label, m["mean"], m["low"], m["high"], "a")))
        parts = ""
        for name, title in SLICE_NAMES.items():
            if chosen := [bar for n, bar in bars if n == name]:
                parts += f"<h3>{title}</h3>{bar_chart(chosen, f'{metric}، {title}')}"
        if parts:
            figures.append(figure(parts, f"<code>{metric}</code>: {METRIC_NAMES[metric]}؛ شمار پرسش‌ها در پرانتز"))
    return f'<div class="side">{"".join(figures)}</div>'
