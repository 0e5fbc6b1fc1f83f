from __future__ import annotations

from collections import Counter

import pytest

from indexer.repair.glyphs import Losses, learn, restore
from indexer.repair.letters import normalise
from indexer.repair.lexicon import Lexicon, build_lexicon
from indexer.repair.traced import ADDED, Traced, from_raw
from tests.indexer.repair.sample_texts import CLEAN, WHOLE


def text(line: str, lexicon: Lexicon, losses: Losses) -> str:
    return restore(normalise(from_raw(line)), lexicon, losses).text


def test_the_lost_forms_are_learned(losses: Losses) -> None:
    assert {("ح", False, True), ("ک", True, True), ("س", True, True), ("ف", True, True)} <= losses.rates.keys()
    assert not {g for g in losses.rates if g[0] in "اردویمن"}


@pytest.mark.parametrize(
    ("lossy", "meant"),
    [
        ("م ا ت نا یه و تعداد وا د در سال", "مساحت ناحیه و تعداد واحد در سال"),
        ("سقف ت هیلات و ا داث وا د در نا یه", "سقف تسهیلات و احداث واحد در ناحیه"),
        ("ت میل و ا داث تص یه خانه در نوا ی", "تکمیل و احداث تصفیه خانه در نواحی"),
        ("درصد  عمل رد  برنامه", "درصد  عملکرد  برنامه"),
    ],
)
def test_lost_letters_come_back(lexicon: Lexicon, losses: Losses, lossy: str, meant: str) -> None:
    assert text(lossy, lexicon, losses) == meant


def test_what_comes_back_is_marked_as_added(lexicon: Lexicon, losses: Losses) -> None:
    lossy = "عمل رد وا د ها"
    done = restore(from_raw(lossy), lexicon, losses)
    kept = [(char, at) for char, at in zip(done.text, done.origin, strict=True) if at != ADDED]
    assert all(lossy[at] == char for char, at in kept)
    assert [char for char, at in zip(done.text, done.origin, strict=True) if at == ADDED] == ["ک", "ح"]
    assert Counter(c for c, _ in kept if c.isalpha()) == Counter(c for c in lossy if c.isalpha())


def test_nothing_is_learned_from_clean_text() -> None:
    lines = CLEAN + WHOLE
    lexicon = build_lexicon(lines)
    losses = learn(lines, lexicon)
    assert losses.rates == {}
    assert all(restore(from_raw(line), lexicon, losses).text == line for line in lines)


@pytest.mark.parametrize("line", [*CLEAN, *WHOLE, "این کسب و کار با تفکیک مساحت بود", "", "12 34", "abc"])
def test_whole_lines_are_left_alone(lexicon: Lexicon, losses: Losses, line: str) -> None:
    assert text(line, lexicon, losses) == line


def test_a_line_that_keeps_the_lost_forms_is_not_in_the_lossy_font(lexicon: Lexicon, losses: Losses) -> None:
    # A run cut short looks like a loss, but the line has the medial forms of ک، س and ف.
    line = "کسب و کار در تفکیک و مسکن و استفاده ریق"
    assert text(line, lexicon, losses) == line


def test_headings_of_the_report(report_lexicon: Lexicon, report_losses: Losses) -> None:
    assert text("ا ربخشی طرح", report_lexicon, report_losses) == "اثربخشی طرح"
    assert text("4-3-  وزه  قوقی و امور قراردادها", report_lexicon, report_losses) == "4-3- حوزه حقوقی و امور قراردادها"


def test_origins_survive_earlier_repairs(lexicon: Lexicon, losses: Losses) -> None:
    lossy = "عمل رد برنامه"
    traced = Traced(lossy, tuple(range(100, 100 + len(lossy))))
    assert restore(traced, lexicon, losses).origin[:7] == (100, 101, 102, ADDED, 104, 105, 106)


def test_a_gap_that_ordering_drew_together_is_known_by_the_origins(lexicon: Lexicon, losses: Losses) -> None:
    lossy = "عملرد برنامه"
    drawn = Traced(lossy, (0, 1, 2, *range(4, 4 + len(lossy) - 3)))
    assert restore(drawn, lexicon, losses).text == "عملکرد برنامه"


def test_before_ordering_short_fragments_wait(lexicon: Lexicon, losses: Losses) -> None:
    lossy = "م ا ت نا یه و عمل رد وا د و ک ب و ه ت"
    early = restore(from_raw(lossy), lexicon, losses, ordered=False).text
    assert early == "مساحت ناحیه و عملکرد واحد و ک ب و ه ت"
    assert restore(from_raw(early), lexicon, losses).text == early


def test_a_fragment_of_a_line_in_disorder_is_left_alone(lexicon: Lexicon, losses: Losses) -> None:
    line = "ریق از دار   کسب و تفکیک  یران"
    assert restore(from_raw(line), lexicon, losses, ordered=False).text == line
