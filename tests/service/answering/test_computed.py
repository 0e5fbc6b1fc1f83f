"""Questions computed over rows, each form on tables of its kind: plans, years, granted money, registers, mixed units."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer.corpus import Column, Corpus, Heading, Line, Page, Row, Section, Table
from indexer.embedding import embed_passages, load_model, model_id
from indexer.passages import make_passages
from indexer.store.index import build_index
from service.answering import candidates
from service.answering.answer import Answer
from service.answering.guard import unfounded_figures
from service.collection import Collection
from service.question import understand
from service.retrieval import retrieve

NAME = Column("نام استان", "entity")
KIND = Column("عنوان", "text")
UNIT = Column("واحد سنجش", "text")


def value(name: str, unit: str | None = None, year: int | None = None, measure: str | None = None) -> Column:
    return Column(name, "value", unit, year, measure)


TABLES: tuple[tuple[str, tuple[Column, ...], tuple[tuple[str, ...], ...]], ...] = (
    (
        "برنامه و عملکرد کاشت درخت به تفکیک استان",
        (NAME, value("کاشت درخت - برنامه", "اصله", None, "plan"), value("کاشت درخت - عملکرد", "اصله", None, "actual")),
        (
            ("تهران", "120", "110"), ("یزد", "40", "50"), ("گیلان", "30", "30"), ("فارس", "60", "0"), ("قم", "0", "0"),
            ("درختان ستاد مرکزی شرکت", "500", "400"), ("جمع", "750", "590"),
        ),
    ),
    (
        "مقایسه درآمد کتابفروشی‌ها در دو سال",
        (NAME, value("درآمد سال 1401", "میلیون ریال", 1401), value("درآمد سال 1400", "میلیون ریال", 1400)),
        (("تهران", "5000000", "4000000"), ("یزد", "900000", "950000"), ("گیلان", "700000", "300000"),
         ("فارس", "1200000", "900000")),
    ),
    (
        "اعتبار تعمیر مدرسه‌ها",
        (NAME, value("موافقتنامه", "میلیارد ریال"), value("تخصیص", "میلیارد ریال")),
        (("تهران", "200", "150"), ("یزد", "80", "30"), ("فارس", "90", "60")),
    ),
    (
        "فهرست بوستان‌های ساخته شده",
        (NAME, Column("نام بوستان", "text"), Column("نوع", "text"), value("مساحت", "هکتار")),
        (
            ("یزد", "نارنج", "جنگلی", "12"), ("یزد", "سپیدار", "شهری", "3"), ("تهران", "آزادگان", "جنگلی", "40"),
            ("فارس", "بهار نو", "شهری", "5"), ("یزد", "شکوفه", "شهری", "2.5"),
        ),
    ),
    (
        "کارنامه آموزشگاه در دوره‌ها",
        (KIND, UNIT, value("برنامه", None, None, "plan"), value("عملکرد", None, None, "actual")),
        (("ثبت‌نام کارآموز خیاطی", "نفر", "80", "60"), ("ثبت‌نام کارآموز نجاری", "نفر", "40", "44"),
         ("برگزاری کارگاه", "ساعت", "900", "950")),
    ),
    (
        "شمار آمبولانس و پایگاه امداد",
        (KIND, value("تا پایان 91", None, None, "cumulative"), value("تا پایان 1400", None, 1400, "cumulative")),
        (("پایگاه‌های امداد", "63", "295"), ("آمبولانس‌های امداد", "60", "361")),
    ),
    (
        "وام‌های کتابخانه‌ها از صندوق",
        (Column("سال", "text"), value("وام پرداختی", "میلیون ریال"), value("جمع تعهدات", "میلیون ریال")),
        (("سال 1400", "900", "1300"), ("سال 1401", "700", "1100")),
    ),
    (
        "آزمون‌های رانندگان به تفکیک نشانه",
        (Column("نشانه", "text"), value("شمار آزمون‌ها")),
        (("افزایش مهارت", "66"), ("افزایش خوش‌رفتاری", "117"), ("افزایش دقت", "81"), ("کاهش خستگی", "21")),
    ),
    (
        "وضعیت موزه‌ها",
        (Column("نام موزه", "text"), Column("وضعیت", "text"), Column("مالکیت", "text"), value("هزینه عمرانی", "ریال"),
         value("هزینه غیر عمرانی", "ریال")),
        (("موزه فرش", "مصوب (در دست ساخت)", "ملی", "11", "12"), ("موزه آبگینه", "گشوده", "دولتی", "13", "14")),
    ),
    (
        "هدف‌های نهالستان",
        (KIND, UNIT, value("برنامه", None, None, "plan"), value("عملکرد", None, None, "actual"),
         value("درصد تحقق", None, None, "percent")),
        (("تولید بذر گلخانه‌ای", "کیلوگرم", "4874", "4582", "94"), ("سطح زیر کشت دیم", "هکتار", "300", "150", "50")),
    ),
)  # fmt: skip


def number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


@pytest.fixture(scope="module")
def collection() -> Collection:
    lines, tables, sections = [], [], []
    for n, (caption, columns, rows) in enumerate(TABLES, 1):
        first = len(lines) + 1
        lines.append(Line(first, f"{n}- {caption}", f"{n}- {caption}", "heading"))
        made = []
        for r, cells in enumerate(rows, 1):
            lines.append(Line(len(lines) + 1, " ".join(cells), " ".join(cells), "table_row"))
            figures = tuple(number(c) if k.role == "value" else None for c, k in zip(cells, columns, strict=True))
            kind = "total" if cells[0] == "جمع" else "body"
            made.append(Row(f"t{n}-r{r}", kind, cells, figures, (len(lines), len(lines))))
        sections.append(Section(str(n), str(n), caption, (Heading(str(n), caption),), (first, len(lines))))
        tables.append(Table(f"t{n}", str(n), caption, str(n), (first, len(lines)), columns, tuple(made)))
    passages = make_passages(lines, tuple(sections), tuple(tables))
    corpus = Corpus("made", tuple(lines), tuple(sections), tuple(tables), passages, (Page(1, (1, len(lines))),))
    model = load_model()
    texts = [p.text for p in passages]
    return Collection(build_index([corpus], texts, embed_passages(model, texts), model_id(model)), model)


def cells(collection: Collection, asked: str) -> list[Answer]:
    question = understand(asked, collection.vocabulary)
    found = candidates(collection, question, retrieve(collection, question, None, 50))
    return [c.answer for c in found if c.answer.kind == "cell"]


def computed(collection: Collection, asked: str) -> list[Answer]:
    question = understand(asked, collection.vocabulary)
    found = candidates(collection, question, retrieve(collection, question, None, 50))
    return [c.answer for c in found if c.answer.kind == "aggregate"]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("کدوم سه تا استان بیشترین کاشت درخت رو داشتن؟", ("تهران", 110, "یزد", 50, "گیلان", 30)),
        ("سه استان اول در عملکرد کاشت درخت کدام‌اند؟", ("تهران", 110, "یزد", 50, "گیلان", 30)),
        ("بعد از تهران کدام استان بیشترین کاشت درخت را داشت؟", ("یزد", 50)),
        ("به جز یزد کدام استان بیشترین کاشت درخت را داشت؟", ("تهران", 110)),
        ("دومین استان در عملکرد کاشت درخت کدام است؟", ("یزد", 50)),
        ("رتبه یزد در عملکرد کاشت درخت", (2, 50)),
        ("تهران چند اصله از برنامه کاشت درخت کم آورد؟", (10,)),
        ("کدام استان بیشترین عقب‌ماندگی از برنامه کاشت درخت را دارد؟", ("فارس", 60)),
        ("چند استان با وجود داشتن برنامه هیچ درختی کاشت نکردند و کدام‌اند؟", (1, "فارس")),
        ("یزد چند درصد برنامه کاشت درخت را محقق کرد؟", (125,)),
        ("کدام استان بیشترین درصد تحقق برنامه کاشت درخت را داشت؟", ("یزد", 125)),
        ("کاشت درخت تهران و یزد و گیلان روی هم چقدر است؟", (190,)),
        ("میانگین عملکرد کاشت درخت هر استان", (38,)),
        ("چند استان دقیقا به اندازه برنامه خود درخت کاشتند؟", (1, "گیلان")),
        ("کدام استان‌ها عملکرد کاشت درختشان با برنامه برابر بود؟", ("گیلان",)),
        ("تهران چقد از برنامه‌ش تو کاشت درخت عقب موند؟", (10,)),
        ("از بین یزد و گیلان کدام استان بیشترین کاشت درخت را داشت؟", ("یزد", 50)),
    ],
)  # fmt: skip
def test_plan_and_doing_of_provinces(collection: Collection, asked: str, values: tuple[object, ...]):
    given = computed(collection, asked)[0]
    assert given.values[: len(values)] == values
    assert "ستاد" not in given.text


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("درآمد کتابفروشی‌های تهران در سال ۱۴۰۱ نسبت به ۱۴۰۰ چند میلیون ریال بیشتر شد؟", (1000000,)),
        ("درآمد کتابفروشی‌های یزد ۱۴۰۱ بیشتر بود یا ۱۴۰۰ و چقدر؟", ("درآمد سال 1400", 1400, 950000, 900000, 50000)),
        ("درآمد کتابفروشی‌های تهران در ۱۴۰۱ نسبت به سال قبل چند درصد رشد داشت؟", (25,)),
        ("در کدام استان‌ها درآمد کتابفروشی‌ها از سال پیش پایین‌تر آمد؟", ("یزد",)),
        ("بیشترین افزایش درآمد کتابفروشی‌ها نسبت به سال قبل مربوط به کدام استان است؟", ("تهران", 1000000)),
        ("درآمد کتابفروشی‌های کدام استان‌ها در ۱۴۰۱ بیشتر از هزار میلیارد ریال بود؟", ("تهران", "فارس")),
        ("درآمد ۱۴۰۱ کتابفروشی‌های تهران چند برابر فارس است؟", (4.17,)),
        ("اختلاف موافقتنامه و تخصیص اعتبار مدرسه‌های یزد", (50,)),
        ("از اعتبار تعمیر مدرسه‌های فارس چقدر تخصیص داده نشد؟", (30,)),
        ("چند میلیارد ریال از موافقتنامه اعتبار تعمیر مدرسه‌های استان یزد به آن استان تخصیص نیافت؟", (50,)),
    ],
)
def test_years_and_columns_set_against_each_other(collection: Collection, asked: str, values: tuple[object, ...]):
    assert computed(collection, asked)[0].values[: len(values)] == values


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("تعداد بوستان یزد", (3,)),
        ("چند بوستان جنگلی ساخته شده؟", (2,)),
        ("کدام استان بیشترین تعداد بوستان را دارد؟", ("یزد", 3)),
        ("کدام استان بیشترین مساحت بوستان را دارد؟", ("تهران", 40)),
        ("مجموع مساحت بوستان‌های یزد چند هکتار است؟", (17.5,)),
        ("درصد تحقق ثبت‌نام کدام کارآموز کمتر بود؛ خیاطی یا نجاری؟", ("ثبت‌نام کارآموز خیاطی",)),
        ("تا پایان 91 شمار پایگاه‌های امداد بیشتر بود یا آمبولانس‌ها؟", ("پایگاه‌های امداد", 63)),
        ("شمار آمبولانس‌ها از پایان سال 91 تا پایان سال 1400 چقدر افزایش یافت؟", (301,)),
        ("بیشترین شمار آزمون‌های رانندگان مربوط به کدام نشانه است؟", ("افزایش خوش‌رفتاری", 117, "خوش‌رفتاری")),
        ("تا پایان 91 شمار پایگاه‌ها بزرگ‌تر بود یا آمبولانس‌ها؟", ("پایگاه‌های امداد", "پایگاه", 63)),
        ("شمار آمبولانس‌ها تا پایان 1400 از پایگاه‌ها چقدر بیشتر است؟", (66,)),
    ],
)
def test_registers_and_labels(collection: Collection, asked: str, values: tuple[object, ...]):
    given = computed(collection, asked)[0].values
    assert [v for v in given if v in values][: len(values)] == list(values)


def test_rows_of_different_units_have_no_largest(collection: Collection):
    given = computed(collection, "کدام عنوان در کارنامه آموزشگاه بیشترین عملکرد را داشت؟")
    assert not [a for a in given if 950 in a.values]


def test_rows_of_another_year_than_the_one_asked_are_not_computed_with(collection: Collection):
    given = computed(collection, "جمع تعهدات وام‌های کتابخانه‌ها از صندوق در سال 1401")
    assert not [a for a in given if 2400 in a.values or 1600 in a.values]
    summed = computed(collection, "مجموع تعهدات وام‌های کتابخانه‌ها از صندوق")
    assert [a for a in summed if 2400 in a.values]


def test_the_mean_of_what_the_rows_count_is_none_over_the_rows(collection: Collection):
    assert not [a for a in computed(collection, "هر درخت به طور متوسط چقدر کاشت شد؟") if a.text.startswith("میانگین")]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("جمع تعهدات وام‌های کتابخانه‌ها سال 1400", (1300,)),
        ("موزه آبگینه ملی است یا دولتی؟", ("دولتی",)),
        ("وضعیت موزه فرش چیست؟", ("مصوب (در دست ساخت)", "مصوب", "در دست ساخت")),
        ("هزینه غیر عمرانی موزه فرش", (12,)),
        ("برنامه تولید بذر گلخانه‌ای چند کیلوگرم بود و چند درصد آن محقق شد؟", (4874, 94)),
        ("عملکرد تولید بذر گلخانه‌ای و برنامه آن", (4874, 4582)),
    ],
)
def test_cells(collection: Collection, asked: str, values: tuple[object, ...]):
    question = understand(asked, collection.vocabulary)
    found = candidates(collection, question, retrieve(collection, question, None, 50))
    cells = [c for c in found if c.answer.kind == "cell"]
    right = next(c for c in cells if c.answer.values[: len(values)] == values)
    if question.intent == "number" and len(values) == 2:
        assert right.signs["pair"] == 1
        assert all(c.signs["pair"] < 1 for c in cells if c.answer.values in ((4874,), (94,)))


def test_every_computed_answer_is_founded_cited_and_short(collection: Collection):
    asked: Sequence[str] = [
        "کدام استان‌ها بیش از 20 اصله درخت کاشتند؟",
        "کدام استان‌ها به برنامه کاشت درخت نرسیدند؟",
        "درآمد کتابفروشی‌های تهران در ۱۴۰۱ نسبت به سال قبل چند درصد رشد داشت؟",
        "کدام استان بیشترین درصد تحقق برنامه کاشت درخت را داشت؟",
        "میانگین درآمد سال 1401 کتابفروشی‌ها",
        "چند بوستان شهری ساخته شده؟",
    ]
    for one in asked:
        found = computed(collection, one)
        assert found, one
        for given in found:
            assert unfounded_figures(collection, given) == [], given.text
            assert len(given.text) <= 400
            assert given.entries


def test_the_figure_of_a_year_is_none_for_a_month(collection: Collection):
    for asked in ("عملکرد کاشت درخت یزد در فروردین چقدر بود؟", "عملکرد کاشت درخت یزد در هر یک از ماه‌ها چقدر بود؟"):
        question = understand(asked, collection.vocabulary)
        assert candidates(collection, question, retrieve(collection, question, None, 50)) == []
    assert [a for a in cells(collection, "عملکرد کاشت درخت یزد چقدر بود؟") if a.values == (50,)]
