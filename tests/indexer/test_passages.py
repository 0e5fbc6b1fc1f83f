from indexer.corpus import Column, Line, Row, Section, Table
from indexer.passages import CHUNK_CHARACTERS, context, make_passages, row_text

LONG = " ".join(f"واژه{n}" for n in range(40)) + "."


def line(number: int, text: str, kind: str = "paragraph") -> Line:
    return Line(number, text, text, kind)  # type: ignore[arg-type]


TABLE = Table(
    "t1",
    "1",
    "برق شهرک‌ها",
    "1",
    (5, 7),
    (Column("ردیف", "index"), Column("نام استان", "entity"), Column("عملکرد", "value", "مگاوات", 1401, "actual")),
    (Row("t1-r1", "body", ("1", "یزد", "14.5"), (1, None, 14.5), (7, 7)),),
)


def test_passages_carry_the_lines_they_came_from_and_stay_in_their_section():
    lines = [
        line(1, "عنوان", "heading"),
        line(2, LONG),
        line(3, ""),
        line(4, LONG),
        line(5, LONG),
        line(6, "دو", "heading"),
        line(7, "متن"),
    ]
    sections = [Section("1", "1", "عنوان", (), (1, 5)), Section("2", "2", "دو", (), (6, 7))]
    passages = make_passages(lines, sections, [])
    assert all(len(p.text) <= CHUNK_CHARACTERS for p in passages)
    for passage in passages:
        covered = " ".join(x.text for x in lines if passage.lines[0] <= x.line <= passage.lines[1])
        assert set(passage.text.split()) <= set(covered.split())
        section = next(s for s in sections if s.id == passage.section)
        assert section.lines[0] <= passage.lines[0] <= passage.lines[1] <= section.lines[1]
    assert len({p.id for p in passages}) == len(passages)
    said = " ".join(p.text for p in passages)
    assert all(word in said for x in lines for word in x.text.split())


def test_a_row_becomes_a_passage_with_caption_columns_and_unit():
    passages = make_passages([line(7, "1 یزد 14.5", "table_row")], [], [TABLE])
    assert [p.kind for p in passages] == ["table", "table_row"]
    assert passages[1].text == "جدول 1: برق شهرک‌ها | نام استان: یزد | عملکرد: 14.5 مگاوات"
    assert (passages[1].table, passages[1].row, passages[1].lines) == ("t1", "t1-r1", (7, 7))


def test_a_unit_is_said_once():
    columns = (Column("درصد تحقق", "value", "درصد"), Column("سهم ٪", "value", "درصد"), Column("زمان", "value", "دقیقه"))
    table = Table("t1", None, "هدف‌ها", None, (1, 2), (*columns, Column("تنظیم بازار", "value", "تن")), ())
    said = row_text(table, ("۹۵", "۱۲", "20 دقیقه", "۷"))
    assert said == "هدف‌ها | درصد تحقق: ۹۵ | سهم ٪: ۱۲ | زمان: 20 دقیقه | تنظیم بازار: ۷ تن"


def test_a_row_with_fewer_cells_than_columns_is_still_said():
    assert row_text(TABLE, ("1", "یزد")) == "جدول 1: برق شهرک‌ها | نام استان: یزد"


def test_context_is_the_path_of_titles():
    from indexer.corpus import Heading

    section = Section("1-1", "1-1", "برق", (Heading("1", "زیرساخت"), Heading("1-1", "برق")), (1, 9))
    passage = make_passages([line(1, "متن")], [section], [])[0]
    assert context(passage, [section]) == "زیرساخت › برق"
    assert context(passage, []) == ""


def test_an_empty_document_has_no_passages():
    assert make_passages([], [], []) == ()
