"""Whose work is in a one-file viewer."""

from __future__ import annotations

from baltic_desk.app.credits import credits_of_the_program
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.export.viewer_base import AREAS, LINES
from baltic_desk.ui.export.viewer_packing import Json

_LAYERS = frozenset({*AREAS, *LINES, "places", "countries", "airports"})
_SCRIPTS = frozenset({"symbols"})


def base_credits(basemap: BaseMap) -> list[Json]:
    """What of the map and of symbols is by whom, and on what terms."""
    gave: dict[tuple[str, str], list[str]] = {}
    for name, layer in basemap.layers.items():
        if name in _LAYERS:
            gave.setdefault((layer.credit, layer.licence), []).append(name.replace("_", " "))
    rows: list[Json] = [
        [f"Map: {', '.join(names)}", credit, licence] for (credit, licence), names in gave.items()
    ]
    for credit in credits_of_the_program(basemap):
        if credit.gave in _SCRIPTS:
            rows.append(["Symbols", credit.title, credit.licence])
    return rows
