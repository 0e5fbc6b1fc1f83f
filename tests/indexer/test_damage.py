import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.garbling import garbled_document, wrapped
from indexer.damage import damage, is_damaged, lam_alef_swapped, mended_lines
from indexer.plain import plain_lines
from indexer.reading.document import Document, SourceLine

PROSE = wrapped(Path("tests/data/prose/general.txt").read_text(encoding="utf-8").split("\n")[:120])


def test_clean_prose_is_clean_and_its_garbled_form_is_not():
    assert not is_damaged(PROSE)
    assert is_damaged(garbled_document(PROSE, 1).raw)


def test_the_report_is_damaged_everywhere(report_lines: tuple[str, ...]):
    assert damage(report_lines).spans == ((1, len(report_lines)),)


@pytest.mark.parametrize(
    "lines",
    [
        ["fn main() {", '    println!("سلام، دنیا!");', "}", "این برنامه با cargo run اجرا می‌شود.", "نسخهٔ 1.75 لازم است."],
        ["| نام بخش | تخت | اشغال |", "| --- | --- | --- |", "| اورژانس  |  ۲۴ |  ۸۷٪ |", "جمع بیماران بستری در سال ۱۴۰۲"],
        ["ماده ۱ ـ در این قانون، اصطلاحات زیر به کار می‌رود:", "الف ـ مؤجر: مالک عین یا منفعت.", "ب ـ مستأجر"],
        ["", " "],
        [],
    ],
)
def test_code_tables_and_items_are_clean(lines: list[str]):
    assert not is_damaged(lines)


def test_words_in_reversed_order_are_damage():
    """As `pdftotext -raw` gives a page: whole words, last first, marks before the word they belong to."""
    lines = [" ".join(f"،{w[:-1]}" if w.endswith("،") else f".{w[:-1]}" if w.endswith(".") else w for w in line.split()[::-1])
             for line in PROSE]  # fmt: skip
    assert is_damaged(lines)


def test_marks_that_pdftotext_embeds_are_no_damage():
    lines = ["\u202bاشخاص مشمول\u202a :\u202cاشخاص مذکور در مواد (\u202a )۵\u202cاین قانون\u202a.\u202c\u202c"] * 10
    assert not is_damaged(lines)


def test_a_damaged_page_among_clean_ones_is_found_alone():
    clean, bad = PROSE[:160], garbled_document(PROSE[160:220], 3, 1.0).raw
    lines = [*clean[:80], "\f" + bad[0], *bad[1:], "\f" + clean[80], *clean[81:]]
    assert damage(lines).spans == ((81, 80 + len(bad)),)


def test_what_is_ordered_or_clean_is_never_moved():
    document = Document("a", "a.txt", "txt", "0", tuple(SourceLine(t) for t in PROSE), ordered=False)
    lines = plain_lines(document)
    assert mended_lines(lines, document) == lines
    bad = garbled_document(PROSE, 1).raw
    ordered = Document("a", "a.pdf", "pdf", "0", tuple(SourceLine(t) for t in bad))
    assert mended_lines(plain_lines(ordered), ordered) == plain_lines(ordered)


@pytest.mark.parametrize(
    "lines",
    [
        ["شه‌بخش گرگیج   داخلی   دلگان", "ده‌مرده نارویی   داخلی   فنوج"] * 4,
        ["توانا بود هر که دانا بود      ز دانش دل پیر برنا بود", "هر آن کو ز دانش برد توشه‌ای      جهانی است بنشسته"] * 3,
        ["ایندومتاسین داروی غیراستروئیدی است", "درد ناشی از آرتریت، نقرس، اسپوندیلیت", "بورسیت و تاندونیت شانه"],
        ["شورای امنیت  ملل متحد  وظیفهٔ  پاسداری از صلح  را دارد", "این  شورا  پانزده عضو  دارد و نشست‌های  آن آشکار است"] * 2,
    ],
)
def test_rare_words_and_wide_gaps_prove_no_wrong_order(lines: list[str]):
    assert not is_damaged(lines)


def test_words_with_lam_and_alef_swapped_are_counted():
    assert lam_alef_swapped(["خرید کاالهای اساسی در سال گذشته", "اطالعات و خدمات", "سؤاالت"]) >= 1
    assert lam_alef_swapped(["خرید کالاهای اساسی و سؤالات"]) == 0


TOWNS = ["فریدونشهر", "برخوارومیمه", "گلپایگان", "آران وبیدگل", "چادگان", "دهاقان", "بویین و میاندشت", "شاهین شهر", "سمیرم سفلی"]


@pytest.mark.parametrize("length", [9, 90])
@pytest.mark.parametrize("letters", [str, lambda text: text.translate(str.maketrans("یک", "يك"))], ids=["persian", "arabic"])
@pytest.mark.parametrize(
    "row",
    [
        "| {n} | {a} | {b} | {c} |", "| {a}{n} | {b}{n} | {c} |", "{a}{n}، {b}، {c}{n}", "{a}({n}) {b} {c}", "{n}){a} {b} {c}",
        "{n}ـ {a} {b} {c}", "{a} ،{b} ،{c}", "نام :{a} پدر :{b} شهر :{c}", "{a}  {b}  {c}", "{a}( {b} )  {c}",
    ],
)  # fmt: skip
def test_lists_of_names_and_codes_are_clean(row: str, letters: Callable[[str], str], length: int):
    names = [TOWNS[n % len(TOWNS)] for n in range(length + 2)]
    lines = [row.format(n=n % 9 + 1, a=names[n], b=names[n + 1], c=names[n + 2]) for n in range(length)]
    assert not is_damaged([letters(line) for line in lines])


def test_a_clean_table_beside_garbled_prose_hides_no_damage():
    table = [f"| {n} | فریدونشهر{n} | برخوارومیمه |" for n in range(60)]
    assert is_damaged([*table, *garbled_document(PROSE, 1).raw])
    assert not is_damaged([*table, *PROSE])


def test_presentation_forms_are_damage_only_where_they_are_torn():
    word = unicodedata.normalize("NFC", "\ufed3\ufeae\ufbfe\ufeaa\ufee5")  # فریدن
    assert not is_damaged([f"{word} {word} {word}"] * 20)
    assert is_damaged([f"{word[2:]} {word[:2]} {word[3:]} {word[:3]}"] * 20)
