"""Caches that are full before the first count, so that what grows afterwards is no cache.

Each of them has a bound, but by itself takes hours to reach it. None is made so small that what is
on the screen does not fit in it: it would be made anew for each frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baltic_desk.app import reaches
from baltic_desk.symbology import symbols
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.map import backdrop, unit_pictures
from baltic_desk.ui.map.cells import ProjectedCells
from baltic_desk.ui.map.lettering import Sprites
from baltic_desk.ui.own_pictures import OwnPictures
from baltic_desk.ui.symbol_pictures import SymbolPictures

MB = 1024 * 1024
_BYTES: tuple[tuple[Callable[..., Any], str, int], ...] = (
    (SymbolPictures.__init__, "bytes_kept", 6 * MB),
    (OwnPictures.__init__, "bytes_kept", 2 * MB),
    (Sprites.__init__, "bound_bytes", 3 * MB),
    (ProjectedCells.__init__, "bound_bytes", 6 * MB),
)
"""Who makes a cache, by which name it is given its bound, and that of a soak."""


def keep_little() -> None:
    """Before a desk is made."""
    for made_by, name, most in _BYTES:
        defaults = made_by.__kwdefaults__
        assert defaults is not None
        assert name in defaults
        defaults[name] = most
    assert backdrop.KEPT_OVERVIEWS > 0
    backdrop.KEPT_OVERVIEWS = 1
    assert unit_pictures.KEPT_LOOKS > 0
    unit_pictures.KEPT_LOOKS = 600
    assert symbols.KEPT > 0
    symbols.KEPT = 500
    assert reaches.MOST_GROUNDS > 0
    reaches.MOST_GROUNDS = 200


def keep_few_fields(desk: DeskWindow) -> None:
    """What is seen from antennas over terrain, once a desk is made."""
    desk.workspace.fields.most_bytes = 24 * MB
