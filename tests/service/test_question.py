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


def test_a_participle_is_no_spoken_form():
    known = Vocabulary({"خرید": 9, "دستگاه": 4})
    assert understand("چند دستگاه خریده شد؟", known).text == "چند دستگاه خریده شد؟"


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


def test_years_and_places_named_by_number():
    question = understand("درصد تحقق برنامه سال ۱۴۰۰ در جدول شماره ۱۴ بخش 2-5-4")
    assert question.years == (1400,)
    assert (question.table, question.section) == ("14", "2-5-4")


def test_years_of_two_digits():
    assert understand("تا پایان 91").years == (1391,)
    assert understand("از سال 95 تا پایان 1400").years == (1395, 1400)
    assert understand("تا 95 درصد").years == ()
