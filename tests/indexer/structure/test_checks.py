from indexer.corpus import Check
from indexer.structure.tables.checks import Board, index_count, solve
from indexer.structure.tables.crosschecks import Named, cross_references
from indexer.structure.tables.numbers import groups_thousands, readings


def board(rows, totals=(), percents=(), doubtful=(), sums=(), grouped=None):
    """A board from rows of printed numbers (None: an empty cell)."""
    cells = {(r, k): tuple(readings(t, grouped)) for r, row in enumerate(rows) for k, t in enumerate(row) if t is not None}
    made = Board(
        cells,
        len(rows),
        list(totals),
        list(range(len(rows[0]))),
        set(percents),
        set(doubtful),
        [f"r{i}" for i in range(len(rows))],
    )
    made.sums = set(sums)
    return made


def states(made):
    return [(c.kind, c.column, c.row, c.state) for c in made.checks]


def proved(made):
    return {cell for c in made.checks if c.state == "verified" for cell in c.cells}


def test_readings_of_a_scrambled_number():
    assert readings("021")[0].value == 210
    assert 18.6 in [r.value for r in readings("618.")]
    assert 218.4 in [r.value for r in readings("4/218")]
    assert 29723 in [r.value for r in readings("723.29", True)]
    assert readings("59/7")[0].value == 59.7
    assert readings("1,217,387")[0].value == 1217387
    assert readings("14.447", True)[0].value == 14447
    assert readings("53.6")[0].value == 53.6
    assert readings("-%10")[0].value == -10
    assert readings("936.606", True, negative=True)[0].value == -936606
    assert readings("0")[0].value == 0


def test_dots_group_thousands_where_every_number_has_three_digits_behind():
    assert groups_thousands(["58.200", "31.500", "81.500"]) is True
    assert groups_thousands(["7.268.592", "12"]) is True
    assert groups_thousands(["53.6", "22"]) is False
    assert groups_thousands(["12", "7"]) is None


def test_a_true_total_proves_its_column():
    made = board([["120"], ["35"], ["155"]], totals=[2])
    solve(made)
    assert states(made) == [("column_sum", 0, "r2", "verified")]
    assert proved(made) == {("r0", 0), ("r1", 0), ("r2", 0)}


def test_a_false_total_stays_and_proves_nothing():
    made = board([["120"], ["35"], ["165"]], totals=[2])
    solve(made)
    assert states(made) == [("column_sum", 0, "r2", "failed")]
    assert not proved(made)
    assert [made.value((r, 0)) for r in range(3)] == [120, 35, 165]


def test_sound_digits_are_not_turned_to_make_a_total_true():
    # 51 for 15 would give the total, but 15 is printed soundly and stays.
    made = board([["100"], ["15"], ["151"]], totals=[2])
    solve(made)
    assert made.checks[0].state == "failed"
    assert made.value((1, 0)) == 15


def test_the_row_that_a_total_left_out_is_named():
    made = board([["100"], ["250"], ["70"], ["170"]], totals=[3])
    solve(made)
    assert made.checks[0].note == "row:r1"


def test_an_impossible_number_is_read_by_its_total():
    made = board([["1200"], ["021"], ["1410"]], totals=[2], doubtful=[(1, 0)])
    solve(made)
    assert made.value((1, 0)) == 210
    assert ("r1", 0) in proved(made)


def test_many_doubtful_cells_that_fit_in_many_ways_prove_nothing():
    rows = [["12"], ["21"], ["13"], ["31"], ["14"], ["41"], ["15"], ["51"], ["198"]]
    made = board(rows, totals=[8], doubtful=[(r, 0) for r in range(8)])
    rows_total = sum(int(r[0]) for r in rows[:8])
    assert rows_total == 198
    made.chosen = {(0, 0): 1}
    solve(made)
    assert not {cell for cell in proved(made) if cell[0] != "r8"}


def test_percentages_follow_plan_and_actual():
    made = board([["30", "27", "90%"], ["62", "54", "87%"], ["9", "8", "89%"]], percents=[2])
    solve(made)
    assert states(made) == [("ratio", 2, f"r{i}", "verified") for i in range(3)]


def test_a_turned_percentage_is_read_by_its_quotient():
    made = board(
        [["200", "100", "100%"], ["1308359", "736301", "87%"], ["1379435", "1030093", "34%"], ["500", "250", "100%"]],
        percents=[2],
    )
    solve(made)
    assert made.value((1, 2)) == 78
    assert {c.kind for c in made.checks} == {"growth"}


def test_a_capped_hundred_is_no_failure():
    made = board([["120", "154", "100%"], ["160", "273", "100%"], ["11", "8", "72%"]], percents=[2])
    solve(made)
    assert [c.state for c in made.checks] == ["verified"]


def test_a_wrong_percentage_fails():
    made = board([["100", "50", "50%"], ["200", "80", "40%"], ["400", "100", "25%"], ["300", "100", "60%"]], percents=[2])
    solve(made)
    assert [c.state for c in made.checks] == ["verified"] * 3 + ["failed"]


def test_row_sums_need_more_than_chance():
    made = board([["1", "2", "3"]])
    solve(made)
    assert not made.checks
    made = board([["31.500", "63.000", "94.500"], ["40.000", "80.000", "120.000"]], grouped=True)
    solve(made)
    assert [c.kind for c in made.checks] == ["row_sum", "row_sum"]


def test_a_row_sum_reads_a_turned_figure():
    made = board([["723.29", "14.447", "5.648", "49.818"]], grouped=True)
    solve(made)
    assert made.value((0, 0)) == 29723
    assert made.checks[0].state == "verified"


def test_subtotals_of_an_account():
    rows = [["9000", "8000"], ["-4000", "-3000"], ["5000", "5000"], ["1500", "-500"], ["6500", "4500"]]
    made = board([[t.lstrip("-") for t in r] for r in rows])
    for at, cell in made.readings.items():
        if rows[at[0]][at[1]].startswith("-"):
            made.readings[at] = tuple(type(c)(-c.value, c.text, c.cost) for c in cell)
    solve(made)
    assert {(c.row, c.state) for c in made.checks} == {("r2", "verified"), ("r4", "verified")}


def test_running_numbers():
    made = board([["5"], ["6"], ["7"]])
    index_count(made, [1, 2, 3])
    index_count(made, [1, 2, 4])
    assert [c.state for c in made.checks] == ["verified", "failed"]


def test_cross_reference_marks_both_tables_and_the_odd_one():
    names = [f"n{i}" for i in range(12)]
    one = board([[str(100 + i)] for i in range(12)])
    other = board([[str(100 + i if i != 5 else 999)] for i in range(12)])
    columns = [Named(b, t, 0, {n: (i, 0) for i, n in enumerate(names)}) for b, t in ((one, "a"), (other, "b"))]
    cross_references(columns)
    assert [c.state for c in one.checks].count("failed") == 1
    assert next(c for c in other.checks if c.state == "failed") == Check(
        "cross_reference", 0, "r5", 105, 999, "failed", (("r5", 0),), "a"
    )


def test_an_empty_board():
    made = Board({}, 0, [], [], set(), set(), [])
    solve(made)
    assert made.checks == []
