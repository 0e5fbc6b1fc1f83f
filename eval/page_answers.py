"""Sections of the page about answers: confidence, speed, what moved, gates, and the failure gallery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.failures import CAUSES
from eval.markup import DIFFERENCE_HEADER, difference_row, figure, grid, points
from eval.plots import Bar, bar_chart, percent, persian, reliability_chart, risk_coverage_chart
from eval.selective import Bin, Point
from eval.wording import GROUP_NAMES

Report = Mapping[str, Any]


def confidence(headline: Report) -> str:
    """Risk-coverage, reliability, and abstention as a decision of its own."""
    abstention, curve, reliability = headline["abstention"], headline["selective"], headline["calibration"]
    rows = [
        ["دقت خودداری: سهم خودداری‌های بجا", _share(abstention["precision"]), persian(str(abstention["abstained"]))],
        ["فراخوانی: سهم بی‌پاسخ‌هایی که پاسخ نگرفت", _share(abstention["recall"]), persian(str(abstention["unanswerable"]))],
    ]
    drawn = ""
    if curve and reliability:
        rows += [
            ["AURC: میانگین خطر روی پوشش (کمتر بهتر)", persian(f"{curve['aurc']:.3f}"), ""],
            ["AURC بهترین ترتیب ممکن همین پاسخ‌ها", persian(f"{curve['best_aurc']:.3f}"), ""],
            ["خطای کالیبراسیون (ECE)", persian(f"{reliability['ece']:.3f}"), ""],
            ["امتیاز Brier", persian(f"{reliability['brier']:.3f}"), ""],
        ]
        risks = risk_coverage_chart([Point(**p) for p in curve["points"]], "خطر و پوشش")
        bins = reliability_chart([Bin(**b) for b in reliability["bins"]], "درستی اطمینان")
        drawn = (
            '<div class="side">'
            + figure(risks, "اگر تنها پاسخ‌های بالای یک آستانهٔ اطمینان داده شود، چه سهمی نادرست است؟")
            + figure(bins, "اندازهٔ دایره شمار پاسخ‌هاست؛ روی خط‌چین، اطمینان همان سهم درست است.")
            + "</div>"
        )
    return grid(["سنجه", "مقدار", "شمار"], rows) + drawn


def speed(report: Report) -> str:
    """Latency in the process and through HTTP, and whether two runs agree."""
    names = ("p50", "p90", "p95", "p99", "max")
    rows = [
        [f"<code>{escape(name)}</code>", *(persian(f"{v['latency_ms'][p]:.1f}") for p in names)]
        for name, v in report["variants"].items()
    ]
    text = ""
    if service := report["service"]:
        rows.append(["سرویس کامل از راه HTTP", *(persian(f"{service['latency_ms'][p]:.1f}") for p in names)])
        differing = "، ".join(service["differing"])
        text = (
            '<p class="good">دو اجرا (درون فرایند و از راه HTTP) برای همهٔ پرسش‌ها پاسخ یکسان دادند.</p>'
            if service["same"]
            else f'<p class="bad">دو اجرا برای این پرسش‌ها پاسخ ناهمسان دادند: {escape(differing)}</p>'
        )
    return grid(["گونه (هزارم ثانیه)", *names], rows) + text if rows else ""


def moved(compared: Report) -> str:
    """What changed since the older report."""
    rows = [
        difference_row(m, [f"<code>{m['variant']}</code>", f"<code>{m['metric']}</code>"])
        for m in compared["moved"]
        if m["gained"] or m["lost"]
    ]
    differs = "؛ <span class='warn'>پرونده‌های طلایی یکی نیستند و تنها پرسش‌های مشترک سنجیده شد.</span>"
    text = f"<p>در برابر <code>{escape(compared['name'])}</code>{'.' if compared['same_gold'] else differs}</p>"
    for variant, flips in compared["flipped"].items():
        if flips["gained"] or flips["lost"]:
            gained, lost = "، ".join(flips["gained"]) or "هیچ", "، ".join(flips["lost"]) or "هیچ"
            text += f"<p><code>{variant}</code>، درست شد: {gained}؛ نادرست شد: {lost}</p>"
    if not rows:
        return text + "<p>هیچ سنجه‌ای جابه‌جا نشد.</p>"
    return text + grid(["گونه", "سنجه", *DIFFERENCE_HEADER], rows)


def gates(verdicts: Sequence[Report]) -> str:
    rows = []
    for v in verdicts:
        tone, word = ("good", "گذشت") if v["passed"] else ("bad", "نگذشت")
        limit = v["gate"] == "limit"
        found = persian(f"{v['found']:.3f} / {v['value']:.3f}") if limit else points(v["delta"], "+.1f")
        name, verdict = f"<code>{v['variant']}.{v['metric']}</code>", f'<span class="{tone}">{word}</span>'
        rows.append([name, f'<bdi dir="ltr">{found}</bdi>', verdict])
    return grid(["سنجه", "یافته / کف، یا تفاوت با خط پایه", "نتیجه"], rows)


def failures(failed: Sequence[Report]) -> str:
    """How often each cause, then every question that went wrong."""
    if not failed:
        return "<p>پاسخ هیچ پرسشی نادرست نبود.</p>"
    counts = Counter(f["cause"] for f in failed)
    bars = [Bar(f"{CAUSES[cause]} ({persian(str(n))})", n / len(failed), tone="bad") for cause, n in counts.most_common()]
    intro = "<p class='quiet'>علت حدسی است خودکار، از آنچه یافت، ارجاع و خوانده شد.</p>"
    ordered = sorted(failed, key=lambda f: (-counts[f["cause"]], f["cause"], f["id"]))
    return intro + figure(bar_chart(bars, "علت‌ها", label_width=330), "سهم هر علت") + "".join(_failure(f) for f in ordered)


def _failure(f: Report) -> str:
    evidence = "".join(
        f"<dt>سطر {persian(str(e['line']))}</dt>"
        f"<dd dir='auto'>{escape(e['text'])}<div class='raw' dir='auto'>{escape(e['raw'])}</div></dd>"
        for e in f["evidence"]
    )
    cited = "".join(
        f"<dd dir='auto'><code>{escape(c['id'])}</code> {_lines(c['lines'])}: {escape(c['text'])}</dd>" for c in f["cited"]
    )
    answer = escape(f["answer"]) if f["answered"] else f"<span class='quiet'>{escape(f['answer'])}</span>"
    rank = persian(str(f["rank"])) if f["rank"] else "در ده یافتهٔ نخست نیست"
    return (
        f"<details><summary><code>{escape(f['id'])}</code> {escape(f['question'])} "
        f"<span class='bad'>{CAUSES[f['cause']]}</span></summary><dl>"
        f"<dt>نوع</dt><dd>{_group(f['type'])}، {_group(f['style'])}</dd>"
        f"<dt>پاسخ طلایی</dt><dd dir='auto'>{escape(f['gold']) or 'گزارش پاسخی ندارد'}</dd>"
        f"<dt>پاسخ سامانه</dt><dd dir='auto'>{answer}</dd>"
        f"<dt>اطمینان</dt><dd>{_share(f['confidence'])}</dd><dt>رتبهٔ سند پاسخ</dt><dd>{rank}</dd>"
        + (f"<dt>ارجاع</dt>{cited}" if cited else "")
        + f"</dl>{'<h3>سند پاسخ: بازسازی‌شده و زیر آن خام</h3>' if evidence else ''}<dl>{evidence}</dl></details>"
    )


def _group(name: str) -> str:
    return escape(GROUP_NAMES.get(name, name))


def _lines(span: Sequence[int]) -> str:
    return f"سطرهای {persian(str(span[0]))} تا {persian(str(span[1]))}"


def _share(value: float | None) -> str:
    return "ندارد" if value is None else percent(value)
