"""The last things that were worked out are kept, the oldest forgotten."""

from service.remembered import Remembered


def test_what_was_kept_last_is_remembered():
    memory: Remembered[int] = Remembered(most=2)
    for n, name in enumerate(("a", "b", "a", "c")):
        memory.keep(name, n)
    assert [memory.get(name) for name in ("a", "b", "c")] == [2, None, 3]
