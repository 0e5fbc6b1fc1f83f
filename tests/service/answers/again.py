"""What a claim must say, computed again from the rows of its table in plain Python, without the code under test."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.answers.cells import cell_claims
from service.answers.claim import Claim, Value
from service.answers.programs import program_claims
from service.answers.sheet import Sheet
from service.answers.slots import named, slots

QUESTION = "دومین و سومین بخش همکف یا برون‌شهری یا رفت با بیش از 30 یا 14 یا 950"


def claims(sheet: Sheet, question: str = QUESTION, at_least: float = 0.6) -> list[Claim]:
    """All claims over a table, every row looked up; the rows that the question names are set beside each other."""
    asked = slots(question)
    sure = named(asked, sheet)
    rows = range(len(sheet.rows))
    by_name = [r for r in rows if sure[r] >= at_least and sheet.rows[r].kind == "body"]
    return [*cell_claims(sheet, rows, rows, by_name), *program_claims(asked, sheet, by_name)]


def held(claim: Claim, row: int, column: int) -> Fraction:
    value = claim.sheet.table.rows[row].values[column]
    assert value is not None, "an empty cell was computed with"
    return Fraction(str(value))


def again(claim: Claim) -> tuple[Value | Fraction, ...]:
    """The figures and names that the claim must have, in its order."""
    rows, columns, labels = claim.rows, claim.columns, claim.sheet.labels
    own = [held(claim, r, k) for r in rows for k in columns] if claim.operation not in ("cell", "list", "count") else []
    over = [held(claim, r, columns[0]) for r in claim.over] if claim.operation in ("sum", "mean") else []
    match claim.operation:
        case "cell":
            told = claim.sheet.table.rows[rows[0]]
            value = told.values[columns[0]]
            return (told.cells[columns[0]].strip() if value is None else Fraction(str(value)),)
        case "compare" | "compare_least":
            extreme = max(own) if claim.operation == "compare" else min(own)
            named = [labels[r] for r, x in zip(rows, own, strict=True) if x == extreme]
            return (*own, *(named if len(set(own)) > 1 else ()))
        case "compare_columns" | "compare_columns_least":
            extreme = max(own) if claim.operation == "compare_columns" else min(own)
            return (*own, *([claim.sheet.columns[columns[own.index(extreme)]].name] if own[0] != own[1] else []))
        case "sum_rows":
            return (sum(own, Fraction()),)
        case "difference" | "difference_columns":
            return (abs(own[0] - own[1]), *own)
        case "ratio" | "ratio_columns":
            return (own[0] / own[1],)
        case "percent_columns":
            return (100 * own[0] / own[1],)
        case "growth" | "growth_rows":
            return (100 * (own[1] - own[0]) / abs(own[0]),)
        case "sum":
            return (sum(over, Fraction()),)
        case "mean":
            return (sum(over, Fraction()) / len(over),)
        case "count":
            return (len(claim.over),)
        case "list":
            cells = [claim.sheet.table.rows[r].cells[columns[0]].strip() for r in claim.over]
            return tuple(dict.fromkeys(c for c in cells if c))
        case "share":
            return (100 * sum(own, Fraction()) / whole(claim),)
        case _:
            return _of_order(claim, own) if claim.operation in _ORDERED else _of_condition(claim)


_ORDERED = ("most", "least", "most_n", "least_n", "nth_most", "nth_least", "rank_most", "rank_least")


def whole(claim: Claim) -> Fraction:
    """The printed total, or the sum of the rows."""
    column = claim.columns[0]
    rows = claim.sheet.table.rows
    printed = [n for n, r in enumerate(rows) if r.kind == "total" and r.values[column] is not None]
    body = [n for n, r in enumerate(rows) if r.kind == "body" and r.values[column] is not None]
    return sum((held(claim, n, column) for n in printed[-1:] or body), Fraction())


def _of_order(claim: Claim, own: list[Fraction]) -> tuple[Value | Fraction, ...]:
    column, labels = claim.columns[0], claim.sheet.labels
    figures = [held(claim, r, column) for r in claim.over]
    order = sorted(figures, reverse=claim.operation.endswith(("most", "most_n")))
    names = tuple(dict.fromkeys(labels[r] for r in claim.rows))
    match claim.operation.split("_"):
        case ["rank", _]:
            return (order.index(own[0]) + 1,)
        case ["nth", _]:
            assert own[0] == order[claim.over.index(claim.rows[0])]
            return (*names, own[0])
        case [_, "n"]:
            assert own == order[: len(own)]
            return names
    assert set(claim.rows) == {r for r, x in zip(claim.over, figures, strict=True) if x == order[0]}
    return (*names, order[0])


def _of_condition(claim: Claim) -> tuple[Value | Fraction, ...]:
    rows = [n for n, r in enumerate(claim.sheet.table.rows) if r.kind == "body"]
    rows = [n for n in rows if all(claim.sheet.table.rows[n].values[k] is not None for k in claim.columns)]
    what, how = claim.operation.split("_")
    if how == "columns":
        meeting = [n for n in rows if held(claim, n, claim.columns[0]) > held(claim, n, claim.columns[1])]
    else:
        assert isinstance(claim.condition, float | int)
        figures = {n: float(held(claim, n, claim.columns[0])) for n in rows}
        meets = {"more": float.__gt__, "less": float.__lt__, "equal": float.__eq__}[how]
        meeting = [n for n in rows if meets(figures[n], float(claim.condition))]
    assert list(claim.rows) == meeting
    names = tuple(dict.fromkeys(claim.sheet.labels[r] for r in meeting))
    return (len(meeting),) if what == "count" else names


def differing(claim: Claim) -> Iterator[str]:
    """Where a claim's values are not those computed again."""
    wanted = again(claim)
    if len(wanted) != len(claim.values):
        yield f"{claim.operation} {claim.rows} {claim.columns}: {claim.values} for {wanted}"
    for value, right in zip(claim.values, wanted, strict=False):
        if isinstance(value, str) or isinstance(right, str):
            alike = value == right
        else:
            alike = abs(Fraction(value) - right) <= Fraction(1, 10**6)
        if not alike:
            yield f"{claim.operation} {claim.rows} {claim.columns}: {value} for {right}"
