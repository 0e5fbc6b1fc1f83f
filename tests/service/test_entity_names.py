"""Names of rows are learned from the tables, whatever the organization."""

from indexer.corpus import Column, Corpus, Row, Table
from service.entity_names import find_entity_names, name_of


def table(caption: str, *columns: tuple[str, str], rows: list[list[str]]) -> Table:
    made = tuple(Column(name, role) for name, role in columns)
    lines = [Row(f"r{n}", "body", tuple(r), tuple(None for _ in r), (n, n)) for n, r in enumerate(rows, 1)]
    return Table("t1", None, caption, None, (1, len(rows)), made, tuple(lines))


CORPUS = Corpus(
    "d",
    (),
    (),
    (
        table("تخت‌های بخش‌ها", ("بخش", "entity"), ("تخت", "value"), rows=[["مراقبت‌های ویژه", "12"], ["زنان و زایمان", "30"]]),
        table("منابع مالی", ("شرح", "entity"), ("درآمد", "value"), rows=[["درآمد", "5"], ["کمک مردمی", "2"]]),
    ),
    (),
    (),
)


def test_names_are_found_with_and_without_gaps():
    names = find_entity_names([CORPUS])
    assert names.found_in("مراقبتهای ویژه چند تخت دارد") == {name_of("مراقبت‌های ویژه")}
    assert names.found_in("زنان و زایمان و کمک مردمی") == {name_of("زنان و زایمان"), name_of("کمک مردمی")}


def test_a_word_that_heads_a_column_is_no_name():
    assert find_entity_names([CORPUS]).found_in("درآمد چقدر بود") == frozenset()
