from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.repair import digits, glyphs, kashida
from indexer.repair.general_words import ZWNJ
from indexer.repair.glyphs import Losses
from indexer.repair.letters import normalise
from indexer.repair.lexicon import Lexicon
from indexer.repair.marks import has_cuts
from indexer.repair.spacing import respace
from indexer.repair.traced import ADDED, Traced, from_raw
from tests.indexer.repair.sample_texts import CLEAN, WHOLE


def pieces(*texts: str) -> Traced:
    """A line whose pieces stood in the raw line from the last to the first."""
    total = sum(map(len, texts))
    text, origin = "", []
    for piece in texts:
        total -= len(piece)
        origin += range(total, total + len(piece))
        text += piece
    return Traced(text, tuple(origin))


def spaced(text: str) -> str:
    return text.replace(ZWNJ, " ")


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["امید است که سا", "زمان با ", "عملکرد خ", "ود توانسته باشد"], "امید است که سازمان با عملکرد خود توانسته باشد"),
        (["رشد و", "توسعه اقتصاد", "ی کشور به", "عنوان هدف"], "رشد و توسعه اقتصادی کشور به عنوان هدف"),
        (["نگاه", " به کسب", "و کار ", "بهتر شد"], "نگاه به کسب و کار بهتر شد"),
        (["سال 1401", "از تعداد", "858", "واحد"], "سال 1401 از تعداد 858 واحد"),
        (["کوچک ", "، متوسط", " .", "پایان"], "کوچک، متوسط. پایان"),
        (["(", " صنعت )", "کشور"], "(صنعت) کشور"),
        (["•", "تسهیل ", "امور"], "• تسهیل امور"),
        (["2-4-1  ", "-اخذ", " سند"], "2-4-1- اخذ سند"),
    ],
)
def test_boundaries_at_cuts(lexicon: Lexicon, texts: Sequence[str], meant: str) -> None:
    assert spaced(respace(pieces(*texts), lexicon).text) == meant


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("شهرکها و سرمایه گذاری", "شهرک‌ها و سرمایه‌گذاری"),
        ("کار می شود و نمی شود", "کار می‌شود و نمی‌شود"),
        ("خانه ای بزرگ تر با برنامه های نو", "خانه‌ای بزرگ‌تر با برنامه‌های نو"),
        ("آنها تنها به محیط زیست می اندیشند", "آنها تنها به محیط زیست می‌اندیشند"),
    ],
)
def test_affixes_are_written_with_zwnj(lexicon: Lexicon, line: str, meant: str) -> None:
    assert respace(from_raw(line), lexicon).text == meant
    assert respace(from_raw(line), lexicon, joiners=False).text == line


def test_columns_keep_their_distance(lexicon: Lexicon) -> None:
    line = "ردیف  نام استان   برنامه  عملکرد"
    assert respace(from_raw(line), lexicon).text == line


def test_a_trusted_gap_is_kept_on_a_line_with_cuts(lexicon: Lexicon) -> None:
    assert respace(pieces("زرفن کوپال ", "در شهر"), lexicon).text == "زرفن کوپال در شهر"


@pytest.mark.parametrize("line", CLEAN)
def test_clean_text_stays_as_it_is(lexicon: Lexicon, losses: Losses, line: str) -> None:
    traced = kashida.strip(normalise(from_raw(line)), lexicon)
    traced = digits.reorder(respace(glyphs.restore(traced, lexicon, losses), lexicon), frozenset(["1395", "1402"]))
    assert traced.text == line
    assert traced.origin == tuple(range(len(line)))


def test_most_words_survive_cuts_anywhere(lexicon: Lexicon) -> None:
    chance = random.Random(3)
    good = words = 0
    for line in [*CLEAN[:5], *WHOLE] * 3:
        line = normalise(from_raw(line)).text
        texts, at = [], 0
        while at < len(line):
            step = chance.randint(4, 20)
            piece = line[at : at + step]
            texts.append(piece.strip() if chance.random() < 0.6 else piece)
            at += step
        done = spaced(respace(pieces(*[t for t in texts if t]), lexicon).text).split()
        meant = spaced(line).split()
        good += sum((Counter(done) & Counter(meant)).values())
        words += len(meant)
    assert good / words > 0.93


LETTERS = ["صنعت", "و", "توسعه", "شهرک", "ها", "می", "شود", "نا", "یه", "عمل", "رد", "شووهر", "ABC", "ـ", "ك"]
WORDS = st.sampled_from([*LETTERS, "1401", "،", ".", "(", ")", "-", "•"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "  "])), max_size=14), st.randoms(use_true_random=False))
def test_letters_are_neither_lost_nor_invented(
    lexicon: Lexicon, losses: Losses, tokens: list[tuple[str, str]], chance: random.Random
) -> None:
    raw = "".join(word + gap for word, gap in tokens)
    cuts = sorted(chance.sample(range(len(raw)), min(3, len(raw))))
    runs = [list(range(a, b)) for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    chance.shuffle(runs)
    order = [at for run in runs for at in run]
    before = normalise(Traced("".join(raw[at] for at in order), tuple(order)))

    stripped = kashida.strip(before, lexicon)
    gone = Counter(before.text) - Counter(stripped.text)
    assert set(gone) <= set("وهیل")
    restored = glyphs.restore(stripped, lexicon, losses)
    kept = Counter(c for c, at in zip(restored.text, restored.origin, strict=True) if at != ADDED and c.isalnum())
    assert kept == Counter(c for c in stripped.text if c.isalnum())
    assert {c for c, at in zip(restored.text, restored.origin, strict=True) if at == ADDED} <= {g[0] for g in losses.rates}
    done = respace(restored, lexicon)
    assert [c for c in done.text if not c.isspace() and c != ZWNJ] == [c for c in restored.text if not c.isspace() and c != ZWNJ]
    assert all(
        at == ADDED or normalise(from_raw(raw[at])).text == c or c in f" {ZWNJ}"
        for c, at in zip(done.text, done.origin, strict=True)
    )
    assert len({at for at in done.origin if at != ADDED}) == sum(at != ADDED for at in done.origin)


def test_a_dropped_kashida_is_no_cut(lexicon: Lexicon) -> None:
    assert not has_cuts(kashida.strip(from_raw("توجووه بووه صوونعت"), lexicon))
    assert has_cuts(pieces("صنعت", "شهر"))
