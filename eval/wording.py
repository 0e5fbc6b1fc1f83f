"""The names of what a report speaks of, and how they read in Persian."""

from __future__ import annotations

HEADLINE = "full"
"""The variant that is the service as it serves."""
SEARCHERS = ("words", "grams", "dense", "hybrid")
"""The variants that only search."""

METRIC_NAMES = {
    "evidence@1": "سند پاسخ در گذر و سطر نخست",
    "evidence@5": "سند پاسخ در پنج گذر و پنج سطر نخست",
    "evidence@10": "سند پاسخ در ده گذر و ده سطر نخست",
    "recall@1": "سهم بازه‌های سند در یافتهٔ نخست",
    "recall@5": "سهم بازه‌های سند در پنج یافتهٔ نخست",
    "recall@10": "سهم بازه‌های سند در ده یافتهٔ نخست",
    "nDCG@10": "nDCG ده یافتهٔ نخست",
    "RR@10": "وارون رتبهٔ نخستین یافتهٔ درست",
    "context@1": "مقدار پاسخ در یافتهٔ نخست خوانا است",
    "context@5": "مقدار پاسخ در پنج یافتهٔ نخست خوانا است",
    "context@10": "مقدار پاسخ در ده یافتهٔ نخست خوانا است",
    "row@1": "سطر نخست جدول همان سطر پاسخ است",
    "right": "پاسخ درست",
    "strict": "پاسخ درست با یکا، مقیاس و علامت",
    "lenient": "پاسخ درست با سنجهٔ آسان‌گیر",
    "wrong": "پاسخ نادرست",
    "cited": "ارجاع به سند درست",
    "cited_lines_p": "سهم سطرهای ارجاع که سند پاسخ‌اند",
    "cited_lines_r": "سهم سطرهای سند که ارجاع شده‌اند",
    "answered": "پاسخ داده شد (پرسش‌های پاسخ‌دار)",
    "abstained": "خودداری بجا (پرسش‌های بی‌پاسخ)",
}
SLICE_NAMES = {
    "type": "نوع پرسش",
    "style": "سبک پرسش",
    "place": "جای پاسخ",
    "repair_confidence": "اطمینان بازسازی در سطرهای سند پاسخ",
    "length": "درازای پرسش",
}
GROUP_NAMES = {
    "cell": "خانهٔ جدول",
    "text": "متن",
    "list": "فهرست",
    "aggregate": "تجمیع",
    "compare": "مقایسه",
    "unanswerable": "بی‌پاسخ",
    "formal": "رسمی",
    "short": "کوتاه",
    "colloquial": "گفتاری",
    "arabic_keyboard": "صفحه‌کلید عربی",
    "paraphrase": "بازگویی",
    "typo": "غلط تایپی",
    "table": "جدول",
    "prose": "متن",
}
DAMAGE_NAMES = {
    "all": "همه",
    "run_order": "ترتیب قطعه‌ها",
    "spaces": "فاصله‌ها",
    "lost_glyphs": "حرف‌های افتاده",
    "kashida": "کشیده",
    "digits": "رقم‌ها",
    "letters": "شکل حرف‌ها",
    "none": "بی‌آسیب",
    "kind:paragraph": "بند",
    "kind:bullet": "مورد فهرست",
    "kind:heading": "عنوان",
    "kind:caption": "شرح جدول",
    "kind:header_cells": "سرستون",
}
READING_NAMES = {"raw": "خام", "engine": "بازسازی", "served": "بازسازی و اصلاح خواننده"}
PAIR_NAMES = {
    "repair": "بازسازی متن چه می‌افزاید؟",
    "part": "هر جزء سرویس چه می‌افزاید؟",
    "system": "سرویس کامل در برابر هر جست‌وجو",
}
