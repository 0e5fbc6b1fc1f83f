"""The one sentence that says what a candidate claims: what the reader judges, the reply gives and the page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.answers.claim import Claim
from service.answers.figures import shown
from service.answers.naming import entity, heading, in_persian, joined, label, led, listing, short_sheet
from service.answers.sheet import Sheet

LONGEST = 300
_NAMES_SHARE = 8
"""Of a sentence that is too long, names get one part in so many of its length."""
_PLACES = ("", "اول", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")


def say(claim: Claim, longest: int = LONGEST) -> str:
    """The sentence, at most `longest` characters; where it would be longer, long names are cut before what is claimed."""
    text = _told(claim)
    if len(text) > longest:
        text = _told(replace(claim, sheet=short_sheet(claim.sheet, longest // _NAMES_SHARE)))
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _told(claim: Claim) -> str:
    return in_persian(" ".join(_SAY[claim.operation](claim).split()))


def place(claim: Claim) -> str:
    """Where a candidate stands: caption and section."""
    table = claim.sheet.table
    parts = [table.caption.strip(), claim.sheet.section.strip()]
    return " – ".join(dict.fromkeys(p for p in parts if p))


def figure(sheet: Sheet, row: int, column: int) -> str:
    """A figure of a cell with its unit."""
    return quantity(sheet, float(sheet.figures[row, column]), column, decimals=6)


def quantity(sheet: Sheet, value: float, column: int, decimals: int = 2) -> str:
    """A figure in the unit of a column."""
    unit = sheet.units[column]
    return f"{shown(value, decimals)} {unit}" if unit else shown(value, decimals)


def _cell(c: Claim) -> str:
    row, column = c.rows[0], c.columns[0]
    value, lead = c.values[0], f"{heading(c.sheet, column)} {_for(c.sheet, row)}"
    if not isinstance(value, str):
        return f"{lead} {figure(c.sheet, row, column)} است."
    # what is long or a sentence itself stands for itself
    return f"{lead}: {value.rstrip('.')}." if len(value) > 40 or value.endswith(".") else f"{lead} {value} است."


def _for(sheet: Sheet, row: int) -> str:
    return f"برای «{label(sheet, row)}»"


def _compare(c: Claim) -> str:
    each = joined([f"«{label(c.sheet, r)}» {figure(c.sheet, r, c.columns[0])}" for r in c.rows])
    figures = [float(c.sheet.figures[r, c.columns[0]]) for r in c.rows]
    names = [f"«{label(c.sheet, r)}»" for r, x in zip(c.rows, figures, strict=True) if x == _extreme_of(c, figures)]
    return f"{led('مقایسهٔ', heading(c.sheet, c.columns[0]))}: {each}؛ {_apart(c, names, figures)}."


def _compare_columns(c: Claim) -> str:
    row = c.rows[0]
    each = joined([f"{heading(c.sheet, k)} {figure(c.sheet, row, k)}" for k in c.columns])
    figures = [float(c.sheet.figures[row, k]) for k in c.columns]
    names = [heading(c.sheet, k) for k, x in zip(c.columns, figures, strict=True) if x == _extreme_of(c, figures)]
    return f"مقایسه {_for(c.sheet, row)}: {each}؛ {_apart(c, names, figures)}."


def _extreme_of(c: Claim, figures: Sequence[float]) -> float:
    return min(figures) if c.operation.endswith("least") else max(figures)


def _apart(c: Claim, names: Sequence[str], figures: Sequence[float]) -> str:
    """Who has more, or less."""
    if max(figures) == min(figures):
        return "برابرند"
    word = "کمتر" if c.operation.endswith("least") else "بیشتر"
    if len(figures) == 2:
        return f"{joined(names)} {word} است"
    return f"{joined(names)} از همه {word}{' است' if len(names) == 1 else 'ند'}"


def _has(names: Sequence[object]) -> str:
    return "دارد" if len(names) == 1 else "دارند"


def _extreme(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        column = c.columns[0]
        names = joined([f"«{label(c.sheet, r)}»" for r in c.rows])
        after = [r for r in c.over if r not in c.rows][:2]
        rest = f"؛ بعد {joined([f'{label(c.sheet, r)} ({figure(c.sheet, r, column)})' for r in after])}" if after else ""
        most = led(word, heading(c.sheet, column))
        return f"{most}{_among(c)} را {names} با {figure(c.sheet, c.rows[0], column)} {_has(c.rows)}{rest}."

    return told


def _several(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        most = led(word, heading(c.sheet, c.columns[0]))
        return f"{shown(len(c.rows))} {entity(c.sheet)} با {most}{_among(c)}: {_with_figures(c)}."

    return told


def _nth(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        row, column = c.rows[0], c.columns[0]
        rank = c.over.index(row) + 1
        most = led(word, heading(c.sheet, column))
        at = _PLACES[rank] if rank < len(_PLACES) else shown(rank)
        return f"رتبهٔ {at} {most}{_among(c)} را «{label(c.sheet, row)}» با {figure(c.sheet, row, column)} دارد."

    return told


def _sum(c: Claim) -> str:
    whole = led("جمع", heading(c.sheet, c.columns[0]))
    return f"{whole}{_among(c) or ' همهٔ ردیف‌ها'} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _sum_rows(c: Claim) -> str:
    whole = led("جمع", heading(c.sheet, c.columns[0]))
    return f"{whole} {_each(c)} روی هم {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _mean(c: Claim) -> str:
    mean = led("میانگین", heading(c.sheet, c.columns[0]))
    value = quantity(c.sheet, float(c.values[0]), c.columns[0])
    return f"{mean}{_among(c)} {value} است ({shown(len(c.over))} {entity(c.sheet)})."


def _count(c: Claim) -> str:
    what = entity(c.sheet).replace("مورد", "موارد")
    return f"تعداد {what}{_among(c)} {shown(len(c.over))} است."


def _list(c: Claim) -> str:
    what = c.sheet.columns[c.columns[0]].name.strip() or entity(c.sheet)
    return f"{led('فهرست', what)}{_among(c)} ({shown(len(c.values))}): {listing([str(v) for v in c.values])}."


def _counted(words: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        lead = f"{heading(c.sheet, c.columns[0])} در"
        if not c.rows:
            return f"{lead} هیچ {entity(c.sheet)} {_limit(c, words)} نیست ({shown(0)} مورد)."
        return f"{lead} {shown(len(c.rows))} {entity(c.sheet)} {_limit(c, words)} است{_which(c)}."

    return told


def _listed(words: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        lead = f"{shown(len(c.rows))} {entity(c.sheet)} با {heading(c.sheet, c.columns[0])}"
        return f"{lead} {_limit(c, words)}: {_with_figures(c)}."

    return told


def _limit(c: Claim, words: str) -> str:
    limit = float(c.condition) if isinstance(c.condition, int | float) else 0.0
    if not c.used and limit:
        return f"{words} میانگین ({quantity(c.sheet, limit, c.columns[0])})"
    return f"{words} {quantity(c.sheet, limit, c.columns[0])}"


def _count_columns(c: Claim) -> str:
    a, b = (heading(c.sheet, k) for k in c.columns)
    return f"در {shown(len(c.rows))} {entity(c.sheet)} {a} بیشتر از {b} است{_which(c)}."


def _list_columns(c: Claim) -> str:
    a, b = (heading(c.sheet, k) for k in c.columns)
    return f"{shown(len(c.rows))} {entity(c.sheet)} با {a} بیشتر از {b}: {listing([label(c.sheet, r) for r in c.rows])}."


def _rank(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        row, column = c.rows[0], c.columns[0]
        return (
            f"«{label(c.sheet, row)}» با {figure(c.sheet, row, column)} از نظر {led(word, heading(c.sheet, column))} "
            f"رتبهٔ {shown(float(c.values[0]))} را در میان {shown(len(c.over))} {entity(c.sheet)} دارد."
        )

    return told


def _share(c: Claim) -> str:
    names = joined([f"«{label(c.sheet, r)}»" for r in c.rows])
    return f"سهم {names} از {led('کل', heading(c.sheet, c.columns[0]))} {shown(float(c.values[0]))} درصد است."


def _difference(c: Claim) -> str:
    gap = led("اختلاف", heading(c.sheet, c.columns[0]))
    return f"{gap} {_each(c)} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _difference_columns(c: Claim) -> str:
    row = c.rows[0]
    each = joined([f"{heading(c.sheet, k)} ({figure(c.sheet, row, k)})" for k in c.columns])
    return f"{led('اختلاف', each)} {_for(c.sheet, row)} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _ratio(c: Claim) -> str:
    a, b = c.rows
    k = c.columns[0]
    return (
        f"{heading(c.sheet, k)} «{label(c.sheet, a)}» ({figure(c.sheet, a, k)}) {shown(float(c.values[0]))} برابر "
        f"«{label(c.sheet, b)}» ({figure(c.sheet, b, k)}) است."
    )


def _of_columns(words: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        row, (a, b) = c.rows[0], c.columns
        return (
            f"{_for(c.sheet, row)} {heading(c.sheet, a)} ({figure(c.sheet, row, a)}) {shown(float(c.values[0]))} {words} "
            f"{heading(c.sheet, b)} ({figure(c.sheet, row, b)}) است."
        )

    return told


def _growth(c: Claim) -> str:
    row, (a, b) = c.rows[0], c.columns
    return (
        f"{_change(c)} {_for(c.sheet, row)} از {heading(c.sheet, a)} ({figure(c.sheet, row, a)}) به {heading(c.sheet, b)} "
        f"({figure(c.sheet, row, b)}) {shown(abs(float(c.values[0])))} درصد است."
    )


def _growth_rows(c: Claim) -> str:
    (a, b), k = c.rows, c.columns[0]
    return (
        f"{led(_change(c), heading(c.sheet, k))} از «{label(c.sheet, a)}» ({figure(c.sheet, a, k)}) به «{label(c.sheet, b)}» "
        f"({figure(c.sheet, b, k)}) {shown(abs(float(c.values[0])))} درصد است."
    )


def _change(c: Claim) -> str:
    return "رشد" if float(c.values[0]) >= 0 else "کاهش"


def _among(c: Claim) -> str:
    return f" در «{c.condition}»" if isinstance(c.condition, str) else ""


def _each(c: Claim) -> str:
    return joined([f"«{label(c.sheet, r)}» ({figure(c.sheet, r, c.columns[0])})" for r in c.rows])


def _which(c: Claim) -> str:
    return f" ({listing([label(c.sheet, r) for r in c.rows], 4)})" if 0 < len(c.rows) <= 4 else ""


def _with_figures(c: Claim) -> str:
    return listing([f"{label(c.sheet, r)} ({figure(c.sheet, r, c.columns[0])})" for r in c.rows])


_SAY: dict[str, Callable[[Claim], str]] = {
    "cell": _cell,
    "compare": _compare,
    "compare_columns": _compare_columns,
    "compare_least": _compare,
    "compare_columns_least": _compare_columns,
    "most": _extreme("بیشترین"),
    "least": _extreme("کمترین"),
    "most_n": _several("بیشترین"),
    "least_n": _several("کمترین"),
    "nth_most": _nth("بیشترین"),
    "nth_least": _nth("کمترین"),
    "sum": _sum,
    "sum_rows": _sum_rows,
    "mean": _mean,
    "count": _count,
    "count_more": _counted("بیشتر از"),
    "count_less": _counted("کمتر از"),
    "count_equal": _counted("برابر"),
    "count_columns": _count_columns,
    "list": _list,
    "list_more": _listed("بیشتر از"),
    "list_less": _listed("کمتر از"),
    "list_equal": _listed("برابر"),
    "list_columns": _list_columns,
    "rank_most": _rank("بیشترین"),
    "rank_least": _rank("کمترین"),
    "share": _share,
    "difference": _difference,
    "difference_columns": _difference_columns,
    "ratio": _ratio,
    "ratio_columns": _of_columns("برابر"),
    "percent_columns": _of_columns("درصد"),
    "growth": _growth,
    "growth_rows": _growth_rows,
}
