from indexer.corpus import Column, Row
from indexer.structure.tables.damaged.row_names import with_row_names


def roles(names: list[str], *cells: tuple[str, ...]) -> list[str]:
    columns = [Column(n, "value" if k else "text") for k, n in enumerate(names)]
    rows = [Row(f"r{i}", "body", c, tuple(None for _ in c), (i, i)) for i, c in enumerate(cells, 1)]
    return [c.role for c in with_row_names(columns, rows)]


def test_distinct_texts_name_the_rows_and_repeated_or_unit_ones_do_not():
    assert roles(["بخش", "تخت"], ("اورژانس", "4"), ("اطفال", "5"), ("قلب", "6")) == ["entity", "value"]
    assert roles(["وضعیت", "تخت"], ("فعال", "4"), ("فعال", "5"), ("فعال", "6")) == ["text", "value"]
    assert roles(["واحد سنجش", "تخت"], ("نفر", "4"), ("هکتار", "5"), ("درصد", "6")) == ["text", "value"]
