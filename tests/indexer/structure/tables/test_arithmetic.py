from indexer.corpus import Column, Row
from indexer.structure.tables.arithmetic import board_of, check


def checks(names, *rows, units=(), measures=(), years=()):
    """The checks of a table whose first column labels the rows; `جمع…` rows are totals."""
    cells = [tuple(c.strip() for c in row.split("|")) for row in rows]
    columns = [Column("شرح", "entity")]
    for k, name in enumerate(names):
        unit, measure, year = (given[k] if k < len(given) else None for given in (units, measures, years))
        columns.append(Column(name, "value", unit, year, measure))
    made = [
        Row(f"r{n}", "total" if c[0].startswith("جمع") else "body", c, (None, *(float(v) if v else None for v in c[1:])), (n, n))
        for n, c in enumerate(cells)
    ]
    board = board_of(columns, made, set())
    check(board, columns, made, [""] * len(made))
    return {(c.kind, c.row, c.column, c.state) for c in board.checks}


def test_a_wrong_total_is_found_where_its_neighbour_adds_up():
    found = checks(["زن", "مرد"], "الف|12|40", "ب|15|38", "ج|7|21", "جمع|34|109")
    assert found == {("column_sum", "r3", 1, "verified"), ("column_sum", "r3", 2, "failed")}


def test_an_average_in_the_total_row_is_no_sum():
    assert checks(["دما"], "الف|12", "ب|16", "جمع|14") == set()
    assert checks(["تعداد", "سن"], "الف|10|41", "ب|20|44", "جمع|30|43") == {("column_sum", "r2", 1, "verified")}


def test_a_list_of_the_largest_claims_no_sum():
    assert checks(["فروش", "خرید"], "الف|120|90", "ب|80|70", "جمع کل بازار|910|700") == set()


def test_subtotals_and_the_total_of_all():
    rows = ("الف|10|1", "ب|20|2", "جمع جزء|30|3", "ج|5|4", "د|6|5", "جمع جزء|11|9", "جمع کل|41|12")
    found = checks(["مبلغ", "شمار"], *rows)
    assert {f[3] for f in found} == {"verified"}
    assert {f[1] for f in found} == {"r2", "r5", "r6"}


def test_a_row_of_averages_is_no_part_of_the_total():
    found = checks(["مبلغ"], *(f"{n}|{100 + n}" for n in range(12)), "میانگین|105", "جمع|1266")
    assert found == {("column_sum", "r13", 1, "verified")}


def test_a_remark_among_the_rows_is_left_out_of_the_total():
    found = checks(["مبلغ", "شمار"], "الف|100|10", "از این میان نقدی|60|4", "ب|50|5", "جمع|150|15")
    assert {f[3] for f in found} == {"verified"}


def test_one_slip_of_a_row_sum_fails_and_a_hidden_part_does_not():
    rows = ["الف|10|20|30", "ب|11|21|32", "ج|12|22|34", "د|13|23|39"]
    assert ("row_sum", "r3", 3, "failed") in checks(["زن", "مرد", "جمع"], *rows)
    rows += ["ه|1|2|9", "و|3|4|11"]
    assert not any(f[3] == "failed" for f in checks(["زن", "مرد", "جمع"], *rows))


def test_percentages_of_the_plan_and_one_that_is_wrong():
    names, measures = ["برنامه", "عملکرد", "درصد تحقق"], ["plan", "actual", "percent"]
    found = checks(
        names, "الف|200|150|75", "ب|80|100|125", "ج|50|40|80", "د|60|30|95", units=[None, None, "درصد"], measures=measures
    )
    assert {f for f in found if f[0] == "ratio" and f[3] == "failed"} == {("ratio", "r3", 3, "failed")}
    assert sum(f[3] == "verified" for f in found) == 3


def test_percentages_that_nothing_gives_are_not_checked():
    assert checks(["برنامه", "رضایت"], "الف|200|71", "ب|80|64", "ج|50|93", units=[None, "درصد"]) == set()


def test_a_goal_that_is_better_the_lower_is_no_slip():
    rows = ("الف|200|150|75", "ب|80|100|125", "ج|50|40|80", "اقامت|3|4|75")
    found = checks(["هدف", "عملکرد", "درصد تحقق"], *rows, units=[None, None, "درصد"], measures=["plan", "actual", "percent"])
    assert {f[3] for f in found} == {"verified"}


def test_growth_from_row_to_row():
    found = checks(
        ["درآمد", "رشد"],
        "۱۳۹۹|100|",
        "۱۴۰۰|120|20",
        "۱۴۰۱|150|25",
        "۱۴۰۲|165|10",
        units=[None, "درصد"],
        measures=[None, "growth"],
    )
    assert {f[:2] for f in found} == {("growth", "r1"), ("growth", "r2"), ("growth", "r3")}


def test_an_average_is_proved_by_its_quotient():
    found = checks(["هزینه", "نفر", "سرانه"], "الف|100|8|12.5", "ب|90|4|22.5", "ج|21|2|10.5")
    assert {(f[0], f[3]) for f in found} == {("ratio", "verified")}
