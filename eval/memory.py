"""The memory a process needed."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak_mb() -> float:
    """The highest resident memory of this process in MiB.

    Linux tells it of the program that runs (VmHWM); `ru_maxrss` would count what its parent held when it was started.
    """
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        # ru_maxrss is in KiB on Linux, bytes on macOS
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
