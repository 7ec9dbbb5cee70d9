"""A symbol code put into words place by place, with what is wrong where it is wrong.

Any text is explained as far as it goes, so that a code can be read while it is still being typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from baltic_desk.symbology import allowed, enumerations
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.letter_explanation import letter_parts
from baltic_desk.symbology.part import Part
from baltic_desk.symbology.sidc import LONGEST

_LENGTHS = (20, 30)
_FIRST_20 = "0123456789"
_HEXADECIMAL = "0123456789ABCDEF"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a code in their order, and what is wrong with it as a whole."""

    parts: tuple[Part, ...]
    complaint: str = ""

    @property
    def wrong(self) -> tuple[str, ...]:
        """All that is wrong, in sentences; empty when the code is good."""
        of_places = (f"{part.where}: {part.wrong}" for part in self.parts if part.wrong)
        return (*filter(None, (self.complaint,)), *of_places)


def explained(text: str, catalogue: Catalogue) -> Explanation:
    """What each digit or letter of a code says.

    Never raises: what cannot be in a code is told as wrong, at its place.
    """
    code = "".join(text.split()).upper()
    if not code:
        return Explanation((), "The symbol code is empty")
    over = len(code) > LONGEST
    code = code[:LONGEST]
    if code[0] in _FIRST_20:
        parts = tuple(_digit_parts(code, catalogue))
        return Explanation(parts, "" if over else _length_of_digits(len(code)))
    return Explanation(tuple(letter_parts(code, catalogue)), _length_of_letters(len(code)))


def _length_of_digits(length: int) -> str:
    if length in _LENGTHS or length > max(_LENGTHS):  # what is too much is told at its place
        return ""
    missing = next(each for each in _LENGTHS if each > length) - length
    return f"A code has 20 or 30 digits; this has {length}, so {missing} are missing"


def _length_of_letters(length: int) -> str:
    if length >= 10:
        return ""
    return f"A code of letters has 10 to 15 places; this has {length}"


def _digit_parts(code: str, catalogue: Catalogue) -> Iterator[Part]:
    symbol_set = code[4:6]
    for title, first, length in (
        ("Version", 1, 2),
        ("Context", 3, 1),
        ("Identity", 4, 1),
        ("Symbol set", 5, 2),
        ("Status", 7, 1),
        ("HQ, TF, dummy", 8, 1),
        (allowed.size_title(symbol_set), 9, 2),
        ("Entity", 11, 2),
        ("Entity type", 13, 2),
        ("Entity subtype", 15, 2),
        ("Modifier 1", 17, 2),
        ("Modifier 2", 19, 2),
        ("Common 1", 21, 1),
        ("Common 2", 22, 1),
        ("Frame shape", 23, 1),
        ("Reserved", 24, 4),
        ("Country", 28, 3),
        ("Too much", 31, LONGEST),
    ):
        digits = code[first - 1 : first - 1 + length]
        if not digits:
            return
        meaning, wrong = _said(first, digits, code, catalogue)
        stray = _stray(first, digits)
        if stray:
            meaning, wrong = "", stray
        elif len(digits) < length and first < 31:
            meaning, wrong = "", f"{length - len(digits)} more to come"
        yield Part(first, digits, title, meaning, wrong)


def _stray(first: int, digits: str) -> str:
    """What is wrong with a character that is no digit."""
    for place, character in enumerate(digits, start=first):
        if character not in (_FIRST_20 if place <= 20 else _HEXADECIMAL):
            return f"place {place} is {character!r}, not a digit"
    return ""


def _said(first: int, digits: str, code: str, catalogue: Catalogue) -> tuple[str, str]:
    """Meaning of the digits that start at a place, and what is wrong with them."""
    symbol_set, version = code[4:6], code[:2]
    match first:
        case 1:
            return _known(digits, enumerations.VERSIONS)
        case 3:
            return _known(digits, enumerations.CONTEXTS)
        case 4:
            return _identity(digits, code[2:3])
        case 5:
            return _known(digits, enumerations.SYMBOL_SETS)
        case 7:
            return _known(digits, enumerations.STATUSES)
        case 8:
            return _known(digits, enumerations.HQTFD)
        case 9:
            return _size(digits, symbol_set)
        case 11 | 13 | 15:
            return _entity(first, code, catalogue)
        case 17 | 19:
            return _modifier(1 + (first == 19), digits, code, catalogue)
        case 21 | 22:
            return _common(digits, version)
        case 23:
            return _known(digits, enumerations.FRAME_SHAPES)
        case 24:
            return ("", "these places must be 0") if digits.strip("0") else ("Nothing", "")
        case 28:
            country = enumerations.COUNTRIES.get(digits, f"ISO 3166 number {digits}")
            return ("None" if digits == "000" else country), ""
        case _:
            return "", "a code ends with place 30"


def _known(digits: str, meanings: Mapping[str, str]) -> tuple[str, str]:
    if digits in meanings:
        return meanings[digits], ""
    return "", f"{digits} means nothing here"


def _identity(digit: str, context: str) -> tuple[str, str]:
    meaning, wrong = _known(digit, enumerations.STANDARD_IDENTITIES)
    first, _, second = meaning.partition(" or ")
    if second and context in ("0", "1"):
        return (second.capitalize() if context == "1" else first), wrong
    return meaning, wrong


def _size(digits: str, symbol_set: str) -> tuple[str, str]:
    meanings = {
        **enumerations.ECHELONS,
        **enumerations.MOBILITIES,
        **enumerations.LEADERSHIPS,
    }
    meaning, wrong = _known(digits, meanings)
    called = enumerations.SYMBOL_SETS.get(symbol_set, "").lower()
    if not wrong and called and digits not in allowed.sizes(symbol_set):
        wrong = f"does not go with the symbol set {called}"
    return meaning, wrong


def _entity(first: int, code: str, catalogue: Catalogue) -> tuple[str, str]:
    """Name of the entity, its type or its subtype; each says what the two digits add."""
    known = code[: first + 1][10:].ljust(6, "0")
    symbol_set = code[4:6]
    entry = catalogue.entry(symbol_set + known)
    if code[first - 1 : first + 1] == "00":
        return ("Unspecified" if first == 11 else "None"), ""
    if entry is not None:
        return entry.path[-1], ""
    below = symbol_set + code[10 : first + 1]
    if any(each.code.startswith(below) for each in catalogue.entries):
        return "A group without a name of its own", ""
    if symbol_set in enumerations.SYMBOL_SETS and symbol_set not in catalogue.symbol_sets:
        return "", f"the symbol set {symbol_set} has no table of entities here"
    return "", f"no entity of the symbol set {symbol_set} has these digits"


def _modifier(place: int, digits: str, code: str, catalogue: Catalogue) -> tuple[str, str]:
    if code[19 + place : 20 + place] not in ("", "0"):
        common = code[19 + place] + digits
        found = {each.code: each.name for each in catalogue.modifiers("common", place)}
        return _named(common, found, "the modifiers common to all sets have no")
    if digits == "00":
        return "None", ""
    found = {each.code: each.name for each in catalogue.modifiers(code[4:6], place)}
    return _named(digits, found, f"the symbol set {code[4:6]} has no such modifier,")


def _named(digits: str, names: Mapping[str, str], otherwise: str) -> tuple[str, str]:
    return (names[digits], "") if digits in names else ("", f"{otherwise} {digits}")


def _common(digit: str, version: str) -> tuple[str, str]:
    if digit == "0":
        return "None", ""
    if version.isdigit() and int(version) < 13:
        return "", "common modifiers came with 2525E (version 13)"
    return "Leads the digits of that modifier", ""
