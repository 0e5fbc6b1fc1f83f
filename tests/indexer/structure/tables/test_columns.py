import pytest

from indexer.structure.tables.columns import measure_of, roles, year_of


def found(names, *rows):
    cells = [row.split("|") for row in rows]
    return roles(names, [[r[k].strip() for r in cells] for k in range(len(names))], None)


def test_whatever_names_the_rows_is_the_entity():
    assert found(["ردیف", "بوستان", "مساحت"], "1|لاله|35", "2|ملت|34", "3|شفق|2") == ("index", "entity", "value")
    assert found(["سال", "درآمد"], "1399|12", "1400|13", "1401|15") == ("entity", "value")
    assert found(["گروه سنی", "شمار"], "۰-۱۴|12", "۱۵-۶۴|130", "۶۵+|15") == ("entity", "value")


def test_codes_remarks_and_units_name_no_rows():
    names = ["کد شعبه", "نام شعبه", "واحد", "مقدار", "توضیحات"]
    rows = ("101|مرکزی|نفر|12|خوب", "205|بازار|نفر|15|متوسط", "309|بندر|نفر|9|")
    assert found(names, *rows) == ("text", "entity", "text", "value", "text")


def test_no_entity_where_no_column_tells_rows_apart():
    assert "entity" not in found(
        ["سال تحصیلی", "نیم‌سال", "شمار"], "۱۴۰۰-۱|اول|12", "۱۴۰۰-۱|دوم|15", "۱۴۰۱-۲|اول|9", "۱۴۰۱-۲|دوم|8"
    )


@pytest.mark.parametrize(
    ("levels", "unit", "measure"),
    [
        (("سال ۱۴۰۱", "عملکرد"), None, "actual"),
        (("برنامه مصوب",), None, "plan"),
        (("پیش‌بینی ۱۴۰۲",), None, "plan"),
        (("عملکرد", "درصد تحقق"), "درصد", "percent"),
        (("رشد نسبت به سال قبل",), "درصد", "growth"),
        (("از ابتدای سال",), None, "cumulative"),
        (("میانگین اقامت",), "روز", "average"),
        (("مرد",), None, None),
        (("تعداد برنامه‌های آموزشی",), None, None),
        (("ضریب اشغال",), "درصد", "percent"),
        (("سهم بانک",), "میلیون ریال", None),
        (("جمع کل",), None, "total"),
    ],
)
def test_measures(levels, unit, measure):
    assert measure_of(levels, unit) == measure


def test_years_of_heads():
    assert year_of(("سال ۹۹", "عملکرد")) == 1399
    assert year_of(("رشد ۱۴۰۱ نسبت به ۱۴۰۰",)) == 1401
    assert year_of(("عملکرد",)) is None
