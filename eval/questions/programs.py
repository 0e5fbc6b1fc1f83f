"""Programs of questions that a table answers: what a person would do with its rows and columns, as data.

A program is a JSON object with `op` and that operation's fields; columns go by number (from 0), rows by id, with or without
the table's own (`t3-r8`, `r8`).

    cell        rows, columns              the entries printed there, row by row
    list        where | rows, show         the names of rows, or what column `show` has of them
    count       where | rows               how many rows
    sum, mean, max, min   column, where | rows
    top         column, n, order, ask, show, where | rows   the first n rows by a column: their name, value or both
    rank        row, column, order         the place of a row among all
    share       row | rows, column         percent of the total row, or of the sum where none is printed
    difference, ratio, growth   a, b       of two places [row, column]: |a - b|, a / b, percent from a to b
    compare     rows, column, ask, order   the values, or with `ask: name` which row has most (or least)

`where` is a list of conditions [column, operator, value] that hold together: operators > < >= <= = !=, and of texts = !=
contains; value a number, a text, {"column": 2} for the row's other column, or "mean" for the column's mean.
`order` is most (the default) or least, `ask` name, value or both. Without `where` and `rows` all rows but totals are meant.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.questions.rows import (
    Program,
    ProgramError,
    Value,
    body,
    chosen,
    column_at,
    entry,
    field,
    label,
    listed,
    number_in,
    numbered,
    numbers_of,
    one_of,
    quotient,
    rounded,
    row_of,
    rows_of,
    shown,
)
from indexer.corpus import Row, Table
from indexer.structure.tables.summaries import is_sum


@dataclass(frozen=True)
class Result:
    """What a program finds: its values in order, and the rows that prove them."""

    values: tuple[Value, ...]
    rows: tuple[Row, ...]


def execute(table: Table, program: Program) -> Result:
    """Runs a program. Raises ProgramError for an unknown operation, row or column, an empty result and a tie."""
    run = _OPERATIONS.get(str(program.get("op")))
    if run is None:
        raise ProgramError(f"عمل ناشناختهٔ «{program.get('op')}»؛ یکی از این‌ها: {'، '.join(_OPERATIONS)}")
    return run(table, program)


def _cell(table: Table, program: Program) -> Result:
    rows = rows_of(table, field(program, "rows"))
    columns = [column_at(table, n) for n in listed(program, "columns")]
    return Result(tuple(entry(table, row, column) for row in rows for column in columns), rows)


def _list_rows(table: Table, program: Program) -> Result:
    rows = chosen(table, program)
    if not rows:
        raise ProgramError("هیچ سطری در فهرست نیست")
    return Result(tuple(shown(table, row, program) for row in rows), rows)


def _count(table: Table, program: Program) -> Result:
    rows = chosen(table, program)
    return Result((len(rows),), rows)


def _sum(table: Table, program: Program) -> Result:
    rows, numbers = numbered(table, program)
    return Result((rounded(sum(numbers)),), rows)


def _mean(table: Table, program: Program) -> Result:
    rows, numbers = numbered(table, program)
    return Result((rounded(sum(numbers) / len(numbers)),), rows)


def _max(table: Table, program: Program) -> Result:
    return _extreme(max, table, program)


def _min(table: Table, program: Program) -> Result:
    return _extreme(min, table, program)


def _extreme(choose: Callable[[Sequence[float]], float], table: Table, program: Program) -> Result:
    """The largest or smallest number, with every row that has it."""
    rows, numbers = numbered(table, program)
    best = choose(numbers)
    return Result((rounded(best),), tuple(row for row, number in zip(rows, numbers, strict=True) if number == best))


def _top(table: Table, program: Program) -> Result:
    wanted = program.get("n", 1)
    if type(wanted) is not int or wanted < 1:
        raise ProgramError(f"«n» باید عددی درست و مثبت باشد، نه {wanted!r}")
    ask = one_of(program, "ask", ("name", "value", "both"))
    rows, numbers = numbered(table, program)
    ordered = sorted(zip(rows, numbers, strict=True), key=lambda pair: pair[1], reverse=_most_first(program))
    if len(ordered) > wanted and ordered[wanted - 1][1] == ordered[wanted][1]:
        raise ProgramError(f"دو سطر در جایگاه {wanted} برابرند")
    values: list[Value] = []
    for row, number in ordered[:wanted]:
        values += [shown(table, row, program)] if ask != "value" else []
        values += [rounded(number)] if ask != "name" else []
    return Result(tuple(values), tuple(row for row, _ in ordered[:wanted]))


def _rank(table: Table, program: Program) -> Result:
    column = column_at(table, field(program, "column"))
    row = row_of(table, field(program, "row"))
    number = number_in(row, column)
    before = operator.gt if _most_first(program) else operator.lt
    others = numbers_of(body(table), column)
    return Result((1 + sum(before(other, number) for other in others),), (row,))


def _share(table: Table, program: Program) -> Result:
    column = column_at(table, field(program, "column"))
    rows = rows_of(table, program.get("rows") or [field(program, "row")])
    totals = numbers_of([row for row in table.rows if is_sum(row)], column)
    whole = totals[-1] if totals else sum(numbers_of(body(table), column))
    part = sum(number_in(row, column) for row in rows)
    return Result((rounded(quotient(100 * part, whole)),), rows)


def _difference(table: Table, program: Program) -> Result:
    return _of_two(table, program, lambda a, b: abs(a - b))


def _ratio(table: Table, program: Program) -> Result:
    return _of_two(table, program, quotient)


def _growth(table: Table, program: Program) -> Result:
    return _of_two(table, program, lambda a, b: quotient(100 * (b - a), a))


def _of_two(table: Table, program: Program, compute: Callable[[float, float], float]) -> Result:
    rows, numbers = [], []
    for name in ("a", "b"):
        place = field(program, name)
        if not isinstance(place, list) or len(place) != 2:
            raise ProgramError(f"«{name}» باید [سطر، ستون] باشد، نه {place!r}")
        rows.append(row_of(table, place[0]))
        numbers.append(number_in(rows[-1], column_at(table, place[1])))
    return Result((rounded(compute(*numbers)),), tuple(rows))


def _compare(table: Table, program: Program) -> Result:
    column = column_at(table, field(program, "column"))
    rows = rows_of(table, field(program, "rows"))
    numbers = [number_in(row, column) for row in rows]
    if one_of(program, "ask", ("value", "name")) == "value":
        return Result(tuple(rounded(number) for number in numbers), rows)
    best = max(numbers) if _most_first(program) else min(numbers)
    if numbers.count(best) > 1:
        raise ProgramError("سطرهایی که سنجیده می‌شوند برابرند")
    return Result((label(table, rows[numbers.index(best)]),), rows)


def _most_first(program: Program) -> bool:
    return one_of(program, "order", ("most", "least")) == "most"


_OPERATIONS: dict[str, Callable[[Table, Program], Result]] = {
    "cell": _cell,
    "list": _list_rows,
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "max": _max,
    "min": _min,
    "top": _top,
    "rank": _rank,
    "share": _share,
    "difference": _difference,
    "ratio": _ratio,
    "growth": _growth,
    "compare": _compare,
}
