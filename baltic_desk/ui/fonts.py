"""The font that ships, so that maps and symbols look the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from baltic_desk import paths

FAMILY = "Liberation Sans"
FILES = (
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-Italic.ttf",
)

# What the symbol scripts ask for; Liberation Sans has the widths of Arial.
_STANDS_FOR = ("Arial", "Helvetica", "sans-serif")


class FontError(RuntimeError):
    """A shipped font cannot be read."""


def load_fonts() -> str:
    """Make the shipped font known to Qt and return its family; needs the application object.

    Where Arial is missing the font stands in for it in SVG, and where it is there the widths are
    the same. Calling again does no harm.
    """
    if FAMILY not in QFontDatabase.families():
        for name in FILES:
            path = paths.resource("fonts", name)
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise FontError(f"the font {path} cannot be read")
    for family in _STANDS_FOR:
        if FAMILY not in QFont.substitutes(family):
            QFont.insertSubstitution(family, FAMILY)
    return FAMILY
