"""What of a question its candidates leave open, over a report and over typed tables."""

from dataclasses import replace

import pytest

from service.answers.candidates import Candidate, candidates
from service.answers.claim import Claim
from service.answers.slots import slots
from service.answers.untold import Untold, untold
from service.collection import Collection
from tests.service.answers.tables import LINES, WARDS


def of_cell(collection: Collection, question: str, row: int, column: int, sheet=WARDS) -> Untold:
    claim = Claim("cell", sheet, (row,), (column,), (sheet.figures[row, column],))
    names = frozenset(label for label in sheet.labels if label in question)
    return untold(collection, slots(question), names, Candidate("cell", 0, 0.0, claim=claim))


def test_a_name_that_the_row_does_not_say_stays_open(hospital: Collection):
    assert of_cell(hospital, "اورژانس چند تخت دارد", 4, 3) == Untold(0, 0)
    assert of_cell(hospital, "اورژانس چند تخت دارد", 3, 3) == Untold(1, 0)
    assert of_cell(hospital, "تخت‌های اورژانس و کودکان", 3, 3) == Untold(0.5, 0)


def test_a_part_of_a_name_is_not_the_name(hospital: Collection):
    assert of_cell(hospital, "مسافر کرمان جنوب", 1, 2, LINES).names > 0
    assert of_cell(hospital, "مسافر کرمان جنوب", 2, 2, LINES).names == 0


@pytest.mark.parametrize(("year", "column", "open_"), [(1401, 2, 0), (1402, 2, 1), (1402, 3, 0), (1400, 3, 1)])
def test_a_year_is_that_of_the_column(hospital: Collection, year: int, column: int, open_: float):
    assert of_cell(hospital, f"مسافر کرمان در سال {year}", 1, column, LINES).years == open_


def test_a_column_without_a_year_is_of_the_documents_year(hospital: Collection):
    (corpus,) = hospital.index.corpora
    dated = replace(corpus, metadata=replace(corpus.metadata, year=1401))
    report = replace(hospital, index=replace(hospital.index, corpora=(dated,)))
    assert of_cell(report, "بستری زنان در سال 1401", 2, 5).years == 0
    assert of_cell(report, "بستری زنان در سال 1400", 2, 5).years == 1
    assert of_cell(report, "مسافر کرمان در سال 1401", 1, 3, LINES).years == 1


def test_running_text_tells_its_own_names_and_years(hospital: Collection, gathered):
    asked, evidence = gathered("شمار پرستاران اورژانس در سال 1399")
    names = hospital.entity_names.said_in(asked.text)
    assert names == {"اورژانس"}
    told = {
        c.window.text: untold(hospital, asked, names, c) for c in candidates(hospital, asked, evidence) if c.window is not None
    }
    assert next(u for text, u in told.items() if "به 318 نفر رسید" in text and "1399" not in text).years == 1
    assert next(u for text, u in told.items() if "در سال 1399" in text).years == 0
    assert {u.names for text, u in told.items() if "اورژانس" in text} == {0}
