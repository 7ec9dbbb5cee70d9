"""What reading something takes: processor time and memory of a process that does nothing else.

Where there is no fork the same process reads all, and only the time is told.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.pace import pace, piece_s

GIVEN_UP_S = 300.0
"""Of the clock: a machine may have much else to do."""
PACE_FROM_S = 1.0
"""What takes less processor time is within any limit, whatever the machine's pace."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of reading one thing.

    Attributes
    ----------
    outcome
        What the reader answers, a word; "crash" and "hang" are its own.
    said
        Its sentences.
    cpu_s
        Processor time, seconds.
    clock_s
        Time on the clock, seconds.
    more_mb
        Memory at the most, above what there was before.
    pace
        How many times as long as stated the machine took for a fixed piece of work before it and
        after it, where that was measured.
    """

    outcome: str
    said: str
    cpu_s: float
    clock_s: float
    more_mb: float
    pace: float = 1.0


Read = Callable[[], Callable[[], tuple[str, str]]]
"""Reads something, which is what is measured; what it gives is asked for an answer."""


def taken(read: Read) -> Taken:
    """Do it in a process of its own. What it gives is asked for an answer after the measuring."""
    # Not in that process: the memory that it takes at the most would be that of this.
    before_s = piece_s()
    if not hasattr(os, "fork"):
        return Taken(*_measured_with_pace(read, 0.0, before_s))
    before_mb = _resident_mb()
    clock = time.monotonic()
    heard, status = _heard(lambda: (_measured_with_pace(read, before_mb, before_s),))
    if heard and status == 0:
        return Taken(*json.loads(heard))
    clock_s = time.monotonic() - clock
    outcome = "hang" if clock_s >= GIVEN_UP_S else "crash"
    return Taken(outcome, f"it ended with status {status}", 0.0, clock_s, 0.0)


def taken_together(reads: Sequence[Read]) -> list[Taken]:
    """The same for small things, one after the other in one process: a process for each takes
    longer than reading it. What memory each took is then what all before it took as well.

    From the one that ends the process on, each has a process of its own.
    """
    if not hasattr(os, "fork"):
        return [taken(read) for read in reads]
    before_mb = _resident_mb()
    heard, _ = _heard(lambda: (_measured(read, before_mb) for read in reads))
    found = [Taken(*json.loads(line)) for line in heard.split(b"\n")[:-1]]
    return found + [taken(read) for read in reads[len(found) :]]


def _heard(
    measured: Callable[[], Iterable[tuple[str | float, ...]]],
) -> tuple[bytes, int]:
    """Lines that a child writes, and how it ended."""
    ear, mouth = os.pipe()
    sys.stdout.flush()
    clock = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(ear)
        for each in measured():
            answer = json.dumps(each).encode() + b"\n"
            while answer:
                answer = answer[os.write(mouth, answer) :]
        os._exit(0)
    os.close(mouth)
    heard = b""
    ready = select.poll()  # not `select`, which knows the first thousand descriptors only
    ready.register(ear, select.POLLIN)
    while ready.poll(max(0.0, clock + GIVEN_UP_S - time.monotonic()) * 1000):
        part = os.read(ear, 65_536)
        if not part:
            break
        heard += part
    else:
        os.kill(child, signal.SIGKILL)
    os.close(ear)
    return heard, os.waitpid(child, 0)[1]


def _measured_with_pace(
    read: Read, before_mb: float, before_s: float
) -> tuple[str, str, float, float, float, float]:
    result = _measured(read, before_mb)
    if result[2] < PACE_FROM_S:
        return *result, 1.0
    return *result, pace((before_s, piece_s(), piece_s()))


def _measured(read: Read, before_mb: float) -> tuple[str, str, float, float, float]:
    began, clock = time.process_time(), time.monotonic()
    answer = failed = None
    try:
        answer = read()
    except BaseException:
        failed = traceback.format_exc()
    cpu_s, clock_s = time.process_time() - began, time.monotonic() - clock
    more_mb = max(0.0, _most_mb() - before_mb)
    outcome, said = "crash", failed or ""
    if answer is not None:
        try:
            outcome, said = answer()
        except BaseException:
            said = traceback.format_exc()
    return outcome, said, cpu_s, clock_s, more_mb


def _most_mb() -> float:
    """Memory of this process at its most."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 1024)


def _resident_mb() -> float:
    """Memory of this process now; a child of it begins with as much."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return _most_mb()
    return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
