"""Claims that read cells are what the cells say."""

import pytest

from service.answers.cells import cell_claims, entry, pairs
from service.answers.sheet import Sheet
from tests.service.answers.again import claims, differing
from tests.service.answers.tables import COSTS, LINES, ROUTES, SHEETS, WARDS, sheet

BESIDE = ("compare", "sum_rows", "difference", "growth_rows", "ratio")
COLUMNS = ("compare_columns", "difference_columns", "growth", "percent_columns", "ratio_columns")


def of(sheet: Sheet, *rows: int) -> dict[str, list]:
    found: dict[str, list] = {}
    for claim in cell_claims(sheet, rows, rows, rows):
        found.setdefault(claim.operation, []).append(claim)
    return found


@pytest.mark.parametrize("table", SHEETS, ids=lambda s: s.table.caption)
def test_every_claim_has_the_value_that_its_cells_give(table: Sheet):
    made = [c for rows in ((0, 1), (1, 2, 3), (3, 0)) for found in of(table, *rows).values() for c in found]
    assert {"cell", *BESIDE} - {c.operation for c in made} <= {"ratio", "growth_rows"}
    assert [problem for claim in made for problem in differing(claim)] == []


def test_every_filled_cell_is_claimed_once_and_no_empty_one():
    cells = [(c.rows, c.columns) for c in claims(WARDS) if c.operation == "cell"]
    assert len(cells) == len(set(cells)) == 6 * 5 - 3
    assert ((3,), (5,)) not in cells


def test_an_entry_is_a_figure_or_words_or_nothing():
    table = sheet("a", "entity:بخش; value:تخت; text:کد; value:باقی", "زنان; 12; 007; -", "قلب; ناچیز; ; –", "جراحی; 3.50; 12; 0")
    assert [entry(table, r, c) for r in range(3) for c in (1, 2, 3)] == [12, "007", None, "ناچیز", None, None, 3.5, "12", 0]


def test_columns_that_count_other_things_are_not_set_beside_each_other():
    assert pairs(WARDS) == [(4, 5)]  # neither beds and patients nor patients and percentages
    assert pairs(LINES) == [(2, 3)]
    assert pairs(ROUTES) == []
    assert pairs(COSTS) == [(1, 2)]
    assert set(COLUMNS) <= of(WARDS, 0).keys()


def test_of_many_columns_only_those_of_like_names_are_set_beside_each_other():
    names = "; ".join(f"value:{what} سال {year}" for what in ("مسافر", "درآمد", "تصادف", "سوخت") for year in (1401, 1402))
    wide = sheet("خط‌ها", f"entity:خط; {names}", "یک; 1; 2; 3; 4; 5; 6; 7; 8", "دو; 2; 3; 4; 5; 6; 7; 8; 9")
    assert {(1, 2), (3, 4), (5, 6), (7, 8)} <= set(pairs(wide))
    assert (1, 4) not in pairs(wide)


def test_growth_runs_from_the_earlier_year_wherever_it_stands():
    turned = sheet("خط‌ها", "entity:خط; value:مسافر 1402; value:مسافر 1401", "یک; 150; 120", "دو; 2; 3")
    (growth,) = of(turned, 0)["growth"]
    assert (growth.columns, growth.values) == ((2, 1), (25,))


def test_no_growth_from_nothing_no_ratio_to_nothing_or_to_a_loss():
    zero = of(LINES, 5)
    assert "growth" not in zero
    assert [c.columns for c in zero["percent_columns"]] == [(2, 3)]
    losses = of(LINES, 0, 1)
    assert [(c.rows, c.columns) for c in losses["ratio"]] == [((1, 0), (2,)), ((1, 0), (3,))]
    (growth,) = (c for c in losses["growth_rows"] if c.columns == (4,))
    assert growth.values[0] == pytest.approx(100 * 1540 / 340)


def test_the_larger_is_named_and_all_of_them_where_several_are():
    compared = {c.columns[0]: c.values for c in of(LINES, 3, 4, 0)["compare"] if len(c.rows) == 3}
    assert compared[2] == (950, 950, 120, "میدان آزادی", "راه‌آهن")
    assert compared[3] == (1020, 700, 150, "میدان آزادی")
    (tie,) = (c for c in of(LINES, 3, 4)["compare"] if c.columns == (2,))
    assert tie.values == (950, 950)
    assert "compare_least" not in {c.operation for c in cell_claims(LINES, (), (), (3, 4)) if c.columns == (2,)}


def test_the_smaller_is_named_where_that_may_have_been_asked():
    compared = {c.columns[0]: c.values for c in of(LINES, 3, 4, 0)["compare_least"] if len(c.rows) == 3}
    assert compared[2] == (950, 950, 120, "کرمانشاه")
    columns = {c.columns: c.values for c in of(LINES, 1)["compare_columns_least"]}
    assert columns[2, 3] == (200, 180, "مسافر سال 1402")


def test_a_change_is_not_set_beside_what_changed():
    columns = "entity:خط; value:مسافر 1401; value:مسافر 1402; value:کاهش یا افزایش"
    lines = sheet("مسافران", columns, "الف; 120; 150; 30", "ب; 200; 180; -20", "پ; 80; 75; -5")
    assert lines.gaps == (3,)
    assert pairs(lines) == [(1, 2)]
    assert LINES.gaps == ()


def test_rows_with_an_empty_cell_are_not_computed_with():
    assert {c.columns for c in of(WARDS, 3, 4)["sum_rows"]} == {(3,), (4,)}
