"""Counts of what was right out of how many, by name, and a line for every miss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Tally:
    """`counts[name]` is [right, of how many] (of `cer`: [errors, letters]); `misses` say what was wanted and what was found."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool | int, of: int = 1, miss: str = "") -> bool:
        """Counts; a `miss` is written down where not all is right. Returns whether all is right."""
        count = self.counts.setdefault(name, [0, 0])
        count[0] += int(right)
        count[1] += of
        if int(right) != of and miss:
            self.misses.append(f"{name}: {miss}")
        return int(right) == of

    def share(self, name: str) -> float | None:
        """The share that is right, None where nothing was asked."""
        right, of = self.counts.get(name, (0, 0))
        return right / of if of else None


def together(tallies: Iterable[Tally]) -> Tally:
    """The sums over several documents or formats; misses are left where they are."""
    total = Tally()
    for tally in tallies:
        for name, (right, of) in tally.counts.items():
            total.add(name, right, of)
    return total
