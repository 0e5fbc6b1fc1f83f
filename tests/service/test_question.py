import pytest

from service.question import understand
from service.spelling import Vocabulary

_WORDS = ["شهرک", "صنعتی", "واحد", "استان", "فرهنگی", "شورای", "برق", "تامین", "نشست", "ناحیه", "سند", "هزینه", "تخصصی", "سنتی"]
VOCABULARY = Vocabulary({word: 50 if word == "صنعتی" else 1 for word in _WORDS})


def test_letters_digits_and_spaces_are_put_in_one_form():
    asked = "  عملكرد   سال ١٤٠١ ۱۸٫۶ شهرك\u200c‌هاي "
    assert understand(asked).text == "عملکرد سال 1401 18.6 شهرک\u200cهای"
    assert understand(asked).asked == asked


def test_spoken_forms_are_written_ones():
    question = understand("تو یزد چنتا شهرکا برق دارن واسه صنعت؟", VOCABULARY)
    assert question.text.startswith("در یزد چند شهرک\u200cها برق دارند برای صنعت")
    assert question.provinces == ("یزد",)


def test_a_slip_of_the_keyboard_is_mended_only_towards_one_known_word():
    assert "فرهنگی" in understand("شورای فرهنکی", VOCABULARY).text
    assert "بهداشت" in understand("بهداشت", VOCABULARY).text


def test_a_word_that_sounds_the_same_is_meant_and_of_several_the_frequent_one():
    assert understand("حضینه دبیرخانه تخسسی", VOCABULARY).text == "هزینه دبیرخانه تخصصی"
    assert understand("صند شهرک صنتی", VOCABULARY).text == "سند شهرک صنعتی"


def test_provinces_long_and_short_and_misspelt():
    assert understand("آب سیستان و بلوچستان").provinces == ("سیستان و بلوچستان",)
    assert understand("کهکیلویه و بویراحمد").provinces == ("کهگیلویه و بویراحمد",)
    assert understand("قم و خراسان‌رضوی").provinces == ("قم", "خراسان رضوی")
    assert understand("بانک مرکزی").provinces == ()
    assert understand("استان مرکزی").provinces == ("مرکزی",)
    assert understand("قلم و کرمانشاه").provinces == ("کرمانشاه",)


def test_years_measures_and_places_named_by_number():
    question = understand("درصد تحقق برنامه سال ۱۴۰۰ در جدول شماره ۱۴ بخش 2-5-4")
    assert question.years == (1400,)
    assert "ratio" in question.measures
    assert (question.table, question.section) == ("14", "2-5-4")


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("کدام استان بیشترین برق را داشت؟", "max"),
        ("کمترین مساحت مربوط به کدام استان است؟", "min"),
        ("سه استانی که بیشترین رشد را داشتند", "top"),
        ("میانگین عملکرد استان‌ها", "mean"),
        ("اختلاف برنامه و عملکرد برق", "difference"),
        ("کدام استان‌ها عملکرد صفر داشتند؟", "filter"),
        ("چند استان بیش از 30 مگاوات برق داشتند؟", "count"),
        ("یزد چند مگاوات برق داشت؟", "number"),
        ("چالش‌های تامین آب چیست؟", "list"),
    ],
)
def test_what_is_wanted(asked: str, intent: str):
    assert understand(asked).intent == intent


def test_conditions():
    assert understand("کدام استان‌ها برنامه را محقق نکردند؟").condition == "missed"
    question = understand("چند استان بیش از 3 هزار طرح داشتند؟")
    assert (question.condition, question.threshold) == ("greater", 3000.0)
    assert understand("سه استانی که بیشترین رشد را داشتند").limit == 3


@pytest.mark.parametrize(
    ("asked", "kind", "number", "unit"),
    [
        ("موافقتنامه کدام استان‌ها بیشتر از هزار میلیارد ریال بود؟", "greater", 1e12, "ریال"),
        ("چند استان کمتر از دو هزار و پانصد واحد داشتند؟", "less", 2500.0, "واحد"),
        ("کدام استان‌ها دست‌کم بیست و پنج طرح داشتند؟", "at_least", 25.0, "طرح"),
        ("در سال ۱۴۰۱ کدام استان‌ها دو پروژه را آغاز کردند؟", "equal", 2.0, "پروژه"),
        ("استان‌های با درآمد کمتر از سال قبل", "fallen", None, None),
        ("کدام استان‌ها بیشترین آب را داشتند؟", None, None, None),
        ("کدام استان‌ها در سال ۱۴۰۱ سند گرفتند؟", None, None, None),
    ],
)
def test_conditions_with_numbers_in_words(asked: str, kind: str | None, number: float | None, unit: str | None):
    question = understand(asked)
    assert (question.condition, question.threshold) == (kind, number)
    assert (question.said.unit if question.said else None) == unit


@pytest.mark.parametrize(
    ("asked", "intent", "limit", "place"),
    [
        ("کدوم سه تا استان بیشترین شاغل رو دارن؟", "top", 3, 1),
        ("پنج استان با بیشترین آب", "top", 5, 1),
        ("سه استان اول از نظر برق کدام‌اند؟", "top", 3, 1),
        ("در سال 1401 کدام استان از همه کمتر آب گرفت؟", "min", 1, 1),
        ("دومین استان از نظر برق کدام است؟", "max", 1, 2),
        ("رتبه تهران در تامین آب", "rank", 1, 1),
        ("تهران چن هکتار از برنامه کم آورد؟", "difference", 1, 1),
        ("نتیجه رسیدگی هیات‌های حل اختلاف چیست؟", "list", 1, 1),
    ],
)
def test_how_many_and_which_place(asked: str, intent: str, limit: int, place: int):
    question = understand(asked)
    assert (question.intent, question.limit, question.place) == (intent, limit, place)


def test_years_of_two_digits():
    assert understand("تا پایان 91").years == (1391,)
    assert understand("از سال 95 تا پایان 1400").years == (1395, 1400)
    assert understand("تا 95 درصد").years == ()
