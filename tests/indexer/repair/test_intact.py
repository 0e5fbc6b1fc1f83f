import pytest

from eval.garbling import garbled_document
from indexer.repair.intact import Rates, Signs, fit, log_odds, prior, signs_of
from indexer.repair.kinds import is_running_text
from indexer.repair.lexicon import build_lexicon
from tests.indexer.repair import general


def fitted(lines: list[str]) -> Rates:
    lexicon = build_lexicon(lines)
    return fit([signs_of(t, lexicon.frequency) for t in lines if is_running_text(t)])


@pytest.mark.parametrize("damaged", [0.1, 0.4, 0.85])
def test_share_of_whole_lines_is_found(damaged: float):
    made = garbled_document(general.lines(400), seed=3, damaged=damaged)
    rates = fitted([t.replace("ي", "ی").replace("ك", "ک") for t in made.raw])
    assert rates.share == pytest.approx(1 - damaged, abs=0.08)
    assert not rates.clean


def test_clean_document_is_known():
    assert fitted(general.lines(60)).clean
    assert fitted([t.replace(". ", ".  ") for t in general.lines(200)]).clean


def test_nothing_is_known_of_no_lines():
    assert fit([]) == Rates()


def test_signs_speak_against_a_line():
    whole = Signs(12, 0, 11, 0, 0, False)
    assert (
        log_odds(whole, Rates())
        > log_odds(Signs(12, 2, 11, 0, 0, False), Rates())
        > log_odds(Signs(12, 2, 11, 2, 0, False), Rates())
    )
    assert prior(whole, Rates()) > 0 > prior(Signs(12, 0, 11, 1, 0, False), Rates())
    assert prior(Signs(12, 0, 11, 0, 1, False), Rates()) < 0
