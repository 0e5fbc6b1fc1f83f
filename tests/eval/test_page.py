"""The page and the plots: nothing unescaped, nothing fetched, nothing drawn outside its frame."""

import re

import pytest

from eval.page_answers import failures, gates
from eval.plots import Bar, bar_chart, percent, reliability_chart, risk_coverage_chart
from eval.selective import Bin, Point


def numbers(svg, attribute):
    return [float(v) for v in re.findall(rf' {attribute}="([-\d.]+)"', svg)]


def test_bars_grow_from_the_right_with_their_value():
    svg = bar_chart([Bar("نیم", 0.5, 0.4, 0.6), Bar("همه", 1.0), Bar("هیچ", 0.0)], "آزمون")
    widths = [float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]
    assert widths[0] == pytest.approx(widths[1] / 2, abs=0.1)
    assert widths[2] == 0
    lefts = [float(x) for x in re.findall(r'<rect [^>]* x="([\d.]+)"', svg)]
    assert [a + w for a, w in zip(lefts, widths, strict=True)] == pytest.approx([lefts[0] + widths[0]] * 3, abs=0.1)
    assert svg.count('class="whisker"') == 1
    assert percent(0.5) == "۵۰٫۰٪"
    assert percent(0.5) in svg


def test_what_is_out_of_range_stays_in_the_frame():
    svg = bar_chart([Bar("x", 1.7, -0.2, 2.0)], "آزمون") + risk_coverage_chart([Point(0.5, 1.4, -1)], "آزمون")
    assert min(numbers(svg, "x") + numbers(svg, "width") + numbers(svg, "cx") + numbers(svg, "cy")) >= 0


def test_labels_are_escaped():
    svg = bar_chart([Bar("<b>&", 0.1)], '"><script>')
    assert "<b>" not in svg
    assert "<script>" not in svg


def test_curves_run_upwards_and_to_the_right():
    svg = risk_coverage_chart([Point(0.9, 0.2, 0.1), Point(0.5, 0.8, 0.4)], "آزمون")
    (x1, x2), (y1, y2) = numbers(svg, "cx"), numbers(svg, "cy")
    assert x1 < x2
    assert y1 > y2
    assert reliability_chart([Bin(0.9, 0.8, 10), Bin(0.2, 0.4, 1)], "آزمون").count("<circle") == 2


def test_a_failure_tells_everything_and_escapes_it():
    failed = {
        "id": "q1", "question": "<چند>؟", "type": "cell", "style": "short", "gold": "143", "values": ["143"], 
        "answer": "<i>9</i>",
        "answer_values": [9], "unit": None, "confidence": 0.5, "answered": True, "rank": None, "cause": "wrong_row",
        "cited": [{"id": "r1", "lines": [4, 5], "text": "<x>"}],
        "evidence": [{"line": 10, "raw": "تهران <143>", "text": "تهران 143", "confidence": 1.0}],
    }  # fmt: skip
    html = failures([failed])
    assert "&lt;چند&gt;" in html
    for tag in ("<چند>", "<i>", "<x>", "<143>"):
        assert tag not in html
    assert "سطر نادرست" in html
    assert "۱۰۰٫۰٪" in html  # the one cause has all failures


def test_gates_say_what_passed():
    html = gates([{"gate": "limit", "variant": "full", "metric": "right", "value": 0.5, "found": 0.4, "passed": False}])
    assert "نگذشت" in html
    assert "full.right" in html
