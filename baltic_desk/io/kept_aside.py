"""The folder of sessions that were recovered or discarded, kept for the days that are promised."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

KEEP_FOR = timedelta(days=7)
KEEP_RECOVERED = 5
"""So many are kept whatever room they take."""
MOST_BYTES = 500 * 1024 * 1024
"""More of them only while all together take no more than this; a session is mostly below 2 MB."""


def purge(aside: Path) -> None:
    """Keep what was put aside in the last days, the newest first where room is short."""
    oldest, room = time.time() - KEEP_FOR.total_seconds(), MOST_BYTES
    for number, (at, each) in enumerate(newest_first(aside)):
        room -= _size(each)
        if at < oldest or (number >= KEEP_RECOVERED and room < 0):
            shutil.rmtree(each, ignore_errors=True)


def newest_first(aside: Path) -> list[tuple[float, Path]]:
    """What is put aside, with its times. Another window may take some of it away meanwhile."""
    found: list[tuple[float, Path]] = []
    with suppress(OSError):
        for each in aside.iterdir():
            with suppress(OSError):
                found.append((each.stat().st_mtime, each))
    return sorted(found, reverse=True)


def _size(session_dir: Path) -> int:
    """Bytes of a session's files; of one that is going, what is still there."""
    total = 0
    with suppress(OSError):
        for each in session_dir.iterdir():
            with suppress(OSError):
                total += each.lstat().st_size
    return total
