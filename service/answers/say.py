"""The one sentence that says what a candidate claims: what the reader judges, the reply gives and the page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence


from service.answers.claim import Claim
from service.answers.figures import persian_digits, shown
from service.answers.sheet import PERCENT, Sheet

LONGEST = 300
MOST_NAMED = 12
"""Names of a list that its sentence gives at most."""


def say(claim: Claim) -> str:
    """The sentence, at most LONGEST characters."""
    text = " ".join(_SAY[claim.operation](claim).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def place(claim: Claim) -> str:
    """Where a candidate stands: caption and section."""
    table = claim.sheet.table
    parts = [table.caption.strip(), claim.sheet.section.strip()]
    return " – ".join(dict.fromkeys(p for p in parts if p))


def heading(sheet: Sheet, column: int) -> str:
    """The name of a column, with its year where the name does not tell it."""
    c = sheet.columns[column]
    name = " ".join(c.name.split()) or "مقدار"
    year = sheet.years[column]
    return name if not year or str(year) in persian_ascii(name) else f"{name} سال {persian_digits(str(year))}"


def persian_ascii(text: str) -> str:
    """A text with ASCII digits."""
    return text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2))


def figure(sheet: Sheet, row: int, column: int) -> str:
    """A figure of a cell with its unit."""
    return quantity(sheet, float(sheet.figures[row, column]), column, decimals=6)


def quantity(sheet: Sheet, value: float, column: int, decimals: int = 2) -> str:
    """A figure in the unit of a column."""
    unit = PERCENT if sheet.is_share(column) else sheet.columns[column].unit
    return f"{shown(value, decimals)} {unit}" if unit else shown(value, decimals)


def label(sheet: Sheet, row: int) -> str:
    """What a row is called in a sentence."""
    return sheet.labels[row] if sheet.rows[row].kind == "body" else f"جمع ({sheet.labels[row]})" if sheet.labels[row] else "جمع کل"


def _cell(c: Claim) -> str:
    row, column = c.rows[0], c.columns[0]
    value = c.values[0]
    told = str(value) if isinstance(value, str) else figure(c.sheet, row, column)
    return f"{heading(c.sheet, column)} {_for(c.sheet, row)} {told} است."


def _for(sheet: Sheet, row: int) -> str:
    return f"برای «{label(sheet, row)}»"


def _compare(c: Claim) -> str:
    each = _and([f"«{label(c.sheet, r)}» {figure(c.sheet, r, c.columns[0])}" for r in c.rows])
    more = f"؛ «{c.values[-1]}» بیشتر است" if isinstance(c.values[-1], str) else "؛ برابرند"
    return f"مقایسهٔ {heading(c.sheet, c.columns[0])}: {each}{more}."


def _compare_columns(c: Claim) -> str:
    row = c.rows[0]
    each = _and([f"{heading(c.sheet, k)} {figure(c.sheet, row, k)}" for k in c.columns])
    more = f"؛ {c.values[-1]} بیشتر است" if isinstance(c.values[-1], str) else "؛ برابرند"
    return f"مقایسه {_for(c.sheet, row)}: {each}{more}."


def _extreme(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        column = c.columns[0]
        names = _and([f"«{label(c.sheet, r)}»" for r in c.rows])
        after = [r for r in c.over if r not in c.rows][:2]
        rest = f"؛ بعد {_and([f'{label(c.sheet, r)} ({figure(c.sheet, r, column)})' for r in after])}" if after else ""
        return f"{word} {heading(c.sheet, column)}{_among(c)} از آنِ {names} با {figure(c.sheet, c.rows[0], column)} است{rest}."

    return told


def _several(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        column = c.columns[0]
        each = "، ".join(f"{label(c.sheet, r)} ({figure(c.sheet, r, column)})" for r in c.rows)
        return f"{shown(len(c.rows))} {c.sheet.entity} با {word} {heading(c.sheet, column)}{_among(c)}: {each}."

    return told


def _nth(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        row, column = c.rows[0], c.columns[0]
        rank = c.over.index(row) + 1
        return f"رتبهٔ {shown(rank)} {word} {heading(c.sheet, column)} از آنِ «{label(c.sheet, row)}» با {figure(c.sheet, row, column)} است."

    return told


def _sum(c: Claim) -> str:
    return f"جمع {heading(c.sheet, c.columns[0])}{_among(c) or ' همهٔ ردیف‌ها'} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _sum_rows(c: Claim) -> str:
    names = _and([f"{label(c.sheet, r)} ({figure(c.sheet, r, c.columns[0])})" for r in c.rows])
    return f"جمع {heading(c.sheet, c.columns[0])} {names} روی هم {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _mean(c: Claim) -> str:
    return (
        f"میانگین {heading(c.sheet, c.columns[0])}{_among(c)} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است"
        f" ({shown(len(c.over))} {c.sheet.entity})."
    )


def _count(c: Claim) -> str:
    return f"تعداد {c.sheet.entity}{_among(c)} {shown(len(c.over))} است."


def _list(c: Claim) -> str:
    column = c.columns[0]
    what = c.sheet.columns[column].name.strip() or c.sheet.entity
    return f"فهرست {what}{_among(c)} ({shown(len(c.values))}): {_names([str(v) for v in c.values])}."


def _counted(words: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        return f"تعداد {c.sheet.entity} با {heading(c.sheet, c.columns[0])} {_limit(c, words)}: {shown(len(c.rows))}{_which(c)}."

    return told


def _listed(words: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        names = _names([f"{label(c.sheet, r)} ({figure(c.sheet, r, c.columns[0])})" for r in c.rows])
        return f"{c.sheet.entity} با {heading(c.sheet, c.columns[0])} {_limit(c, words)} ({shown(len(c.rows))} مورد): {names}."

    return told


def _limit(c: Claim, words: str) -> str:
    limit = float(c.condition) if isinstance(c.condition, int | float) else 0.0
    if not c.used and limit:
        return f"{words} میانگین ({quantity(c.sheet, limit, c.columns[0])})"
    return f"{words} {quantity(c.sheet, limit, c.columns[0])}"


def _count_columns(c: Claim) -> str:
    a, b = (heading(c.sheet, k) for k in c.columns)
    return f"تعداد {c.sheet.entity} که {a} بیشتر از {b} دارند: {shown(len(c.rows))}{_which(c)}."


def _list_columns(c: Claim) -> str:
    a, b = (heading(c.sheet, k) for k in c.columns)
    return f"{c.sheet.entity} که {a} بیشتر از {b} دارند ({shown(len(c.rows))} مورد): {_names([label(c.sheet, r) for r in c.rows])}."


def _rank(word: str) -> Callable[[Claim], str]:
    def told(c: Claim) -> str:
        row, column = c.rows[0], c.columns[0]
        return (
            f"«{label(c.sheet, row)}» با {figure(c.sheet, row, column)} از نظر {heading(c.sheet, column)} رتبهٔ "
            f"{shown(float(c.values[0]))} از {word} در میان {shown(len(c.over))} {c.sheet.entity} است."
        )

    return told


def _share(c: Claim) -> str:
    names = _and([f"«{label(c.sheet, r)}»" for r in c.rows])
    return f"سهم {names} از کل {heading(c.sheet, c.columns[0])} {shown(float(c.values[0]))} درصد است."


def _difference(c: Claim) -> str:
    each = _and([f"{label(c.sheet, r)} ({figure(c.sheet, r, c.columns[0])})" for r in c.rows])
    return f"اختلاف {heading(c.sheet, c.columns[0])} {each} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _difference_columns(c: Claim) -> str:
    row = c.rows[0]
    each = _and([f"{heading(c.sheet, k)} ({figure(c.sheet, row, k)})" for k in c.columns])
    return f"اختلاف {each} {_for(c.sheet, row)} {quantity(c.sheet, float(c.values[0]), c.columns[0])} است."


def _ratio(c: Claim) -> str:
    a, b = c.rows
    k = c.columns[0]
    return (
        f"{heading(c.sheet, k)} «{label(c.sheet, a)}» ({figure(c.sheet, a, k)}) {shown(float(c.values[0]))} برابر "
        f"«{label(c.sheet, b)}» ({figure(c.sheet, b, k)}) است."
    )


def _ratio_columns(c: Claim) -> str:
    row, (a, b) = c.rows[0], c.columns
    return (
        f"{_for(c.sheet, row)} {heading(c.sheet, a)} ({figure(c.sheet, row, a)}) {shown(float(c.values[0]))} برابر "
        f"{heading(c.sheet, b)} ({figure(c.sheet, row, b)}) است."
    )


def _percent_columns(c: Claim) -> str:
    row, (a, b) = c.rows[0], c.columns
    return (
        f"{_for(c.sheet, row)} {heading(c.sheet, a)} ({figure(c.sheet, row, a)}) {shown(float(c.values[0]))} درصد "
        f"{heading(c.sheet, b)} ({figure(c.sheet, row, b)}) است."
    )


def _growth(c: Claim) -> str:
    row, (a, b) = c.rows[0], c.columns
    return (
        f"{_change(c)} {_for(c.sheet, row)} از {heading(c.sheet, a)} ({figure(c.sheet, row, a)}) به {heading(c.sheet, b)} "
        f"({figure(c.sheet, row, b)}) {shown(abs(float(c.values[0])))} درصد است."
    )


def _growth_rows(c: Claim) -> str:
    (a, b), k = c.rows, c.columns[0]
    return (
        f"{_change(c)} {heading(c.sheet, k)} از «{label(c.sheet, a)}» ({figure(c.sheet, a, k)}) به «{label(c.sheet, b)}» "
        f"({figure(c.sheet, b, k)}) {shown(abs(float(c.values[0])))} درصد است."
    )


def _change(c: Claim) -> str:
    return "رشد" if float(c.values[0]) >= 0 else "کاهش"


def _among(c: Claim) -> str:
    if isinstance(c.condition, str):
        return f" در «{c.condition}»"
    return ""


def _which(c: Claim) -> str:
    return f" ({_names([label(c.sheet, r) for r in c.rows], 4)})" if 0 < len(c.rows) <= 4 else ""


def _names(names: Sequence[str], most: int = MOST_NAMED) -> str:
    shown_names = "، ".join(names[:most])
    return shown_names if len(names) <= most else f"{shown_names} و {shown(len(names) - most)} مورد دیگر"


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{'، '.join(parts[:-1])} و {parts[-1]}"


_SAY: dict[str, Callable[[Claim], str]] = {
    "cell": _cell,
    "compare": _compare,
    "compare_columns": _compare_columns,
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
    "ratio_columns": _ratio_columns,
    "percent_columns": _percent_columns,
    "growth": _growth,
    "growth_rows": _growth_rows,
}
