from itertools import pairwise

from indexer.repair.sampling import BLOCK, sampled


def test_a_short_document_is_taken_whole():
    assert sampled(["الف"] * 7, 100, 50) == list(range(7))


def test_a_long_document_gives_spread_blocks():
    places = sampled(["ب" * 10] * 5000, 10_000, 50)
    kept = [at for at in places if at is not None]
    assert 0.8 * 1000 <= len(kept) <= 1000
    assert all(b - a == 1 or at % BLOCK == 0 for (a, b), at in zip(pairwise(kept), kept[1:], strict=True))
    assert kept[-1] >= 4000
    assert len(set(kept)) == len(kept)


def test_overlong_lines_are_left_out():
    assert 3 not in sampled([*["ب" * 40] * 3, "ب" * 999, *["ب" * 40] * 500], 4000, 50)
