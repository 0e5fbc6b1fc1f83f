"""How many questions one client may ask a minute (a sliding window in memory; one process, one count)."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0
MOST_CLIENTS = 10_000


class RateLimit:
    """`allow` counts a question of a client; past the cap it tells how many seconds to wait."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def allow(self, client: str) -> int:
        """0 where the question may be asked, else the seconds until it may."""
        if self._per_minute <= 0:
            return 0
        now = self._clock()
        with self._lock:
            times = self._asked.setdefault(client, deque())
            self._asked.move_to_end(client)
            while times and times[0] <= now - WINDOW_SECONDS:
                times.popleft()
            if len(times) >= self._per_minute:
                return max(1, math.ceil(times[0] + WINDOW_SECONDS - now))
            times.append(now)
            while len(self._asked) > MOST_CLIENTS:
                self._asked.popitem(last=False)
        return 0
