"""Distances and bearings as people type and read them."""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

UNITS: Mapping[str, float] = MappingProxyType(
    {"km": 1000.0, "NM": 1852.0, "mi": 1609.344, "m": 1.0, "ft": 0.3048}
)
"""Metres in each unit offered; the keys are the way to write them."""

_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
        **dict.fromkeys(("nm", "nmi", "nautical mile", "nautical miles"), "NM"),
        **dict.fromkeys(("mi", "mile", "miles"), "mi"),
        **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
        **dict.fromkeys(("ft", "foot", "feet"), "ft"),
    }
)
_COMPASS = re.findall(r"\w+", "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW")

_LONGEST_TEXT = 200
_LONGEST_M = 20_037_508.0
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<unit>[a-z]+(?: miles?)?))")


class DistanceError(ValueError):
    """The text is not a distance or a bearing; the message says why, for the person."""


def parse_distance(text: str, default_unit: str = "km") -> float:
    """Metres of one distance such as `40`, `12,5 km`, `22nm`, `500 m`.

    Raises
    ------
    DistanceError
        Anything else, a unit that is not known, or more than half way round the earth.
    """
    found = _distances(text, _decimal_points(text), default_unit)
    if len(found) != 1:
        raise DistanceError(f"{_quoted(text)} holds {len(found)} distances where one is wanted")
    return found[0]


def parse_distances(text: str, default_unit: str = "km") -> tuple[float, ...]:
    """Metres of one or more distances such as `40 120 250 400 km` or `12 NM; 40 km`.

    A number without a unit takes that of the next number that has one, else of the one before, else
    the default. Space, semicolon, slash and comma separate; a comma inside a number is a decimal
    point when the numbers stand apart by something else (`12,5 25`).

    Raises
    ------
    DistanceError
        As parse_distance; also `40,120`, which may be one number or two.
    """
    commas = len(re.findall(r"\d,\d", text))
    apart = re.search(r"\d[\s;/]+[\d.]|;|/|, |[a-zA-Z]", text) is not None
    if commas == 1 and not apart and "." not in text:
        one, two = text.strip().replace(",", "."), text.strip().replace(",", " ")
        raise DistanceError(f"Is {_quoted(text)} one distance or two? Write {one} or {two}")
    spaced = _decimal_points(text) if apart and "." not in text else text.replace(",", " ")
    return _distances(text, spaced, default_unit)


def format_distance(distance_m: float, unit: str = "km") -> str:
    """A distance to read: four figures, in metres below one kilometre when the unit is km.

    >>> format_distance(40_000.0), format_distance(22_224.0, "NM"), format_distance(850.0)
    ('40 km', '12 NM', '850 m')
    """
    if unit == "km" and abs(distance_m) < 999.5:
        unit = "m"
    value = distance_m / UNITS[unit]
    whole = len(str(int(abs(value))))
    decimals = 0 if unit in ("m", "ft") and whole > 1 else max(0, min(4 - whole, 3))
    number = grouped(f"{value:.{decimals}f}")
    return f"{number.rstrip('0').rstrip('.') if decimals else number} {unit}"


def parse_bearing(text: str) -> float:
    """Degrees, 0 ≤ bearing < 360, of `045`, `45.5°`, `45,5`, `NNE` or `800 mil` (6400 a turn).

    Raises
    ------
    DistanceError
        Anything else, or outside 0 to 360 degrees.
    """
    plain = _decimal_points(text).strip().upper()
    if plain in _COMPASS:
        return _COMPASS.index(plain) * 22.5
    match = re.fullmatch(r"(\d{1,5}(?:\.\d{0,12})?)\s*(°|º|DEG|DEGREES|T|°T|MILS?|)", plain)
    if match is None:
        raise DistanceError(f"{_quoted(text)} is not a bearing; write 0 to 360, NNE or 800 mil")
    bearing_deg = float(match[1])
    if match[2].startswith("MIL"):
        bearing_deg *= 360.0 / 6400.0
    if bearing_deg > 360.0:
        raise DistanceError(f"A bearing goes from 0 to 360 degrees, not {_quoted(text)}")
    return bearing_deg % 360.0


def format_bearing(bearing_deg: float) -> str:
    """Three figures and a degree sign, as it is spoken: `045°`."""
    return f"{round(bearing_deg) % 360:03d}°"


def grouped(number: str) -> str:
    """The digits of a plain number in groups of three, apart by narrow no-break spaces."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}".replace(",", "\u202f") + point + rest


def _distances(text: str, plain: str, default_unit: str) -> tuple[float, ...]:
    values: list[float] = []
    units: list[str | None] = []
    for value, unit in _tokens(text, plain):
        if unit is None:
            values.append(value)
            units.append(None)
        elif not units or units[-1] is not None:
            raise DistanceError(f"A number is missing before the unit in {_quoted(text)}")
        else:
            units[-1] = unit
    if not values:
        raise DistanceError("A distance is wanted, such as 40 km")
    return tuple(
        _metres(value, unit, text)
        for value, unit in zip(values, _filled(units, default_unit), strict=True)
    )


def _tokens(text: str, plain: str) -> list[tuple[float, str | None]]:
    """Numbers (with None) and known units (with 0) in their order."""
    if len(text) > _LONGEST_TEXT:
        raise DistanceError("That is too long for distances")
    plain = re.sub(r"[;/]", " ", plain.lower()).strip()
    tokens: list[tuple[float, str | None]] = []
    place = 0
    while place < len(plain):
        match = _TOKEN.match(plain, place)
        if match is None:
            raise DistanceError(f"{_quoted(plain[place:].split()[0])} is not a distance")
        place = match.end()
        if match["number"]:
            tokens.append((float(match["number"]), None))
        elif match["unit"] in _SPELLINGS:
            tokens.append((0.0, _SPELLINGS[match["unit"]]))
        else:
            raise DistanceError(
                f"{_quoted(match['unit'])} is not a unit known here; write {', '.join(UNITS)}"
            )
    return tokens


def _filled(units: list[str | None], default_unit: str) -> list[str]:
    last = next((unit for unit in reversed(units) if unit is not None), default_unit)
    filled: list[str] = []
    for unit in reversed(units):
        last = last if unit is None else unit
        filled.append(last)
    return filled[::-1]


def _metres(value: float, unit: str, text: str) -> float:
    distance_m = value * UNITS[unit]
    if not (math.isfinite(distance_m) and distance_m <= _LONGEST_M):
        raise DistanceError(f"{_quoted(text)} is more than half way round the earth")
    return distance_m


def _decimal_points(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d)", ".", text).replace(", ", " ")


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"
