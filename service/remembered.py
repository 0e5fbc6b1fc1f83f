"""The last things that were worked out, by what names them: forgotten, they are worked out again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 1000


class Remembered(Generic[T]):
    """The last MOST that were kept; safe among threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def keep(self, name: Hashable, value: T) -> None:
        with self._lock:
            self._kept[name] = value
            self._kept.move_to_end(name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get(self, name: Hashable) -> T | None:
        with self._lock:
            return self._kept.get(name)
