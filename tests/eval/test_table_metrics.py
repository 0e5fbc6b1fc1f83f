"""Table scores agree with the reference scorer on gold tables damaged in every way an extraction may fail."""

import json
import random
from dataclasses import asdict

import pytest

from eval.goldset import SAMPLE, read_gold
from eval.matching import number
from eval.table_metrics import score_table, score_tables
from indexer.corpus import Column, Row, Table


@pytest.fixture(scope="module")
def gold(report_lines):
    return read_gold(SAMPLE, {"report": len(report_lines)}).tables


@pytest.fixture(scope="module")
def raw_gold():
    return [json.loads(line) for line in SAMPLE[2].read_text(encoding="utf-8").splitlines()]


def extracted(table, change=lambda rows: rows):
    """The gold table as an extraction would give it, after `change` of its rows ([cells, lines] pairs)."""
    rows = change([[list(cells), lines] for cells, lines in zip(table.rows, table.row_lines, strict=True)])
    made = tuple(
        Row(f"r{n}", "body", tuple(cells), tuple(number(c) for c in cells), lines) for n, (cells, lines) in enumerate(rows)
    )
    width = max((len(r.cells) for r in made), default=0)
    return Table("t", table.number, "", None, table.lines, tuple(Column("", "text") for _ in range(width)), made)


def test_a_perfect_extraction(gold):
    score = score_tables(gold, {"report": [extracted(t) for t in gold]})
    assert score.tables == score.perfect == score.numbers == sum(bool(t.rows) for t in gold)
    assert score.rows == score.rows_found == score.rows_right > 100
    assert score.cells == score.cells_right > 1000


def test_a_column_in_another_place_is_right_and_a_cell_in_another_column_is_not(gold):
    table = max(gold, key=lambda t: len(t.rows))
    turned = extracted(table, lambda rows: [[cells[::-1], lines] for cells, lines in rows])
    assert score_table(table, [turned]).perfect == 1

    def swap_one(rows):
        rows[0][0] = rows[0][0][::-1]
        return rows

    score = score_table(table, [extracted(table, swap_one)])
    assert score.rows_found == score.rows
    assert score.rows_right == score.rows - 1


def damage(rng):
    def change(rows):
        kept = [r for r in rows if rng.random() > 0.1]
        for cells, _ in kept:
            for i in range(len(cells)):
                roll = rng.random()
                if roll < 0.05:
                    cells[i] = ""
                elif roll < 0.1:
                    cells[i] = cells[i][::-1]
            if rng.random() < 0.1:
                rng.shuffle(cells)
            if rng.random() < 0.1:
                cells.pop()
        return kept

    return change


def test_agrees_with_the_reference_under_damage(reference, gold, raw_gold):
    rng = random.Random(11)
    for table, raw in zip(gold, raw_gold, strict=True):
        if not table.rows:
            continue
        for _ in range(4):
            found = [extracted(table, damage(rng)), extracted(gold[0], damage(rng))]
            ours = score_table(table, found)
            theirs = reference["score_tables"].score(raw, [asdict(t) for t in found])
            assert (ours.rows, ours.rows_found, ours.rows_right, ours.cells, ours.cells_right, bool(ours.numbers)) == theirs
