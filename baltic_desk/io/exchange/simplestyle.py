"""Properties of other programs' GeoJSON: names, simplestyle 1.1, plain and mildly wrong values.

https://github.com/mapbox/simplestyle-spec/tree/master/1.1.0
"""

from __future__ import annotations

import math
import re

from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

MAX_TEXT = 65_536

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
# The sixteen colours of HTML 4.01 and the other few that people write by name.
_NAMED = {
    "black": "#000000",
    "silver": "#c0c0c0",
    "gray": "#808080",
    "grey": "#808080",
    "white": "#ffffff",
    "maroon": "#800000",
    "red": "#ff0000",
    "purple": "#800080",
    "fuchsia": "#ff00ff",
    "magenta": "#ff00ff",
    "green": "#008000",
    "lime": "#00ff00",
    "olive": "#808000",
    "yellow": "#ffff00",
    "navy": "#000080",
    "blue": "#0000ff",
    "teal": "#008080",
    "aqua": "#00ffff",
    "cyan": "#00ffff",
    "orange": "#ffa500",
    "brown": "#a52a2a",
    "pink": "#ffc0cb",
}
_MARKER_SIZES_PX = {"small": 7.0, "medium": 10.0, "large": 15.0}


class Reading:
    """Properties of one feature, taken out one by one; what is left belongs to somebody else.

    A value that is not what its name promises is taken out too, and told as a problem.
    """

    def __init__(self, properties: dict[str, Json], place: str) -> None:
        self.left = dict(properties)
        self.place = place
        self.problems: list[Problem] = []

    def text(self, *names: str) -> str | None:
        """The first of these that holds text or a number."""
        for name in names:
            value = self.left.get(name)
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                continue
            text = str(self.left.pop(name))
            if len(text) > MAX_TEXT:
                self._drop(name, f"a text of {len(text):,} characters is cut to {MAX_TEXT:,}")
            return text[:MAX_TEXT]
        return None

    def number(self, *names: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        """The first of these that is there, when it is a number within the bounds."""
        for name in names:
            value = self.left.get(name)
            if value is None:
                continue
            del self.left[name]
            number = _as_number(value)
            if number is None:
                self._drop(name, f"{_shown(value)} is not a number; it is left out")
            elif not low <= number <= high:
                bounds = f"{low:g} to {high:g}"
                self._drop(name, f"{number:g} is not within {bounds}; it is left out")
            else:
                return number
        return None

    def colour(self, name: str) -> str | None:
        """A colour as "#rrggbb": hexadecimal with or without #, or one of a few names."""
        value = self.left.pop(name, None)
        if value is None:
            return None
        text = value.strip() if isinstance(value, str) else ""
        found = _HEX.fullmatch(text)
        if found is None and text.lower() not in _NAMED:
            self._drop(name, f"{_shown(value)} is not a colour; it is left out")
            return None
        if found is None:
            return _NAMED[text.lower()]
        digits = found[1].lower()
        return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))

    def style(self) -> dict[str, Json]:
        """Simplestyle of lines and areas, by our names in the file, without what is not there."""
        style: dict[str, Json] = {
            "stroke": self.colour("stroke"),
            "stroke-width": self.number("stroke-width", low=0, high=100),
            "stroke-opacity": self.number("stroke-opacity", low=0, high=1),
            "fill": self.colour("fill"),
            "fill-opacity": self.number("fill-opacity", low=0, high=1),
        }
        return {name: value for name, value in style.items() if value is not None}

    def marker(self) -> dict[str, Json]:
        """Simplestyle of point marks."""
        marker: dict[str, Json] = {"marker-color": self.colour("marker-color")}
        size = self.left.get("marker-size")
        if isinstance(size, str) and size in _MARKER_SIZES_PX:
            marker["size_px"] = _MARKER_SIZES_PX[size]
            del self.left["marker-size"]
        return {name: value for name, value in marker.items() if value is not None}

    def _drop(self, name: str, text: str) -> None:
        self.problems.append(Problem(f"{self.place}.properties.{name}", text))


def _as_number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _shown(value: Json) -> str:
    text = value if isinstance(value, str) else type(value).__name__
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
