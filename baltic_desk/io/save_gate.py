"""Giving up a save that goes on in another thread, as long as the file is still the old one."""

from __future__ import annotations

import threading


class GivenUpError(Exception):
    """The person did not wait; nothing was changed on the disk."""


class Gate:
    """Where a save in another thread can be given up, until the file is about to be replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given_up = False
        self._passed = False

    def give_up(self) -> bool:
        """Give up; False when it is too late, and the file is the new one in a moment."""
        with self._lock:
            self._given_up = not self._passed
            return self._given_up

    def check(self) -> None:
        """Raises GivenUpError after `give_up`."""
        if self._given_up:
            raise GivenUpError

    def go_through(self) -> None:
        """From now on it is too late to give up. Raises GivenUpError when that was done."""
        with self._lock:
            self.check()
            self._passed = True
