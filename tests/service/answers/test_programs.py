"""Claims computed over rows are right, whatever way they are computed."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.answers.claim import OPERATIONS, Claim
from service.answers.programs import FEWEST
from service.answers.say import LONGEST, say
from service.answers.sheet import Sheet
from tests.service.answers.again import claims, differing
from tests.service.answers.tables import COSTS, LINES, ROUTES, SHEETS, WARDS, sheet

ALL = [claim for table in SHEETS for claim in claims(table)] + [
    claim
    for table, question in (
        (WARDS, "سهم و رتبه زنان و اورژانس و کودکان"),
        (LINES, "کرمان و راه‌آهن و ترمینال با بیش از 100 هزار مسافر، دومین"),
        (ROUTES, "دانشگاه بازار برگشت، سومین"),
        (COSTS, "دستمزد مکانیک و روغن بالای 1000 میلیون ریال، دو هزینه اول"),
    )
    for claim in claims(table, question)
]


def of(table: Sheet, question: str, operation: str, column: int | None = None) -> list[Claim]:
    found = [c for c in claims(table, question) if c.operation == operation]
    return found if column is None else [c for c in found if c.columns == (column,)]


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o not in ("span", "items")])
def test_every_claim_has_the_value_that_its_rows_give(operation: str):
    found = [c for c in ALL if c.operation == operation]
    assert found, "no claim of this operation was made"
    assert [problem for claim in found for problem in differing(claim)] == []


def test_no_claim_has_a_figure_that_is_none():
    figures = [v for c in ALL for v in c.values if not isinstance(v, str)]
    assert figures
    assert all(math.isfinite(v) for v in figures)
    assert all(c.values for c in ALL)


def test_a_claim_is_made_once():
    keys = [(c.operation, c.rows, c.columns, c.over, c.condition, c.used) for c in claims(WARDS)]
    assert len(keys) == len(set(keys))


def test_ties_are_told_together_and_totals_stand_outside():
    assert of(WARDS, "", "most", 3)[0].values == ("زنان و زایمان", "اورژانس", 30)
    assert of(WARDS, "", "most", 4)[0].values == ("اورژانس", 5000)
    assert of(WARDS, "", "sum", 3)[0].values == (114,)
    assert of(LINES, "", "least", 4)[0].values == ("کرمانشاه", -340)


def test_an_entry_of_a_column_of_words_picks_out_rows():
    chosen = {c.condition: c.values for c in of(WARDS, "تخت بخش‌های همکف", "sum", 3)}
    assert chosen == {None: (114,), "همکف": (42,)}
    scoped = {c.condition: c.values for c in of(COSTS, "هزینه قطعات", "sum", 1)}
    assert scoped == {None: (4800,), "قطعات": (1800,)}


def test_a_place_among_chosen_rows_says_which_rows():
    second = {c.condition: c.values for c in of(WARDS, "دومین بخش همکف", "nth_most", 3)}
    assert second["همکف"] == ("مراقبت‌های ویژه", 12)
    assert second[None][-1] == 30


def test_rows_are_ordered_without_those_whose_cell_is_empty():
    least = of(WARDS, "اورژانس", "rank_least", 5)[0]
    assert (least.values, len(least.over)) == ((4,), 4)


def test_as_many_are_listed_as_the_question_says():
    two = [c for c in of(LINES, "دو خط با بیشترین مسافر", "most_n", 3) if c.used]
    assert [c.values for c in two] == [("میدان آزادی", "راه‌آهن")]
    assert [len(c.rows) for c in of(LINES, "خط‌های پرمسافر", "most_n", 3)] == [3]


def test_conditions_by_a_number_of_the_question_by_the_mean_and_by_zero():
    more = {c.condition: c.values for c in of(LINES, "بیش از 100 هزار نفر", "list_more", 2) if c.used}
    assert more == {100: ("کرمانشاه", "کرمان", "میدان آزادی", "راه‌آهن")}
    nothing = of(LINES, "کدام خط مسافر نداشت", "list_equal", 3)
    assert [c.values for c in nothing] == [("کرمان جنوب",)]
    losses = [c.values for c in of(LINES, "خط‌های با زیان", "list_less", 4) if c.condition == 0]
    assert losses == [("کرمانشاه", "کرمان جنوب")]
    assert [c.values for c in of(WARDS, "بخش‌های با 77 تخت", "count_equal", 3) if c.used] == [(0,)]


def test_who_alone_has_an_entry_is_named():
    alone = of(WARDS, "کدام بخش در طبقه دوم است", "list", 1)
    assert [(c.values, c.over, c.condition) for c in alone if c.condition] == [(("کودکان",), (3,), "دوم")]
    assert not [c for c in claims(WARDS, "طبقه دوم") if c.operation == "sum" and c.condition == "دوم"]


def test_a_word_of_caption_or_columns_chooses_no_rows():
    goals = sheet("گل‌های لیگ", "entity:شرح; value:گل", "میانگین گل; 2", "گل خودی; 5", "پنالتی; 9", "اخطار; 40")
    assert not [c for c in claims(goals, "جمع گل‌ها") if isinstance(c.condition, str)]


def test_plan_and_actual_are_held_against_each_other():
    reached = {c.columns: c.values for c in claims(WARDS) if c.operation == "list_columns"}
    assert reached == {(4, 5): ("مراقبت‌های ویژه",), (5, 4): ("زنان و زایمان", "اورژانس")}


def test_shares_are_of_the_printed_sum_and_never_of_percentages_or_means():
    assert of(WARDS, "اورژانس", "share", 4)[0].values == (pytest.approx(100 * 5000 / 8500),)
    assert not of(WARDS, "اورژانس", "share", 6)
    assert not of(LINES, "کرمانشاه", "share", 4)
    means = sheet("خط‌ها", "entity:خط; value:مسافر", "الوند; 10", "بهاران; 30", "چمران; 20", "+میانگین; 20")
    assert of(means, "الوند", "share", 1)[0].values == (pytest.approx(100 / 6),)


def test_of_fewer_rows_than_tell_anything_nothing_is_computed():
    small = sheet("خط‌ها", "entity:خط; value:مسافر", *(f"خط {n}; {n}" for n in range(1, FEWEST)))
    assert {c.operation for c in claims(small)} == {"cell"}


FIGURES = st.one_of(st.none(), st.integers(-60, 60), st.sampled_from([0, 7, 30, 12.25]))
ROWS = st.lists(st.tuples(st.sampled_from(["شهری", "حومه"]), FIGURES, FIGURES, FIGURES), max_size=9)


@settings(max_examples=120, deadline=None)
@given(ROWS, st.booleans())
def test_over_any_table_every_claim_is_right_and_can_be_said(rows: list, total: bool):
    told = [(kind, "; ".join("" if x is None else str(x) for x in own)) for kind, *own in rows]
    cells = [f"خط {'ابجدهوزحط'[n]}; {kind}; {own}" for n, (kind, own) in enumerate(told)]
    sums = [sum(x or 0 for x in column) for column in list(zip(*rows, strict=True))[1:]] if rows else []
    cells += [f"+جمع; ; {'; '.join(map(str, sums))}"] if total and sums else []
    table = sheet("خط‌ها", "entity:خط; text:نوع; value:مسافر 1401|نفر; value:مسافر 1402|نفر; value:تاخیر|درصد", *cells)
    made = claims(table, "دومین خط شهری، خط ب و خط د، بیش از 7 نفر")
    assert [problem for claim in made for problem in differing(claim)] == []
    assert all(len(say(claim)) <= LONGEST for claim in made)
