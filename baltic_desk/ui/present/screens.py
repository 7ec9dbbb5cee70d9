"""Which screen is the audience's and which is that of the one who presents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QScreen


class Seats(NamedTuple):
    """The stage's screen, and that of the notes: none where there is but one screen."""

    stage: QScreen
    notes: QScreen | None


def seats(screens: Sequence[QScreen], own: QScreen, *, swapped: bool) -> Seats:
    """The stage on another screen than the editor's, which stays with the notes; or swapped."""
    others = [screen for screen in screens if screen is not own]
    if not others:
        return Seats(own, None)
    return Seats(own, others[0]) if swapped else Seats(others[0], own)
