"""Plots as inline SVG: no script, no font and no file of their own; colours come from the page's CSS variables.

Bars follow the reading direction of the page, from right to left; curves have their origin at the lower left as usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eval.selective import Bin, Point

WIDTH = 720
_VALUE = 62
_ROW = 22
_DIGITS = str.maketrans("0123456789.%-", "۰۱۲۳۴۵۶۷۸۹٫٪−")


@dataclass(frozen=True)
class Bar:
    """A share from 0 to 1 with its interval; `tone` is the CSS class that colours it, an empty `label` repeats the one above."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    tone: str = "a"


def persian(text: str) -> str:
    """ASCII digits, point, percent and minus as Persian ones."""
    return text.translate(_DIGITS)


def percent(share: float) -> str:
    """0.864 -> ۸۶٫۴٪."""
    return persian(f"{share * 100:.1f}%")


def bar_chart(bars: Sequence[Bar], title: str, label_width: int = 230) -> str:
    """Bars one under the other, with whiskers for the intervals and the value at the end of the line; widths in SVG units."""
    height = len(bars) * _ROW + 24
    right, left = WIDTH - label_width, _VALUE
    scale = right - left
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = right - tick * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{height - 20}"/>')
        parts.append(_text(x, height - 6, persian(f"{tick * 100:.0f}"), "middle", "tick"))
    for n, bar in enumerate(bars):
        y = 6 + n * _ROW
        end = right - _clip(bar.value) * scale
        parts.append(f'<rect class="bar {bar.tone}" x="{end:.1f}" y="{y}" width="{right - end:.1f}" height="{_ROW - 7}" rx="2"/>')
        if bar.low is not None and bar.high is not None:
            a, b, middle = right - _clip(bar.high) * scale, right - _clip(bar.low) * scale, y + (_ROW - 7) / 2
            parts.append(f'<path class="whisker" d="M{a:.1f} {middle}H{b:.1f}M{a:.1f} {middle - 4}v8M{b:.1f} {middle - 4}v8"/>')
        parts.append(_text(WIDTH - 4, y + 12, bar.label, "start", "label"))
        parts.append(_text(_VALUE - 6, y + 12, percent(bar.value), "start", "value"))
    return _figure(WIDTH, height, "".join(parts), title)


def risk_coverage_chart(points: Sequence[Point], title: str) -> str:
    """Share of answers that are wrong (upwards) against share of questions answered (to the right)."""
    frame = _Frame()
    steps = [(p.coverage, p.risk) for p in points]
    path = "M" + "L".join(f"{frame.x(c):.1f} {frame.y(r):.1f}" for c, r in steps)
    dots = "".join(
        f'<circle class="dot" cx="{frame.x(p.coverage):.1f}" cy="{frame.y(p.risk):.1f}" r="3">'
        f"<title>{persian(f'{p.threshold:.2f}')}: {percent(p.coverage)} / {percent(p.risk)}</title></circle>"
        for p in points
    )
    drawn = f'<path class="curve" d="{path}"/>{dots}'
    return frame.figure(drawn, title, "سهم پرسش‌های پاسخ‌گرفته (پوشش)", "سهم پاسخ‌های نادرست (خطر)")


def reliability_chart(bins: Sequence[Bin], title: str) -> str:
    """Share right (upwards) against stated confidence (to the right); on the diagonal confidence can be taken at its word."""
    frame = _Frame()
    most = max(b.n for b in bins)
    drawn = f'<line class="ideal" x1="{frame.x(0)}" y1="{frame.y(0)}" x2="{frame.x(1)}" y2="{frame.y(1)}"/>'
    for b in bins:
        drawn += (
            f'<circle class="bin" cx="{frame.x(b.confidence):.1f}" cy="{frame.y(b.right):.1f}" '
            f'r="{4 + 8 * (b.n / most) ** 0.5:.1f}">'
            f"<title>{persian(str(b.n))}: {percent(b.confidence)} / {percent(b.right)}</title></circle>"
        )
    return frame.figure(drawn, title, "اطمینانی که گفته شد", "سهم درست")


@dataclass(frozen=True)
class _Frame:
    """A square of axes from 0 to 1."""

    side: int = 300
    margin: int = 46

    def x(self, value: float) -> float:
        return self.margin + _clip(value) * self.side

    def y(self, value: float) -> float:
        return 10 + (1 - _clip(value)) * self.side

    def figure(self, drawn: str, title: str, across: str, upwards: str) -> str:
        parts = []
        for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            label = persian(f"{tick * 100:.0f}")
            parts.append(f'<line class="grid" x1="{self.x(0)}" x2="{self.x(1)}" y1="{self.y(tick)}" y2="{self.y(tick)}"/>')
            parts.append(f'<line class="grid" x1="{self.x(tick)}" x2="{self.x(tick)}" y1="{self.y(0)}" y2="{self.y(1)}"/>')
            parts.append(_text(self.x(tick), self.y(0) + 15, label, "middle", "tick"))
            parts.append(_text(self.x(0) - 5, self.y(tick) + 4, label, "start", "tick"))
        parts.append(drawn)
        parts.append(_text(self.x(0.5), self.y(0) + 34, across, "middle", "label"))
        parts.append(_text(0, 0, upwards, "middle", "label", f'transform="translate(13 {self.y(0.5)}) rotate(-90)"'))
        return _figure(self.side + self.margin + 14, self.side + 52, "".join(parts), title)


def _text(x: float, y: float, text: str, anchor: str, style: str, more: str = "") -> str:
    """Text set from right to left: anchored at its start it ends to the left of x."""
    place = more or f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text {place} class="{style}" direction="rtl" text-anchor="{anchor}">{escape(text)}</text>'


def _figure(width: float, height: float, drawn: str, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" style="max-width:{width:.0f}px" role="img" aria-label="{escape(title)}">'
        f"{drawn}</svg>"
    )


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
