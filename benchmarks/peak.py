"""The most memory that a process has held."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path


def peak_bytes() -> float:
    """Of this process alone.

    On Linux from its own status: `getrusage` also counts what the process that started this one held.
    """
    status = Path("/proc/self/status")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE) if status.exists() else None
    if found:
        return 1024.0 * int(found[1])
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
