"""Stretches of running text: over the borders of passages, never a bare heading or lead, highlighted where they stand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.corpus import Corpus, Heading, Line, Passage, Section
from indexer.passages import make_passages
from indexer.store.index import Entry
from indexer.tokens import words
from service.answering import candidates
from service.answering.guard import unfounded_figures
from service.answering.passage import passage_candidates
from service.answering.stretches import MOST_CHARACTERS, asked, stretches
from service.collection import Collection, load_collection
from service.prose import find_prose
from service.question import understand
from service.retrieval import retrieve

FULL = "بررسی آمارهای موجود بیانگر این است که تا پایان سال مورد گزارش برای شهرک‌های صنعتی غیردولتی تعداد"
TEXTS = (
    ("heading", "2-1- شهرک‌های صنعتی غیردولتی:"),
    ("paragraph", FULL),
    ("paragraph", "46 پروانه تاسیس صادر شده است. اهم اقدامات به شرح زیر است:"),
    ("bullet", "✓ نظارت بر عملکرد شرکت‌ها؛"),
    ("bullet", "✓ برگزاری 12 نشست مشترک."),
    ("caption", "جدول شماره 3- شهرک‌های واگذار شده"),
)


@pytest.fixture(scope="module")
def collection(small_corpus: Path) -> Collection:
    return load_collection(small_corpus, None)


def corpus_of(repeats: int) -> Corpus:
    """A section long enough to be cut into several passages."""
    rows = [TEXTS[0], *(row for _ in range(repeats) for row in TEXTS[1:])]
    lines = tuple(Line(n, text, text, kind) for n, (kind, text) in enumerate(rows, 1))  # type: ignore[arg-type]
    section = Section("2-1", "2-1", "شهرک‌های صنعتی غیردولتی", (Heading("2-1", "شهرک‌های صنعتی غیردولتی"),), (1, len(lines)))
    return Corpus("report", lines, (section,), (), make_passages(lines, (section,), ()), ())


def test_sentences_run_over_lines_and_passages_and_know_what_they_are():
    corpus = corpus_of(4)
    entries = tuple(Entry("report", p) for p in corpus.passages)
    assert len(entries) > 2
    vocabulary = {w: n for n, w in enumerate(sorted({w for p in corpus.passages for w in words(p.text)}))}
    found = find_prose([corpus], entries, vocabulary)
    assert set(found) == set(range(len(entries)))
    prose = found[0]
    assert all(p is prose for p in found.values())
    for number, start, end in prose.passages:
        assert prose.text[start:end] == entries[number].passage.text
    said = [(p.kind, prose.text[p.start : p.end]) for p in prose.parts]
    assert said[0] == ("heading", TEXTS[0][1])
    assert said[1] == ("text", f"{FULL}\n46 پروانه تاسیس صادر شده است.")
    assert said[2] == ("lead", "اهم اقدامات به شرح زیر است:")
    assert [k for k, _ in said[3:6]] == ["text", "text", "caption"]


def test_a_long_sentence_is_cut_into_clauses():
    text = "، ".join([FULL] * 8) + "."
    passage = Passage("p1", text, "prose", None, (1, 1))
    corpus = Corpus("report", (Line(1, text, text, "paragraph"),), (), (), (passage,), ())
    prose = find_prose([corpus], (Entry("report", passage),), {})[0]
    assert len(prose.parts) == 8
    assert {p.sentence for p in prose.parts} == {0}


def test_a_stretch_is_never_a_heading_or_a_lead_alone(collection: Collection):
    wanted = asked(collection, understand("خدمات کتابخانه به چه شرح است؟", collection.vocabulary))
    for number, prose in collection.prose.items():
        for entry, start, end in prose.passages:
            for stretch in stretches(wanted, prose, start, end) if entry == number else ():
                inside = [p.kind for p in prose.parts if stretch.start <= p.start and p.end <= stretch.end]
                assert "heading" not in inside
                assert set(inside) != {"lead"}
                assert len(stretch.text) <= MOST_CHARACTERS
                assert np.isfinite(stretch.worth)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("شمار اعضای فعال در پایان سال 1401 چند نفر است؟", 5320),
        ("چند درصد اعضای فعال زن هستند؟", 61),
        ("بودجه ساخت بخش کودک چند میلیارد ریال برآورد شده است؟", 12),
        ("سالن مطالعه چند صندلی دارد؟", 240),
    ],
)
def test_the_sentence_with_the_figure_is_found_and_stands_where_it_is_highlighted(
    collection: Collection, question: str, value: int
):
    understood = understand(question, collection.vocabulary)
    found = [c.answer for c in passage_candidates(collection, understood, retrieve(collection, understood, None, 50))]
    assert value in found[0].values
    for answer in found:
        assert len(answer.text) <= 400
        assert unfounded_figures(collection, answer) == []
        assert set(answer.highlights) == set(answer.entries)
        pieces = [collection.index.entries[n].passage.text[a:b] for n, spans in answer.highlights.items() for a, b in spans]
        assert all(word in " ".join(pieces) for word in answer.text.split(": ")[-1].rstrip("…").split("؛ ")[0].split())


def test_no_two_answers_hold_the_same_text(collection: Collection):
    understood = understand("خدمات کتابخانه", collection.vocabulary)
    found = [c.answer for c in passage_candidates(collection, understood, retrieve(collection, understood, None, 50))]
    spans = [(n, span) for answer in found for n, marked in answer.highlights.items() for span in marked]
    for at, (n, (a, b)) in enumerate(spans):
        assert not any(n == m and a < d and c < b for m, (c, d) in spans[:at])


def test_a_price_is_not_told_by_prose_without_a_currency(collection: Collection):
    for text in ("هزینه ساخت شهرک‌های صنعتی چقدر شد؟", "قیمت زمین شهرک صنعتی"):
        question = understand(text, collection.vocabulary)
        found = candidates(collection, question, retrieve(collection, question, None, 50))
        prose = [c.answer.text for c in found if c.answer.kind in ("passage", "list")]
        assert all("ریال" in said or "دلار" in said or "تومان" in said for said in prose)
    assert list(passage_candidates(collection, question, retrieve(collection, question, None, 50)))
