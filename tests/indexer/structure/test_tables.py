from indexer.corpus import Line
from indexer.structure.tables.damaged.extraction import extract_tables


def table_of(text, **options):
    lines = [Line(n, raw, raw.replace("ي", "ی").replace("ك", "ک"), "paragraph") for n, raw in enumerate(text.split("\n"), 1)]
    return extract_tables(lines, **options)


PLAIN = """ در اين بخش از گزارش به تشريح برنامه و عملكرد سازمان در سال مورد بررسي پرداخته مي شود و نتايج آن آمده است.

 آب مصرفي استانها  -4جدول شماره

 عمل رد برنامه نام استان رديف

 25 22 قيآذربايجان شر 1

 143 109 ن تهرا 2

 15 17 هرمزگان 3

 183 148 جمع

 متن پس از جدول كه جمله اي كامل است و به جدول ربطي ندارد و تنها براي آزمون در اينجا نوشته شده است."""


def test_a_mirrored_table_with_a_total():
    (table,), kinds = table_of(PLAIN)
    assert (table.id, table.number, table.lines) == ("t4", "4", (3, 13))
    assert [c.name for c in table.columns] == ["ردیف", "نام استان", "برنامه", "عملکرد"]
    assert [c.role for c in table.columns] == ["index", "entity", "value", "value"]
    assert [c.measure for c in table.columns] == [None, None, "plan", "actual"]
    assert [r.cells for r in table.rows] == [
        ("1", "آذربایجان شرقی", "22", "25"),
        ("2", "تهران", "109", "143"),
        ("3", "هرمزگان", "17", "15"),
        ("جمع", "جمع", "148", "183"),
    ]
    assert table.rows[1].values == (2, None, 109, 143)
    assert [r.kind for r in table.rows] == ["body"] * 3 + ["total"]
    assert [r.lines for r in table.rows] == [(7, 7), (9, 9), (11, 11), (13, 13)]
    assert [c.state for c in table.checks if c.kind == "column_sum"] == ["verified", "verified"]
    assert kinds[3] == "caption"
    assert kinds[5] == "table_header"
    assert kinds[7] == "table_row"
    assert 1 not in kinds
    assert 15 not in kinds


def test_a_false_total_is_an_issue():
    (table,), _ = table_of(PLAIN.replace(" 183 148", " 190 148"))
    assert any("190" in issue and "183" in issue for issue in table.issues)
    assert table.rows[-1].values[3] == 190


def test_the_section_is_asked_for_by_line():
    (table,), _ = table_of(PLAIN, section_of=lambda line: f"s{line}")
    assert table.section == "s3"


def test_a_table_without_a_total_has_no_sum():
    (table,), _ = table_of(PLAIN.replace(" 183 148 جمع\n\n", ""))
    assert len(table.rows) == 3
    assert not [c for c in table.checks if c.kind == "column_sum"]


def test_a_page_header_and_a_repeated_header_inside_a_body():
    head = " عمل رد برنامه نام استان رديف"
    cut = PLAIN.replace(" 15 17 هرمزگان 3", f"{head}\n\n 15 17 هرمزگان 3")
    cut = cut.replace(f" 143 109 ن تهرا 2\n\n{head}", f" 143 109 ن تهرا 2\n{head}")
    (table,), kinds = table_of(cut)
    assert [r.cells[1] for r in table.rows] == ["آذربایجان شرقی", "تهران", "هرمزگان", "جمع"]
    assert kinds[10] == "table_header"


def test_rows_that_run_the_other_way():
    text = PLAIN.replace(" 143 109 ن تهرا 2", "ن تهرا 2  109 143 ")
    (table,), _ = table_of(text)
    assert table.rows[1].cells == ("2", "تهران", "109", "143")


def test_units_and_titles_are_told_apart():
    text = """ اهم فعاليتها  -7جدول شماره

 درصد تحقق  عمل رد  برنامه  وا د سنجش  عنوان رديف

 90 27 30 پروژه  توسعه شبكه برق شهر 1

 80 8 10 ر فن  آموزش كاركنان شركت 2

 50 60 120 هكتار  مساحت زمين واگذار شده 3"""
    (table,), _ = table_of(text)
    assert [c.name for c in table.columns] == ["ردیف", "عنوان", "واحد سنجش", "برنامه", "عملکرد", "درصد تحقق"]
    assert [r.cells[2] for r in table.rows] == ["پروژه", "نفر", "هکتار"]
    assert table.rows[2].cells[1] == "مساحت زمین واگذار شده"
    assert [c.kind for c in table.checks if c.kind == "ratio"] == ["ratio"] * 3


def test_two_records_side_by_side_are_unfolded():
    text = """ مطالعات  -2جدول شماره

 تعداد نام استان رديف تعداد نام استان رديف

 2 سمنان 3 1 اردبيل 1

 5 يزد 4 4 اصفهان 2"""
    (table,), _ = table_of(text)
    assert [r.cells for r in table.rows] == [("1", "اردبیل", "1"), ("2", "اصفهان", "4"), ("3", "سمنان", "2"), ("4", "یزد", "5")]


def test_bodies_that_follow_all_their_captions():
    def body(title, a, b):
        return f" واحد سنجش عنوان برنامه\n\n سال برنامه\n\n سال عملكرد\n\n {b} {a} نفر  {title}"

    text = " حمايت از كارآفريني روستايي  -8جدول شماره\n\n بيمه صنايع كوچك  -9جدول شماره\n\n"
    text += body("تعداد كارآفريني روستايي", 40, 30) + "\n\n" + body("بيمه صنايع كوچك", 70, 60)
    tables, _ = table_of(text)
    assert {t.number: t.rows[0].values[-2:] for t in tables} == {"8": (40, 30), "9": (70, 60)}


def test_the_same_number_twice_gives_two_ids_and_an_issue():
    tables, _ = table_of(PLAIN + "\n\n" + PLAIN)
    assert [t.id for t in tables] == ["t4", "t4b"]
    assert all("بیش از یک بار" in t.issues[-1] for t in tables)


def test_a_caption_without_a_body():
    (table,), kinds = table_of(
        " نقشه پراكندگي شهركها  -3جدول شماره\n\n متن بلندي كه جدول نيست و فقط توضيح مي دهد كه نقشه در صفحه بعد آمده است."
    )
    assert table.rows == ()
    assert table.columns == ()
    assert kinds == {1: "caption"}


def test_a_row_with_too_few_and_one_with_too_many_cells():
    text = PLAIN.replace(" 143 109 ن تهرا 2", " 143 ن تهرا 2").replace(" 15 17 هرمزگان 3", " 9 15 17 هرمزگان 3")
    (table,), _ = table_of(text)
    assert all(len(r.cells) == len(table.columns) == len(r.values) for r in table.rows)
    assert table.rows[1].cells[0] == "2"
    assert sum(v is not None for v in table.rows[1].values) == 2


def test_a_document_without_tables():
    assert table_of("متن ساده\n\nو ديگر هيچ") == ((), {})
    assert table_of("") == ((), {})


def test_chart_labels_are_no_table():
    text = " توزيع مشاوران  -14نمودار شماره\n\n13%\n\n27%\n\n5%4%\n\n بازاريابي\n\n حقوقي"
    assert table_of(text)[0] == ()


def test_a_clean_document_with_persian_digits():
    text = """جدول شماره ۳ - جمعیت استان‌ها

ردیف  نام استان  برنامه  عملکرد

۱ تهران ۱۲۰ ۱۱۰

۲ قم ۸۰ ۹۰

جمع ۲۰۰ ۲۰۰"""
    (table,), _ = table_of(text)
    assert (table.number, table.caption) == ("3", "جمعیت استان‌ها")
    assert [r.values[-2:] for r in table.rows] == [(120, 110), (80, 90), (200, 200)]
    assert [c.state for c in table.checks if c.kind == "column_sum"] == ["verified", "verified"]


def test_a_sentence_that_names_a_table_is_no_caption():
    assert table_of("جدول ۵ نشان می‌دهد که میزان تولید در سال گذشته بیشتر شده است و این روند ادامه دارد.") == ((), {})


def test_a_header_that_belongs_to_another_caption_is_an_issue():
    def one(number, caption, province):
        head = "شهركها و نواحي صنعتي داراي تلفن ثابت\n\n عمل رد برنامه نام استان رديف"
        return f" {caption}  -{number}جدول شماره\n\n{head}\n\n 2 3 {province} 1\n\n 4 5 قم 2"

    tables, _ = table_of(one(5, "شهركهاي داراي تلفن ثابت", "يزد") + "\n\n" + one(6, "شهركهاي داراي فيبرنوري", "تهران"))
    assert tables[0].issues == ()
    assert any("«تلفن»" in issue and "جدول 5" in issue for issue in tables[1].issues)
