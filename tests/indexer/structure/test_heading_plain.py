from __future__ import annotations

from indexer.plain import plain_lines
from indexer.reading.document import Document, SourceLine
from indexer.structure.lines import classify
from indexer.structure.sections import find_sections

PROSE = (
    "در سال گذشته شمار مراجعان درمانگاه از آنچه پیش‌بینی شده بود بیشتر شد و پزشکان ناچار نوبت‌های عصر را افزودند. "
    "این کار هزینه‌ای داشت که در بودجه نیامده بود، ولی صف انتظار را کوتاه کرد."
)


def sections(text: str) -> list[tuple[str, int]]:
    document = Document("x", "x.txt", "txt", "0", tuple(SourceLine(line) for line in text.split("\n")), ordered=False)
    lines = classify(plain_lines(document), document)
    return [(s.title, len(s.path)) for s in find_sections(lines, document)]


def test_short_open_lines_between_paragraphs_are_headings() -> None:
    text = "\n\n".join(["کارنامه درمانگاه", PROSE, "نوبت‌دهی", PROSE, "دارو و تجهیزات", PROSE, PROSE, "نیروی انسانی", PROSE])
    assert sections(text) == [("کارنامه درمانگاه", 1), ("نوبت‌دهی", 2), ("دارو و تجهیزات", 2), ("نیروی انسانی", 2)]


def test_paragraphs_on_lines_of_their_own_need_no_blank_lines() -> None:
    text = "\n".join(["کارنامه درمانگاه", PROSE, "نوبت‌دهی", PROSE, "دارو و تجهیزات", PROSE, PROSE, "نیروی انسانی", PROSE])
    assert [title for title, _ in sections(text)][-3:] == ["نوبت‌دهی", "دارو و تجهیزات", "نیروی انسانی"]


def test_they_lie_within_numbered_headings_of_their_shape() -> None:
    text = "\n\n".join(["فصل اول: درمان", PROSE, "فصل دوم: اداری", PROSE, "نیروی انسانی", PROSE, "فصل سوم: آینده", PROSE])
    assert sections(text) == [("درمان", 1), ("اداری", 1), ("نیروی انسانی", 2), ("آینده", 1)]


def test_questions_above_answers_are_headings() -> None:
    asked = ["چگونه نوبت بگیرم؟", "نتیجه آزمایش کی می‌آید؟", "آیا بیمه را می‌پذیرید؟"]
    text = "\n\n".join(["پرسش‌های پرتکرار", *(part for question in asked for part in (question, PROSE))])
    assert [title for title, _ in sections(text)] == ["پرسش‌های پرتکرار", *asked]


def test_a_text_without_the_habit_has_none() -> None:
    once = "\n\n".join([PROSE, PROSE, "نوبت‌دهی", PROSE, PROSE])
    names = "\n\n".join([PROSE, *("محمد رضایی", "زهرا کریمی", "علی موسوی", "نرگس احمدی"), PROSE, PROSE])
    poem = "\n\n".join([PROSE, *("در این سرای بی‌کسی", "کسی به در نمی‌زند", "به دشت پرملال ما", "پرنده پر نمی‌زند"), PROSE])
    leads = "\n\n".join([PROSE, "مدارک لازم:", PROSE, "نشانی: خیابان بهار", PROSE, "پاسخ منفی است", PROSE, "صف کوتاه شد", PROSE])
    for text in (once, names, poem, leads):
        assert sections(text) == []
