"""Which lines of a long document are studied."""

from __future__ import annotations

from collections.abc import Sequence

BLOCK = 100
"""Lines that stay together in a sample: the search looks at a line's neighbours."""


def sampled(lines: Sequence[str], most: int, longest: int) -> list[int | None]:
    """Places of all lines, or of evenly spaced blocks of them with about `most` characters in all; None between two blocks.

    longest: characters beyond which a line is not studied, and does not count.
    """
    total = sum(len(line) for line in lines if len(line) <= longest)
    if total <= most:
        return list(range(len(lines)))
    blocks = -(-len(lines) // BLOCK)
    wanted = max(1, blocks * most // total)
    found: list[int | None] = []
    for k in range(wanted):
        start = k * blocks // wanted * BLOCK
        found += [at for at in range(start, min(start + BLOCK, len(lines))) if len(lines[at]) <= longest]
        found.append(None)
    return found
