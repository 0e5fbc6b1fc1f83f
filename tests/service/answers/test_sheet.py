"""What names the rows of a table, which columns hold figures, what rows are called."""

import numpy as np
import pytest

from indexer.corpus import Table
from service.answers.sheet import Sheet, flat, spaced
from tests.service.answers.tables import COSTS, LINES, ROUTES, WARDS, sheet


def test_entity_columns_name_the_rows_and_all_others_may_be_asked_for():
    assert WARDS.naming == (1,)
    assert WARDS.valued == (2, 3, 4, 5, 6)
    assert WARDS.numeric == (3, 4, 5, 6)
    assert WARDS.texts == (1, 2)
    assert (WARDS.entity, ROUTES.naming) == ("بخش", (0, 1))


def test_without_an_entity_the_first_column_of_text_that_tells_rows_apart_names_them():
    columns = "index:ردیف; text:نوبت; text:مسئول; value:پرستار"
    shifts = sheet("نوبت‌ها", columns, "1; صبح; رضایی; 4", "2; صبح; امینی; 6", "3; صبح; نوری; 5")
    assert shifts.naming == (2,)
    plain = sheet("شمارش", "index:ردیف; value:پرستار; value:پزشک", "1; 4; 2", "2; 6; 3")
    assert plain.naming == (1,)
    assert plain.valued == (2,)


def test_figures_are_nan_where_a_cell_is_empty_and_totals_are_no_body():
    assert np.isnan(WARDS.figures[3, 5])
    assert WARDS.figures[5, 3] == 114
    assert (WARDS.body, WARDS.totals) == ((0, 1, 2, 3, 4), (5,))


def test_a_column_with_few_figures_is_not_one_of_figures():
    few = sheet("تلفن", "entity:بخش; value:داخلی; value:تخت", "زنان; ; 4", "کودکان; 12; 5", "قلب; ; 6")
    assert few.numeric == (2,)


def test_namesakes_are_told_apart_by_what_else_names_them():
    assert ROUTES.labels == ("دانشگاه (رفت)", "دانشگاه (برگشت)", "بازار (رفت)", "بازار (برگشت)")
    assert WARDS.labels[0] == "مراقبت‌های ویژه"
    twice = sheet("هزینه", "entity:شرح; value:مبلغ", "(قطعات) متفرقه; 5", "(دستمزد) متفرقه; 7", "(دستمزد) سرویس; 9")
    assert twice.labels == ("متفرقه (قطعات)", "متفرقه (دستمزد)", "سرویس")


def test_a_word_that_all_rows_share_tells_nothing_apart():
    stations = sheet("ایستگاه‌ها", "entity:ایستگاه; value:مسافر", "پایانه شرق; 1", "پایانه غرب; 2", "پایانه جنوب; 3")
    rarity = stations.rarity
    assert rarity["پایانه"] < 0.1
    assert rarity["شرق"] > 0.9
    assert stations.heard(["پایانه", "جنپب"]) == {"پایانه": 1.0, "جنوب": 0.8}


def test_a_column_has_its_own_year_or_that_of_the_table():
    assert LINES.years == (None, None, 1401, 1402, 1402)
    assert ROUTES.years == (1400,) * 4
    assert COSTS.years == (1402, 1402, 1402)


def test_a_column_that_is_the_sum_of_its_neighbours_is_known_by_its_figures():
    columns = "entity:بخش; value:پزشک; value:پرستار; value:همه"
    staff = sheet("کارکنان", columns, "زنان; 4; 6; 10", "قلب; 3; 9; 12", "اطفال; 2; 5; 7", "+جمع; 9; 20; 29")
    assert staff.whole == (3,)
    first = sheet("کارکنان", "entity:بخش; value:جمع; value:مرد; value:زن", "زنان; 10; 4; 6", "قلب; 12; 3; 9", "اطفال; 7; 2; 5")
    assert first.whole == (1,)
    assert WARDS.whole == ()
    two = sheet("کارکنان", columns, "زنان; 4; 6; 10", "قلب; 3; 9; 12")
    assert two.whole == ()


def test_units_of_columns_with_percentages():
    assert WARDS.units == (None, None, None, "تخت", "نفر", "نفر", "درصد")


@pytest.mark.parametrize(("column", "share"), [(6, True), (3, False), (4, False)])
def test_percentages_are_known_by_name_or_unit(column: int, share: bool):
    assert WARDS.is_share(column) is share
    assert ROUTES.is_share(3)
    assert sheet("a", "entity:خط; value:رشد ٪", "یک; 3").is_share(1)


def test_a_table_without_columns_or_rows_is_harmless():
    empty = sheet("خالی", "entity:خط; value:مسافر")
    assert (empty.numeric, empty.labels, empty.body) == ((), (), ())
    assert empty.figures.shape == (0, 2)
    assert Sheet("d", Table("t", None, "", None, (1, 1), (), ())).entity == "ردیف"


def test_words_of_one_form():
    assert spaced("مراقبت\u200cهای  ويژه (۲)") == "مراقبت های ویژه 2"
    assert flat("مراقبت\u200cهای ويژه") == "مراقبتهایویژه"
