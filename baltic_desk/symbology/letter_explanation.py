"""The places of a letter code in words (MIL-STD-2525C and APP-6B, appendix A)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from baltic_desk.symbology import enumerations
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.letter_places import (
    ECHELONS,
    HQTFD,
    IDENTITIES,
    MOBILITIES,
    STATUSES,
    WEATHER,
)
from baltic_desk.symbology.part import Part

_SCHEMES = {
    "S": "Warfighting",
    "G": "Tactical graphics",
    "W": "Weather",
    "I": "Intelligence",
    "O": "Stability operations",
    "E": "Emergency management",
}
_DIMENSIONS = {
    "P": "Space",
    "A": "Air",
    "G": "Ground",
    "S": "Sea surface",
    "U": "Sea subsurface",
    "F": "Special operations",
    "X": "Other",
    "Z": "Unknown",
}
_ORDERS = {
    "-": "None", "A": "Air", "E": "Electronic", "C": "Civilian", "G": "Ground", "N": "Maritime",
    "S": "Strategic force", "X": "Control markings",
}  # fmt: skip
_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


def letter_parts(text: str, catalogue: Catalogue) -> Iterator[Part]:
    """What the letters of a code say, as far as there are any."""
    code = text.replace("*", "-").replace("_", "-")
    for title, first, length in (
        ("Scheme", 1, 1),
        ("Identity", 2, 1),
        ("Dimension", 3, 1),
        ("Status", 4, 1),
        ("Function", 5, 6),
        ("HQ, size", 11, 2),
        ("Country", 13, 2),
        ("Order", 15, 1),
        ("Too much", 16, len(code)),
    ):
        letters = code[first - 1 : first - 1 + length]
        if not letters:
            return
        meaning, wrong = _said(first, letters, code, catalogue)
        for place, letter in enumerate(letters, start=first):
            if letter not in _ALLOWED or (place < 5 and letter.isdigit()):
                meaning, wrong = "", f"place {place} cannot be {letter!r}"
        yield Part(first, letters, title, meaning, wrong)


def _said(first: int, letters: str, code: str, catalogue: Catalogue) -> tuple[str, str]:
    weather = code[0] == WEATHER
    match first:
        case 1:
            return _known(letters, _SCHEMES)
        case 2 | 4 if weather:
            return "Part of the weather's own code", ""
        case 2:
            return _identity(letters)
        case 3:
            # Only the warfighting scheme has dimensions; the others have categories of their own.
            if code[0] in "SI" or letters in _DIMENSIONS:
                return _known(letters, _DIMENSIONS)
            return "Category of the scheme", ""
        case 4:
            if letters == "-":
                return "Not said", ""
            digit = STATUSES.get(letters, "")
            return _known(digit, enumerations.STATUSES, letters)
        case 5:
            return _function(code, catalogue)
        case 11:
            return ("Point, line or area", "") if weather else _size(letters)
        case 13:
            return ("None" if letters.strip("-") == "" else f"Country {letters}"), ""
        case 15:
            return _known(letters, _ORDERS)
        case _:
            return "", "a code of letters ends with place 15"


def _known(key: str, meanings: Mapping[str, str], shown: str = "") -> tuple[str, str]:
    if key in meanings:
        return meanings[key], ""
    return "", f"{shown or key} means nothing here"


def _identity(letter: str) -> tuple[str, str]:
    found = IDENTITIES.get(letter)
    if found is None:
        return ("Not said", "") if letter in "-O" else ("", f"{letter} means nothing here")
    context, identity = found
    words = enumerations.STANDARD_IDENTITIES[identity]
    if letter in "JK":
        return words.partition(" or ")[2].capitalize(), ""
    return words.partition(" or ")[0] + (" (exercise)" if context == "1" else ""), ""


def _size(letters: str) -> tuple[str, str]:
    letters = letters.ljust(2, "-")
    if letters in MOBILITIES:
        return enumerations.MOBILITIES[MOBILITIES[letters]], ""
    if letters in ("H-", "HB"):
        return ("Installation" if letters == "H-" else "Feint or dummy installation"), ""
    first, second = letters
    if first in HQTFD and second in ECHELONS:
        said = [enumerations.HQTFD[HQTFD[first]]] if first != "-" else []
        said += [enumerations.ECHELONS[ECHELONS[second]]] if second != "-" else []
        return ", ".join(said) or "Not said", ""
    return "", f"{letters} means nothing here"


def _function(code: str, catalogue: Catalogue) -> tuple[str, str]:
    function = code[4:10].ljust(6, "-")
    if not function.strip("-"):
        return "Not said", ""
    key = code[0] + code[2:3] + function
    name = catalogue.name_of_letters(key)
    if not name:
        return "", "no table of the older standards has these letters"
    if not catalogue.has_letters(key):
        return name, "no table has all of these letters; this is the nearest above"
    return name, ""
