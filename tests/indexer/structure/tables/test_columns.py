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


def test_the_cells_tell_what_is_counted_from_what_is_dialled():
    names = ["شهر", "تلفن"]
    assert found(names, "الف|12|", "ب|340|", "ج|95|") == ("entity", "value")
    assert found(["شهر", "تلفن ثابت مشغول به کار"], "الف|۱۳۸٬۲۱۰", "ب|۷۴٬۷۹۱", "ج|۸٬۱۱۲") == ("entity", "value")
    assert found(["شهر", "شماره خط"], "الف|۱۳۸٬۲۱۰", "ب|۷۴٬۷۹۱", "ج|۸٬۱۱۲") == ("entity", "value")
    for cells in (("32224151", "32220018", "33350090"), ("۰۳۱", "۰۲۱", "۰۴۱"), ("۰۱۷-۳۲۲۲", "۰۱۷-۳۲۵۱", "۰۱۷-۳۳۶۰")):
        assert found(names, *(f"{n}|{c}" for n, c in zip("ابج", cells, strict=True))) == ("entity", "text")
    assert found(["شهر", "شماره پرونده"], "الف|1204", "ب|98", "ج|455") == ("entity", "text")


def test_what_adds_up_to_the_printed_total_is_a_count():
    body = [["الف", "ب", "ج"], ["1204", "98", "455"]]
    assert roles(["شهر", "شماره خط"], body, 0, [["جمع"], ["1757"]]) == ("entity", "value")
    assert roles(["شهر", "شماره خط"], body, 0, [["جمع"], [""]]) == ("entity", "text")
    inner = [["الف", "ب", "ج"], ["2101", "2102", "2107"]]
    assert roles(["شهر", "تلفن داخلی"], inner, 0, [["جمع"], [""]]) == ("entity", "text")
    assert roles(["شهر", "تلفن داخلی"], inner, 0, [["جمع"], ["6310"]]) == ("entity", "value")


def test_numbers_of_notes_are_no_figures():
    assert found(["شرح", "یادداشت", "مبلغ"], "نقد|5|3812", "وام|6|8963", "بدهی|8|78354") == ("entity", "text", "value")
    assert found(["ماده", "عنوان", "مبلغ"], "1100|عوارض|168", "1200|نوسازی|54", "2100|جریمه|142") == ("text", "entity", "value")
    assert found(["شرح", "یادداشت", "مبلغ"], "نقد|3|3812", "وام|4|8963", "بدهی|3|78354") == ("entity", "text", "value")
    assert found(["کتاب", "صفحه"], "الف|320", "ب|210", "ج|455") == ("entity", "value")
    assert found(["شرح", "ماده غذایی", "مبلغ"], "نقد|5|3812", "وام|6|8963", "بدهی|8|78354") == ("entity", "value", "value")


def test_names_stand_before_codes():
    assert found(["کوتاه‌نوشت", "کشور", "شمار"], "AF|افغانستان|12", "AD|آندورا|15", "NG|نیجریه|9") == ("text", "entity", "value")
    assert found(["حساب", "شرح", "مانده"], "0101|صندوق|12", "0102|بانک|15", "0103|وام|9") == ("text", "entity", "value")
    assert found(["گاز", "گروه", "مقدار"], "CO|سمی|12", "NO|سمی|15", "O|دیگر|9") == ("entity", "text", "value")


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
