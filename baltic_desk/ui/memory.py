"""Memory that the C library keeps after it was freed, given back to the system.

glibc gives each thread a heap of its own and returns freed memory only from the end of each: after
the shipped lesson was presented at 1920 × 1080 that was 250 MB. Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
import platform

ARENAS = 2
"""Heaps of the C library. Painting is in one thread, and the others hold Python's lock in turn:
more of them take 110 MB in a presentation and save nothing."""

_M_ARENA_MAX = -8  # malloc.h


def keep_heaps_few() -> bool:
    """Have the C library make few heaps, before threads have theirs; whether it does."""
    library = _glibc()
    return library is not None and bool(library.mallopt(_M_ARENA_MAX, ARENAS))


def give_back_memory() -> bool:
    """Return what is free to the system, in some milliseconds; whether there was anything."""
    library = _glibc()
    return library is not None and bool(library.malloc_trim(0))


def _glibc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
