from __future__ import annotations

import pytest

from indexer.repair.kashida import places, strip, unit_of
from indexer.repair.lexicon import Lexicon
from indexer.repair.traced import from_raw
from tests.indexer.repair.sample_texts import CLEAN


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("نووواحی و شووهرکها با توجووه بووه مووورد", "نواحی و شهرکها با توجه به مورد"),
        ("توسهعه مهدیریت، منهابع و امهور اسهتانها", "توسعه مدیریت، منابع و امور استانها"),
        ("صوونعت، معوودن و تجووارت در راسووتای تحقووق حقوووق", "صنعت، معدن و تجارت در راستای تحقق حقوق"),
    ],
)
def test_kashida_letters_are_taken_out(lexicon: Lexicon, garbled: str, meant: str) -> None:
    done = strip(from_raw(garbled), lexicon)
    assert done.text == meant
    assert [garbled[i] for i in done.origin] == list(meant)


def test_fragments_on_a_line_with_kashida_lose_it_too(lexicon: Lexicon) -> None:
    assert strip(from_raw("توجووه بووه صوونعت قوو رار"), lexicon).text == "توجه به صنعت ق رار"


def test_a_single_word_proves_a_doubled_letter(lexicon: Lexicon) -> None:
    assert strip(from_raw("این نمووودار را ببینید"), lexicon).text == "این نمودار را ببینید"


@pytest.mark.parametrize("line", [*CLEAN, "طاووس و داوود", "وهوو خووکاکسب وشوو", "وو", "و و و"])
def test_other_lines_are_left_alone(lexicon: Lexicon, line: str) -> None:
    assert strip(from_raw(line), lexicon).text == line
    assert unit_of(line, lexicon) is None


def test_kashida_stands_after_a_joining_letter_alone() -> None:
    assert places("شووهرک", "وو") == [1]
    assert places("روویه", "وو") == []
    assert places("کشوو", "وو") == []
