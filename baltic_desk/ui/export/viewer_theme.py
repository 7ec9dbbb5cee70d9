"""Colours of the one-file viewer: those of the program's light and dark map."""

from __future__ import annotations

from dataclasses import asdict

from baltic_desk.ui.export.viewer_packing import Json
from baltic_desk.ui.map.theme import DARK, LIGHT

_ENGRAVED = ("depths", "heights")


def theme_rows() -> dict[str, Json]:
    """All of a theme but what shades relief, by its id."""
    return {
        theme.id: {k: v for k, v in asdict(theme).items() if k not in _ENGRAVED}
        for theme in (LIGHT, DARK)
    }
