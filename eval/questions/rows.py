"""What programs are made of: fields read strictly, rows chosen by conditions, the numbers of a column."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from indexer.corpus import Row, Table
from indexer.structure.tables.folding import folded

Program = Mapping[str, Any]
Value = int | float | str

_NUMBERS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}
_TEXTS: dict[str, Callable[[str, str], bool]] = {"=": operator.eq, "!=": operator.ne, "contains": operator.contains}


class ProgramError(ValueError):
    """A program that cannot be run on its table, or one without a single right answer; the message is one Persian line."""


def rounded(number: float) -> int | float:
    """A whole number as int, any other to six places."""
    return int(number) if float(number).is_integer() else round(float(number), 6)


def quotient(a: float, b: float) -> float:
    """a / b. Raises ProgramError where b is zero."""
    if b == 0:
        raise ProgramError("تقسیم بر صفر")
    return a / b


def field(program: Program, name: str) -> Any:
    if name not in program:
        raise ProgramError(f"«{name}» نیست")
    return program[name]


def listed(program: Program, name: str) -> list[Any]:
    value = field(program, name)
    if not isinstance(value, list) or not value:
        raise ProgramError(f"«{name}» باید فهرستی ناتهی باشد، نه {value!r}")
    return value


def one_of(program: Program, name: str, words: Sequence[str]) -> str:
    """A field that must be one of some words; the first where it is missing."""
    value = program.get(name, words[0])
    if value not in words:
        raise ProgramError(f"«{name}» باید یکی از این‌ها باشد: {'، '.join(words)}؛ نه {value!r}")
    return str(value)


def column_at(table: Table, column: Any) -> int:
    if type(column) is not int or not 0 <= column < len(table.columns):
        raise ProgramError(f"ستون {column!r} در جدول {table.id} نیست")
    return column


def row_of(table: Table, key: Any) -> Row:
    """The row of an id, with or without the table's own before it."""
    for row in table.rows:
        if key in (row.id, row.id.removeprefix(f"{table.id}-")):
            return row
    raise ProgramError(f"سطر {key!r} در جدول {table.id} نیست")


def rows_of(table: Table, keys: Any) -> tuple[Row, ...]:
    if not isinstance(keys, list) or not keys:
        raise ProgramError(f"«rows» باید فهرستی از سطرها باشد، نه {keys!r}")
    return tuple(row_of(table, key) for key in keys)


def body(table: Table) -> tuple[Row, ...]:
    """The rows that are no totals."""
    return tuple(row for row in table.rows if row.kind == "body")


def number_in(row: Row, column: int) -> float:
    value = row.values[column]
    if value is None:
        raise ProgramError(f"خانهٔ سطر {row.id} در ستون {column} عدد نیست: «{row.cells[column]}»")
    return value


def numbers_of(rows: Sequence[Row], column: int) -> list[float]:
    """The numbers that a column has in some rows; cells without one are passed over."""
    return [value for row in rows if (value := row.values[column]) is not None]


def entry(table: Table, row: Row, column: int) -> Value:
    """What is printed in a cell: its number, of a column of text the text. Raises ProgramError where it is empty."""
    value, text = row.values[column], row.cells[column]
    if not text.strip():
        raise ProgramError(f"خانهٔ سطر {row.id} در ستون {column} خالی است")
    return text if value is None or table.columns[column].role == "text" else rounded(value)


def label(table: Table, row: Row) -> str:
    """The name of a row: its entity, else its first text, else its first cell."""
    roles = [column.role for column in table.columns]
    for role in ("entity", "text"):
        if role in roles:
            return row.cells[roles.index(role)]
    return row.cells[0]


def shown(table: Table, row: Row, program: Program) -> str:
    """What stands for a row in an answer: the cell of column `show` where the program has one, else its name."""
    show = program.get("show")
    return label(table, row) if show is None else row.cells[column_at(table, show)]


def chosen(table: Table, program: Program) -> tuple[Row, ...]:
    """The rows that a program names, else those but totals for which all its conditions hold; may be none."""
    if "rows" in program:
        return rows_of(table, program["rows"])
    conditions = [_condition(table, given) for given in program.get("where", [])]
    return tuple(row for row in body(table) if all(holds(row) for holds in conditions))


def numbered(table: Table, program: Program) -> tuple[tuple[Row, ...], list[float]]:
    """The chosen rows that have a number in the program's column, and those numbers. Raises ProgramError for none."""
    column = column_at(table, field(program, "column"))
    rows = tuple(row for row in chosen(table, program) if row.values[column] is not None)
    if not rows:
        raise ProgramError(f"در ستون {column} جدول {table.id} عددی نیست")
    return rows, numbers_of(rows, column)


def _condition(table: Table, given: Any) -> Callable[[Row], bool]:
    if not isinstance(given, list) or len(given) != 3:
        raise ProgramError(f"شرط باید [ستون، عملگر، مقدار] باشد، نه {given!r}")
    column, sign, value = column_at(table, given[0]), str(given[1]), given[2]
    if isinstance(value, str) and value != "mean":
        return _text_condition(column, sign, value)
    if sign not in _NUMBERS:
        raise ProgramError(f"عملگر «{sign}» برای عدد نیست؛ یکی از این‌ها: {' '.join(_NUMBERS)}")
    compare, other = _NUMBERS[sign], _other(table, column, value)

    def holds(row: Row) -> bool:
        mine, theirs = row.values[column], other(row)
        return mine is not None and theirs is not None and compare(mine, theirs)

    return holds


def _text_condition(column: int, sign: str, value: str) -> Callable[[Row], bool]:
    if sign not in _TEXTS:
        raise ProgramError(f"عملگر «{sign}» برای متن نیست؛ یکی از این‌ها: {' '.join(_TEXTS)}")
    return lambda row: _TEXTS[sign](folded(row.cells[column]), folded(value))


def _other(table: Table, column: int, value: Any) -> Callable[[Row], float | None]:
    """The number that a cell of `column` is compared with: fixed, of the row's other column, or the column's mean."""
    if isinstance(value, dict):
        other = column_at(table, value.get("column"))
        return lambda row: row.values[other]
    if value == "mean":
        numbers = numbers_of(body(table), column)
        mean = quotient(sum(numbers), len(numbers))
        return lambda row: mean
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProgramError(f"مقدار شرط باید عدد، متن، «mean» یا ستونی دیگر باشد، نه {value!r}")
    return lambda row: value
