"""What programs compute over a small table, and what they refuse."""

import pytest

from eval.questions.programs import execute
from eval.questions.rows import ProgramError
from indexer.corpus import Column, Row, Table
from indexer.structure.tables.folding import folded

PORTS = (("بوشهر", 40, 50), ("گناوه", 10, 10), ("دیلم", 30, None), ("ریگ", 20, 30.5))


def row(number, name, first, second, kind="body"):
    cells = (name, str(first), "-" if second is None else str(second), f"یادداشت {number}" if number == 1 else "")
    return Row(f"t1-r{number}", kind, cells, (None, first, second, None), (10 + number, 10 + number))


TABLE = Table(
    "t1", "1", "بار بندرها", None, (10, 15),
    (Column("بندر", "entity"), Column("برنامه", "value"), Column("عملکرد", "value"), Column("یادداشت", "text")),
    (*(row(n, *port) for n, port in enumerate(PORTS, 1)), row(5, "جمع", 100, 90.5, "total")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("program", "values", "rows"),
    [
        ({"op": "cell", "rows": ["r1", "t1-r4"], "columns": [1, 2]}, (40, 50, 20, 30.5), "14"),
        ({"op": "cell", "rows": ["r1"], "columns": [0, 3]}, ("بوشهر", "یادداشت 1"), "1"),
        ({"op": "list", "where": [[1, ">", 10], [1, "<", 40]]}, ("دیلم", "ریگ"), "34"),
        ({"op": "list", "where": [[2, ">", {"column": 1}]]}, ("بوشهر", "ریگ"), "14"),
        ({"op": "list", "where": [[1, ">=", "mean"]], "show": 1}, ("40", "30"), "13"),
        ({"op": "list", "where": [[0, "contains", "ريگ"]]}, ("ریگ",), "4"),
        ({"op": "list", "rows": ["r5"]}, ("جمع",), "5"),
        ({"op": "count", "where": [[0, "!=", "ریگ"]]}, (3,), "123"),
        ({"op": "count", "where": [[1, "=", 7]]}, (0,), ""),
        ({"op": "sum", "column": 2}, (90.5,), "124"),
        ({"op": "mean", "column": 2}, (30.166667,), "124"),
        ({"op": "max", "column": 1}, (40,), "1"),
        ({"op": "min", "column": 1, "where": [[1, ">", 10]]}, (20,), "4"),
        ({"op": "top", "column": 1, "n": 1}, ("بوشهر",), "1"),
        ({"op": "top", "column": 1, "n": 2, "order": "least", "ask": "both"}, ("گناوه", 10, "ریگ", 20), "24"),
        ({"op": "top", "column": 2, "n": 2, "ask": "value"}, (50, 30.5), "14"),
        ({"op": "rank", "row": "r4", "column": 1}, (3,), "4"),
        ({"op": "rank", "row": "r4", "column": 1, "order": "least"}, (2,), "4"),
        ({"op": "share", "row": "r1", "column": 1}, (40,), "1"),
        ({"op": "share", "rows": ["r1", "r4"], "column": 1}, (60,), "14"),
        ({"op": "difference", "a": ["r2", 1], "b": ["r1", 1]}, (30,), "21"),
        ({"op": "ratio", "a": ["r1", 1], "b": ["r2", 1]}, (4,), "12"),
        ({"op": "growth", "a": ["r1", 1], "b": ["r1", 2]}, (25,), "11"),
        ({"op": "compare", "rows": ["r1", "r2"], "column": 1}, (40, 10), "12"),
        ({"op": "compare", "rows": ["r1", "r2"], "column": 1, "ask": "name"}, ("بوشهر",), "12"),
        ({"op": "compare", "rows": ["r1", "r2"], "column": 1, "ask": "name", "order": "least"}, ("گناوه",), "12"),
    ],
)
def test_what_a_program_computes(program, values, rows):
    found = execute(TABLE, program)
    assert found.values == values
    assert "".join(r.id[-1] for r in found.rows) == rows


def test_a_share_is_of_the_sum_where_no_total_is_printed():
    table = Table("t1", None, "", None, (10, 14), TABLE.columns, TABLE.rows[:2])
    assert execute(table, {"op": "share", "row": "r1", "column": 1}).values == (80,)


def test_a_row_of_means_below_the_total_is_no_total():
    table = Table("t1", None, "", None, (10, 16), TABLE.columns, (*TABLE.rows, row(6, "میانگین", 25, 30.5, "total")))
    assert execute(table, {"op": "share", "row": "r1", "column": 1}).values == (40,)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ({"op": "guess"}, "guess"),
        ({"op": "cell", "rows": ["r9"], "columns": [1]}, "r9"),
        ({"op": "cell", "rows": ["r1"], "columns": [4]}, "ستون 4"),
        ({"op": "cell", "rows": ["r1"], "columns": [True]}, "ستون True"),
        ({"op": "cell", "rows": ["r2"], "columns": [3]}, "خالی"),
        ({"op": "cell", "rows": ["r1"]}, "columns"),
        ({"op": "list", "where": [[1, ">", 1000]]}, "فهرست"),
        ({"op": "list", "where": [[1, "~", 3]]}, "~"),
        ({"op": "list", "where": [[1, ">", "متن"]]}, "متن"),
        ({"op": "list", "where": [[1, ">"]]}, "شرط"),
        ({"op": "list", "where": [[1, ">", None]]}, "شرط"),
        ({"op": "sum", "column": 0}, "عددی نیست"),
        ({"op": "top", "column": 1, "n": 0}, "«n»"),
        ({"op": "top", "column": 1, "ask": "why"}, "ask"),
        ({"op": "top", "column": 1, "order": "first"}, "order"),
        ({"op": "rank", "row": "r3", "column": 2}, "عدد نیست"),
        ({"op": "ratio", "a": ["r1", 1]}, "«b»"),
        ({"op": "ratio", "a": "r1", "b": ["r1", 1]}, "«a»"),
        ({"op": "compare", "rows": [], "column": 1}, "rows"),
        ({"op": "compare", "rows": ["r1", "r1"], "column": 1, "ask": "name"}, "برابر"),
    ],
)
def test_what_a_program_refuses(program, said):
    with pytest.raises(ProgramError, match=r"^[^\n]+$") as error:
        execute(TABLE, program)
    assert said in str(error.value)


def test_a_tie_at_the_border_has_no_right_answer():
    rows = tuple(row(n, name, 5, 0) for n, name in enumerate(("الف", "ب"), 1))
    table = Table("t1", None, "", None, (10, 12), TABLE.columns, rows)
    with pytest.raises(ProgramError, match="برابر"):
        execute(table, {"op": "top", "column": 1, "n": 1})
    assert execute(table, {"op": "top", "column": 1, "n": 2}).values == ("الف", "ب")
    with pytest.raises(ProgramError, match="صفر"):
        execute(table, {"op": "ratio", "a": ["r1", 1], "b": ["r1", 2]})


def test_plain_text_has_no_differences_of_typing():
    assert folded(" شهرك\u200cهاي  ۱۴٠۲ ") == "شهرک های 1402"
