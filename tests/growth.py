"""How work grows with what it is done on: what is quadratic shows on a machine of any pace."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

TRIES = 5


def shortest_s(work: Callable[[], object]) -> float:
    """Processor time of doing it, the shortest of some: others only ever make it longer.

    To be compared with that of the same on less, in the same run. Eight times as much takes some
    eight times as long where each is looked at once, and 64 times where each is compared with each.
    """
    times: list[float] = []
    for _ in range(TRIES):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def steps(work: Callable[[], object]) -> int:
    """Instructions of Python that doing it takes, whatever the machine."""
    count = 0

    def traced(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
