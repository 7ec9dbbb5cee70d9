"""Reads a latitude and a longitude in degrees, however minutes, seconds and halves are written."""

import re
from dataclasses import dataclass
from typing import Literal

from baltic_desk.geo.geodesy import Position

Axis = Literal["lat", "lon"]

_SAME = str.maketrans(
    {
        **dict.fromkeys("º˚∘*", "°"),
        **dict.fromkeys("′’‘`´ʹʼ", "'"),
        **dict.fromkeys("″”“„ʺ", '"'),
        **dict.fromkeys("−–—‐‑", "-"),
        **dict.fromkeys("()[]:=|_", " "),
        ";": "/",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
    }
)
_WORDS = (
    (re.compile(r"\bLAT(ITUDE)?\b\.?"), " φ "),
    (re.compile(r"\b(LNG|LON|LONG|LONGITUDE)\b\.?"), " λ "),
    (re.compile(r"(?<=[0-9 ])D(EG(REES?)?)?\b\.?"), "°"),
    (re.compile(r"(?<=[0-9 ])M(IN(UTES?)?)?\b\.?"), "'"),
    (re.compile(r"(?<=[0-9 ])SEC(ONDS?)?\b\.?|''"), '"'),
)
# Between digits it is a hyphen when hemispheres are named (54-43.2N), else a sign (ISO 6709).
_HYPHEN = re.compile(r"(?<=[0-9])-(?=[0-9])")
_COMMA_IN_NUMBER = re.compile(r"(?<=[0-9]),(?=[0-9])")
_TOKEN = re.compile(r"""\s*(?:([+-]?\s?[0-9]+(?:\.[0-9]*)?)|([°'"])|([NSEWφλ])|([,/]))""")

_MARKS = "°'\""
_AXIS: dict[str, Axis] = {"N": "lat", "S": "lat", "φ": "lat", "E": "lon", "W": "lon", "λ": "lon"}
_NAMES = {"lat": "latitude", "lon": "longitude"}
_LIMIT = {"lat": 90.0, "lon": 180.0}
# Digits of degrees and minutes, or with seconds, run together (ICAO Annex 15).
_COMPACT = {"lat": (4, 6), "lon": (5, 7)}


class AngleError(ValueError):
    """The text is no latitude and longitude; the message says why, for the person."""


@dataclass(frozen=True)
class _Angle:
    degrees: float
    axis: Axis | None
    parts: int
    """How many numbers it was written with; 0 when signs tell their meaning."""


def position_of_angles(text: str) -> Position:
    """Position of a latitude and a longitude in upper-case text."""
    plain = text.translate(_SAME)
    for pattern, sign in _WORDS:
        plain = pattern.sub(sign, plain)
    if re.search("[NSEW]", plain):
        plain = _HYPHEN.sub(" ", plain)
    plain = " ".join(plain.split()).removesuffix("/").rstrip()
    readings = [plain]
    if "." not in plain and _COMMA_IN_NUMBER.search(plain):
        readings.insert(0, _COMMA_IN_NUMBER.sub(".", plain))
    found: set[Position] = set()
    problems: list[AngleError] = []
    for reading in readings:
        try:
            found.add(_position(reading))
        except AngleError as error:
            problems.append(error)
    if not found:
        raise problems[0]
    if len(found) > 1:
        raise AngleError("The commas can be read in two ways; use points for decimals")
    return found.pop()


def _position(text: str) -> Position:
    first, second = (_angle(tokens) for tokens in _halves(_tokens(text)))
    if first.axis is None and second.axis is None:
        if 0 < first.parts != second.parts > 0:
            raise AngleError("Latitude and longitude are written with different numbers of parts")
        lat, lon = first, second
        if abs(lat.degrees) > 90.0 >= abs(lon.degrees):
            raise AngleError(f"Latitude comes first, and {lat.degrees:g} is more than 90")
    elif first.axis is None or second.axis is None:
        raise AngleError("Only one hemisphere is given; write both, as in 54.72 N 20.5 E")
    elif first.axis == second.axis:
        raise AngleError(f"There are two {_NAMES[first.axis]}s")
    else:
        lat, lon = (first, second) if first.axis == "lat" else (second, first)
    for axis, angle in (("lat", lat), ("lon", lon)):
        if abs(angle.degrees) > _LIMIT[axis]:
            raise AngleError(
                f"The {_NAMES[axis]} {abs(angle.degrees):g} is more than {_LIMIT[axis]:g}"
            )
    return lon.degrees, lat.degrees


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise AngleError(f"“{text[place:].split()[0][:20]}” does not belong in a position")
        tokens.append(match[0].replace(" ", ""))
        place = match.end()
    return tokens


def _halves(tokens: list[str]) -> tuple[list[str], list[str]]:
    """The tokens of each of the two angles."""
    names = [index for index, token in enumerate(tokens) if token in "φλ"]
    separators = [index for index, token in enumerate(tokens) if token in ",/"]
    if names:
        if len(names) != 2 or names[0] != 0:
            raise AngleError("Write lat and lon before their numbers")
        rest = [token for token in tokens if token not in ",/"]
        second = [index for index, token in enumerate(rest) if token in "φλ"][1]
        return rest[:second], rest[second:]
    if len(separators) > 1:
        raise AngleError("There is more than one comma between the parts")
    if separators:
        return tokens[: separators[0]], tokens[separators[0] + 1 :]
    split = _split_by_hemispheres(tokens) or _split_by_numbers(tokens)
    return tokens[:split], tokens[split:]


def _split_by_hemispheres(tokens: list[str]) -> int | None:
    letters = [index for index, token in enumerate(tokens) if token in "NSEW"]
    if not letters:
        return None
    if len(letters) > 2:
        raise AngleError("There are more than two hemispheres")
    if len(letters) == 1:
        raise AngleError("Only one hemisphere is given; write both, as in 54.72 N 20.5 E")
    return letters[1] if letters[0] == 0 else letters[0] + 1


def _split_by_numbers(tokens: list[str]) -> int:
    numbers = [index for index, token in enumerate(tokens) if _is_number(token)]
    degrees = [index for index in numbers if tokens[index + 1 : index + 2] == ["°"]]
    if len(degrees) == 2:
        return degrees[1]
    signed = [index for index in numbers[1:] if tokens[index][0] in "+-"]
    if len(signed) == 1:
        return signed[0]
    if len(numbers) == 1:
        raise AngleError("There is one number; a position needs a latitude and a longitude")
    if len(numbers) not in (2, 4, 6):
        raise AngleError(f"{len(numbers)} numbers cannot be told apart; name N or S, E or W")
    return numbers[len(numbers) // 2]


def _angle(tokens: list[str]) -> _Angle:
    letters = [token for token in tokens if token in _AXIS]
    axes: set[Axis] = {_AXIS[letter] for letter in letters}
    hemispheres = [letter for letter in letters if letter in "NSEW"]
    if len(axes) > 1 or len(hemispheres) > 1:
        raise AngleError("A number has two hemispheres")
    axis: Axis | None = axes.pop() if axes else None
    inner = [token for token in tokens if token not in _AXIS]
    if hemispheres and tokens.index(hemispheres[0]) not in (len(letters) - 1, len(tokens) - 1):
        raise AngleError("A hemisphere stands before or after its numbers, not between them")
    numbers = _numbers(inner)
    negative = numbers[0].startswith("-")
    if hemispheres and numbers[0][0] in "+-":
        raise AngleError(f"Write either a sign or {hemispheres[0]}, not both")
    if hemispheres and axis is not None and inner == numbers and len(numbers) == 1:
        numbers = _spread(numbers[0], axis)
    size = _degrees([number.lstrip("+-") for number in numbers])
    is_negative = negative or (bool(hemispheres) and hemispheres[0] in "SW")
    return _Angle(-size if is_negative else size, axis, len(numbers) if inner == numbers else 0)


def _numbers(tokens: list[str]) -> list[str]:
    """The numbers, each with the mark that belongs to its place or none."""
    numbers: list[str] = []
    for index, token in enumerate(tokens):
        if _is_number(token):
            numbers.append(token)
        elif index == 0 or not _is_number(tokens[index - 1]):
            raise AngleError(f"There is no number before {token}")
        elif len(numbers) > 3 or _MARKS[len(numbers) - 1] != token:
            raise AngleError(f"{token} does not belong after {numbers[-1]}")
    if not 1 <= len(numbers) <= 3:
        raise AngleError("An angle has degrees, perhaps minutes, perhaps seconds")
    if any(number[0] in "+-" for number in numbers[1:]):
        raise AngleError("Minutes and seconds have no sign")
    return numbers


def _spread(number: str, axis: Axis) -> list[str]:
    """5443.2 as 54 and 43.2: degrees and minutes that were run together, if they were."""
    whole, point, rest = number.partition(".")
    if len(whole) not in _COMPACT[axis]:
        return [number]
    first = _COMPACT[axis][0] - 2
    parts = [whole[:first], *(whole[at : at + 2] for at in range(first, len(whole), 2))]
    return [*parts[:-1], parts[-1] + point + rest]


def _degrees(numbers: list[str]) -> float:
    for number in numbers[:-1]:
        if float(number) % 1.0:
            raise AngleError(f"{number} has decimals but a smaller part follows")
    for number, name in zip(numbers[1:], ("minutes", "seconds"), strict=False):
        if float(number) >= 60.0:
            raise AngleError(f"{number} {name} are more than there are")
    return sum(float(number) / 60.0**power for power, number in enumerate(numbers))


def _is_number(token: str) -> bool:
    return token[-1].isdigit() or token[-1] == "."
