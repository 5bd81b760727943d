"""How much memory a process has used."""

from __future__ import annotations

import sys


def peak() -> int:
    """The most memory that this process has used so far, bytes."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
