"""How fast the machine is while something is measured: limits of time are those of a stated one.

Processor time is no fixed measure. Where others share caches, memory and cores, or the machine is a
smaller one, the same work takes two or three times as much of it.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Sequence
from statistics import median

import numpy as np

STATED_S = 0.055
"""Processor time of `piece_s` on the machine that limits are meant for: two cores of an AMD EPYC,
Python 3.11, while others used them as well. The median of 200 in a row, three times, of which all
but a few were within four hundredths of it; in a process of its own it is down to 0.04."""
MOST = 3.0
"""A limit is never longer than so many times what it is on that machine."""


def piece_s() -> float:
    """Processor time of a fixed piece of work such as readers have: objects, JSON, bytes, arrays.

    What is there already is not looked through for garbage meanwhile.
    """
    was_on = gc.isenabled()
    gc.disable()
    began = time.process_time()
    rows = [
        {"id": f"u{k}", "at": [k / 7, k / 9], "name": "keep-unit", "kind": "unit"}
        for k in range(6_000)
    ]
    text = json.dumps(rows)
    again = json.loads(text, object_pairs_hook=dict)
    places = np.array([each["at"] for each in again])
    np.sort(np.tile(places, (8, 1)), axis=0)
    whole = (text * 12).encode()
    assert whole.count(b"{") == len(whole) - len(whole.replace(b"{", b""))
    assert len(whole.translate(None, b"[]")) < len(whole)
    taken_s = time.process_time() - began
    if was_on:
        gc.enable()
    return taken_s


def pace(pieces_s: Sequence[float]) -> float:
    """How many times as long as stated pieces of work took, by the median."""
    return median(pieces_s) / STATED_S


def longest_s(stated_s: float, measured_pace: float) -> float:
    """A limit on this machine: never shorter than stated, and never more than MOST times that."""
    return stated_s * min(MOST, max(1.0, measured_pace))
