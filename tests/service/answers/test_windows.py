"""Running text in stretches short enough to be read, over a report that the pipeline read."""

from service.answers.windows import MOST_CHARACTERS, MOST_PASSAGES, windows
from service.collection import Collection

QUESTION = "شمار پرستاران بیمارستان چند نفر است؟"


def test_windows_are_runs_of_whole_sentences_of_their_passages(hospital: Collection, gathered):
    found = list(windows(hospital, gathered(QUESTION)[1].passages))
    assert found
    for window in found:
        parts = [p for p in window.prose.parts if window.start <= p.start and p.end <= window.end]
        assert (parts[0].start, parts[-1].end) == (window.start, window.end)
        assert len(window.text) <= MOST_CHARACTERS or len(parts) == 1
        assert window.entries
        for entry in window.entries:
            assert hospital.index.entries[entry].passage.kind == "prose"
        assert any(window.text[:30] in " ".join(hospital.index.entries[n].passage.text.split()) for n in window.entries)
        assert window.stems == frozenset().union(*(p.stems for p in parts))


def test_all_sentences_of_a_passage_are_in_a_window_and_headings_and_captions_in_none(hospital: Collection, gathered):
    passages = gathered(QUESTION)[1].passages
    found = list(windows(hospital, passages))
    for hit in passages[:MOST_PASSAGES]:
        prose = hospital.prose[hit.number]
        for part in prose.parts:
            inside = [w for w in found if w.prose is prose and w.start <= part.start and part.end <= w.end]
            assert bool(inside) is (part.kind not in ("heading", "caption")), prose.text[part.start : part.end]


def test_windows_come_once_and_in_the_order_of_the_evidence(hospital: Collection, gathered):
    passages = gathered(QUESTION)[1].passages
    found = list(windows(hospital, [*passages, *passages][:MOST_PASSAGES]))
    assert len({(id(w.prose), w.start, w.end) for w in found}) == len(found)
    assert [w.hit for w in found] == sorted(w.hit for w in found)
    assert (found[0].score, found[0].titles) == (passages[0].score, "معرفی بیمارستان – کارکنان")
    assert "318 نفر" in found[0].text


def test_no_passages_no_windows(hospital: Collection):
    assert list(windows(hospital, [])) == []
