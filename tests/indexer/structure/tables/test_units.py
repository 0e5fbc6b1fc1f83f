import pytest

from indexer.structure.tables.units import is_unit, only_unit, remarked_unit, says_unit, split_unit


@pytest.mark.parametrize(
    ("head", "name", "unit"),
    [
        ("مبلغ (میلیون ریال)", "مبلغ", "میلیون ریال"),
        ("مبلغ، میلیارد تومان", "مبلغ", "میلیارد تومان"),
        ("دبی (لیتر بر ثانیه)", "دبی", "لیتر بر ثانیه"),
        ("مصرف (kWh)", "مصرف", "kWh"),
        ("تحقق (٪)", "تحقق", "درصد"),
        ("تعداد (کیسه‌گیر)", "تعداد", "کیسه‌گیر"),
        ("عملکرد (۱۴۰۱)", "عملکرد (۱۴۰۱)", None),
        ("کارکنان (زن)", "کارکنان (زن)", None),
        ("هزینه (بدون احتساب استهلاک)", "هزینه (بدون احتساب استهلاک)", None),
        ("سود (خالص) (میلیون ریال)", "سود (خالص)", "میلیون ریال"),
        ("ارزش به میلیون دلار", "ارزش به میلیون دلار", "میلیون دلار"),
        ("نام شعبه", "نام شعبه", None),
    ],
)
def test_the_unit_of_a_head(head, name, unit):
    assert split_unit(head) == (name, unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("جدول ۱: درآمدها (ارقام به میلیون ریال)", "میلیون ریال"),
        ("مبالغ به میلیارد تومان", "میلیارد تومان"),
        ("سطح زیر کشت (واحد: هکتار)", "هکتار"),
        ("تولید بر حسب هزار تن", "هزار تن"),
        ("هزینه‌ها - میلیون ریال", "میلیون ریال"),
        ("شعب بر حسب درجه", None),
        ("مصرف بر حسب ماه", None),
        ("کارکنان (نفر)", "نفر"),
        ("درآمدهای سال ۱۴۰۱ (پیش‌بینی)", None),
    ],
)
def test_the_unit_of_a_caption(text, unit):
    assert remarked_unit(text) == unit


def test_units_by_form():
    assert all(is_unit(u) for u in ("هزار متر مکعب", "میلی‌گرم بر لیتر", "مترمکعب در روز", "نفر - ساعت", "m3", "کیلووات ساعت"))
    assert not any(is_unit(u) for u in ("مرکزی", "پیش‌بینی", "۱۴۰۱", "شعبه مرکزی"))
    assert only_unit("(درصد)") == "درصد"
    assert only_unit("تعداد") is None


def test_a_head_that_says_its_unit():
    assert says_unit("درصد تحقق", "درصد")
    assert says_unit("رشد (%)", "درصد")
    assert says_unit("مبلغ به میلیون ریال", "میلیون ریال")
    assert says_unit("تعداد قراردادهای منعقده", "قرارداد")
    assert not says_unit("تنظیم بازار", "تن")
    assert not says_unit("سهم", "درصد")
