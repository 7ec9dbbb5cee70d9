"""Reading without Python's cyclic garbage collector going through what is read, again and again."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Generator[None]:
    """No cyclic garbage collection meanwhile: it costs a third of the time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # Enabled as it is, the collector would go through all that was read at once, for a
            # sixth of the time of reading. This moves it to the oldest generation unread.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
