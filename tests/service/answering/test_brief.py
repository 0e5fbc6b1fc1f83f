"""Items cut to their most telling words."""

from __future__ import annotations

from collections import Counter
from math import log

import pytest

from indexer.tokens import words
from service.answering.brief import brief

ITEMS = (
    "عدم تخصیص اعتبارات عمرانی و کمبود منابع مالی برای اجرای تصفیه‌خانه‌های فاضلاب صنعتی",
    "کمبود مشاورین و پیمانکاران توانمند جهت طراحی و اجرای تصفیه‌خانه‌های فاضلاب صنعتی",
    "وقوع خشکسالی و در نتیجه کاهش منابع آب‌های سطحی برای اجرای تصفیه‌خانه‌های فاضلاب صنعتی",
    "روند طولانی صدور مجوزهای جابجایی و کف شکنی چاه‌ها برای اجرای تصفیه‌خانه‌های فاضلاب صنعتی",
)
_COUNT = Counter(w for item in ITEMS for w in set(words(item)))


def weigh(stem: str) -> float:
    return log(1 + len(ITEMS) / _COUNT[stem]) if stem in _COUNT else 0.0


def test_what_fits_is_left_as_it_is():
    assert brief(ITEMS, 400, weigh) == list(ITEMS)


@pytest.mark.parametrize("room", [90, 130, 170, 250])
def test_every_item_keeps_a_phrase_of_its_own_and_all_fit(room: int):
    cut = brief(ITEMS, room, weigh)
    assert sum(map(len, cut)) <= room
    assert len(cut) == len(ITEMS)
    for short, item in zip(cut, ITEMS, strict=True):
        assert all(piece in item for piece in short.split("، "))
        assert len(short) >= 9
        assert set(words(short)) & {w for w in words(item) if _COUNT[w] == 1}


def test_what_all_items_say_goes_first():
    cut = brief(ITEMS, 200, weigh)
    assert not any("فاضلاب" in short for short in cut)
    assert "خشکسالی" in cut[2]


def test_what_the_lead_says_weighs_less():
    items = ["پرداخت تسهیلات نوسازی برای همه کسانی که در استان‌ها متقاضی پروانه هستند", "رفع موانع تولید"]
    weights = dict.fromkeys(words("نوسازی تسهیلات"), 5.0) | dict.fromkeys(words("متقاضی پروانه"), 3.0)
    plain = brief(items, 31, lambda s: weights.get(s, 0.1))
    led = brief(items, 31, lambda s: weights.get(s, 0.1), said=set(words("تسهیلات نوسازی")))
    assert "نوسازی" in plain[0]
    assert "پروانه" not in plain[0]
    assert "پروانه" in led[0]
    assert "نوسازی" not in led[0]


def test_items_that_name_and_explain_keep_their_names():
    items = [f"{name}: {'شرح بلندی که دربارهٔ آن نوشته شده است ' * 6}" for name in ("محدوده و گرایش منطقه", "زیرساخت‌های مناسب")]
    assert brief(items, 100, lambda _: 1.0) == ["محدوده و گرایش منطقه", "زیرساخت‌های مناسب"]


def test_where_even_phrases_are_too_many_the_most_telling_stay():
    cut = brief(ITEMS, 25, weigh)
    assert 0 < len(cut) < len(ITEMS)
    assert sum(map(len, cut)) <= 25


WEIGHTS = {stem: 4.0 for stem in words("مجوز تعرفه پساب زهکشی")}


def test_what_lies_between_two_telling_words_gives_way_to_a_comma():
    items = ["مجوز که برای همه متقاضیان در همان روز از سوی دفتر صادر و به آنان داده شد به اضافه تعرفه", "پساب"]
    assert brief(items, 20, lambda s: WEIGHTS.get(s, 0.1)) == ["مجوز، تعرفه", "پساب"]


def test_a_word_is_not_parted_from_what_denies_it():
    items = ["عدم صدور مجوز در مدت مقرر و اعلام شده به همه متقاضیان", "نبود زهکشی در زمین‌های پایین دست رودخانه"]
    assert brief(items, 34, lambda s: WEIGHTS.get(s, 0.5)) == ["عدم صدور مجوز", "نبود زهکشی"]


def test_the_thing_weighs_more_than_its_purpose():
    items = ["بازنگری تعرفه به منظور زهکشی زمین", "تحویل پساب جهت مجوز تازه"]
    cut = brief(items, 26, lambda s: WEIGHTS.get(s, 2.0))
    assert "تعرفه" in cut[0]
    assert "زهکشی" not in cut[0]
    assert "پساب" in cut[1]
    assert "مجوز" not in cut[1]
