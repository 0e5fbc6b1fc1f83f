from indexer.repair.numbering import follows, settle
from indexer.repair.traced import Traced, from_raw, take


def far(raw: str, head: str) -> Traced:
    """A line whose number stood at the far end of `raw` and was moved to its head as `head`."""
    start = raw.index("-")
    digits = raw[start:]
    places = [start + digits.index(c) for c in head if c.isdigit()]
    line = take(from_raw(raw), range(start))
    dashes = iter(i for i in range(start, len(raw)) if raw[i] == "-")
    number = [next(d for d in [next(dashes)]) if c == "-" else places.pop(0) for c in head]
    moved = take(from_raw(raw), number)
    return Traced(moved.text + " " + line.text, (*moved.origin, -1, *line.origin))


def test_numbers_that_follow_one_another():
    assert follows((2, 1), (2, 2)) == follows((2, 1), (2, 1, 1)) == follows((2, 1, 3), (2, 2)) > follows((2, 1), (2, 3))
    assert follows((2, 3), (2, 1)) < 0
    assert follows((3, 9), (10, 3)) < follows((3, 9), (3, 10))
    assert follows((3, 18), (4, 1)) == follows((3, 18), (3, 19))


def test_the_chain_decides_how_a_number_is_read():
    lines = [
        far("آغاز کار -8-3", "3-8-"),
        far("ادامه کار -9-3", "3-9-"),
        far("میانه کار -3-10", "10-3-"),
        far("پایان کار -3-11", "11-3-"),
        None,
        far("پس از آن -3-12", "12-3-"),
    ]
    changed = settle(lines)
    assert sorted(changed) == [2, 3, 5]
    assert changed[2].text.startswith("3-10- میانه")
    assert sorted(changed[2].origin) == sorted(lines[2].origin)


def test_a_number_that_stands_at_the_head_is_left():
    lines = [from_raw("3-8- آغاز"), from_raw("10-3- میانه"), from_raw("3-10- پایان"), from_raw("متن بی شماره")]
    assert settle(lines) == {}


def test_no_lines():
    assert settle([]) == {}
