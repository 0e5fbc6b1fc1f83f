from dataclasses import replace

from eval.documents.gold_document import read_gold_document
from eval.documents.score import METRICS, score_corpus
from indexer.corpus import Check, Line

AMBIGUOUS = {"checks verified"}  # only the slips' own checks stand in a perfect corpus, and they fail


def scored(gold, corpus, kind="docx"):
    return score_corpus(gold, kind, corpus.lines, corpus.sections, corpus.tables)


def shares(tally):
    return {name: tally.share(name) for name in METRICS if tally.share(name) is not None and name not in AMBIGUOUS}


def fallen(gold, corpus, damaged):
    """The figures that the damage lowered (or, of letters wrong, raised)."""
    before, after = shares(scored(gold, corpus)), shares(scored(gold, damaged))
    return {name for name in before if after[name] != before[name]}


def test_a_perfect_corpus_has_everything_right(sources, perfect):
    for source in sources:
        gold = read_gold_document(source)
        tally = scored(gold, perfect(gold))
        assert shares(tally) == {name: float(name != "cer") for name in shares(tally)}
        assert tally.misses == []


def test_wrong_letters_and_split_words_fall_in_letters_and_words(small, perfect):
    corpus = perfect(small)
    at = next(i for i, line in enumerate(corpus.lines) if line.kind == "paragraph")
    text = corpus.lines[at].text
    split = replace(corpus, lines=with_text(corpus, at, text.replace("کارکرد", "کار کرد")))
    assert fallen(small, corpus, split) == {"words"}
    wrong = replace(corpus, lines=with_text(corpus, at, text.replace("کارکرد", "کارکزد")))
    assert fallen(small, corpus, wrong) == {"cer", "words"}


def test_a_turned_number_falls_in_digits(small, perfect):
    corpus = perfect(small)
    at = next(i for i, line in enumerate(corpus.lines) if "2,055,790" in line.text and line.kind == "paragraph")
    turned = replace(corpus, lines=with_text(corpus, at, corpus.lines[at].text.replace("2,055,790", "2,055,970")))
    assert "digits" in fallen(small, corpus, turned)


def test_a_running_head_within_a_paragraph_costs_nothing_where_it_is_known(small, perfect):
    corpus = perfect(small)
    at = next(i for i, line in enumerate(corpus.lines) if line.kind == "paragraph")
    first, second = corpus.lines[at].text[:40], corpus.lines[at].text[40:]
    pieces = [Line(0, first, first, "paragraph"), Line(0, "17", "17", "page_header"), Line(0, second, second, "paragraph")]
    cut = (*corpus.lines[:at], *pieces, *corpus.lines[at + 1 :])
    known = score_corpus(small, "pdf-lo", cut, corpus.sections, corpus.tables)
    assert known.share("cer") == 0
    unknown = tuple(replace(line, kind="paragraph") for line in cut)
    assert score_corpus(small, "pdf-lo", unknown, corpus.sections, corpus.tables).share("cer") > 0


def test_sections_missing_of_wrong_level_and_false(small, perfect):
    corpus = perfect(small)
    assert fallen(small, corpus, replace(corpus, sections=corpus.sections[:-1])) == {
        "sections found",
        "sections right",
        "table sections",
    }
    flat = replace(corpus.sections[3], path=corpus.sections[3].path[-1:])
    damaged = replace(corpus, sections=(*corpus.sections[:3], flat, *corpus.sections[4:]))
    assert fallen(small, corpus, damaged) == {"section level", "sections right"}
    false = replace(corpus.sections[-1], id="s999", title="جدول و نمودار", lines=(9, 9))
    assert fallen(small, corpus, replace(corpus, sections=(*corpus.sections, false))) == {"no false section"}


def test_without_the_title_as_section_levels_may_be_one_less(small, perfect):
    corpus = perfect(small)
    lower = tuple(replace(section, path=section.path[1:]) for section in corpus.sections[1:])
    assert scored(small, replace(corpus, sections=lower)).share("section level") == 1


def test_a_lost_table_takes_its_cells_and_columns_along(small, perfect):
    corpus = perfect(small)
    lost = fallen(small, corpus, replace(corpus, tables=corpus.tables[1:]))
    assert lost == {"tables found", "rows found", "cells", "columns", "entity column", "total rows"}


def test_cells_in_the_wrong_column_and_wrong_values(small, perfect):
    corpus = perfect(small)
    table = corpus.tables[0]
    row = table.rows[1]
    wrong = replace(row, cells=(*row.cells[:3], "589,700", row.cells[4]), values=(*row.values[:3], 589700.0, row.values[4]))
    assert fallen(small, corpus, with_table(corpus, 0, replace(table, rows=put(table.rows, 1, wrong)))) == {"cells"}
    swapped = replace(row, cells=(row.cells[0], row.cells[1], *row.cells[2:4][::-1], row.cells[4]),
                      values=(row.values[0], row.values[1], *row.values[2:4][::-1], row.values[4]))  # fmt: skip
    tally = scored(small, with_table(corpus, 0, replace(table, rows=put(table.rows, 1, swapped))))
    assert tally.counts["cells"][1] - tally.counts["cells"][0] == 2


def test_columns_by_what_is_wrong_with_them(small, perfect):
    corpus = perfect(small)
    table = corpus.tables[1]
    changes = {
        "names": {"name": "مبلغ"},
        "units": {"unit": "فقره"},
        "years": {"year": 1401},
        "measures": {"measure": None},
        "heads": {"heads": ("مبلغ",)},
        "value roles": {"role": "text"},
    }
    for figure, change in changes.items():
        damaged = replace(table, columns=put(table.columns, 3, replace(table.columns[3], **change)))
        assert fallen(small, corpus, with_table(corpus, 1, damaged)) - {"columns"} == {figure}


def test_a_unit_left_out_of_the_name_is_no_fault(small, perfect):
    corpus = perfect(small)
    table = corpus.tables[1]
    bare = replace(table.columns[3], name="مبلغ - برنامه", heads=("مبلغ", "برنامه"))
    assert fallen(small, corpus, with_table(corpus, 1, replace(table, columns=put(table.columns, 3, bare)))) == set()


def test_another_entity_column_and_a_total_taken_for_a_row(small, perfect):
    corpus = perfect(small)
    table = corpus.tables[0]
    columns = put(put(table.columns, 1, replace(table.columns[1], role="text")), 0, replace(table.columns[0], role="entity"))
    assert fallen(small, corpus, with_table(corpus, 0, replace(table, columns=columns))) == {"entity column"}
    rows = put(table.rows, 5, replace(table.rows[5], kind="body"))
    assert fallen(small, corpus, with_table(corpus, 0, replace(table, rows=rows))) == {"total rows"}


def test_a_check_that_fails_without_a_slip_is_wrong(sources, perfect):
    gold = read_gold_document(next(s for s in sources if s.stem == "hospital_1402"))
    corpus = perfect(gold)
    assert scored(gold, corpus).share("slips found") == 1
    at = next(i for i, table in enumerate(gold.tables) if not table.slips() and table.totals)
    table = corpus.tables[at]
    check = Check("column_sum", 2, table.rows[-1].id, 1, 2, "failed", ((table.rows[-1].id, 2),))
    assert "checks not wrongly failed" in fallen(gold, corpus, with_table(corpus, at, replace(table, checks=(check,))))
    silent = replace(corpus, tables=tuple(replace(t, checks=()) for t in corpus.tables))
    assert scored(gold, silent).share("slips found") == 0


def test_a_workbook_is_not_asked_for_prose_and_a_text_not_for_tables(small, perfect):
    corpus = perfect(small)
    assert "sections found" not in scored(small, replace(corpus, lines=(), sections=()), "xlsx").counts
    text = scored(small, replace(corpus, tables=()), "txt")
    assert "tables found" not in text.counts
    assert text.share("cer") == 0


def with_text(corpus, at, text):
    return put(corpus.lines, at, replace(corpus.lines[at], text=text))


def with_table(corpus, at, table):
    return replace(corpus, tables=put(corpus.tables, at, table))


def put(items, at, item):
    return (*items[:at], item, *items[at + 1 :])
