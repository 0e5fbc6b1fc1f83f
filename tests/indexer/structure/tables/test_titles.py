import pytest

from indexer.structure.tables.titles import is_caption, lead_caption, numbered


@pytest.mark.parametrize(
    ("text", "number", "caption"),
    [
        ("جدول ۳: منابع", "3", "منابع"),
        ("جدول شماره (۳-۲) منابع و مصارف", "3-2", "منابع و مصارف"),
        ("جدول شمارهٔ ۴ - شعب", "4", "شعب"),
        ("جدول ۷ – طول شبکه", "7", "طول شبکه"),
        ("جدول 2.1. نمونه", "2-1", "نمونه"),
        ("جدول: منابع", None, "منابع"),
        ("منابع سال ۱۴۰۱", None, "منابع سال ۱۴۰۱"),
        ("جدول زیر منابع را نشان می‌دهد", None, "جدول زیر منابع را نشان می‌دهد"),
    ],
)
def test_number_and_text_of_a_caption(text, number, caption):
    assert numbered(text) == (number, caption)
    assert is_caption(text) is (number is not None)


def test_leads():
    assert lead_caption("بخش‌ها چنین‌اند. تعداد تخت‌ها:") == "تعداد تخت‌ها"
    assert lead_caption("تعداد تخت‌ها به تفکیک بخش") == "تعداد تخت‌ها به تفکیک بخش"
    assert lead_caption("این جدول تخت‌ها را نشان می‌دهد.") is None
